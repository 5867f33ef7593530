#include "extract/contacts/contact_details.h"

#include <algorithm>
#include <cstdio>

#include "language/phrase.h"
#include "model/key.h"

namespace isnad::extract {

using language::Word;
using model::Category;
using text::kNoToken;
using text::TokenKind;

namespace {

// How far a word of mode stands from its noun.
constexpr std::uint32_t kModeReach = 8;
// How far back a word decides whether what follows took place.
constexpr std::uint32_t kDeniedReach = 16;
constexpr std::uint32_t kStatusReach = 12;
constexpr std::uint32_t kVenueReach = 24;
constexpr std::uint32_t kTimeReach = 26;
constexpr std::uint32_t kReferredReach = 14;
constexpr std::uint32_t kMakingReach = 3;
constexpr std::uint32_t kRest = 8;
constexpr std::uint32_t kCountReach = 5;
constexpr long kMonth = 31;
// News of the day: a deed told in the past without a time is of the day that was named last, if that was in the week before.
constexpr long kWeek = 7;
constexpr std::uint32_t kNewsReach = 3;  // sentences
constexpr std::uint32_t kLead = 2;       // sentences, the title among them

// Tokens [first, last).
struct Range {
  std::uint32_t first = 0, last = 0;
};

class Details {
 public:
  Details(const ContactText& text, const ContactSides& sides, const ContactPlace& place, Contact& contact)
      : x_(text),
        sides_(sides),
        p_(place),
        c_(contact),
        first_(text.sentence_of(place.trigger).first),
        last_(text.sentence_of(place.trigger).last),
        clause_{std::min(place.begin, place.trigger), std::max(place.end, place.trigger + 1)} {}

  Span run() {
    statement();
    modes();
    // What is only referred to (`صادق الاثنين على الاتفاق`) is dated by what stands behind it.
    const bool referred = c_.kind == ContactKind::agreement && x_.word(p_.trigger).has(language::kThe) && p_.governor == kNoToken;
    if (counted_back()) since_ = false;
    else if (referred) time(p_.trigger, std::min(p_.end, p_.trigger + kReferredReach), false);
    else if (!time(p_.begin, p_.end, false) && !time(first_, last_, true)) news();
    status();
    if (by_lead_ && c_.status != ContactStatus::held) c_.from = c_.to = std::nullopt;
    venue();
    mediators();
    topics();
    const Range own = words();
    c_.evidence = trimmed(aside() ? Range{std::min(own.first, p_.trigger - 1), own.last} : clause_);
    return trimmed(own);
  }

 private:
  const ContactText& x_;
  const ContactSides& sides_;
  const ContactPlace& p_;
  Contact& c_;
  std::uint32_t first_, last_;
  bool since_ = false;    // dated by when it began
  bool by_lead_ = false;  // dated by standing first
  Range clause_;
  const TimeMention* when_ = nullptr;
  const Mention* where_ = nullptr;

  bool is(ContactWord f, std::uint32_t i) const { return x_.is(f, i); }

