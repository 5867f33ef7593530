#include "extract/contacts.h"

#include <algorithm>

#include "extract/contact_details.h"
#include "extract/contact_merge.h"
#include "extract/contact_sides.h"
#include "extract/contact_text.h"
#include "language/phrase.h"
#include "model/key.h"

namespace isnad::extract {

using language::Analysis;
using language::Enclitic;
using language::Word;
using model::Category;
using model::Sense;
using text::kNoToken;
using text::Sentence;
using text::TokenKind;

namespace {

// How far from the trigger its other side may stand, and the verb that governs it.
constexpr std::uint32_t kSideReach = 24;
constexpr std::uint32_t kGovernorReach = 16;

class Finder {
 public:
  explicit Finder(const ContactText& text) : x_(text), sides_(text) {}

  std::vector<Contact> run() {
    for (const Sentence& s : x_.analysis.sentences()) {
      if (s.title) continue;
      for (std::uint32_t i = s.first; i < s.last; ++i) {
        if (!x_.is_word(i)) continue;
        sides_.reach(i + 1);
        if (x_.entities.mention_at[i] != kNoToken) continue;
        at_ = {i, kNoToken, x_.clause_begin(i), x_.clause_end(i), kNoToken, kNoToken};
        if (const Trigger* v = x_.frames.of_verb(x_.word(i))) verb(i, *v);
        else if (const Trigger* n = x_.frames.of_noun(x_.word(i))) noun(i, *n);
        else if (x_.is(ContactWord::represent, i) && x_.word(i).is(Category::verb)) representation(i);
      }
    }
    return std::move(merge_.contacts());
  }

 private:
  const ContactText& x_;
  ContactSides sides_;
  ContactMerge merge_;
  ContactPlace at_;

  bool is(ContactWord f, std::uint32_t i) const { return x_.is(f, i); }

  // The word after a preposition that is written apart or attached, if one of the given stands at token j.
  std::uint32_t after_preposition(std::uint32_t j, const std::vector<std::string>& prepositions) const {
    if (!x_.is_word(j)) return kNoToken;
    const Word& w = x_.word(j);
    for (const std::string& p : prepositions) {
      if (p.size() > 1 && (x_.token(j).key == p || w.name == p) && j + 1 < at_.end) return j + 1;
      if (p.size() == 1 && ((p[0] == model::kBeh && w.has(language::kBy)) || (p[0] == model::kLam && w.has(language::kFor))) && w.stem.size() > 1) return j;
    }
    return kNoToken;
  }

  bool bare_preposition(std::uint32_t j) const {
    return x_.is_word(j) && (x_.word(j).pos == model::Pos::adp || x_.word(j).has(language::kBy) || x_.word(j).has(language::kFor) || x_.word(j).has(language::kLike));
  }

  void add_all(std::vector<Party>& to, std::vector<Party> from) const {
    for (Party& p : from) ContactSides::add(to, std::move(p));
  }

  void put_first(std::vector<Party>& parties, std::vector<Party> first) const {
    for (Party& p : parties) ContactSides::add(first, std::move(p));
    parties = std::move(first);
  }

  // --- verbs --------------------------------------------------------------------------------------------------------

  void verb(std::uint32_t i, const Trigger& t) {
    const bool visit = t.kind == ContactKind::visit;
    const ContactSides::Subject subject = sides_.subject(i, at_.end);
    std::vector<Party> parties = subject.parties, others;
    const std::uint32_t behind = sides_.skip(subject.before ? i + 1 : subject.end, at_.end);
    if (t.object) {
      if (x_.word(i).enclitic != Enclitic::none) {
        others = sides_.pronoun(i);
      } else if (behind < at_.end && !bare_preposition(behind)) {
        if (visit) at_.goal = behind;
        if (visit) sides_.read(behind, at_.end, others, true);
        else sides_.read_actor(behind, at_.end, others);
      }
    }
    for (std::uint32_t j = i + 1; j < at_.end && j < i + kSideReach && others.empty(); ++j) {
      if (j > i + 1 && x_.word(j).is(Category::verb)) break;
      const std::uint32_t at = after_preposition(j, t.prepositions);
      if (at == kNoToken || x_.timex_at[at] != kNoToken) continue;
      if (visit) at_.goal = at;
      sides_.read(at, at_.end, others, visit);
    }
    // One phrase behind a verb that takes an object: its subject was left out.
    if (others.empty() && t.object && !subject.before && !visit && !parties.empty()) {
      others = std::move(parties);
      parties = sides_.left_out(i);
    }
    if (visit && others.empty()) return;
    add_all(parties, std::move(others));
    make(t, std::move(parties));
  }

