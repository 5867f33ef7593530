#include "extract/time/dating.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <unordered_set>

#include "extract/time/calendar.h"
#include "model/key.h"

namespace isnad::extract {
namespace {

using model::Category;
using text::Token;
using text::TokenKind;

constexpr std::string_view kArticle{"\xC7\xE4", 2};
using Interval = DayRange;

long first_number(Date d) { return d.first_day().day_number(); }
long last_number(Date d) { return d.last_day().day_number(); }

std::string day_text(long n) { return Date::of_day_number(n).to_string(); }

std::vector<Interval> merged(std::vector<Interval> in) {
  std::erase_if(in, [](const Interval& i) { return i.from > i.to; });
  std::ranges::sort(in, [](const Interval& a, const Interval& b) { return a.from < b.from || (a.from == b.from && a.to < b.to); });
  std::vector<Interval> out;
  for (const Interval& i : in) {
    if (!out.empty() && i.from <= out.back().to + 1) out.back().to = std::max(out.back().to, i.to);
    else out.push_back(i);
  }
  return out;
}

std::string strip_article(std::string_view key) {
  if (key.size() > 4 && key.starts_with(kArticle)) key.remove_prefix(2);
  return std::string(key);
}

}  // namespace

DatingData::DatingData(const model::Lexicon& l) : rates(l), lexicon(&l) {
  const auto has = [&](std::string_view name) {
    const auto names = l.table_names();
    return std::ranges::find(names, name) != names.end();
  };
  std::unordered_map<std::string_view, std::uint32_t> spelled;
  const auto word_id = [&](std::string_view text) {
    const auto [at, added] = spelled.try_emplace(text, 0);
    if (added) {
      std::string key;
      for (const std::string& k : model::split_keys(text)) key += k;
      at->second = words.try_emplace(strip_article(key), static_cast<std::uint32_t>(words.size())).first->second;
    }
    return at->second;
  };
  std::unordered_map<std::string_view, std::uint32_t> known;
  const auto add_triggers = [&](std::string_view cell) {
    for (const std::string_view text : model::values(cell)) {
      const auto [at, added] = known.try_emplace(text, static_cast<std::uint32_t>(triggers.size()));
      if (added) {
        Trigger trigger;
        for (std::size_t a = 0; a <= text.size();) {
          const std::size_t b = std::min(text.find(' ', a), text.size());
          std::vector<std::uint32_t> slot;
          for (std::size_t c = a; c < b;) {
            const std::size_t d = std::min(text.find('/', c), b);
            slot.push_back(word_id(text.substr(c, d - c)));
            c = d + 1;
          }
          if (!slot.empty()) trigger.slots.push_back(std::move(slot));
          a = b + 1;
        }
        if (trigger.slots.empty()) continue;
        triggers.push_back(std::move(trigger));
      }
      triggers[at->second].events.push_back(static_cast<std::uint32_t>(events.size() - 1));
    }
  };
  if (has("time/events")) {
    const model::Table& t = l.table("time/events");
    for (std::uint32_t r = 0; r < t.rows(); ++r) {
      const auto date = Date::parse(t.cell(r, t.column("date")));
      if (!date) continue;
      const std::string_view kind = t.cell(r, t.column("kind"));
      Event event{.date = *date, .gloss = std::string(t.cell(r, t.column("gloss")))};
      event.scheduled = kind == "scheduled" || kind == "era";
      event.lasting = kind == "epoch" || kind == "era";
      event.report = kind == "report";
      events.push_back(std::move(event));
      add_triggers(t.cell(r, t.column("triggers")));
    }
  }
  if (has("time/topics")) {
    const model::Table& t = l.table("time/topics");
    known.clear();  // an event and a topic may have the same words
    for (std::uint32_t r = 0; r < t.rows(); ++r) {
      const auto from = Date::parse(t.cell(r, t.column("from"))), to = Date::parse(t.cell(r, t.column("to")));
      if (!from || !to) continue;
      events.push_back({.date = *from, .gloss = std::string(t.cell(r, t.column("gloss"))), .last = *to});
      add_triggers(t.cell(r, t.column("triggers")));
    }
  }
  // The slot whose words occur in the fewest triggers leads: the search begins with it.
  std::vector<std::uint32_t> uses(words.size());
  for (const Trigger& t : triggers)
    for (const auto& slot : t.slots)
      for (const std::uint32_t w : slot) ++uses[w];
  for (Trigger& t : triggers) {
    const auto total = [&](const std::vector<std::uint32_t>& slot) {
      std::uint32_t n = 0;
      for (const std::uint32_t w : slot) n += uses[w];
      return n;
    };
    std::iter_swap(t.slots.begin(), std::ranges::min_element(t.slots, {}, total));
  }
  triggers_of.resize(words.size());
  for (std::uint32_t i = 0; i < triggers.size(); ++i)
    for (const std::uint32_t w : triggers[i].slots[0]) triggers_of[w].push_back(i);

  if (has("lexicon/titles")) {
    const model::Table& t = l.table("lexicon/titles");
    for (std::uint32_t r = 0; r < t.rows(); ++r) {
      const std::string_view kind = t.cell(r, t.column("kind"));
      office_titles.push_back(kind == "office" || kind == "sole" || kind == "envoy" || kind == "epithet");
    }
  }
  if (has("gazetteer/persons")) {
    const model::Table& t = l.table("gazetteer/persons");
    terms.resize(t.rows());
    for (std::uint32_t r = 0; r < t.rows(); ++r) {
      for (const std::string_view office : model::values(t.cell(r, t.column("offices")))) {
        const std::size_t at = office.find('@');
        const std::size_t dots = office.find("..", at == std::string_view::npos ? 0 : at);
        if (at == std::string_view::npos || dots == std::string_view::npos) continue;
        const auto from = Date::parse(office.substr(at + 1, dots - at - 1));
        if (!from) continue;
        Term term{model::split_keys(office.substr(0, at)), *from, Date{}};
        if (const auto to = Date::parse(office.substr(dots + 2))) term.to = *to;
        for (std::string& k : term.office) k = strip_article(k);
        terms[r].push_back(std::move(term));
      }
    }
  }
}

namespace {

class Dater {
 public:
  Dater(const language::Analysis& a, const Document& d, const TimeReadings& r, const std::vector<PhraseInText>& p, const TimeWords& w,
        const DatingData& data)
      : a_(a), doc_(d), r_(r), phrases_(p), w_(w), data_(data) {}