  // Of the clause what was read: the trigger with its phrase, the verb over it, sides, time and venue, and the rest of what is
  // between marks.
  Range words() const {
    Range r{p_.governor != kNoToken ? std::clamp(p_.governor, clause_.first, p_.trigger) : p_.trigger,
            std::clamp(language::phrase_end(x_.analysis, p_.trigger), p_.trigger + 1, clause_.last)};
    const auto take = [&](std::uint32_t first, std::uint32_t last) {
      if (first >= clause_.last || last <= clause_.first) return;
      r.first = std::min(r.first, std::max(first, clause_.first));
      r.last = std::max(r.last, std::min(last, clause_.last));
    };
    const auto distance = [&](const Mention& m) { return m.first > p_.trigger ? m.first - p_.trigger : p_.trigger - m.first; };
    for (const Party& p : c_.parties) {
      if (!p.entity) continue;
      const Mention* nearest = nullptr;
      for (std::uint32_t n = x_.mentions_from(clause_.first); n < x_.entities.mentions.size(); ++n) {
        const Mention& m = x_.entities.mentions[n];
        if (m.first >= clause_.last) break;
        if (m.entity == *p.entity && (nearest == nullptr || distance(m) < distance(*nearest))) nearest = &m;
      }
      if (nearest != nullptr) take(nearest->phrase_first, nearest->last);
    }
    for (std::uint32_t j = p_.trigger + 1; j < clause_.last && j < p_.trigger + kModeReach; ++j)
      if (is(ContactWord::both, j)) take(j, j + 1);
    if (when_ != nullptr && when_->first < p_.trigger + kModeReach) take(when_->first, when_->last);
    if (where_ != nullptr) take(where_->first, where_->last);
    for (std::uint32_t j = r.last; j < clause_.last && j < r.last + kRest; ++j)
      if (j + 1 == clause_.last || x_.token(j).kind == TokenKind::punctuation) {
        r.last = j + 1;
        break;
      }
    return r;
  }

  // Named only as the time of something else (`أعلن ذلك خلال لقائه …`): the rest of the clause does not tell of it.
  bool aside() const { return p_.governor == kNoToken && p_.trigger > clause_.first && is(ContactWord::held, p_.trigger - 1); }

  Span trimmed(Range r) const {
    const auto edge = [&](std::uint32_t i) { return x_.token(i).kind == TokenKind::punctuation || x_.token(i).kind == TokenKind::quote; };
    while (r.first < p_.trigger && edge(r.first)) ++r.first;
    while (r.last > p_.trigger + 1 && edge(r.last - 1)) --r.last;
    return x_.analysis.span(r.first, r.last);
  }

  void statement() {
    const std::uint32_t s = x_.statement_at(p_.trigger);
    if (s == kNoToken) return;
    c_.statement = s;
    c_.according_to = x_.statements[s].statement.chain;
  }

  void modes() {
    for (std::uint32_t j = std::max(p_.begin, p_.trigger > kModeReach ? p_.trigger - kModeReach : 0);
         j < p_.end && j <= p_.trigger + kModeReach; ++j) {
      if (!x_.is_word(j)) continue;
      const bool negated = j > p_.begin && is(ContactWord::negation, j - 1);
      ContactMode mode;
      if (is(ContactWord::secret, j)) mode = ContactMode::secret;
      else if (is(ContactWord::indirect, j) && negated) mode = ContactMode::indirect;
      else if (is(ContactWord::direct, j) && !negated && (x_.word(j).pos == model::Pos::adj || j == p_.trigger + 1))
        mode = ContactMode::direct;
      else continue;
      // Of another noun: `العقوبات المباشرة`, another contact's.
      std::uint32_t noun = j;
      while (noun > p_.begin && noun != p_.trigger &&
             (x_.word(noun).pos == model::Pos::adj || is(ContactWord::negation, noun) ||
              is(mode == ContactMode::secret ? ContactWord::secret : ContactWord::direct, noun)))
        --noun;
      if (noun != p_.trigger && noun + 1 < j + 1 && x_.is_word(noun) && x_.word(noun).pos == model::Pos::noun &&
          x_.entities.mention_at[noun] == kNoToken && noun != p_.governor && !is(ContactWord::round, noun) &&
          x_.word(j).pos == model::Pos::adj && (noun > p_.trigger || x_.frames.of_noun(x_.word(noun)) != nullptr))
        continue;
      if (std::find(c_.mode.begin(), c_.mode.end(), mode) == c_.mode.end()) c_.mode.push_back(mode);
    }
    std::sort(c_.mode.begin(), c_.mode.end());
  }

  // --- when ---------------------------------------------------------------------------------------------------------