  // `وتمثل سويسرا مصالح واشنطن في إيران`: relations through a third state.
  void representation(std::uint32_t i) {
    std::uint32_t interests = i + 1;
    while (interests < at_.end && !is(ContactWord::interests, interests)) ++interests;
    if (interests >= at_.end) return;
    ContactSides::Subject who = sides_.subject(i, interests);
    std::vector<Party> parties;
    std::uint32_t j = sides_.read_actor(interests + 1, at_.end, parties);
    if (parties.empty()) j = sides_.adjectives(interests, at_.end, parties);
    if (j + 1 < at_.end && bare_preposition(j)) sides_.read(x_.word(j).pos == model::Pos::adp ? j + 1 : j, at_.end, parties);
    if (parties.size() < 2 || who.parties.empty()) return;
    Contact c;
    c.kind = ContactKind::relations;
    c.pattern = "interests";
    c.parties = std::move(parties);
    c.intermediary = std::move(who.parties);
    find_details(x_, sides_, at_, c);
    c.venue.reset();
    merge_.add(std::move(c));
  }

  // --- nouns --------------------------------------------------------------------------------------------------------

  // A word behind the noun that makes it something else: a press conference, the first leg of a match.
  bool something_else(std::uint32_t i) const {
    for (std::uint32_t j = i + 1; j < at_.end && j < i + 4; ++j) {
      if (!x_.is_word(j)) break;
      if (is(ContactWord::other, j)) return true;
      if (x_.word(j).pos != model::Pos::adj) break;
    }
    const Sentence& s = x_.sentence_of(i);
    for (std::uint32_t j = s.first; j < s.last; ++j)
      if (is(ContactWord::sport, j)) return true;
    return false;
  }

  // Whether a word of change governs the noun: `استئناف العلاقات`, `العلاقات انقطعت`. Returns it.
  std::uint32_t change_of(std::uint32_t i) const {
    for (std::uint32_t k = i; k-- > at_.begin && i - k < 8;) {
      if (is(ContactWord::change, k) && (x_.word(k).is(Category::verb) || x_.word(k).pos == model::Pos::noun)) return k;
      if (k + 1 < i && x_.word(k).pos == model::Pos::adp) break;
    }
    for (std::uint32_t k = i + 1; k < at_.end && k < i + 7; ++k)
      if (x_.word(k).is(Category::verb)) return is(ContactWord::change, k) ? k : kNoToken;
    return kNoToken;
  }