  std::vector<Clue> clues() {
    from_address();
    from_phrases();
    from_events();
    from_terms();
    // Who is named in an office says nothing more when named without it.
    std::erase_if(clues_, [&](const Clue& c) {
      if (c.kind != ClueKind::name && c.kind != ClueKind::titled) return false;
      const std::string who = c.identity.substr(0, c.identity.rfind(' '));
      return identities_.contains(who + " in office") || (c.kind == ClueKind::name && identities_.contains(who + " titled"));
    });
    return std::move(clues_);
  }

  Published solve() {
    Published out = solve_clues(clues(), data_.rates);
    by_weekday(out);
    return out;
  }

 private:
  const language::Analysis& a_;
  const Document& doc_;
  const TimeReadings& r_;
  const std::vector<PhraseInText>& phrases_;
  const TimeWords& w_;
  const DatingData& data_;
  std::vector<Clue> clues_;
  std::unordered_set<std::string> identities_;
  std::vector<std::uint32_t> told_;     ///< events that the text tells of
  std::unordered_set<int> days_named_;  ///< month * 32 + day of every day of a month in the text

  void add(std::vector<Interval> days, ClueKind kind, Span span, std::string clue, std::string identity) {
    if (!identities_.insert(identity).second) return;
    const long lo = first_number(kEarliestDay), hi = last_number(kLatestDay);
    for (Interval& i : days) i.from = std::max(i.from, lo), i.to = std::min(i.to, hi);
    days = merged(std::move(days));
    if (days.empty()) return;
    clues_.push_back({kind, std::move(days), {span, std::move(clue)}, std::move(identity)});
  }
  void not_before(long day, ClueKind kind, Span span, std::string clue, const std::string& identity) {
    add({{day, kNever}}, kind, span, std::move(clue), identity);
  }
  void not_after(long day, ClueKind kind, Span span, std::string clue, const std::string& identity) {
    add({{-kNever, day}}, kind, span, std::move(clue), identity);
  }
  /// A clue by its distance from days, which are kept as they are.
  void far_from(std::vector<Interval> days, ClueKind kind, Span span, std::string clue, std::string identity) {
    if (!identities_.insert(identity).second) return;
    clues_.push_back({kind, std::move(days), {span, std::move(clue)}, std::move(identity)});
  }

  /// The same interval of days in every year of the domain.
  template <class F>
  std::vector<Interval> every_year(F interval) const {
    std::vector<Interval> out;
    for (int y = kEarliestDay.year; y <= kLatestDay.year; ++y)
      if (const auto i = interval(y)) out.push_back(*i);
    return out;
  }

  /// The expressions of the sentence that holds a token.
  std::span<const PhraseInText> in_sentence_of(std::uint32_t token) const {
    const text::Sentence& s = a_.sentences()[a_.tokens()[token].sentence];
    const auto before = [](const PhraseInText& it, std::uint32_t t) { return it.phrase->first < t; };
    const auto begin = std::lower_bound(phrases_.begin(), phrases_.end(), s.first, before);
    const auto end = std::lower_bound(begin, phrases_.end(), s.last, before);
    return {begin, end};
  }

  // --- the address

  void from_address() {
    const std::string& u = doc_.url;
    const auto digit = [&](std::size_t i) { return i < u.size() && u[i] >= '0' && u[i] <= '9'; };
    const auto number = [&](std::size_t i, std::size_t n) {
      int out = 0;
      for (std::size_t k = i; k < i + n; ++k) out = digit(k) ? out * 10 + (u[k] - '0') : -100000;
      return out;
    };
    for (std::size_t i = 0; i + 8 <= u.size(); ++i) {
      if (!digit(i) || (i > 0 && digit(i - 1))) continue;
      const int year = number(i, 4);
      if (year < 1995 || year > 2039) continue;
      Date d{year, 0, 0};
      const char sep = i + 4 < u.size() ? u[i + 4] : 0;
      if (sep == '/' || sep == '-' || sep == '_') {
        const std::size_t m = i + 5;
        const std::size_t mn = digit(m) && digit(m + 1) && !digit(m + 2) ? 2 : digit(m) && !digit(m + 1) ? 1 : 0;
        if (mn == 0) continue;
        d.month = number(m, mn);
        const std::size_t at = m + mn;
        if (at < u.size() && u[at] == sep) {
          const std::size_t dn = digit(at + 1) && digit(at + 2) && !digit(at + 3) ? 2 : digit(at + 1) && !digit(at + 2) ? 1 : 0;
          if (dn != 0) d.day = number(at + 1, dn);
        }
        if (d.day == 0 && sep != '/') continue;
      } else if (digit(i + 7) && !digit(i + 8)) {
        d.month = number(i + 4, 2);
        d.day = number(i + 6, 2);
      } else {
        continue;
      }
      if (!d.valid() || d.month == 0) continue;
      add({{first_number(d), last_number(d)}}, ClueKind::address, {}, "the address has the date " + d.to_string(), "address");
      return;
    }
  }

  // --- time expressions

  /// Days on which a point named without its year can lie: one in every year.
  std::optional<Date> in_year(const TimePoint& p, int year) const {
    Date d{year, p.month, p.day};
    if (!d.valid()) return std::nullopt;
    return d;
  }

  bool lead(const TimePhrase& x) const { return x.first < 40; }