  // `بعد يومين من لقاء فلان`: so long before the report, if that is dated to the day.
  bool counted_back() {
    const Published& published = x_.times.published;
    if (p_.trigger < 2 || !published.from || !published.to || published.from->day_number() != published.to->day_number()) return false;
    const std::uint32_t first = back(p_.trigger, p_.begin, kCountReach);
    std::uint32_t end = p_.trigger;
    while (end > first && x_.timex_at[end - 1] == kNoToken) --end;
    if (end == first || end == p_.trigger || !is(ContactWord::held, x_.times.mentions[x_.timex_at[end - 1]].first)) return false;
    for (std::uint32_t j = end; j < p_.trigger; ++j)
      if (x_.is_verb(j) || x_.token(j).kind == TokenKind::punctuation) return false;
    const Timex& timex = x_.times.mentions[x_.timex_at[end - 1]].timex;
    int count = 0;
    char unit = 0;
    if (timex.type != TimexType::duration || std::sscanf(timex.value.c_str(), "P%d%c", &count, &unit) != 2 || count < 1) return false;
    const Date day = *published.from;
    if (unit == 'D' || unit == 'W') {
      c_.from = c_.to = Date::of_day_number(day.day_number() - static_cast<long>(count) * (unit == 'W' ? 7 : 1));
    } else if (unit == 'M') {
      const int months = day.year * 12 + day.month - 1 - count;
      c_.from = c_.to = Date{months / 12, months % 12 + 1, 0};
    } else if (unit == 'Y') {
      c_.from = c_.to = Date{day.year - count, 0, 0};
    } else return false;
    return true;
  }

  // The time nearest to the trigger in [begin, end). `days`: outside its clause a year counts for nothing.
  bool time(std::uint32_t begin, std::uint32_t end, bool days) {
    // What was done is of no day to come.
    const std::uint32_t verb = p_.governor != kNoToken ? p_.governor : p_.trigger;
    const bool past = x_.is_verb(verb) && (x_.word(verb).features & (model::kPresent | model::kJussive)) == 0;
    const TimeMention* best = nullptr;
    std::uint32_t distance = kTimeReach + 1;
    for (std::uint32_t n = x_.times_from(begin); n < x_.times.mentions.size() && x_.times.mentions[n].first < end; ++n) {
      const TimeMention& m = x_.times.mentions[n];
      if (!m.from) continue;
      if (past && x_.times.published.to && m.from->first_day() > x_.times.published.to->last_day()) continue;
      if (days && m.to && m.to->day_number() - m.from->day_number() > kMonth) continue;
      // What stands before the trigger counts as farther away: times follow what they date.
      const std::uint32_t d = m.first > p_.trigger ? m.first - p_.trigger : (p_.trigger - std::min(m.last, p_.trigger)) * 2;
      if (d < distance) {
        distance = d;
        best = &m;
      }
    }
    if (best == nullptr) return false;
    since_ = is(ContactWord::since, best->first);
    when_ = best;
    c_.from = best->from;
    c_.to = best->to ? best->to : best->from;
    if (const auto d = Date::parse(best->timex.value); d && d->day == 0) c_.from = c_.to = d;
    return true;
  }

  // The day that the report is of, for a deed that it tells in the past.
  void news() {
    const std::uint32_t verb = p_.governor != kNoToken ? p_.governor : p_.trigger;
    const Published& published = x_.times.published;
    if (!x_.is_verb(verb) || (x_.word(verb).features & model::kPresent) != 0 || !published.from || c_.kind == ContactKind::agreement ||
        c_.kind == ContactKind::relations)
      return;
    // `كان قد التقى`: before that day.
    for (std::uint32_t j = p_.begin; j < verb; ++j)
      if (is(ContactWord::before, j)) return;
    const long last = (published.to ? *published.to : *published.from).last_day().day_number();
    const TimeMention* best = nullptr;
    const std::uint32_t sentence = x_.token(p_.trigger).sentence;
    const std::uint32_t near = x_.analysis.sentences()[sentence > kNewsReach ? sentence - kNewsReach : 0].first;
    // The lead's day counts for the whole report.
    for (std::uint32_t n = 0; n < x_.times.mentions.size() && x_.times.mentions[n].first < p_.trigger; ++n) {
      const TimeMention& m = x_.times.mentions[n];
      if (m.first < near && m.first > x_.analysis.sentences().front().last) {
        n = std::max(n, x_.times_from(near) - 1);
        continue;
      }
      if (!m.from || !m.to || m.from->day_number() != m.to->day_number() || m.from->day_number() > last ||
          m.from->day_number() < last - kWeek)
        continue;
      best = &m;
    }
    if (best != nullptr) {
      c_.from = best->from;
      c_.to = best->to;
    } else if (sentence <= kLead && published.to && published.from->day_number() == published.to->day_number()) {
      // What a report opens with is the day's.
      c_.from = c_.to = published.from;
      by_lead_ = true;
    }
  }

