#include "extract/contact_details.h"

#include <algorithm>

#include "language/phrase.h"
#include "model/key.h"

namespace isnad::extract {

using language::Word;
using model::Category;
using model::Sense;
using text::kNoToken;
using text::TokenKind;

namespace {

// How far a word of mode stands from its noun.
constexpr std::uint32_t kModeReach = 8;
// How far back a word decides whether what follows took place.
constexpr std::uint32_t kStatusReach = 12;
constexpr std::uint32_t kVenueReach = 24;
constexpr std::uint32_t kTimeReach = 26;

class Details {
 public:
  Details(const ContactText& text, const ContactSides& sides, const ContactPlace& place, Contact& contact)
      : x_(text), sides_(sides), p_(place), c_(contact), first_(text.sentence_of(place.trigger).first), last_(text.sentence_of(place.trigger).last) {}

  void run() {
    evidence();
    statement();
    modes();
    if (!time(p_.begin, p_.end)) time(first_, last_);
    status();
    venue();
    mediators();
    topics();
  }

 private:
  const ContactText& x_;
  const ContactSides& sides_;
  const ContactPlace& p_;
  Contact& c_;
  std::uint32_t first_, last_;

  bool is(ContactWord f, std::uint32_t i) const { return x_.is(f, i); }

  void evidence() {
    std::uint32_t from = std::min(p_.begin, p_.trigger), to = std::max(p_.end, p_.trigger + 1);
    const auto edge = [&](std::uint32_t i) { return x_.token(i).kind == TokenKind::punctuation || x_.token(i).kind == TokenKind::quote; };
    while (from < p_.trigger && edge(from)) ++from;
    while (to > p_.trigger + 1 && edge(to - 1)) --to;
    c_.evidence = x_.analysis.span(from, to);
  }

  void statement() {
    const std::uint32_t s = x_.statement_at(p_.trigger);
    if (s == kNoToken) return;
    c_.statement = s;
    c_.according_to = x_.statements[s].statement.chain;
  }

  void modes() {
    for (std::uint32_t j = std::max(p_.begin, p_.trigger > kModeReach ? p_.trigger - kModeReach : 0); j < p_.end && j <= p_.trigger + kModeReach; ++j) {
      if (!x_.is_word(j)) continue;
      const bool negated = j > p_.begin && is(ContactWord::negation, j - 1);
      ContactMode mode;
      if (is(ContactWord::secret, j)) mode = ContactMode::secret;
      else if (is(ContactWord::indirect, j) && negated) mode = ContactMode::indirect;
      else if (is(ContactWord::direct, j) && !negated && x_.word(j).pos == model::Pos::adj) mode = ContactMode::direct;
      else continue;
      // Of another noun: `العقوبات المباشرة`.
      std::uint32_t noun = j;
      while (noun > p_.begin && noun != p_.trigger && (x_.word(noun).pos == model::Pos::adj || is(ContactWord::negation, noun))) --noun;
      if (j > p_.trigger && noun > p_.trigger + 1 && x_.is_word(noun) && x_.word(noun).pos == model::Pos::noun && x_.frames.of_noun(x_.word(noun)) == nullptr) continue;
      if (std::find(c_.mode.begin(), c_.mode.end(), mode) == c_.mode.end()) c_.mode.push_back(mode);
    }
    std::sort(c_.mode.begin(), c_.mode.end());
  }

  // --- when ---------------------------------------------------------------------------------------------------------

  bool time(std::uint32_t begin, std::uint32_t end) {
    const TimeMention* best = nullptr;
    std::uint32_t distance = kTimeReach + 1;
    for (const TimeMention& m : x_.times.mentions) {
      if (m.first < begin || !m.from) continue;
      if (m.first >= end) break;
      // What stands before the trigger counts as farther away: times follow what they date.
      const std::uint32_t d = m.first > p_.trigger ? m.first - p_.trigger : (p_.trigger - std::min(m.last, p_.trigger)) * 2;
      if (d < distance) {
        distance = d;
        best = &m;
      }
    }
    if (best == nullptr) return false;
    c_.from = best->from;
    c_.to = best->to ? best->to : best->from;
    if (const auto d = Date::parse(best->timex.value); d && d->day == 0) c_.from = c_.to = d;
    return true;
  }