  void from_phrases() {
    for (const PhraseInText& it : phrases_) {
      const TimePhrase& x = *it.phrase;
      if (x.form != TimeForm::point && x.form != TimeForm::range) continue;
      const TimePoint& p = x.point;
      if (p.holder) continue;
      if (p.calendar == Calendar::gregorian && p.month != 0 && p.year == 0 && p.feast < 0) yearless(x, it.tense);
      const std::optional<Meaning> named = absolute(p, w_);
      if (!named || !named->from || !named->to) continue;
      const std::string text = named->value;
      long from = first_number(*named->from), to = last_number(*named->to);
      const bool day = from == to;
      const bool year_only = to - from > 200;
      // Today with its date.
      if (p.year != 0 && day && (p.weekday != 0 || p.day_offset) && p.day_offset.value_or(0) == 0 && p.day_offset) {
        add({{from, from}}, ClueKind::named_today, x.span, "today is named: " + text, "today");
        continue;
      }
      if (p.year == 0) continue;
      if (day && x.first < 30 && x.first >= title_tokens() && it.tense == Tense::unknown && !verb_before(x.first)) {
        add({{from, from + 1}}, ClueKind::dateline, x.span, "the report is headed " + text, "dateline " + text);
        continue;
      }
      named_in_full(it, *named);
      const bool future = it.tense == Tense::future || x.bound == Bound::before || p.nearest == Which::next;
      if (p.which == Which::current) {
        add({{from, to}}, ClueKind::now, x.span, "said to be now: " + text, "now " + text);
        continue;
      }
      if (future && it.tense == Tense::future) {
        const long upper = x.form == TimeForm::range && x.end.year != 0 ? last_number(Date{x.end.year, 0, 0}) : to;
        not_after(upper, ClueKind::to_come, x.span, "still to come: " + text, "to come " + text);
        continue;
      }
      if (future) continue;
      const bool past = it.tense == Tense::past || x.bound == Bound::since;
      const ClueKind kind = past        ? (year_only ? ClueKind::past_year : ClueKind::past_day)
                            : year_only ? ClueKind::maybe_year
                                        : ClueKind::maybe_day;
      not_before(from, kind, x.span, (past ? "already past: " : "named, perhaps past: ") + text, (past ? "past " : "maybe ") + text);
    }
    counted_years();
  }

  /// A day, month or year named in full, at its distance from the day of writing.
  void named_in_full(const PhraseInText& it, const Meaning& named) {
    const long from = first_number(*named.from), days = last_number(*named.to) - from;
    if (days > 366) return;
    const Tense tense = it.phrase->bound == Bound::since ? Tense::past : it.tense;
    const ClueKind kind = days == 0                ? ClueKind::whole_day
                          : days <= 200            ? ClueKind::whole_month
                          : tense == Tense::past   ? ClueKind::year_past
                          : tense == Tense::future ? ClueKind::year_future
                                                   : ClueKind::year_plain;
    far_from({{from, from}}, kind, it.phrase->span, "named: " + named.value, std::string(to_string(kind)) + " " + named.value);
  }

  std::uint32_t title_tokens() const {
    std::uint32_t n = 0;
    for (const text::Sentence& s : a_.sentences())
      if (s.title) n = s.last;
    return n;
  }

  bool verb_before(std::uint32_t t) const {
    const std::uint32_t first = a_.sentences()[a_.tokens()[t].sentence].first;
    for (std::uint32_t i = first; i < t && i < a_.words.size(); ++i)
      if (a_.words[i].is(Category::verb)) return true;
    return false;
  }

  // 24 November current; Tuesday, 8 October.
  void yearless(const TimePhrase& x, Tense tense) {
    const TimePoint& p = x.point;
    const bool current = p.nearest == Which::current || (p.which == Which::current && p.unit == TimeUnit::month);
    if (current && p.month != 0) {
      add(every_year([&](int y) -> std::optional<Interval> {
            const Date month{y, p.month, 0};
            Interval i{first_number(month), last_number(month)};
            if (const auto d = in_year(p, y); d && p.day != 0) {
              if (tense == Tense::past) i.from = first_number(*d);
              if (tense == Tense::future) i.to = first_number(*d);
            }
            return i;
          }),
          ClueKind::current_month, x.span, "the month is current: " + two(p.month),
          "current month " + std::to_string(p.month) + " " + std::to_string(p.day));
    }
    if (p.weekday != 0 && p.day != 0) {
      const bool today = p.day_offset.has_value();
      add(every_year([&](int y) -> std::optional<Interval> {
            const auto d = in_year(p, y);
            if (!d || d->weekday() != p.weekday) return std::nullopt;
            const long n = first_number(*d) - (today ? *p.day_offset : 0);
            if (today) return Interval{n, n};
            if (tense == Tense::future || p.nearest == Which::next) return Interval{n - (p.nearest == Which::next ? 60 : 30), n};
            if (tense == Tense::past) return Interval{n, n + (lead(x) ? 1 : 10)};
            return Interval{n - 10, n + 10};
          }),
          lead(x) && tense == Tense::past && !today ? ClueKind::weekday_head : ClueKind::weekday_date, x.span,
          "years in which the day of the month has this weekday",
          "weekday " + std::to_string(p.weekday) + " " + std::to_string(p.month) + " " + std::to_string(p.day));
    } else if ((p.which == Which::none || (current && p.day != 0)) && p.last_weekday == 0) {
      // 8 May, last May, next May, May: at some distances from it reports say that more than at others.
      ClueKind kind{};
      std::string text;
      const std::string number = two(p.month) + (p.day != 0 ? "-" + two(p.day) : "");
      if (p.nearest == Which::last && p.day == 0) kind = ClueKind::month_last, text = "last month " + number;
      else if (p.nearest == Which::next && p.day == 0) kind = ClueKind::month_next, text = "next month " + number;
      else if (p.nearest != Which::none && p.nearest != Which::last && p.nearest != Which::next && !(current && p.day != 0)) return;
      else if (p.day != 0)
        kind = tense == Tense::past || p.nearest == Which::last     ? ClueKind::day_past
               : tense == Tense::future || p.nearest == Which::next ? ClueKind::day_future
                                                                    : ClueKind::day_plain;
      else kind = tense == Tense::past ? ClueKind::month_past : tense == Tense::future ? ClueKind::month_future : ClueKind::month_plain;
      if (text.empty())
        text = std::string(tense == Tense::past     ? "told as past"
                           : tense == Tense::future ? "still to come"
                                                    : "named") +
               ", without a year: " + number;
      far_from(every_year([&](int y) -> std::optional<Interval> {
                 const auto d = in_year(p, y);
                 if (!d) return std::nullopt;
                 return Interval{first_number(*d), last_number(*d)};
               }),
               kind, x.span, text, std::string(to_string(kind)) + " " + number);
    }
  }