  // --- whether ------------------------------------------------------------------------------------------------------

  void status() {
    words_status();
    if (c_.status == ContactStatus::held && is_denied_content()) c_.status = ContactStatus::denied;
  }

  // `نفى أن يكون فلان قد التقى فلانا`: the contact is what the statement denies, if it is what its content's main clause tells.
  bool is_denied_content() const {
    if (!c_.statement || x_.statements[*c_.statement].statement.act != Act::deny) return false;
    const FoundStatement& s = x_.statements[*c_.statement];
    if (p_.trigger < s.content_first || p_.trigger >= s.content_last || p_.trigger - s.content_first > kDeniedReach) return false;
    for (std::uint32_t j = s.content_first; j < p_.trigger; ++j)
      if (x_.is_relative(j) || x_.token(j).kind == TokenKind::punctuation || is(ContactWord::held, j) || is(ContactWord::clause, j))
        return false;
    return true;
  }

  void words_status() {
    const std::uint32_t verb = p_.governor != kNoToken ? p_.governor : p_.trigger;
    const Word& v = x_.word(verb);
    const bool finite = v.is(Category::verb), present = finite && (v.features & model::kPresent) != 0, past = finite && !present;
    c_.status = ContactStatus::held;
    if (done() || since_) return;
    if (known()) {
      behind();
      return;
    }
    if (c_.from && x_.times.published.from) {
      const Date when = c_.from->first_day();
      const Date limit = x_.times.published.to ? x_.times.published.to->last_day() : x_.times.published.from->last_day();
      const bool under_way = verb > first_ && x_.is_relative(verb - 1);  // `الذي يقوم بزيارة`
      if (when > limit || (present && !under_way && when >= x_.times.published.from->first_day())) c_.status = ContactStatus::planned;
    }
    if (finite && v.has(language::kWill)) {
      c_.status = ContactStatus::planned;
      return;
    }
    if (verb == p_.trigger && past) return;
    if (before(verb, present, past)) return;
    if (c_.status == ContactStatus::held) behind();
  }

  // An agreement that is referred to stands, whatever is wished of it; one still to be made has a word of making before it.
  bool known() const {
    if (c_.kind != ContactKind::agreement || !x_.word(p_.trigger).has(language::kThe) || p_.governor != kNoToken) return false;
    for (std::uint32_t j = p_.trigger, stop = back(j, first_, kMakingReach); j-- > stop;)
      if (x_.is_word(j) && (is(ContactWord::light, j) || is(ContactWord::reach, j))) return false;
    return true;
  }

  // Signed, under way: `الاتفاق المبرم`, `المحادثات التي جرت`.
  bool done() const {
    for (std::uint32_t j = p_.trigger + 1; j < p_.end && j < p_.trigger + 7; ++j) {
      if (!x_.is_word(j)) continue;
      const Word& w = x_.word(j);
      if (is(ContactWord::done, j)) return true;
      if (x_.is_relative(j))
        return j + 1 < p_.end && x_.is_verb(j + 1) && (x_.word(j + 1).features & model::kPresent) == 0 &&
               !x_.word(j + 1).has(language::kWill);
      if (w.is(Category::verb)) return false;
    }
    return false;
  }