  // --- whether ------------------------------------------------------------------------------------------------------

  void status() {
    const std::uint32_t verb = p_.governor != kNoToken ? p_.governor : p_.trigger;
    c_.status = ContactStatus::held;
    const bool finite = x_.word(verb).is(Category::verb);
    const bool present = finite && (x_.word(verb).features & model::kPresent) != 0;
    if (c_.from && x_.times.published.from) {
      const Date when = c_.from->first_day();
      const Date limit = x_.times.published.to ? x_.times.published.to->last_day() : x_.times.published.from->last_day();
      if (when > limit || (present && when >= x_.times.published.from->first_day())) c_.status = ContactStatus::planned;
    }
    if (finite && x_.word(verb).has(language::kWill)) c_.status = ContactStatus::planned;
    // Words before it decide, the nearest first.
    bool that = false;
    int verbs = 0;
    for (std::uint32_t j = p_.trigger; j-- > first_ && p_.trigger - j <= kStatusReach;) {
      const text::Token& t = x_.token(j);
      if (t.kind == TokenKind::punctuation && (t.mark == U':' || t.mark == 0x061B)) break;
      if (t.kind != TokenKind::word) continue;
      const Word& w = x_.word(j);
      if (x_.entities.mention_at[j] != kNoToken) continue;
      if (is(ContactWord::cancelled, j)) return set(ContactStatus::cancelled);
      if (is(ContactWord::denied, j)) return set(ContactStatus::denied);
      if ((w.features & model::kNegative) != 0 && w.pos == model::Pos::part && j + 1 == verb) return set(ContactStatus::denied);
      if (w.has(language::kWill) || ((w.features & model::kFuture) != 0 && w.pos == model::Pos::part)) return set(ContactStatus::planned);
      if (is(ContactWord::planned, j)) return set(ContactStatus::planned);
      if (is(ContactWord::proposed, j)) return set(ContactStatus::proposed);
      // What comes after `during` or `since` has happened; so has what another deed refers to.
      if (is(ContactWord::held, j)) return;
      if (is(ContactWord::clause, j)) break;
      if (w.pos == model::Pos::sconj && w.stem.size() == 2) {
        that = true;
        // `أن` before a verb in the present: not yet.
        if (w.enclitic == language::Enclitic::none && j + 1 == verb && present && c_.status == ContactStatus::held) c_.status = ContactStatus::planned;
      }
      if (w.is(Category::verb) && j != verb && !is(ContactWord::light, j)) {
        if (that || ++verbs > 1) break;
        if ((w.features & model::kPast) != 0 && p_.governor != kNoToken && p_.governor != j) break;
      }
    }
    for (std::uint32_t j = p_.trigger + 1; j < p_.end && j < p_.trigger + 8 && c_.status == ContactStatus::held; ++j) {
      if (x_.timex_at[j] != kNoToken || !x_.is_word(j)) continue;
      if (is(ContactWord::planned, j) && x_.word(j).pos == model::Pos::adj) return set(ContactStatus::planned);
      if (is(ContactWord::proposed, j) && x_.word(j).pos == model::Pos::adj) return set(ContactStatus::proposed);
      if (x_.word(j).has(language::kWill) && (is(ContactWord::light, j) || is(ContactWord::host, j))) return set(ContactStatus::planned);
    }
  }

  void set(ContactStatus s) {
    // What is wished for and dated has been agreed on; what is called off stays so.
    c_.status = s;
  }

  // --- where --------------------------------------------------------------------------------------------------------

  void take(const Mention& m) {
    c_.venue = sides_.party_of_mention(m);
    c_.venue->name = std::string(x_.analysis.text.words(m.span));
    c_.venue->span = m.span;
  }

  // Whether a preposition of place stands before token j: `في القاهرة`, `بالقاهرة`, `في العاصمة القطرية الدوحة`.
  bool located(std::uint32_t j) const {
    if (x_.word(j).has(language::kBy)) return true;
    for (std::uint32_t k = j; k-- > first_ && j - k < 6;) {
      if (!x_.is_word(k)) return false;
      const Word& w = x_.word(k);
      if (w.pos == model::Pos::adp) return x_.is(ContactWord::venue, k);
      if (w.has(language::kBy)) return true;
      if (!language::is_nominal(w) || w.has(language::kAnd)) return false;
      if (x_.entities.mention_at[k] != kNoToken && x_.type_of(x_.entities.mentions[x_.entities.mention_at[k]]) != EntityType::place) return false;
    }
    return false;
  }