  static std::string two(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }

  // "35 years ago" in one sentence with 1979.
  void counted_years() {
    for (const PhraseInText& count : phrases_) {
      const TimePhrase& c = *count.phrase;
      if (c.form != TimeForm::duration || c.bound != Bound::since || c.amount < 1 ||
          (c.unit != TimeUnit::year && c.unit != TimeUnit::decade))
        continue;
      const PhraseInText* best = nullptr;
      std::uint32_t distance = 16;
      for (const PhraseInText& year : in_sentence_of(c.first)) {
        const TimePhrase& y = *year.phrase;
        if (y.form != TimeForm::point || y.point.year == 0 || y.point.holder) continue;
        const std::uint32_t d = y.first > c.first ? y.first - c.last : c.first - y.last;
        if (d < distance) distance = d, best = &year;
      }
      if (best == nullptr) continue;
      const auto named = absolute(best->phrase->point, w_);
      if (!named || !named->from) continue;
      add({after_years(*named->from, *named->to, c)}, ClueKind::count, c.span, years_text(c) + " after " + named->value,
          "count " + named->value + c.value);
    }
  }

  static std::string years_text(const TimePhrase& c) {
    const int n = static_cast<int>(c.amount * (c.unit == TimeUnit::decade ? 10 : 1));
    return std::to_string(n) + (n == 1 ? " year" : " years");
  }

  static Interval after_years(Date from, Date to, const TimePhrase& c) {
    const double years = c.amount * (c.unit == TimeUnit::decade ? 10 : 1);
    const double slack = c.unit == TimeUnit::decade ? 3 : c.approximate ? 0.6 : years >= 3 ? 0.2 : 0.1;
    const double more = c.approximate || c.unit == TimeUnit::decade ? 1.2 : 1.0;
    return {first_number(from) + static_cast<long>((years - slack) * 365.25), last_number(to) + static_cast<long>((years + more) * 365.25)};
  }

  // --- dated events

  void from_events() {
    if (data_.triggers.empty()) return;
    for (const PhraseInText& it : phrases_)
      if (it.phrase->form == TimeForm::point && it.phrase->point.day != 0)
        days_named_.insert(it.phrase->point.month * 32 + it.phrase->point.day);
    struct Hit {
      std::uint32_t word, token;
    };
    std::vector<Hit> hits;
    std::unordered_map<std::uint32_t, std::uint32_t> times_told;  // by trigger
    constexpr std::uint32_t kOften = 16;
    const auto& tokens = a_.tokens();
    std::string buffer;
    for (const text::Sentence& s : a_.sentences()) {
      hits.clear();
      for (std::uint32_t t = s.first; t < s.last; ++t) {
        const Token& token = tokens[t];
        if (token.kind != TokenKind::word && token.kind != TokenKind::number) continue;
        const auto look = [&](std::string_view key) {
          if (key.size() > 4 && key.starts_with(kArticle)) key.remove_prefix(2);
          buffer.assign(key);
          if (const auto at = data_.words.find(buffer); at != data_.words.end()) hits.push_back({at->second, t});
        };
        std::string_view k = token.key;
        look(k);
        if (token.kind != TokenKind::word || k.size() < 4) continue;
        if (k.size() >= 5 && k.back() == model::kAlef) look(k.substr(0, k.size() - 1));  // the alef of tanwin
        const auto particles = [&](std::string_view key) {
          if (key.size() < 4) return;
          if (key[0] == model::kLam && key[1] == model::kLam) look(key.substr(2));
          else if (key[0] == model::kBeh || key[0] == model::kLam || key[0] == model::kKaf) look(key.substr(1));
        };
        particles(k);
        if (k[0] == model::kWaw || k[0] == model::kFeh) {
          look(k.substr(1));
          particles(k.substr(1));
        }
      }
      std::size_t near_from = 0, near_to = 0;  // the hits within reach of this one
      for (const Hit& h : hits) {
        while (hits[near_from].token + kReach < h.token) ++near_from;
        while (near_to < hits.size() && hits[near_to].token <= h.token + kReach) ++near_to;
        const std::span<const Hit> near(hits.data() + near_from, near_to - near_from);
        for (const std::uint32_t t : data_.triggers_of[h.word]) {
          const DatingData::Trigger& trigger = data_.triggers[t];
          std::uint32_t lo = h.token, hi = h.token;
          bool whole = true;
          for (std::size_t slot = 1; slot < trigger.slots.size() && whole; ++slot) {
            std::uint32_t best = kReach + 1, where = 0;
            for (const Hit& other : near) {
              const std::uint32_t d = other.token > h.token ? other.token - h.token : h.token - other.token;
              if (d != 0 && d < best && std::ranges::find(trigger.slots[slot], other.word) != trigger.slots[slot].end())
                best = d, where = other.token;
            }
            whole = best <= kReach;
            lo = std::min(lo, where), hi = std::max(hi, where);
          }
          // What is told over and over says no more.
          if (whole && times_told[t]++ < kOften) event(trigger, lo, hi + 1);
        }
      }
    }
    // A day of a month without its year that is the day of an event told of elsewhere in the text.
    for (const PhraseInText& it : phrases_) {
      const TimePhrase& x = *it.phrase;
      const TimePoint& p = x.point;
      if (x.form != TimeForm::point || p.day == 0 || p.month == 0 || p.year != 0 || p.holder || p.calendar != Calendar::gregorian ||
          it.tense == Tense::future)
        continue;
      for (const std::uint32_t i : told_) {
        const Date e = data_.events[i].date;
        if (data_.events[i].lasting) continue;  // anniversaries are told of without their year
        if (e.month == p.month && e.day == p.day)
          add({{first_number(e), first_number(e) + 350}}, ClueKind::event_day, x.span,
              "the day of " + data_.events[i].gloss + ", " + e.to_string(), "day of " + data_.events[i].gloss);
      }
    }
  }
  static constexpr std::uint32_t kReach = 14;  // tokens between the rarest word of a trigger and its others