  // Words before the trigger decide, the nearest first. Whether one did.
  bool before(std::uint32_t verb, bool present, bool past) {
    bool noun = false, reached = false;
    bool within = false;  // `في` between the trigger and the word: `نفى … في لقاء`
    int verbs = 0;
    for (std::uint32_t j = p_.trigger, stop = back(j, first_, kStatusReach); j-- > stop;) {
      const text::Token& t = x_.token(j);
      if (t.kind == TokenKind::punctuation && (t.mark == U':' || t.mark == 0x061B)) return false;
      if (t.kind != TokenKind::word || x_.entities.mention_at[j] != kNoToken || x_.timex_at[j] != kNoToken) continue;
      const Word& w = x_.word(j);
      const bool negates = (w.features & model::kNegative) != 0 && w.pos == model::Pos::part && !is(ContactWord::negation, j);
      const bool negated =
          j > first_ && x_.is_word(j - 1) && (x_.word(j - 1).features & model::kNegative) != 0 && x_.word(j - 1).pos == model::Pos::part;
      if (is(ContactWord::cancelled, j)) return set(ContactStatus::cancelled);
      if (negates && (within || j + 1 != verb)) {
        // Another verb's, unless the noun itself is negated.
        if (j + 2 < p_.trigger) continue;
        return set(ContactStatus::denied);
      }
      if (negates || (is(ContactWord::denied, j) && !within)) return set(negated ? ContactStatus::proposed : ContactStatus::denied);
      if (w.has(language::kWill) || ((w.features & model::kFuture) != 0 && w.pos == model::Pos::part))
        return noun ? true : set(ContactStatus::planned);
      // `قد يلتقيان`
      if (is(ContactWord::may, j) && j + 1 == verb && present) return set(ContactStatus::proposed);
      if (is(ContactWord::planned, j) || is(ContactWord::proposed, j)) {
        if (!noun) set(is(ContactWord::planned, j) ? ContactStatus::planned : ContactStatus::proposed);
        if (w.is(Category::verb) || w.pos == model::Pos::part || w.pos == model::Pos::sconj) return true;
        noun = true;  // plans may still be denied: `نفى وجود خطط`
        continue;
      }
      // Reaching an agreement is an aim until it was reached.
      if (is(ContactWord::reach, j) && !w.is(Category::verb) && !noun) {
        set(ContactStatus::proposed);
        reached = true;
        // `أعلنت قطر التوصل إلى اتفاق`: what is announced is done.
        if (c_.statement && x_.statements[*c_.statement].content_first == j &&
            (x_.statements[*c_.statement].statement.act == Act::say || x_.statements[*c_.statement].statement.act == Act::confirm))
          return set(ContactStatus::held);
      }
      if (reached && w.is(Category::verb) && is(ContactWord::light, j) && (w.features & model::kPresent) == 0)
        return set(ContactStatus::held);
      if (is(ContactWord::about, j) && (c_.kind == ContactKind::relations || c_.kind == ContactKind::agreement))
        return set(ContactStatus::proposed);
      // What comes after `during` or `since` has happened.
      if (is(ContactWord::held, j)) return noun ? true : set(ContactStatus::held);
      if (is(ContactWord::clause, j)) return false;
      if (w.pos == model::Pos::adp && is(ContactWord::venue, j) && j + 1 != p_.trigger) within = true;
      if (w.pos == model::Pos::adp && is(ContactWord::venue, j) && j + 1 == p_.trigger)
        within = within || x_.frames.of_noun(x_.word(p_.trigger)) != nullptr;
      if (w.pos == model::Pos::sconj && w.stem.size() == 2) {
        // `أن` before a verb in the present: not yet.
        if (w.enclitic == language::Enclitic::none && j + 1 < p_.end && x_.is_verb(j + 1) &&
            (x_.word(j + 1).features & model::kPresent) != 0 && c_.status == ContactStatus::held)
          c_.status = ContactStatus::planned;
        if (c_.status == ContactStatus::held) return false;
        if (noun || reached) return true;
      }
      if (!w.is(Category::verb)) continue;
      // A deed that is told as done; what stands before it says nothing of its object.
      if (j == verb && past) return false;
      if (j != verb && !is(ContactWord::light, j) && ++verbs > 1) return false;
      if (w.has(language::kAnd) && (w.features & model::kPresent) == 0) return false;
    }
    return false;
  }