  void noun(std::uint32_t i, const Trigger& t) {
    const bool visit = t.kind == ContactKind::visit;
    if (something_else(i)) return;
    std::uint32_t change = kNoToken;
    if (t.cls == TriggerClass::change && (change = change_of(i)) == kNoToken) return;
    const Word& w = x_.word(i);
    std::vector<Party> parties;
    std::uint32_t j = sides_.adjectives(i, at_.end, parties);
    const bool adjective = j > i + 1;
    if (w.enclitic != Enclitic::none) {
      put_first(parties, sides_.pronoun(i));
      // `لقائه الرئيس الفرنسي`, `زيارته روما`
      const std::uint32_t at = sides_.skip(j, at_.end);
      if (at < at_.end && x_.is_word(at) && !bare_preposition(at) && t.cls == TriggerClass::noun && w.find(Category::masdar) != nullptr) {
        std::vector<Party> object;
        const std::uint32_t end = visit ? sides_.read(at, at_.end, object, true) : sides_.read_actor(at, at_.end, object);
        if (!object.empty()) {
          if (visit) at_.goal = at;
          add_all(parties, std::move(object));
          j = end;
        }
      }
    } else if (!adjective && !w.has(language::kThe) && j < at_.end && x_.is_word(j) && !bare_preposition(j) && !x_.word(j).has(language::kAnd)) {
      const Mention* m = x_.mention(j);
      if (m != nullptr && !visit && (x_.type_of(*m) == EntityType::place || x_.word(j).is(Category::capital))) {
        at_.named_for = j;
        j = m->last;
      } else if (visit && m != nullptr && x_.type_of(*m) != EntityType::person) {
        at_.goal = j;
        j = sides_.read(j, at_.end, parties, true);
      } else {
        j = sides_.read_actor(j, at_.end, parties);
        // What is visited: `زيارة الرئيس الروسي سوريا`.
        if (visit && !parties.empty() && j < at_.end && x_.mention(j) != nullptr && !bare_preposition(j) && !x_.word(j).has(language::kAnd)) {
          at_.goal = j;
          j = sides_.read(j, at_.end, parties, true);
        }
      }
    }
    scan(i, j, t, parties);
    govern(i, t, change, parties);
    announce(i, parties);
    make(t, std::move(parties));
  }

  // Sides behind the noun: `بين X وY`, `مع X`, `إلى X`, a relative clause (`التي أجراها X مع Y`).
  void scan(std::uint32_t i, std::uint32_t from, const Trigger& t, std::vector<Party>& parties) {
    const bool visit = t.kind == ContactKind::visit;
    for (std::uint32_t k = from; k < at_.end && k < i + kSideReach; ++k) {
      if (!x_.is_word(k)) continue;
      const Word& w = x_.word(k);
      if (w.is(Category::verb)) {
        if (is(ContactWord::gather, k)) {
          std::uint32_t at = sides_.skip(k + 1, at_.end);
          std::vector<Party> met;
          if (w.enclitic != Enclitic::none) met = sides_.pronoun(k);
          at = sides_.read_actor(at, at_.end, met);
          at = sides_.skip(at, at_.end);
          if (at < at_.end && x_.is_word(at) && x_.word(at).has(language::kBy)) sides_.read(at, at_.end, met);
          put_first(parties, std::move(met));
          if (parties.size() > 1) return;
          continue;
        }
        if (is(ContactWord::host, k) || is(ContactWord::sponsor, k)) continue;
        if (!is(ContactWord::light, k) && x_.frames.of_verb(w) == nullptr) return;
        // Who held it, where the verb refers back to the noun: `التي أجراها X`, `يقوم بها X`, `وقعه X`.
        std::uint32_t at = sides_.skip(k + 1, at_.end);
        bool back = w.enclitic != Enclitic::none || (k > from && x_.is_relative(k - 1));
        if (at < at_.end && x_.is_word(at) && x_.word(at).enclitic != Enclitic::none && x_.word(at).stem.size() <= 2) {
          back = true;
          at = sides_.skip(at + 1, at_.end);
        }
        if (back && at < at_.end && !bare_preposition(at)) {
          std::vector<Party> who;
          const std::uint32_t end = sides_.read_actor(at, at_.end, who);
          if (!who.empty()) {
            put_first(parties, std::move(who));
            k = std::max(k, end - 1);
          }
        }
        continue;
      }
      if (is(ContactWord::about, k) && parties.size() > 1) return;
      if (k > i + 1 && x_.frames.of_noun(w) != nullptr && !is(ContactWord::round, i) && (parties.size() > 1 || w.has(language::kFor))) return;
      if (is(ContactWord::between, k) && k + 1 < at_.end) {
        std::vector<Party> both;
        sides_.read(k + 1, at_.end, both, false);
        if (both.size() > 1 || parties.empty()) parties = std::move(both);
        if (parties.size() > 1) return;
        continue;
      }
      if (is(ContactWord::both, k) && parties.size() < 2 && (w.has(language::kThe) || w.enclitic != Enclitic::none)) {
        add_all(parties, sides_.pair());
        return;
      }
      const std::uint32_t at = after_preposition(k, t.prepositions);
      if (at == kNoToken || x_.timex_at[at] != kNoToken) continue;
      if (visit && at_.goal == kNoToken) at_.goal = at;
      std::vector<Party> other;
      const std::uint32_t end = sides_.read(at, at_.end, other, visit);
      if (other.empty()) continue;
      add_all(parties, std::move(other));
      k = std::max(k, end - 1);
    }
  }