  void event(const DatingData::Trigger& trigger, std::uint32_t lo, std::uint32_t hi) {
    const Span span = a_.span(lo, hi);
    const DatingData::Event& e = data_.events[trigger.events.front()];
    if (e.last.year != 0) {
      std::vector<Interval> days;
      for (const std::uint32_t i : trigger.events) days.push_back({first_number(data_.events[i].date), last_number(data_.events[i].last)});
      far_from(std::move(days), ClueKind::topic, span, "in the news " + e.date.to_string() + ".." + e.last.to_string() + ": " + e.gloss,
               "topic " + e.gloss);
      return;
    }
    const bool several = trigger.events.size() > 1;
    // What perhaps has not happened: "if he leaves", "no decision about leaving".
    const std::uint32_t first = a_.sentences()[a_.tokens()[lo].sentence].first;
    bool after = false;
    for (std::uint32_t t = lo > first + 5 ? lo - 5 : first; t < hi; ++t) {
      for (const TimeReading& r : r_.at(t)) {
        if (r.kind == TimeKind::irrealis) return;
        after = after || r.kind == TimeKind::after || r.kind == TimeKind::since;
      }
    }
    bool coming = false;
    const Tense tense = tense_at(a_, r_, lo, hi);
    if (e.scheduled && !several && !after) {
      coming = tense == Tense::future;
      for (std::uint32_t t = lo; t < hi + 2 && t < r_.size() && !coming; ++t)
        for (const TimeReading& r : r_.at(t))
          coming = coming || r.kind == TimeKind::future || (r.kind == TimeKind::modifier && r.value == static_cast<int>(Which::next));
    }
    long earliest = kNever;
    for (const std::uint32_t i : trigger.events) earliest = std::min(earliest, first_number(data_.events[i].date));
    const std::string id = "event " + e.gloss;
    if (coming) {
      add({{first_number(e.date) - 500, last_number(e.date)}}, ClueKind::event_to_come, span,
          "still to come: " + e.gloss + ", " + e.date.to_string(), id + " to come");
      return;
    }
    // What the sentence says of the time since.
    bool announced = false;
    for (const PhraseInText& it : in_sentence_of(lo)) {
      const TimePhrase& x = *it.phrase;
      if (x.last + 8 < lo || x.first > hi + 8) continue;
      std::vector<Interval> days;
      for (const std::uint32_t i : trigger.events)
        if (const auto d = since(data_.events[i], x, it.tense)) days.push_back(*d);
      if (days.empty()) continue;
      const bool nearby = x.last + 5 >= lo && x.first <= hi + 5;
      if (!nearby && (x.form == TimeForm::duration || x.point.weekday != 0 || x.point.day_offset ||
                      (x.point.which != Which::none && x.point.unit != TimeUnit::year)))
        continue;
      announced = announced ||
                  (e.scheduled && days.size() == 1 && days.front().to <= last_number(e.date) && days.front().from < first_number(e.date));
      const bool fine = x.form == TimeForm::duration
                            ? x.unit < TimeUnit::month
                            : x.point.month == 0 && (x.point.which == Which::none || x.point.unit < TimeUnit::month);
      const ClueKind kind = e.lasting ? (fine ? ClueKind::lasting_and_day : ClueKind::lasting_and_month)
                            : fine    ? ClueKind::fresh_and_day
                                      : ClueKind::fresh_and_month;
      add(days, kind, x.span, e.gloss + (several ? " (one of several)" : ", " + e.date.to_string()) + ", told with this time",
          id + " " + std::to_string(x.first));
    }
    // Verbs around a noun that names a plan are mostly those of its announcement: only past ones without a doubt count.
    if (announced) return;
    if (!several && std::ranges::find(told_, trigger.events.front()) == told_.end()) told_.push_back(trigger.events.front());
    const bool doubtful = e.scheduled && tense != Tense::past && !after;
    std::string text = e.gloss + ", " + Date::of_day_number(earliest).to_string();
    not_before(earliest, doubtful ? ClueKind::event_early : ClueKind::event_known, span, "after " + text, "after " + e.gloss);
    // Reports tell of a happening mostly while it is new; names that last, and what is told with its year, much later too.
    bool dated = false;
    for (const PhraseInText& it : in_sentence_of(lo)) dated = dated || (it.phrase->form == TimeForm::point && it.phrase->point.year != 0);
    const bool head = lo < title_tokens() + 40;
    const ClueKind kind = dated       ? ClueKind::told_dated
                          : e.lasting ? (head ? ClueKind::lasting_head : ClueKind::lasting_body)
                          : head      ? ClueKind::fresh_head
                                      : ClueKind::fresh_body;
    std::vector<Interval> days;
    for (const std::uint32_t i : trigger.events) days.push_back({first_number(data_.events[i].date), last_number(data_.events[i].date)});
    if (several) text += " (or another of its kind)";
    far_from(std::move(days), kind, span, (head ? "told at the head: " : "told: ") + text, "told " + e.gloss);
  }