  // Adjectives behind it: `القمة المرتقبة`, `لقاء محتمل`; a verb to come: `التي ستعقد`.
  void behind() {
    bool chain = true;
    for (std::uint32_t j = p_.trigger + 1; j < p_.end && j < p_.trigger + 10; ++j) {
      if (x_.timex_at[j] != kNoToken || !x_.is_word(j)) continue;
      const Word& w = x_.word(j);
      const bool adjective = w.pos == model::Pos::adj || w.is(Category::participle);
      chain = chain && adjective;
      if (x_.is_verb(j) && is(ContactWord::cancelled, j)) return void(set(ContactStatus::cancelled));
      if (x_.is_verb(j) && is(ContactWord::planned, j)) return void(set(ContactStatus::planned));
      if (adjective && is(ContactWord::planned, j)) return void(set(ContactStatus::planned));
      if (chain && is(ContactWord::next, j)) return void(set(ContactStatus::planned));
      if (chain && is(ContactWord::proposed, j)) return void(set(ContactStatus::proposed));
      if (w.has(language::kWill) && (is(ContactWord::light, j) || is(ContactWord::host, j))) return void(set(ContactStatus::planned));
    }
  }

  bool set(ContactStatus s) {
    c_.status = s;
    return true;
  }

  // --- where --------------------------------------------------------------------------------------------------------

  void take(const Mention& m) {
    where_ = &m;
    c_.venue = sides_.party_of_mention(m);
    c_.venue->name = std::string(x_.analysis.text.words(m.span));
    c_.venue->span = m.span;
  }

  // Whether a preposition of place stands before token j: `في القاهرة`, `بالقاهرة`, `في العاصمة القطرية الدوحة`.
  bool located(std::uint32_t j) const {
    if (x_.word(j).has(language::kBy)) {
      const Mention* m = x_.mention(j);  // `بيونغ يانغ`: the letter may be the name's own
      return m == nullptr || m->span.start > x_.token(j).span.start;
    }
    for (std::uint32_t k = j, stop = back(j, first_, 5); k-- > stop;) {
      if (!x_.is_word(k)) return false;
      const Word& w = x_.word(k);
      if (w.pos == model::Pos::adp) return x_.is(ContactWord::venue, k);
      if (w.has(language::kBy)) return true;
      if (!language::is_nominal(w) || w.has(language::kAnd)) return false;
      // `شارك في الاجتماع وزراء خارجية مصر`: people are in no place's name.
      if ((w.features & model::kHuman) != 0 || x_.in_title[k]) return false;
      if (x_.entities.mention_at[k] != kNoToken && x_.type_of(x_.entities.mentions[x_.entities.mention_at[k]]) != EntityType::place)
        return false;
    }
    return false;
  }

  // A building by its noun: `في فندق …`, `بمقر …`.
  bool building(std::uint32_t j) {
    if (!x_.is_word(j) || !is(ContactWord::head, j) || x_.timex_at[j] != kNoToken || x_.word(j).enclitic != language::Enclitic::none)
      return false;
    if (!x_.word(j).has(language::kBy) &&
        !(j > first_ && x_.is_word(j - 1) && x_.word(j - 1).pos == model::Pos::adp && is(ContactWord::venue, j - 1)))
      return false;
    std::uint32_t end = std::min(language::phrase_end(x_.analysis, j), last_);
    if (const Mention* m = x_.mention(j)) end = std::max(end, m->last);
    for (std::uint32_t k = j + 1; k < end; ++k)
      if (const Mention* m = x_.mention(k)) end = std::max(end, std::min(m->last, last_));
    if (end < last_ && x_.is_word(end) && x_.word(end).has(language::kBy) && x_.mention(end) == nullptr &&
        language::is_nominal(x_.word(end)))
      end = std::min(language::phrase_end(x_.analysis, end), last_);
    Party v;
    v.kind = PartyKind::place;
    v.span = x_.analysis.span(j, end);
    const std::size_t skip = static_cast<std::size_t>(x_.word(j).name.data() - x_.token(j).key.data());
    v.span->start += static_cast<std::uint32_t>(skip);
    v.name = std::string(x_.analysis.text.words(*v.span));
    c_.venue = std::move(v);
    return true;
  }