  // A building by its noun: `في فندق …`, `بمقر …`.
  bool building(std::uint32_t j) {
    if (!x_.is_word(j) || !is(ContactWord::head, j) || x_.timex_at[j] != kNoToken) return false;
    if (!x_.word(j).has(language::kBy) && !(j > first_ && x_.is_word(j - 1) && x_.word(j - 1).pos == model::Pos::adp && is(ContactWord::venue, j - 1))) return false;
    std::uint32_t end = std::min(language::phrase_end(x_.analysis, j), last_);
    if (const Mention* m = x_.mention(j)) end = std::max(end, m->last);
    for (std::uint32_t k = j + 1; k < end; ++k)
      if (const Mention* m = x_.mention(k)) end = std::max(end, std::min(m->last, last_));
    Party v;
    v.kind = PartyKind::place;
    v.span = x_.analysis.span(j, end);
    const std::size_t skip = static_cast<std::size_t>(x_.word(j).name.data() - x_.token(j).key.data());
    v.span->start += static_cast<std::uint32_t>(skip);
    v.name = std::string(x_.analysis.text.words(*v.span));
    c_.venue = std::move(v);
    return true;
  }

  // The place nearest to the trigger in [from, to), states last.
  void venue_in(std::uint32_t from, std::uint32_t to, const Mention*& state) {
    for (std::uint32_t j = from; j < to && !c_.venue; ++j) {
      if (is(ContactWord::about, j)) {
        j = std::min(language::phrase_end(x_.analysis, j + 1), to);
        if (j >= to) return;
      }
      if (building(j)) return;
      const Mention* m = x_.mention(j);
      if (m == nullptr) continue;
      const EntityType type = x_.type_of(*m);
      if (type != EntityType::place && type != EntityType::country) continue;
      const bool placed = located(j) || (j > first_ && is(ContactWord::host, j - 1) && type == EntityType::place) ||
                          (c_.kind == ContactKind::visit && type == EntityType::place);
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
    const std::optional<Party> goal = c_.venue;
    c_.venue.reset();
    const Mention* state = nullptr;
    venue_in(p_.trigger + 1, std::min(p_.end, p_.trigger + kVenueReach), state);
    if (!c_.venue && c_.kind != ContactKind::relations) venue_in(p_.begin, p_.trigger, state);
    if (!c_.venue && !goal && c_.kind != ContactKind::agreement && c_.kind != ContactKind::relations) venue_in(p_.end, last_, state);
    if (!c_.venue && goal) c_.venue = goal;
    if (!c_.venue && state != nullptr && c_.kind != ContactKind::agreement && c_.kind != ContactKind::relations) take(*state);
  }

  // --- through whom -------------------------------------------------------------------------------------------------

  void mediators() {
    for (std::uint32_t j = p_.begin; j < p_.end; ++j) {
      if (!x_.is_word(j)) continue;
      std::vector<Party> who;
      if (is(ContactWord::mediator, j) && x_.entities.mention_at[j] == kNoToken) {
        sides_.adjectives(j, p_.end, who);
        if (who.empty() && j + 1 < p_.end) sides_.read_actor(j + 1, p_.end, who);
      } else if (is(ContactWord::sponsor, j) && x_.word(j).is(Category::verb) && j > p_.trigger) {
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
    for (std::uint32_t j = p_.trigger + 1; j < p_.end; ++j) {
      if (!is(ContactWord::about, j) || j + 1 >= p_.end || x_.word(j).enclitic != language::Enclitic::none) continue;
      const std::uint32_t stop = std::min(language::phrase_end(x_.analysis, j + 1), p_.end);
      if (stop > j + 1) c_.topics.push_back(x_.analysis.span(j + 1, stop));
      return;
    }
  }
};

}  // namespace

void find_details(const ContactText& text, const ContactSides& sides, const ContactPlace& place, Contact& contact) {
  Details(text, sides, place, contact).run();
}

}  // namespace isnad::extract