  /// The days of writing from which an event of the date is told with the expression.
  std::optional<Interval> since(const DatingData::Event& told, const TimePhrase& x, Tense tense) const {
    const Date event = told.date;
    const long from = first_number(event), to = last_number(event);
    const bool exact = event.day != 0;
    const TimePoint& p = x.point;
    if (told.report && (x.form != TimeForm::point || (p.weekday == 0 && !p.day_offset))) return std::nullopt;
    if (x.form == TimeForm::duration) {
      if (x.bound != Bound::since && x.bound != Bound::before) return std::nullopt;
      if (x.amount < 1) return std::nullopt;
      switch (x.unit) {
        case TimeUnit::year:
        case TimeUnit::decade: return after_years(event, event, x);
        case TimeUnit::month:
          if (exact) return Interval{from + static_cast<long>((x.amount - 0.6) * 30.4), to + static_cast<long>((x.amount + 1.2) * 30.4)};
          return std::nullopt;
        case TimeUnit::week:
          if (exact) return Interval{from + static_cast<long>(x.amount * 7) - 4, to + static_cast<long>(x.amount * 7) + 5};
          return std::nullopt;
        case TimeUnit::day:
          if (exact && x.amount <= 40) return Interval{from + static_cast<long>(x.amount) - 1, to + static_cast<long>(x.amount) + 1};
          return std::nullopt;
        default: return std::nullopt;
      }
    }
    if (x.form != TimeForm::point) return std::nullopt;
    if (p.holder || p.year != 0 || p.calendar != Calendar::gregorian) return std::nullopt;
    if (p.month != 0) {
      if (p.month != event.month || p.which != Which::none) return std::nullopt;
      if (p.day != 0 && exact && std::abs(p.day - event.day) > 1) return std::nullopt;
      if (p.nearest == Which::last) {
        if (p.day != 0 && exact) return Interval{to + 1, to + 365};
        return Interval{last_number({event.year, event.month, 0}) + 1, last_number({event.year, event.month, 0}) + 335};
      }
      if (p.nearest == Which::current)
        return Interval{tense == Tense::past ? from : first_number({event.year, event.month, 0}),
                        last_number({event.year, event.month, 0})};
      if (p.nearest != Which::none || tense == Tense::future) return std::nullopt;
      return Interval{from, to + 350};
    }
    if (!exact) return std::nullopt;
    if (p.weekday != 0 && event.weekday() != p.weekday) return std::nullopt;
    if (p.weekday != 0 || p.day_offset)
      for (const PhraseInText& it : in_sentence_of(x.first))
        if (it.phrase->form == TimeForm::point && it.phrase->point.year == event.year) return std::nullopt;
    if (p.day_offset) {
      if (*p.day_offset > 0 && !told.scheduled) return std::nullopt;
      return Interval{from - *p.day_offset, to - *p.day_offset + (p.weekday != 0 ? 0 : 1)};
    }
    if (p.ordinal_day != 0)
      return told.scheduled ? std::optional(Interval{from + p.ordinal_day - 1, to + p.ordinal_day})
                            : std::nullopt;  // talks, "for the second day"
    if (p.weekday != 0) {
      // An event whose date the text gives elsewhere is not the one of last Saturday.
      if (days_named_.contains(event.month * 32 + event.day)) return std::nullopt;
      if (p.nearest == Which::last) return Interval{from + 1, to + 7};
      if (told.scheduled && (tense == Tense::future || tense == Tense::present || p.nearest == Which::next)) return Interval{from - 7, to};
      if (tense == Tense::future || p.nearest == Which::next) return std::nullopt;
      return Interval{from, to + 7};
    }
    switch (p.which) {
      case Which::last:
        if (p.unit == TimeUnit::week) {
          const long monday = monday_of(event).day_number();
          return Interval{monday + 6, monday + 13};  // some weeks begin on Sunday
        }
        if (p.unit == TimeUnit::month) {
          const Date next = add_months({event.year, event.month, 0}, 1);
          return Interval{first_number(next), last_number(next)};
        }
        if (p.unit == TimeUnit::year) return Interval{first_number({event.year + 1, 0, 0}), last_number({event.year + 1, 0, 0})};
        return std::nullopt;
      case Which::current:
        if (p.unit == TimeUnit::week) return Interval{from, monday_of(event).day_number() + 6};
        if (p.unit == TimeUnit::month) return Interval{from, last_number({event.year, event.month, 0})};
        if (p.unit == TimeUnit::year && tense == Tense::past) return Interval{from, last_number({event.year, 0, 0})};
        return std::nullopt;
      default: return std::nullopt;
    }
  }

  // --- terms of office

  void from_terms() {
    if (data_.terms.empty()) return;
    const auto& tokens = a_.tokens();
    for (const text::Sentence& s : a_.sentences()) {
      bool historical = false;
      for (const PhraseInText& it : in_sentence_of(s.first))
        if (it.phrase->form == TimeForm::point && it.phrase->point.year != 0 && it.tense != Tense::future) historical = true;
      for (std::uint32_t t = s.first; t < s.last; ++t) {
        if (tokens[t].kind != TokenKind::word) continue;
        std::uint32_t last = t;
        const std::optional<std::uint32_t> person = name_at(t, s.last, last);
        if (!person || *person >= data_.terms.size() || data_.terms[*person].empty()) continue;
        first_words(*person, t, last);
        term(*person, s.first, t, last, historical);
        t = last - 1;
      }
    }
  }

  // The longest name of a known person that begins at the token.
  std::optional<std::uint32_t> name_at(std::uint32_t t, std::uint32_t end, std::uint32_t& last) const {
    const auto& tokens = a_.tokens();
    const std::string_view head = t < a_.words.size() && !a_.words[t].name.empty() ? a_.words[t].name : tokens[t].key;
    std::uint32_t node = data_.lexicon->step(model::Lexicon::kRoot, head);
    std::optional<std::uint32_t> out;
    for (std::uint32_t j = t; node != model::Lexicon::kNowhere;) {
      for (const model::Sense& sense : data_.lexicon->senses_at(node))
        if (sense.category == Category::person && (sense.features & model::kAmbiguous) == 0) out = sense.ref, last = j + 1;
      if (++j >= end) break;
      node = data_.lexicon->step(node, tokens[j].key);
    }
    return out;
  }