  // The end of what it was about, with where that is: `الوضع في غزة`.
  std::uint32_t topic_end(std::uint32_t j, std::uint32_t limit) const {
    if (j >= limit) return limit;
    std::uint32_t end = std::min(language::phrase_end(x_.analysis, j), limit);
    while (end + 1 < limit && x_.is_word(end) &&
           (is(ContactWord::venue, end) || (x_.word(end).has(language::kAnd) && language::is_nominal(x_.word(end)))) &&
           x_.timex_at[end + 1] == kNoToken)
      end = std::min(language::phrase_end(x_.analysis, is(ContactWord::venue, end) ? end + 1 : end), limit);
    return end;
  }

  // The place nearest to the trigger in [from, to), states last.
  void venue_in(std::uint32_t from, std::uint32_t to, const Mention*& state) {
    for (std::uint32_t j = from; j < to && !c_.venue; ++j) {
      if (is(ContactWord::about, j) || j == p_.topic) {
        j = topic_end(j == p_.topic ? j : j + 1, to);
        if (j >= to) return;
      }
      // What a purpose or a title names is not where it was: `لبحث الوضع في سوريا`, `سفير بلاده في بغداد فلان`.
      if (j > p_.trigger && x_.is_word(j) && x_.word(j).has(language::kFor) &&
          (x_.word(j).find(Category::masdar) != nullptr || x_.is_comma(j - 1)) && x_.mention(j) == nullptr)
        return;
      if (j > p_.trigger && x_.is_verb(j) && !is(ContactWord::light, j) && !is(ContactWord::host, j) && !is(ContactWord::gather, j) &&
          !is(ContactWord::lasts, j) && !is(ContactWord::before, j) && !is(ContactWord::planned, j))
        return;
      if (x_.in_title[j]) continue;
      if (building(j)) return;
      const Mention* m = x_.mention(j);
      if (m == nullptr) continue;
      const EntityType type = x_.type_of(*m);
      if (type != EntityType::place && type != EntityType::country) continue;
      const bool hosts =
          j > first_ && is(ContactWord::host, j - 1) && (type == EntityType::place || x_.word(j).find(Category::capital) != nullptr);
      if (hosts) return take(*m);
      const bool placed = located(j) || (c_.kind == ContactKind::visit && type == EntityType::place && from > p_.trigger && to == p_.end);
      if (!placed) continue;
      if (type == EntityType::place) return take(*m);
      if (state == nullptr) state = m;
    }
  }

  void venue() {
    if (p_.named_for != kNoToken) return take(x_.entities.mentions[x_.entities.mention_at[p_.named_for]]);
    if (c_.kind == ContactKind::call || c_.kind == ContactKind::message) return;
    if (c_.kind == ContactKind::visit && p_.goal != kNoToken)
      for (std::uint32_t j = p_.goal; j < p_.end && j < p_.goal + 6; ++j)
        if (const Mention* m = x_.mention(j)) {
          const EntityType type = x_.type_of(*m);
          if (type == EntityType::place || type == EntityType::country) {
            take(*m);
            if (type == EntityType::place) return;
            break;
          }
        }
    // Relations change at the place of the embassy or envoy, if anywhere.
    if (c_.kind == ContactKind::relations) {
      if (p_.goal != kNoToken)
        for (std::uint32_t j = p_.goal; j < p_.end && j < p_.goal + 5; ++j)
          if (const Mention* m = x_.mention(j)) {
            if (x_.type_of(*m) == EntityType::place || x_.word(j).find(Category::capital) != nullptr) take(*m);
            break;
          }
      return;
    }
    const std::optional<Party> goal = c_.venue;
    c_.venue.reset();
    const Mention* state = nullptr;
    venue_in(p_.trigger + 1, std::min(p_.end, p_.trigger + kVenueReach), state);
    if (!c_.venue && !goal) venue_in(p_.begin, p_.trigger, state);
    if (!c_.venue && goal) c_.venue = goal;
    if (!c_.venue && state != nullptr && c_.kind != ContactKind::agreement) take(*state);
  }