  // The subject of the verb that the noun depends on, where sides are missing.
  void govern(std::uint32_t i, const Trigger& t, std::uint32_t change, std::vector<Party>& parties) {
    bool carried = false, light = false;
    for (std::uint32_t k = i; k-- > at_.begin && i - k < kGovernorReach;) {
      if (!x_.is_word(k)) continue;
      const Word& w = x_.word(k);
      if (is(ContactWord::carry, k)) carried = true;
      if (w.find(Category::masdar) != nullptr && is(ContactWord::light, k)) light = true;
      if (is(ContactWord::held, k) && k + 3 > i && parties.size() > 1) return;
      if (!w.is(Category::verb)) continue;
      const bool governs = is(ContactWord::light, k) || is(ContactWord::carry, k) || k == change;
      // A verb that leaves the doing to another: `يعتزم إجراء محادثات`, `وصل لإجراء محادثات`, `طلب لقاء`.
      const bool controls = light || is(ContactWord::proposed, k) || is(ContactWord::planned, k) || is(ContactWord::denied, k) || x_.word(i).has(language::kFor) ||
                            x_.frames.of_verb(w) != nullptr;
      if (!governs && !controls) return;
      at_.governor = k;
      if (is(ContactWord::host, k) || (parties.size() > 1 && !carried)) return;
      ContactSides::Subject s = sides_.subject(k, i);
      if (carried && parties.empty()) parties = sides_.states_without(s.parties);
      if (carried && parties.size() > 1 && t.kind == ContactKind::message) {
        carriers_ = std::move(s.parties);
        return;
      }
      put_first(parties, std::move(s.parties));
      return;
    }
  }

  // One who tells of what he did or wants: `أعلنت قطع العلاقات مع X`.
  void announce(std::uint32_t i, std::vector<Party>& parties) {
    if (parties.size() != 1) return;
    for (const FoundStatement& f : x_.statements) {
      if (i < f.content_first || i >= f.content_last || i > f.content_first + 3) continue;
      const Party& p = f.statement.speaker;
      if (p.kind == PartyKind::country || p.kind == PartyKind::person || p.kind == PartyKind::organization) put_first(parties, {p});
      return;
    }
  }

  // --- making -------------------------------------------------------------------------------------------------------

  std::vector<Party> carriers_;

  void make(const Trigger& t, std::vector<Party> parties) {
    Contact c;
    std::swap(c.intermediary, carriers_);
    carriers_.clear();
    if (parties.empty()) return;
    // One side alone is enough only where it is named and the noun says what it was.
    if (parties.size() < 2 && (t.cls != TriggerClass::noun || t.kind == ContactKind::message || t.kind == ContactKind::visit ||
                               (parties[0].kind == PartyKind::anonymous && !parties[0].entity)))
      return;
    if (parties.size() > 9) parties.resize(9);
    c.kind = t.kind;
    c.pattern = t.name;
    c.parties = std::move(parties);
    find_details(x_, sides_, at_, c);
    if (c.parties.empty()) return;
    sides_.met(c.parties);
    merge_.add(std::move(c));
  }
};

}  // namespace

std::vector<Contact> find_contacts(const Analysis& analysis, const Entities& entities, const Times& times, const std::vector<FoundStatement>& statements,
                                   const ContactFrames& frames, const model::Lexicon& lexicon) {
  return Finder(ContactText(analysis, entities, times, statements, frames, lexicon)).run();
}

}  // namespace isnad::extract