  // "Obama, in his first speech": early in a term.
  void first_words(std::uint32_t person, std::uint32_t begin, std::uint32_t end) {
    const auto& tokens = a_.tokens();
    for (std::uint32_t t = end; t + 1 < tokens.size() && t < end + 4 && tokens[t + 1].sentence == tokens[begin].sentence; ++t) {
      const TimeReading* first = r_.find(t, TimeKind::first);
      if (first == nullptr || r_.find(t + 1, TimeKind::first_words) == nullptr) continue;
      std::vector<Interval> days;
      for (const DatingData::Term& term : data_.terms[person]) days.push_back({first_number(term.from) - 6, last_number(term.from) + 183});
      add(days, ClueKind::first_words, a_.span(begin, t + 2), "a first speech: within half a year of taking office",
          "first " + std::to_string(person));
      return;
    }
  }

  void term(std::uint32_t person, std::uint32_t first, std::uint32_t begin, std::uint32_t end, bool historical) {
    const auto& tokens = a_.tokens();
    const std::uint32_t from = begin > first + 9 ? begin - 9 : first;
    bool former = false;
    const auto role_at = [&](std::uint32_t t, TimeKind kind) {
      for (const TimeReading& r : r_.at(t))
        if (r.kind == kind && r.tokens == 1) return true;
      return false;
    };
    for (std::uint32_t t = from; t < begin; ++t) former = former || role_at(t, TimeKind::former);
    if (end < tokens.size() && tokens[end].sentence == tokens[begin].sentence) former = former || role_at(end, TimeKind::former);
    std::vector<Interval> days;
    std::uint32_t office_at = begin;
    long first_end = kNever;
    // How many words of the office stand at a token: all of it, or all but the state at its end.
    const auto office_words = [&](const DatingData::Term& term, std::uint32_t t, std::uint32_t limit) -> std::uint32_t {
      const auto size = static_cast<std::uint32_t>(term.office.size());
      std::uint32_t k = 0;
      for (; k < size && t + k < limit; ++k) {
        std::string_view key = k == 0 && t + k < a_.words.size() ? a_.words[t + k].name : tokens[t + k].key;
        if (key.empty()) key = tokens[t + k].key;
        if (strip_article(key) != term.office[k] && strip_article(tokens[t + k].key) != term.office[k]) break;
      }
      const std::uint32_t needed = size <= 2 ? 1 : size - 1;
      return k >= needed ? k : 0;
    };
    const std::uint32_t sentence = tokens[begin].sentence;
    for (const DatingData::Term& term : data_.terms[person]) {
      if (term.office.empty()) continue;
      bool held = false;
      for (std::uint32_t t = begin; t-- > from && !held;) {
        const std::uint32_t k = office_words(term, t, begin);
        if (k == 0) continue;
        if (begin - (t + k) > 4) continue;
        // Between the office and the name stand adjectives and commas only.
        bool clean = true;
        for (std::uint32_t b = t + k; b < begin; ++b) {
          if (tokens[b].kind == TokenKind::punctuation && tokens[b].mark != 0x060C && tokens[b].mark != U',') clean = false;
          if (b < a_.words.size() &&
              (a_.words[b].is(Category::verb) || a_.words[b].has(language::kAnd) || a_.words[b].is(Category::person) ||
               (a_.words[b].is(Category::word) && a_.words[b].pos != model::Pos::adj)))
            clean = false;
        }
        if (!clean || (t > from && role_at(t - 1, TimeKind::deputy))) continue;
        held = true;
        office_at = std::min(office_at, t);
      }
      for (std::uint32_t t = end; t < end + 2 && t < tokens.size() && tokens[t].sentence == sentence && !held; ++t) {
        if (office_words(term, t, static_cast<std::uint32_t>(tokens.size())) == term.office.size()) held = true;
        else if (tokens[t].mark != 0x060C && tokens[t].mark != U',') break;
      }
      if (!held) continue;
      const long to = term.to.year == 0 ? kNever : last_number(term.to);
      days.push_back({first_number(term.from), to});
      first_end = std::min(first_end, to == kNever ? kNever : to);
    }
    const std::string who = "person " + std::to_string(person);
    if (days.empty()) {
      if (!former && !historical) name(person, begin, end, titled(from, begin));
      return;
    }
    const Span span = a_.span(office_at, end);
    if (former) {
      if (first_end != kNever)
        not_before(first_end - 20, ClueKind::former, span, "no longer in office since " + day_text(first_end), who + " former");
      return;
    }
    if (historical) return;
    std::string text = "in office";
    for (const Interval& i : days) text += " " + day_text(i.from) + (i.to >= kNever ? ".." : ".." + day_text(i.to));
    far_from(std::move(days), ClueKind::office, span, std::move(text), who + " in office");
  }

  // Whether a title of office stands before the name, though not in the words of the list of offices: "his counterpart", "the envoy".
  bool titled(std::uint32_t from, std::uint32_t begin) const {
    const auto& tokens = a_.tokens();
    for (std::uint32_t t = begin; t-- > from && begin - t < 7;) {
      if (tokens[t].kind == TokenKind::punctuation && tokens[t].mark != 0x060C && tokens[t].mark != U',') return false;
      if (t >= a_.words.size()) return false;
      const language::Word& w = a_.words[t];
      if (w.is(Category::verb) || w.is(Category::person)) return false;
      if (const model::Sense* s = w.find(Category::title);
          s != nullptr && s->ref < data_.office_titles.size() && data_.office_titles[s->ref])
        return true;
    }
    return false;
  }