  // --- through whom -------------------------------------------------------------------------------------------------

  void mediators() {
    for (std::uint32_t j = p_.begin; j < p_.end; ++j) {
      if (!x_.is_word(j)) continue;
      std::vector<Party> who;
      const bool patron = c_.kind == ContactKind::meeting || c_.kind == ContactKind::visit;
      const bool sponsored = is(ContactWord::sponsor, j) && x_.is_preposition(j) && !x_.is_verb(j) && !patron;
      if ((is(ContactWord::mediator, j) || sponsored) && x_.entities.mention_at[j] == kNoToken) {
        sides_.adjectives(j, p_.end, who);
        if (who.empty() && j + 1 < p_.end) sides_.read_actor(j + 1, p_.end, who);
      } else if (is(ContactWord::through, j) && (c_.kind == ContactKind::message || c_.kind == ContactKind::talks) && j + 1 < p_.end) {
        std::uint32_t at = j + 1;
        if (x_.mention(at) == nullptr && at + 1 < p_.end && x_.mention(at + 1) != nullptr) ++at;  // `عبر سلطنة عمان`
        sides_.read_actor(at, p_.end, who);
        std::erase_if(who, [](const Party& p) { return p.kind == PartyKind::anonymous || p.kind == PartyKind::media; });
      } else if (is(ContactWord::sponsor, j) && x_.is_verb(j) && j > p_.trigger) {
        who = sides_.subject(j, p_.end).parties;
        const std::uint32_t at = sides_.skip(j + 1, p_.end);
        std::vector<Party> behind;
        sides_.read_actor(at, p_.end, behind);
        if (!behind.empty()) who = std::move(behind);
      }
      for (Party& p : who) {
        const bool side = std::any_of(c_.parties.begin(), c_.parties.end(), [&](const Party& q) { return q.name == p.name; });
        if (!side || c_.parties.size() > 2) ContactSides::add(c_.intermediary, std::move(p));
      }
    }
    if (c_.intermediary.empty()) return;
    std::erase_if(c_.parties, [&](const Party& p) {
      return std::any_of(c_.intermediary.begin(), c_.intermediary.end(), [&](const Party& q) { return q.name == p.name; });
    });
  }

  // --- about what ---------------------------------------------------------------------------------------------------

  void topics() {
    if (p_.topic != kNoToken && p_.topic < p_.end) {
      const std::uint32_t stop = std::min(language::phrase_end(x_.analysis, p_.topic), p_.end);
      if (stop > p_.topic) c_.topics.push_back(x_.analysis.span(p_.topic, stop));
      return;
    }
    for (std::uint32_t j = p_.trigger + 1; j < p_.end; ++j) {
      if (!is(ContactWord::about, j) || j + 1 >= p_.end || x_.word(j).enclitic != language::Enclitic::none) continue;
      const std::uint32_t stop = std::min(language::phrase_end(x_.analysis, j + 1), p_.end);
      if (stop > j + 1) c_.topics.push_back(x_.analysis.span(j + 1, stop));
      return;
    }
  }
};

}  // namespace

Span find_details(const ContactText& text, const ContactSides& sides, const ContactPlace& place, Contact& contact) {
  return Details(text, sides, place, contact).run();
}

}  // namespace isnad::extract
