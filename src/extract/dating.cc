#include "extract/dating.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <unordered_set>

#include "extract/calendar.h"
#include "model/key.h"

namespace isnad::extract {
namespace {

using model::Category;
using text::Token;
using text::TokenKind;

constexpr std::string_view kArticle{"\xC7\xE4", 2};
constexpr Date kEarliest{1945, 1, 1};
constexpr Date kLatest{2039, 12, 31};  // farther than any term or plan in the data; what reaches it is open

// How much a clue weighs. What counts is the order, and that two weak clues do not beat one that leaves no doubt.
namespace weight {
constexpr int kAddress = 400;       // a date in the document's address
constexpr int kNamedToday = 120;    // "today, Tuesday 8 October 2013"
constexpr int kDateline = 90;       // a full date at the head of the report
constexpr int kCurrentMonth = 70;   // "24 November current"
constexpr int kWeekdayDate = 60;    // "Tuesday, 8 October"
constexpr int kEventAndTime = 45;   // a dated event, told with "last June" or "a week ago"
constexpr int kDated = 50;          // a full date that is past
constexpr int kTerm = 34;           // an office and its holder
constexpr int kEvent = 32;          // a dated event that nobody knew of before
constexpr int kScheduled = 22;      // one that was known before
constexpr int kYear = 26;           // a year that is past
constexpr int kCount = 24;          // "35 years ago" beside 1979
constexpr int kPlanned = 24;        // a date or an event that is still to come
constexpr int kFirst = 14;          // a first speech, in the first half year of a term
constexpr int kHalfYear = 3;        // "last May" is mostly said within half a year
constexpr int kFresh = 6;           // a happening told without its year
constexpr int kUncertain = 8;       // a date whose clause has no tense
}  // namespace weight

struct Interval {
  long from = 0, to = 0;
};

struct Clue {
  std::vector<Interval> days;  ///< ascending, apart
  int weight = 0;
  Evidence evidence;
  std::string identity;        ///< clues of one identity count once
};

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

bool touches(const std::vector<Interval>& days, const Interval& i) {
  return std::ranges::any_of(days, [&](const Interval& d) { return d.from <= i.to && i.from <= d.to; });
}

std::string strip_article(std::string_view key) {
  if (key.size() > 4 && key.starts_with(kArticle)) key.remove_prefix(2);
  return std::string(key);
}

}  // namespace

DatingData::DatingData(const model::Lexicon& l) : lexicon(&l) {
  const auto has = [&](std::string_view name) {
    const auto names = l.table_names();
    return std::ranges::find(names, name) != names.end();
  };
  const auto word_id = [&](std::string_view text) {
    std::string key;
    for (const std::string& k : model::split_keys(text)) key += k;
    return words.try_emplace(strip_article(key), static_cast<std::uint32_t>(words.size())).first->second;
  };
  if (has("time/events")) {
    const model::Table& t = l.table("time/events");
    std::map<std::string_view, std::uint32_t> known;
    for (std::uint32_t r = 0; r < t.rows(); ++r) {
      const auto date = Date::parse(t.cell(r, t.column("date")));
      if (!date) continue;
      const std::string_view kind = t.cell(r, t.column("kind"));
      events.push_back({*date, kind == "scheduled" || kind == "era", kind == "epoch" || kind == "era", kind == "report", std::string(t.cell(r, t.column("gloss")))});
      for (const std::string_view text : model::values(t.cell(r, t.column("triggers")))) {
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
          triggers.push_back(std::move(trigger));
        }
        triggers[at->second].events.push_back(static_cast<std::uint32_t>(events.size() - 1));
      }
    }
  }
  triggers_of.resize(words.size());
  for (std::uint32_t i = 0; i < triggers.size(); ++i)
    for (const std::uint32_t w : triggers[i].slots[0]) triggers_of[w].push_back(i);

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
  Dater(const language::Analysis& a, const Document& d, const TimeReadings& r, const std::vector<PhraseInText>& p, const TimeWords& w, const DatingData& data)
      : a_(a), doc_(d), r_(r), phrases_(p), w_(w), data_(data) {}