  // Named without an office: mostly while in one.
  void name(std::uint32_t person, std::uint32_t begin, std::uint32_t end, bool with_title) {
    std::vector<Interval> days;
    for (const DatingData::Term& t : data_.terms[person])
      days.push_back({first_number(t.from), t.to.year == 0 ? kNever : last_number(t.to)});
    if (days.size() > 8) return;
    std::ranges::sort(days, {}, &Interval::from);
    std::string text = with_title ? "named with a title; in office" : "a name of the news in";
    for (const Interval& i : days) text += " " + day_text(i.from) + (i.to >= kNever ? ".." : ".." + day_text(i.to));
    far_from(std::move(days), with_title ? ClueKind::titled : ClueKind::name, a_.span(begin, end), std::move(text),
             "person " + std::to_string(person) + (with_title ? " titled" : " named"));
  }

  // --- the answer

  // A bare weekday ties the report to that day or the next one: it narrows an interval of a few weeks at its ends.
  void by_weekday(Published& out) const {
    if (!out.from || !out.to) return;
    Interval whole{out.from->day_number(), out.to->last_day().day_number()};
    constexpr long kWeeks = 45;
    if (whole.to - whole.from > kWeeks || whole.from == whole.to) return;
    std::array<int, 8> votes{};
    std::array<Span, 8> spans{};
    for (const PhraseInText& it : phrases_) {
      const TimePhrase& x = *it.phrase;
      const TimePoint& p = x.point;
      if (x.form != TimeForm::point || p.weekday == 0 || p.month != 0 || p.which != Which::none || p.nearest != Which::none ||
          p.last_weekday != 0)
        continue;
      int weekday = p.weekday;
      if (p.day_offset) weekday = (weekday - 1 - *p.day_offset + 14) % 7 + 1;
      else if (it.tense == Tense::future || it.tense == Tense::present) continue;
      const int strength = p.day_offset ? 10 : x.first < title_tokens() + 45 ? 3 : 1;
      auto& v = votes[static_cast<std::size_t>(weekday)];
      if (v == 0) spans[static_cast<std::size_t>(weekday)] = x.span;
      v += strength;
    }
    // The latest of the days told of as past, where they follow each other: Friday and Saturday make Saturday.
    // A day of writing fits if the last weekday told of is that day or the day before; weekdays of nearly a week ago would not
    // stand there without their date. Today's weekday, where it is named, decides alone.
    const auto age = [](int weekday, int d) { return (weekday - d + 7) % 7; };
    std::array<int, 8> cost{};
    int least = 1 << 20, shown = 0;
    for (int day = 1; day <= 7; ++day) {
      int c = 0, youngest = 7;
      for (int d = 1; d <= 7; ++d) {
        const int v = votes[static_cast<std::size_t>(d)];
        if (v == 0) continue;
        if (v >= 10) {
          c += d == day ? 0 : 100 * v;
          youngest = d == day ? 0 : youngest;
        } else {
          youngest = std::min(youngest, age(day, d));
          if (age(day, d) >= 6) c += v;
        }
      }
      if (youngest > 1) c += 1000;
      cost[static_cast<std::size_t>(day)] = c;
      least = std::min(least, c);
    }
    if (least >= 1000) return;
    for (int d = 1; d <= 7; ++d)
      if (votes[static_cast<std::size_t>(d)] > votes[static_cast<std::size_t>(shown)]) shown = d;
    if (shown == 0) return;
    const bool exact = votes[static_cast<std::size_t>(shown)] >= 10;
    const int best = shown;
    Interval narrowed{whole.to + 1, whole.from - 1};
    for (long n = whole.from; n <= whole.to; ++n) {
      if (cost[static_cast<std::size_t>(Date::of_day_number(n).weekday())] == least) {
        narrowed.from = std::min(narrowed.from, n);
        narrowed.to = std::max(narrowed.to, n);
      }
    }
    if (narrowed.from > narrowed.to) return;
    out.from = Date::of_day_number(narrowed.from);
    out.to = Date::of_day_number(narrowed.to);
    out.evidence.push_back(
        {spans[static_cast<std::size_t>(best)], exact ? "the weekday is today" : "told as just past: that weekday or the day after"});
  }
};

// What speaks against a given date.
Published check_given(const Document& doc, const std::vector<PhraseInText>& phrases, const TimeWords& words) {
  Published out;
  out.from = out.to = doc.published;
  out.basis = DateBasis::given;
  const Date given = doc.published->first_day();
  if (doc.published->day == 0) return out;
  for (const PhraseInText& it : phrases) {
    const TimePhrase& x = *it.phrase;
    if (x.form != TimeForm::point || x.point.holder) continue;
    const TimePoint& p = x.point;
    if (p.day_offset && p.weekday != 0) {
      const Date named = add_days(given, *p.day_offset);
      const bool fits = named.weekday() == p.weekday || add_days(named, -1).weekday() == p.weekday;
      if (!fits) out.evidence.push_back({x.span, "against the given date, whose weekday is another"});
    } else if (p.year != 0 && it.tense == Tense::past) {
      if (const auto named = absolute(p, words); named && named->from && named->from->day_number() > given.day_number())
        out.evidence.push_back({x.span, "against the given date: already past, but later than it"});
    }
  }
  return out;
}

}  // namespace

Published date_document(const language::Analysis& analysis, const Document& document, const TimeReadings& readings,
                        const std::vector<PhraseInText>& phrases, const TimeWords& words, const DatingData& data) {
  if (document.published && document.published->valid()) return check_given(document, phrases, words);
  return Dater(analysis, document, readings, phrases, words, data).solve();
}

std::vector<Clue> find_clues(const language::Analysis& analysis, const Document& document, const TimeReadings& readings,
                             const std::vector<PhraseInText>& phrases, const TimeWords& words, const DatingData& data) {
  return Dater(analysis, document, readings, phrases, words, data).clues();
}

}  // namespace isnad::extract