  Published solve() {
    from_address();
    from_phrases();
    from_events();
    from_terms();
    return answer();
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
  std::vector<std::uint32_t> told_;  ///< events that the text tells of
  std::unordered_set<int> days_named_;  ///< month * 32 + day of every day of a month in the text

  static constexpr long kNever = 1L << 40;

  void add(std::vector<Interval> days, int weight, Span span, std::string clue, std::string identity) {
    if (!identities_.insert(identity).second) return;
    const long lo = first_number(kEarliest), hi = last_number(kLatest);
    for (Interval& i : days) i.from = std::max(i.from, lo), i.to = std::min(i.to, hi);
    days = merged(std::move(days));
    if (days.empty()) return;
    clues_.push_back({std::move(days), weight, {span, std::move(clue)}, std::move(identity)});
  }
  void not_before(long day, int weight, Span span, std::string clue, const std::string& identity) { add({{day, kNever}}, weight, span, std::move(clue), identity); }
  void not_after(long day, int weight, Span span, std::string clue, const std::string& identity) { add({{-kNever, day}}, weight, span, std::move(clue), identity); }

  /// The same interval of days in every year of the domain.
  template <class F>
  std::vector<Interval> every_year(F interval) const {
    std::vector<Interval> out;
    for (int y = kEarliest.year; y <= kLatest.year; ++y)
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
      add({{first_number(d), last_number(d)}}, weight::kAddress, {}, "the address has the date " + d.to_string(), "address");
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
        add({{from, from}}, weight::kNamedToday, x.span, "today is named: " + text, "today");
        continue;
      }
      if (p.year == 0) continue;
      if (day && x.first < 30 && x.first >= title_tokens() && it.tense == Tense::unknown && !verb_before(x.first)) {
        add({{from, from + 1}}, weight::kDateline, x.span, "the report is headed " + text, "dateline " + text);
        continue;
      }
      const bool future = it.tense == Tense::future || x.bound == Bound::before || p.nearest == Which::next;
      if (p.which == Which::current) {
        add({{from, to}}, weight::kDated, x.span, "said to be now: " + text, "now " + text);
        continue;
      }
      if (future && it.tense == Tense::future) {
        const long upper = x.form == TimeForm::range && x.end.year != 0 ? last_number(Date{x.end.year, 0, 0}) : to;
        not_after(upper, weight::kPlanned, x.span, "still to come: " + text, "to come " + text);
        continue;
      }
      if (future) continue;
      const int w = it.tense == Tense::past ? (year_only ? weight::kYear : weight::kDated) : x.bound == Bound::since ? (year_only ? weight::kYear : weight::kDated) : weight::kUncertain;
      not_before(from, w, x.span, (w == weight::kUncertain ? "named, perhaps past: " : "already past: ") + text, (w == weight::kUncertain ? "maybe " : "past ") + text);
    }
    counted_years();
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
          weight::kCurrentMonth, x.span, "the month is current: " + two(p.month), "current month " + std::to_string(p.month) + " " + std::to_string(p.day));
    } else if (p.weekday != 0 && p.day != 0) {
      const bool today = p.day_offset.has_value();
      add(every_year([&](int y) -> std::optional<Interval> {
            const auto d = in_year(p, y);
            if (!d || d->weekday() != p.weekday) return std::nullopt;
            const long n = first_number(*d) - (today ? *p.day_offset : 0);
            if (today) return Interval{n, n};
            if (tense == Tense::future) return Interval{n - 21, n};
            if (tense == Tense::past) return Interval{n, n + (lead(x) ? 1 : 10)};
            return Interval{n - 10, n + 10};
          }),
          weight::kWeekdayDate, x.span, "years in which the day of the month has this weekday", "weekday " + std::to_string(p.weekday) + " " + std::to_string(p.month) + " " + std::to_string(p.day));
    } else if (p.nearest == Which::none && p.which == Which::none && p.day != 0 && (tense == Tense::past || tense == Tense::future)) {
      // 8 May, without a year: the report is not from the weeks on its other side.
      const bool sure = tense == Tense::future && will_before(x.first);
      add(every_year([&](int y) -> std::optional<Interval> {
            const auto d = in_year(p, y);
            if (!d) return std::nullopt;
            const long n = first_number(*d);
            return tense == Tense::past ? Interval{n - 60, n + 320} : Interval{n - 320, sure ? n : n + 60};  // tense is sometimes read wrong
          }),
          weight::kUncertain, x.span, tense == Tense::past ? "told as past, without a year" : "still to come, without a year", "yearless " + std::to_string(p.month) + " " + std::to_string(p.day));
    } else if (p.nearest == Which::last && p.month != 0) {
      // Last May: not in May itself, and before the next one.
      add(every_year([&](int y) -> std::optional<Interval> {
            return Interval{last_number({y, p.month, 0}) + 1, first_number({y + 1, p.month, 0}) - 1};
          }),
          weight::kUncertain, x.span, "not in month " + two(p.month), "last month " + std::to_string(p.month));
      add(every_year([&](int y) -> std::optional<Interval> {
            const long end = last_number({y, p.month, 0});
            return Interval{end + 1, end + 210};
          }),
          weight::kHalfYear, x.span, "mostly said in the half year after it", "half year " + std::to_string(p.month));
    } else if (p.nearest == Which::next && p.day == 0 && p.month != 0) {
      add(every_year([&](int y) -> std::optional<Interval> {
            return Interval{last_number({y, p.month, 0}) + 1, first_number({y + 1, p.month, 0}) - 1};
          }),
          weight::kUncertain, x.span, "not in month " + two(p.month), "next month " + std::to_string(p.month));
    }
  }

  // Whether the verb before is one of the future by its form.
  bool will_before(std::uint32_t t) const {
    const std::uint32_t first = a_.sentences()[a_.tokens()[t].sentence].first;
    for (std::uint32_t i = t; i > first && t - i < 16 && i - 1 < a_.words.size(); --i)
      if (a_.words[i - 1].is(Category::verb)) return a_.words[i - 1].has(language::kWill);
    return false;
  }

  static std::string two(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }

  // "35 years ago" in one sentence with 1979.
  void counted_years() {
    for (const PhraseInText& count : phrases_) {
      const TimePhrase& c = *count.phrase;
      if (c.form != TimeForm::duration || c.bound != Bound::since || c.amount < 1 || (c.unit != TimeUnit::year && c.unit != TimeUnit::decade)) continue;
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
      add({after_years(*named->from, *named->to, c)}, weight::kCount, c.span, years_text(c) + " after " + named->value, "count " + named->value + c.value);
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
      if (it.phrase->form == TimeForm::point && it.phrase->point.day != 0) days_named_.insert(it.phrase->point.month * 32 + it.phrase->point.day);
    struct Hit {
      std::uint32_t word, token;
    };
    std::vector<Hit> hits;
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
      if (hits.size() < 2) continue;
      for (const Hit& h : hits)
        for (const std::uint32_t t : data_.triggers_of[h.word]) {
          const DatingData::Trigger& trigger = data_.triggers[t];
          std::uint32_t lo = h.token, hi = h.token;
          bool whole = true;
          for (std::size_t slot = 1; slot < trigger.slots.size() && whole; ++slot) {
            std::uint32_t best = kReach + 1, where = 0;
            for (const Hit& other : hits) {
              const std::uint32_t d = other.token > h.token ? other.token - h.token : h.token - other.token;
              if (d != 0 && d < best && std::ranges::find(trigger.slots[slot], other.word) != trigger.slots[slot].end()) best = d, where = other.token;
            }
            whole = best <= kReach;
            lo = std::min(lo, where), hi = std::max(hi, where);
            if (!whole) break;
          }
          if (whole) event(trigger, lo, hi + 1);
        }
    }
    // A day of a month without its year that is the day of an event told of elsewhere in the text.
    for (const PhraseInText& it : phrases_) {
      const TimePhrase& x = *it.phrase;
      const TimePoint& p = x.point;
      if (x.form != TimeForm::point || p.day == 0 || p.month == 0 || p.year != 0 || p.holder || p.calendar != Calendar::gregorian || it.tense == Tense::future) continue;
      for (const std::uint32_t i : told_) {
        const Date e = data_.events[i].date;
        if (e.month == p.month && e.day == p.day)
          add({{first_number(e), first_number(e) + 350}}, weight::kCount, x.span, "the day of " + data_.events[i].gloss + ", " + e.to_string(), "day of " + data_.events[i].gloss);
      }
    }
  }
  static constexpr std::uint32_t kReach = 14;  // tokens between the rarest word of a trigger and its others

  void event(const DatingData::Trigger& trigger, std::uint32_t lo, std::uint32_t hi) {
    const Span span = a_.span(lo, hi);
    const DatingData::Event& e = data_.events[trigger.events.front()];
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
      add({{first_number(e.date) - 500, last_number(e.date)}}, weight::kPlanned, span, "still to come: " + e.gloss + ", " + e.date.to_string(), id + " to come");
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
      int w = weight::kEventAndTime;
      if (x.form == TimeForm::duration) w = nearby ? weight::kCount : 0;
      else if (x.point.weekday != 0 || x.point.day_offset || (x.point.which != Which::none && x.point.unit != TimeUnit::year)) w = nearby ? weight::kCount : 0;
      if (w == 0) continue;
      if (x.form == TimeForm::point && (x.point.weekday != 0 || x.point.day_offset || (x.point.which != Which::none && x.point.unit == TimeUnit::week))) w += 4;  // finer
      announced = announced || (e.scheduled && days.size() == 1 && days.front().to <= last_number(e.date) && days.front().from < first_number(e.date));
      add(days, w, x.span, e.gloss + (several ? " (one of several)" : ", " + e.date.to_string()) + ", told with this time", id + " " + std::to_string(x.first));
    }
    // Verbs around a noun that names a plan are mostly those of its announcement: only past ones without a doubt count.
    if (announced) return;
    if (!several && std::ranges::find(told_, trigger.events.front()) == told_.end()) told_.push_back(trigger.events.front());
    const int w = !e.scheduled ? weight::kEvent : tense != Tense::past && !after ? weight::kUncertain : weight::kScheduled;
    not_before(earliest, w, span, "after " + e.gloss + ", " + Date::of_day_number(earliest).to_string(), "after " + e.gloss);
    if (e.lasting || several) return;
    for (const PhraseInText& it : in_sentence_of(lo))
      if (it.phrase->form == TimeForm::point && it.phrase->point.year == e.date.year) return;
    constexpr long kMemory = 430;  // after about a year, reports say in which year it was
    add({{earliest, earliest + kMemory}}, weight::kFresh, span, e.gloss + " is told without its year, as something recent", "fresh " + e.gloss);
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
        case TimeUnit::year: case TimeUnit::decade: return after_years(event, event, x);
        case TimeUnit::month: if (exact) return Interval{from + static_cast<long>((x.amount - 0.6) * 30.4), to + static_cast<long>((x.amount + 1.2) * 30.4)}; return std::nullopt;
        case TimeUnit::week: if (exact) return Interval{from + static_cast<long>(x.amount * 7) - 4, to + static_cast<long>(x.amount * 7) + 5}; return std::nullopt;
        case TimeUnit::day: if (exact && x.amount <= 40) return Interval{from + static_cast<long>(x.amount) - 1, to + static_cast<long>(x.amount) + 1}; return std::nullopt;
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
        return Interval{tense == Tense::past ? from : first_number({event.year, event.month, 0}), last_number({event.year, event.month, 0})};
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
      add(days, weight::kFirst, a_.span(begin, t + 2), "a first speech: within half a year of taking office", "first " + std::to_string(person));
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
          if (b < a_.words.size() && (a_.words[b].is(Category::verb) || a_.words[b].has(language::kAnd) || a_.words[b].is(Category::person) ||
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
      constexpr long kSlack = 6;  // titles come a few days early and stay a few days late
      const long to = term.to.year == 0 ? kNever : last_number(term.to);
      days.push_back({first_number(term.from) - kSlack, to == kNever ? kNever : to + kSlack});
      first_end = std::min(first_end, to == kNever ? kNever : to);
    }
    if (days.empty()) return;
    const Span span = a_.span(office_at, end);
    const std::string who = "person " + std::to_string(person);
    if (former) {
      if (first_end != kNever) not_before(first_end - 20, weight::kScheduled, span, "no longer in office since " + day_text(first_end), who + " former");
      return;
    }
    if (historical) return;
    std::string text = "in office";
    for (const Interval& i : days) text += " " + day_text(i.from + 6) + (i.to >= kNever ? ".." : ".." + day_text(i.to - 6));
    add(days, weight::kTerm, span, text, who + " " + std::to_string(days.front().from));
  }

  // --- the answer

  Published answer() {
    Published out;
    if (clues_.empty()) return out;
    // Where most weight lies: sweep over the ends of all intervals.
    std::map<long, int> change;
    for (const Clue& c : clues_)
      for (const Interval& i : c.days) {
        change[i.from] += c.weight;
        change[i.to + 1] -= c.weight;
      }
    const long lo = first_number(kEarliest), hi = last_number(kLatest);
    int now = 0, best = -1;
    std::vector<Interval> where;
    for (auto at = change.begin(); at != change.end(); ++at) {
      now += at->second;
      const auto next = std::next(at);
      const long from = std::max(at->first, lo), to = next == change.end() ? hi : std::min(next->first - 1, hi);
      if (from > to) continue;
      if (now > best) best = now, where.clear();
      if (now == best) where.push_back({from, to});
    }
    where = merged(std::move(where));
    if (where.empty()) return out;
    Interval whole{where.front().from, where.back().to};
    by_weekday(whole, out);
    if (whole.from <= lo && whole.to >= hi) {
      out.evidence.clear();
      return out;
    }
    out.basis = DateBasis::inferred;
    if (whole.from > lo) out.from = Date::of_day_number(whole.from);
    if (whole.to < hi) out.to = Date::of_day_number(whole.to);
    std::ranges::stable_sort(clues_, [](const Clue& a, const Clue& b) { return a.weight > b.weight; });
    std::vector<Evidence> dropped;
    for (Clue& c : clues_) {
      if (touches(c.days, whole)) {
        out.evidence.push_back(std::move(c.evidence));
      } else if (c.weight > weight::kUncertain) {
        c.evidence.clue = "set aside, other clues say otherwise: " + c.evidence.clue;
        dropped.push_back(std::move(c.evidence));
      }
    }
    for (Evidence& e : dropped) out.evidence.push_back(std::move(e));
    if (!out.from && !out.to) out.basis = DateBasis::unknown;
    return out;
  }

  // A bare weekday ties the report to that day or the next one: it narrows an interval of a few weeks at its ends.
  void by_weekday(Interval& whole, Published& out) {
    constexpr long kWeeks = 45;
    if (whole.to - whole.from > kWeeks || whole.from == whole.to) return;
    std::array<int, 8> votes{};
    std::array<Span, 8> spans{};
    for (const PhraseInText& it : phrases_) {
      const TimePhrase& x = *it.phrase;
      const TimePoint& p = x.point;
      if (x.form != TimeForm::point || p.weekday == 0 || p.month != 0 || p.which != Which::none || p.nearest != Which::none || p.last_weekday != 0) continue;
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
    whole = narrowed;
    out.evidence.push_back({spans[static_cast<std::size_t>(best)], exact ? "the weekday is today" : "told as just past: that weekday or the day after"});
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

}  // namespace isnad::extract
