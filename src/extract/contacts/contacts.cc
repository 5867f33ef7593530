#include "extract/contacts/contacts.h"

#include <algorithm>

#include "extract/contacts/contact_details.h"
#include "extract/contacts/contact_merge.h"
#include "extract/contacts/contact_scene.h"
#include "extract/contacts/contact_sides.h"
#include "extract/contacts/contact_text.h"
#include "language/phrase.h"
#include "model/key.h"

namespace isnad::extract {

using language::Analysis;
using language::Enclitic;
using language::Word;
using model::Category;
using text::kNoToken;
using text::Sentence;

namespace {

// How far from the trigger its other side may stand, and the verb that governs it.
constexpr std::uint32_t kSideReach = 24;
constexpr std::uint32_t kGovernorReach = 15;
// How far into what is announced the deed stands.
constexpr std::uint32_t kDeedReach = 3;
// More sides than this are a list of something else.
constexpr std::size_t kMostParties = 9;
// How far from the noun the words stand that tell what a tour is, and that a talk was by telephone.
constexpr std::uint32_t kTourReach = 6;
constexpr std::uint32_t kPhoneReach = 5;
// How many words stand between an effort and the talks that it is for.
constexpr std::uint32_t kEffortReach = 5;

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
        at_ = {i, kNoToken, x_.clause_begin(i), x_.clause_end(i), kNoToken, kNoToken, kNoToken};
        if (const Trigger* v = x_.frames.of_verb(x_.word(i))) verb(i, *v);
        else if (const Trigger* o = opening_verb(i)) verb(i, *o);
        else if (const Trigger* n = noun_trigger(i)) noun(i, *n);
        else if (x_.is(ContactWord::represent, i) && x_.is_verb(i)) representation(i);
      }
    }
    std::vector<Contact> out = merge_.finish();
    set_scenes(out, x_, sides_);
    return out;
  }

 private:
  const ContactText& x_;
  ContactSides sides_;
  ContactMerge merge_;
  ContactPlace at_;

  bool is(ContactWord f, std::uint32_t i) const { return x_.is(f, i); }
  static bool is_noun(const Trigger& t) { return t.cls == TriggerClass::noun || t.cls == TriggerClass::tour; }

  // A word that opens its clause before somebody who acts is a verb where it may be one: `بحث الوزير مع نظيره`.
  const Trigger* opening_verb(std::uint32_t i) const {
    const Word& w = x_.word(i);
    if (i != at_.begin || w.has(language::kThe) || w.enclitic != Enclitic::none || i + 1 >= at_.end || !x_.is_word(i + 1)) return nullptr;
    const Trigger* t = x_.frames.of_verb_reading(w);
    if (t == nullptr || x_.frames.of_noun(w) != nullptr) return nullptr;
    const auto v = sides_.reference().read(i + 1, at_.end);
    return v && (v->named || v->human) && v->party.kind != PartyKind::place ? t : nullptr;
  }

  // `جولة محادثات`, `الجولة الثالثة من المفاوضات` are talks, `جولة في أوروبا` leads to places.
  const Trigger* noun_trigger(std::uint32_t i) const {
    const Trigger *tour = x_.frames.of_tour(x_.word(i)), *noun = x_.frames.of_noun(x_.word(i));
    if (noun != nullptr)
      for (std::uint32_t k = 0; k < noun->rest.size(); ++k)
        if (i + k + 1 >= at_.end || x_.token(i + k + 1).key != noun->rest[k]) return nullptr;
    if (tour == nullptr) return noun;
    bool leads = false;
    for (std::uint32_t j = i + 1; j < at_.end && j < i + kTourReach && x_.is_word(j); ++j) {
      if (is(ContactWord::between, j) || (x_.frames.of_noun(x_.word(j)) != nullptr && x_.mention(j) == nullptr)) return noun;
      leads = leads || (x_.is_verb(j) && is(ContactWord::covers, j)) || after_preposition(j, tour->prepositions) != kNoToken;
    }
    return leads ? tour : noun;
  }

  // Whether a word of telephoning stands beside the trigger: `تحدث هاتفيا`, `محادثات هاتفية`.
  bool phoned(std::uint32_t i) const {
    const auto near = [&](std::uint32_t j) { return x_.is_word(j) && is(ContactWord::phone, j); };
    for (std::uint32_t j = i + 1; j < at_.end && j < i + kPhoneReach; ++j)
      if (near(j)) return true;
    return i > at_.begin && near(i - 1);
  }

  // The word after a preposition that is written apart or attached, if one of the given stands at token j.
  std::uint32_t after_preposition(std::uint32_t j, const std::vector<std::string>& prepositions) const {
    if (!x_.is_word(j)) return kNoToken;
    const Word& w = x_.word(j);
    for (const std::string& p : prepositions) {
      if ((x_.token(j).key == p || (p.size() > 1 && w.name == p)) && j + 1 < at_.end) return j + 1;  // `بـ أبي أحمد` too
      if (p.size() == 1 && ((p[0] == model::kBeh && w.has(language::kBy)) || (p[0] == model::kLam && w.has(language::kFor))) &&
          w.stem.size() > 1)
        return j;
    }
    return kNoToken;
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
    if (t.phone && !phoned(i)) return;
    const ContactSides::Subject subject = sides_.subject(i, at_.end);
    if (t.third) return between(i, t, subject.parties);
    std::vector<Party> parties = subject.parties, others;
    if (t.person) std::erase_if(parties, [](const Party& p) { return p.kind == PartyKind::organization; });
    std::uint32_t behind = sides_.skip(subject.before ? i + 1 : subject.end, at_.end);
    if (t.send) {
      parties.clear();
      if (behind >= at_.end || x_.is_preposition(behind)) return;
      behind = sides_.read_actor(behind, at_.end, parties);
    }
    if (t.goal && !subject.before && behind < at_.end && x_.mention(behind) != nullptr && !x_.is_preposition(behind) &&
        x_.type_of(*x_.mention(behind)) != EntityType::person) {
      at_.goal = behind;
      sides_.read(behind, at_.end, others, true);
      goals_only(others);
    }
    if (t.object) {
      if (x_.word(i).enclitic != Enclitic::none) {
        if (is(ContactWord::host, i)) return;  // `قمة استضافها الرئيس`
        others = sides_.pronoun(i);
      } else if (behind < at_.end && !x_.is_preposition(behind)) {
        if (!visit) {
          sides_.read_actor(behind, at_.end, others);
        } else if (!people(behind)) {
          at_.goal = behind;
          sides_.read(behind, at_.end, others, true);
          goals_only(others);
        }
      }
    }
    for (std::uint32_t j = i + 1; j < at_.end && j < i + kSideReach && others.empty(); ++j) {
      if (x_.in_title[j] && x_.titled(j) == nullptr) continue;
      if (j > i + 1 && x_.is_verb(j)) break;
      // Another's visit: `وصلت بعد يومين من زيارة فلان إلى روما`.
      if (visit && is(ContactWord::held, j) && x_.timex_at[j] == kNoToken) break;
      if (const Trigger* other = visit && x_.is_word(j) ? x_.frames.of_noun(x_.word(j)) : nullptr;
          other != nullptr && other->kind == ContactKind::visit && j + 1 < at_.end &&
          (x_.mention(j + 1) != nullptr || x_.titled(j + 1) != nullptr))
        break;
      const std::uint32_t at = after_preposition(j, t.prepositions);
      if (at == kNoToken || x_.timex_at[at] != kNoToken || located(at, j)) continue;
      if (visit) at_.goal = at;
      const std::uint32_t end = sides_.read(at, at_.end, others, visit);
      if (visit) goals_only(others);
      if (t.kind == ContactKind::talks && end < at_.end && x_.is_word(end) && language::is_nominal(x_.word(end)) &&
          !x_.is_preposition(end) && x_.timex_at[end] == kNoToken && !x_.word(end).has(language::kAnd))
        at_.topic = end;
    }
    if (t.body) std::erase_if(others, [](const Party& p) { return p.kind != PartyKind::organization && p.kind != PartyKind::country; });
    // One phrase behind a verb that takes an object: its subject was left out.
    if (others.empty() && t.object && !subject.before && !parties.empty() && (!visit || continues(i))) {
      if (visit) {
        at_.goal = sides_.skip(i + 1, at_.end);
        if (at_.goal < at_.end && people(at_.goal)) return;
        goals_only(parties);
        std::erase_if(parties, [](const Party& p) { return p.kind == PartyKind::person; });
      }
      if (!parties.empty()) {
        others = std::move(parties);
        parties = sides_.left_out(i);
      }
    }
    if (others.empty() && (!t.joint || parties.size() < 2)) return;
    if (t.kind == ContactKind::talks && !t.object && at_.topic == kNoToken && behind < at_.end && x_.is_word(behind) &&
        language::is_nominal(x_.word(behind)) && !x_.is_preposition(behind) && x_.timex_at[behind] == kNoToken)
      at_.topic = behind;
    // `تستقبل ألمانيا اللاجئين`: a state that takes people in.
    const auto all = [](const std::vector<Party>& v, PartyKind k) {
      return std::all_of(v.begin(), v.end(), [k](const Party& p) { return p.kind == k; });
    };
    if (t.kind == ContactKind::meeting && t.object && !others.empty() && all(parties, PartyKind::country) &&
        all(others, PartyKind::anonymous))
      return;
    add_all(parties, std::move(others));
    if (parties.size() > 1) make(t, std::move(parties), false);
  }

  // Whether the verb goes on with a subject that was named: `وزار`, `كان فلان قد زار`.
  bool continues(std::uint32_t i) const {
    if (x_.word(i).has(language::kAnd) || x_.word(i).has(language::kThen)) return true;
    for (std::uint32_t k = at_.begin; k < i; ++k)
      if (is(ContactWord::before, k)) return true;
    return false;
  }

  // Those who act for states are not what is visited: `سيغادر الوفدان الأمريكي والإسرائيلي`.
  bool people(std::uint32_t i) const { return is(ContactWord::both, i) || is(ContactWord::delegates, i); }

  // What can be visited: `وصل إلى الحكم` is no visit.
  static void goals_only(std::vector<Party>& parties) {
    std::erase_if(parties, [](const Party& p) { return p.kind == PartyKind::anonymous || p.kind == PartyKind::media; });
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
    if (j + 1 < at_.end && x_.is_preposition(j)) sides_.read(x_.word(j).pos == model::Pos::adp ? j + 1 : j, at_.end, parties);
    if (parties.size() < 2 || who.parties.empty()) return;
    Contact c;
    c.kind = ContactKind::relations;
    c.pattern = "interests";
    c.parties = std::move(parties);
    c.intermediary = std::move(who.parties);
    const Span words = find_details(x_, sides_, at_, c);
    c.venue.reset();
    sides_.met(c.parties, i);
    merge_.add(std::move(c), words, false, x_.token(i).sentence);
  }

  // --- mediation ----------------------------------------------------------------------------------------------------

  // `توسطت عمان بين إيران والولايات المتحدة`: talks of those two through a third.
  void between(std::uint32_t i, const Trigger& t, std::vector<Party> third) {
    std::vector<Party> parties;
    for (std::uint32_t k = i + 1; k + 1 < at_.end && k < i + kSideReach && parties.empty(); ++k)
      if (is(ContactWord::between, k)) sides_.read(k + 1, at_.end, parties);
    std::erase_if(third, [&](const Party& p) {
      return std::any_of(parties.begin(), parties.end(), [&](const Party& q) { return q.name == p.name; });
    });
    if (parties.size() < 2 && !(parties.size() == 1 && parties[0].kind == PartyKind::anonymous && !third.empty())) return;
    carriers_ = std::move(third);
    make(t, std::move(parties), false);
  }

  // Who mediates, by the noun: `وساطة قطرية`, `وساطة قطر`, or who leads or offers it.
  std::vector<Party> mediators(std::uint32_t i) {
    std::vector<Party> out;
    const std::uint32_t j = sides_.adjectives(i, at_.end, out);
    if (out.empty() && x_.word(i).enclitic != Enclitic::none) out = sides_.pronoun(i);
    if (out.empty() && j == i + 1 && j < at_.end && x_.is_word(j) && !x_.is_preposition(j) && !x_.word(j).has(language::kAnd))
      sides_.read_actor(j, at_.end, out);
    if (out.empty()) out = who_tries(i);
    return out;
  }

  // Whose effort the noun is the object of: `تسعى الأمم المتحدة لاستئناف المفاوضات بين X وY`, `جهود قطر للوساطة بين X وY`. Between
  // the two stand only prepositions and verbal nouns.
  std::vector<Party> who_tries(std::uint32_t i) {
    const auto leads = [&](std::uint32_t first) {
      if (i > first + kEffortReach) return false;
      for (std::uint32_t j = first; j < i; ++j) {
        if (!x_.is_word(j) || x_.mention(j) != nullptr || x_.is_verb(j)) return false;
        if (x_.word(j).pos != model::Pos::adp && x_.word(j).find(Category::masdar) == nullptr && !is(ContactWord::effort, j)) return false;
      }
      return true;
    };
    std::vector<Party> out;
    for (std::uint32_t k = i, stop = back(i, at_.begin, kGovernorReach); k-- > stop;) {
      if (!x_.is_word(k) || x_.entities.mention_at[k] != kNoToken) continue;
      if (!is(ContactWord::effort, k)) {
        if (x_.is_verb(k)) return {};
        continue;
      }
      std::uint32_t end = k + 1;
      if (x_.is_verb(k)) {
        ContactSides::Subject s = sides_.subject(k, i);
        out = std::move(s.parties);
        end = s.before ? k + 1 : s.end;
      } else {
        end = sides_.adjectives(k, i, out);
        if (out.empty() && x_.word(k).enclitic != Enclitic::none) out = sides_.pronoun(k);
        if (out.empty() && end < i && x_.is_word(end) && !x_.is_preposition(end)) end = sides_.read_actor(end, i, out);
      }
      if (!out.empty() && !leads(end)) return {};
      if (out.empty()) continue;
      if (x_.is_verb(k)) at_.governor = k;
      return out;
    }
    return {};
  }

  // --- nouns --------------------------------------------------------------------------------------------------------

  // `حوار مع برنامج «…»`, `لقاء مع صحيفة`: words to a medium.
  bool interview(std::uint32_t i, const Trigger& t) const {
    if (t.kind != ContactKind::meeting && t.kind != ContactKind::talks) return false;
    for (std::uint32_t k = i + 1; k < at_.end && k < i + kTourReach; ++k) {
      if (x_.is_verb(k)) return false;
      const std::uint32_t at = after_preposition(k, t.prepositions);
      if (at == kNoToken || x_.timex_at[at] != kNoToken) continue;
      const Mention* m = x_.mention(at);
      return is(ContactWord::interview, at) || (m != nullptr && x_.type_of(*m) == EntityType::media);
    }
    return false;
  }

  // A word behind the noun that makes it something else: a press conference, the first leg of a match.
  bool something_else(std::uint32_t i) const {
    for (std::uint32_t j = i + 1; j < at_.end && j < i + 4; ++j) {
      if (!x_.is_word(j)) break;
      if (is(ContactWord::other, j)) {
        // A press conference of two is a meeting, too.
        for (std::uint32_t k = j; k < at_.end && k < j + 3; ++k)
          if (x_.is_word(k) && is(ContactWord::shared, k)) return false;
        return true;
      }
      if (j == i + 1 && is(ContactWord::change, j) && x_.word(j).find(Category::masdar) != nullptr && !x_.is_preposition(j))
        return true;  // `اتفاق تطبيع العلاقات`
      if (x_.word(j).pos != model::Pos::adj) break;
    }
    return x_.sport[x_.token(i).sentence];
  }

  // Whether a word of change governs the noun: `استئناف العلاقات`, `العلاقات انقطعت`. Returns it.
  std::uint32_t change_of(std::uint32_t i) const {
    for (std::uint32_t k = i, stop = back(i, at_.begin, 11); k-- > stop;) {
      if (x_.timex_at[k] != kNoToken || (k + 1 < i && x_.timex_at[k + 1] != kNoToken)) continue;
      if (is(ContactWord::change, k) && (x_.is_verb(k) || x_.word(k).pos == model::Pos::noun)) return k;
      if (k + 1 < i && x_.word(k).pos == model::Pos::adp) break;
    }
    for (std::uint32_t k = i + 1; k < at_.end && k < i + 7; ++k)
      if (x_.is_verb(k)) return is(ContactWord::change, k) ? k : kNoToken;
    return kNoToken;
  }

  void noun(std::uint32_t i, const Trigger& t) {
    const bool visit = t.kind == ContactKind::visit, tour = t.cls == TriggerClass::tour;  // the sides behind a tour are places
    if (something_else(i) || interview(i, t) || (t.phone && !phoned(i))) return;
    if (t.third) return between(i, t, mediators(i));
    // `محادثات وقف إطلاق النار` are talks.
    if (t.kind == ContactKind::agreement && i > at_.begin && x_.is_word(i - 1) && !x_.word(i).has(language::kAnd) && !x_.is_preposition(i))
      if (const Trigger* talks = x_.frames.of_noun(x_.word(i - 1)); talks != nullptr && talks->kind == ContactKind::talks) return;
    const std::uint32_t change = t.cls == TriggerClass::change ? change_of(i) : kNoToken;
    if (t.cls == TriggerClass::change && change == kNoToken) return;
    const Word& w = x_.word(i);
    const bool pointed = i > at_.begin && x_.is_word(i - 1) && x_.word(i - 1).pos == model::Pos::det;  // `هذا اللقاء`
    const bool definite = w.has(language::kThe) || w.enclitic != Enclitic::none;
    std::vector<Party> parties;
    std::uint32_t j = sides_.adjectives(i, at_.end, parties);
    const bool adjective = j > i + 1;
    if (w.enclitic != Enclitic::none) {
      // `لقائه الرئيس الفرنسي`, `زيارته روما`
      std::uint32_t at = sides_.skip(j, at_.end);
      if (at + 1 < at_.end && is(ContactWord::venue, at))
        at = sides_.skip(std::max(at + 2, language::phrase_end(x_.analysis, at + 1)), at_.end);  // `لقائه في جنيف الوزير`
      if (at < at_.end && x_.is_word(at) && !x_.is_preposition(at) && is_noun(t) && w.find(Category::masdar) != nullptr)
        j = std::max(j, object(at, visit, parties));
    } else if (visit && j < at_.end && x_.is_word(j) && is(ContactWord::sort, j) && (x_.word(j).proclitics & ~language::kThe) == 0) {
      ++j;
    } else if (!adjective && !w.has(language::kThe) && j < at_.end && x_.is_word(j) && !x_.is_preposition(j) &&
               !x_.word(j).has(language::kAnd) && !(tour && x_.word(j).enclitic != Enclitic::none)) {  // `جولة قادته إلى مصر`
      j = possessor(j, visit, parties);
    }
    // `اجتماع لهم`
    if (parties.empty() && !definite && j < at_.end && x_.is_word(j) && x_.word(j).enclitic != Enclitic::none &&
        x_.word(j).pos == model::Pos::adp && after_preposition(j, t.prepositions) == kNoToken)
      parties = sides_.pronoun(j);
    // `وصول صواريخها إلى`, `وصول المساعدات إلى`: a thing arrives.
    if (visit && !tour && parties.empty() && !definite && j == i + 1 && j < at_.end && x_.is_word(j) && language::is_nominal(x_.word(j)) &&
        !x_.is_preposition(j) && x_.mention(j) == nullptr && x_.word(j).pos == model::Pos::noun && x_.titled(j) == nullptr) {
      const auto v = sides_.reference().read(j, at_.end);
      if (x_.word(j).enclitic != Enclitic::none || (v && !v->human && !v->named)) return;
    }
    if (parties.empty() && t.kind != ContactKind::visit) attended(i, j, parties);
    const bool reciprocal = !parties.empty();
    bool with = false;  // sides that only stand behind `مع`: who was with them is still to be found
    scan(i, j, t, parties, with);
    const std::size_t own = parties.size();
    with = with && !reciprocal;
    if (w.enclitic != Enclitic::none && own < 2 && !(change != kNoToken && x_.is_verb(change))) put_first(parties, sides_.pronoun(i));
    const bool carried = t.kind == ContactKind::message;
    // A contact that is known is governed only as the object of its own verb: `أبرمت الدول الاتفاق`.
    const bool strict = definite && own == 0 && !carried && is_noun(t);
    // Who speaks of an agreement has not made it.
    const bool known = t.kind == ContactKind::agreement && definite && own == 1 && !of_a_side(i);
    if ((parties.size() < 2 || (with && !definite) || carried || tour) && !pointed && !known)
      govern(i, t, change, with, strict, adjective, parties);
    // Others' talks: who tries to bring them about goes between.
    if (own > 1 && carriers_.empty() && (t.kind == ContactKind::talks || t.kind == ContactKind::agreement)) {
      carriers_ = who_tries(i);
      for (const Party& p : carriers_)
        if (std::any_of(parties.begin(), parties.end(), [&](const Party& q) { return q.name == p.name; })) {
          carriers_.clear();
          break;
        }
    }
    if (parties.size() == 1 && at_.governor == kNoToken && (with || w.enclitic != Enclitic::none)) follow(i, parties);
    if (visit && parties.size() == 1) invitation(i, t, parties);
    if (parties.size() == 1) announce(i, t, parties);
    const bool among =
        own == 0 && !definite && i > 0 && at_.governor != kNoToken && is(ContactWord::light, at_.governor) && !is(ContactWord::held, i - 1);
    const bool setting = i > 0 && is(ContactWord::margin, i - 1);  // `على هامش اجتماعات الأمم المتحدة`
    if (parties.size() < 2 && (setting || !single(t, parties, own, among, definite))) {
      if (definite && is_noun(t)) refer(t);
      return;
    }
    make(t, std::move(parties), definite || pointed);
  }

  // Who acts after a circumstance that opens the sentence: `وفي لقاء مع فلان، قال الوزير`.
  void follow(std::uint32_t i, std::vector<Party>& parties) {
    const Sentence& s = x_.sentence_of(i);
    for (std::uint32_t k = s.first; k < i; ++k)
      if (x_.is_verb(k)) return;
    if (i > s.first + 2) return;
    for (std::uint32_t k = i + 1; k < s.last && k < i + kSideReach; ++k) {
      if (!x_.is_verb(k) || x_.word(k).has(language::kAnd) || x_.is_relative(k - 1)) continue;
      const std::uint32_t at = sides_.skip(k + 1, s.last);
      std::vector<Party> who;
      if (at < s.last && !x_.is_preposition(at)) sides_.read_actor(at, s.last, who);
      put_first(parties, std::move(who));
      return;
    }
  }

  // The verb before it is what a side of an agreement does: it signs it, leaves it, keeps it.
  bool of_a_side(std::uint32_t i) const {
    for (std::uint32_t k = i, stop = back(i, at_.begin, kGovernorReach); k-- > stop;)
      if (x_.is_verb(k)) return is(ContactWord::light, k) || is(ContactWord::held, k);
    return false;
  }

  // A word of making near the trigger: `الاتفاق الذي أبرم`, `التوصل إلى الاتفاق`, `الموقع`.
  bool made() const {
    const std::uint32_t i = at_.trigger;
    for (std::uint32_t k = back(i, at_.begin, 3); k < at_.end && k < i + kTourReach; ++k)
      if (k != i && x_.is_word(k) &&
          (is(ContactWord::light, k) || is(ContactWord::reach, k) || is(ContactWord::done, k) || x_.timex_at[k] != kNoToken))
        return true;
    return false;
  }

  // One side is enough where the noun's own words name it: those who meet among themselves, a state's agreement.
  // `among`: or who holds it, as `عقد الوزراء اجتماعا`.
  bool single(const Trigger& t, const std::vector<Party>& parties, std::size_t own, bool among, bool referred) const {
    if ((own != 1 && !among) || parties.size() != 1 || !is_noun(t) || is(ContactWord::round, at_.trigger)) return false;
    const Party& p = parties[0];
    switch (t.kind) {
      // One that is only referred to (`التزامها بالاتفاق النووي الإيراني`) tells of no making.
      case ContactKind::agreement: return (p.kind == PartyKind::country || p.kind == PartyKind::organization) && (!referred || made());
      case ContactKind::meeting: return p.kind == PartyKind::organization || (p.kind == PartyKind::anonymous && (among || group(p)));
      case ContactKind::talks: return p.kind == PartyKind::organization || p.kind == PartyKind::anonymous;
      default: return false;
    }
  }

  // Several who are named more closely: `وزراء الخارجية العرب`, `الدول الـ12`.
  bool group(const Party& p) const {
    if (!p.span || p.name.find(' ') == std::string::npos) return false;
    for (std::uint32_t j = at_.trigger + 1; j < at_.end; ++j)
      if (x_.token(j).span.end > p.span->start) return (x_.word(j).features & model::kPlural) != 0;
    return false;
  }

  // The object of a verbal noun: whom one meets, what one visits. Returns the token after it.
  std::uint32_t object(std::uint32_t at, bool visit, std::vector<Party>& parties) {
    std::vector<Party> found;
    const std::uint32_t end = visit ? sides_.read(at, at_.end, found, true) : sides_.read_actor(at, at_.end, found);
    if (found.empty()) return at;
    if (visit) at_.goal = at;
    add_all(parties, std::move(found));
    return end;
  }

  // A place behind `to` ends the phrase of who visits it: `زيارة الرئيس المصري لباريس`.
  std::uint32_t goal_of_visit(std::uint32_t j) const {
    for (std::uint32_t k = j + 1; k < at_.end && k < j + kSideReach; ++k)
      if (const Mention* m = x_.mention(k); m != nullptr && x_.is_word(k) && x_.word(k).has(language::kFor) &&
                                            (x_.type_of(*m) == EntityType::place || x_.type_of(*m) == EntityType::country))
        return k;
    return at_.end;
  }

  // What the noun is in construct with: a side, the place it is named for, the goal of a visit. Returns the token after it.
  std::uint32_t possessor(std::uint32_t j, bool visit, std::vector<Party>& parties) {
    const Mention* m = x_.mention(j);
    if (m != nullptr && !visit && (x_.type_of(*m) == EntityType::place || x_.word(j).is(Category::capital))) {
      at_.named_for = j;
      return m->last;
    }
    if (visit && m != nullptr && x_.type_of(*m) != EntityType::person) return object(j, true, parties);
    if (is(ContactWord::delegates, j)) return sides_.read_actor(j, at_.end, parties);
    // An adjective that is a noun for a person elsewhere: `اتفاق سياسي`.
    const Word& w = x_.word(j);
    if (w.pos == model::Pos::adj && !w.has(language::kThe)) return j;
    if (m == nullptr && !w.has(language::kThe) && w.enclitic == Enclitic::none && (w.features & model::kPlural) == 0) {
      const auto v = sides_.reference().read(j, at_.end);
      if (!v || (!v->named && v->last == j + 1)) return j;
      bool state = v->named;
      for (std::uint32_t k = v->first; k < v->last; ++k)
        state = state || x_.word(k).find(Category::gentilic) != nullptr || x_.mention(k) != nullptr;
      if (!state) return j;
    }
    std::uint32_t end = sides_.read_actor(j, visit ? goal_of_visit(j) : at_.end, parties);
    // What is visited: `زيارة الرئيس الروسي سوريا`.
    if (visit && !parties.empty() && end < at_.end && x_.mention(end) != nullptr && !x_.is_preposition(end) &&
        !x_.word(end).has(language::kAnd))
      end = object(end, true, parties);
    // Whom one receives: `استقبال الرئيس الفرنسي نظيره`.
    const Trigger* verb = x_.frames.of_masdar(x_.word(at_.trigger));
    if (!visit && verb != nullptr && verb->object && !parties.empty() && end < at_.end && x_.is_word(end) && !x_.is_preposition(end) &&
        !x_.word(end).has(language::kAnd))
      end = object(end, false, parties);
    return end;
  }

  // Sides behind the noun: `بين X وY`, `مع X`, `إلى X`, a relative clause (`التي أجراها X مع Y`).
  void scan(std::uint32_t i, std::uint32_t from, const Trigger& t, std::vector<Party>& parties, bool& with) {
    const bool visit = t.kind == ContactKind::visit || t.cls == TriggerClass::change;
    for (std::uint32_t k = from; k < at_.end && k < i + kSideReach; ++k) {
      if (!x_.is_word(k)) continue;
      const Word& w = x_.word(k);
      if (x_.is_verb(k)) {
        if (is(ContactWord::gather, k)) {
          std::uint32_t at = sides_.skip(k + 1, at_.end);
          std::vector<Party> met;
          if (w.enclitic != Enclitic::none) met = sides_.pronoun(k);
          at = sides_.read_actor(at, at_.end, met);
          at = sides_.skip(at, at_.end);
          if (at < at_.end && x_.is_word(at) && x_.word(at).has(language::kBy)) sides_.read(at, at_.end, met);
          // `قمة سنغافورة التي جمعت X وY`: where it was.
          if (met.size() > 1 && parties.size() == 1 && parties[0].kind == PartyKind::country && x_.mention(i + 1) != nullptr) {
            at_.named_for = i + 1;
            parties.clear();
          }
          put_first(parties, std::move(met));
          if (parties.size() > 1) return;
          continue;
        }
        // `رسالة حملها الوزير`
        if (is(ContactWord::carry, k) && w.enclitic != Enclitic::none && t.kind == ContactKind::message) {
          std::uint32_t at = k + 1;
          while (at < at_.end && at < k + 6 && carriers_.empty()) {
            if (!x_.is_preposition(at)) sides_.read_actor(at, at_.end, carriers_);
            ++at;
          }
          return;
        }
        if (is(ContactWord::host, k) || is(ContactWord::sponsor, k)) continue;
        if (t.cls == TriggerClass::tour && is(ContactWord::covers, k)) {
          const std::uint32_t at = sides_.skip(k + 1, at_.end);
          if (w.enclitic != Enclitic::none || at >= at_.end || x_.is_preposition(at)) continue;
          std::vector<Party> goals;
          sides_.read(at, at_.end, goals, true);
          goals_only(goals);
          add_all(parties, std::move(goals));
          return;
        }
        // `لقاء شارك فيه X وY`, `القمة التي حضرها X وY`
        if (is(ContactWord::attend, k)) {
          std::vector<Party> guests;
          attending(k, at_.end, guests);
          if (guests.size() > 1) return put_first(parties, std::move(guests));
          return;
        }
        // `لقاء كان مقررا مع X`, `قمة تقرر عقدها بين X وY`
        if (is(ContactWord::before, k) || is(ContactWord::planned, k) || is(ContactWord::cancelled, k)) continue;
        if (!is(ContactWord::light, k) && x_.frames.of_verb(w) == nullptr) return;
        // Who held it, where the verb refers back to the noun: `التي أجراها X`, `يقوم بها X`, `وقعه X`.
        std::uint32_t at = sides_.skip(k + 1, at_.end);
        bool back = w.enclitic != Enclitic::none || (k > from && x_.is_relative(k - 1));
        if (at < at_.end && x_.is_word(at) && x_.word(at).enclitic != Enclitic::none && x_.word(at).stem.size() <= 2) {
          back = true;
          at = sides_.skip(at + 1, at_.end);
        }
        if (back && at < at_.end && !x_.is_preposition(at)) {
          std::vector<Party> who;
          const std::uint32_t end = sides_.read_actor(at, at_.end, who);
          if (!who.empty()) {
            put_first(parties, std::move(who));
            with = false;
            k = std::max(k, end - 1);
          }
        }
        continue;
      }
      if (is(ContactWord::about, k) && parties.size() > 1) return;
      // Another contact, unless it is what this is a round of, or the same by two names.
      if (k > i + 1 && noun_trigger(k) != nullptr && !is(ContactWord::round, i) && x_.entities.mention_at[k] == kNoToken) return;
      if (is(ContactWord::between, k) && w.enclitic == Enclitic::none && k + 1 < at_.end) {
        with = false;
        std::vector<Party> both;
        sides_.read(k + 1, at_.end, both, false);
        if (both.size() > 1 || parties.empty()) parties = std::move(both);
        if (parties.size() > 1) return;
        continue;
      }
      if (is(ContactWord::both, k) && parties.size() < 2 && (w.has(language::kThe) || w.enclitic != Enclitic::none)) {
        add_all(parties, sides_.pair(k));
        return;
      }
      const std::uint32_t at = after_preposition(k, t.prepositions);
      if (at == kNoToken || x_.timex_at[at] != kNoToken) continue;
      if ((t.kind == ContactKind::visit || t.cls == TriggerClass::change) && at_.goal == kNoToken) at_.goal = at;
      if (located(at, k)) continue;
      std::vector<Party> other;
      // Messages go from capital to capital.
      const std::uint32_t end = sides_.read(at, at_.end, other, visit || t.kind == ContactKind::message);
      if (t.kind == ContactKind::visit) goals_only(other);
      if (other.empty()) continue;
      with = with || parties.empty();
      add_all(parties, std::move(other));
      k = std::max(k, end - 1);
    }
  }

  // Who attends, behind the verb and what it refers to: `شارك فيه X وY`, `حضرها X وY`.
  void attending(std::uint32_t k, std::uint32_t limit, std::vector<Party>& parties) const {
    std::uint32_t at = sides_.skip(k + 1, limit);
    if (at < limit && x_.is_word(at) && x_.word(at).enclitic != Enclitic::none && x_.word(at).stem.size() <= 2)
      at = sides_.skip(at + 1, limit);
    if (at < limit && !x_.is_preposition(at)) sides_.read_actor(at, limit, parties);
  }

  // Who attends what the noun names, behind it: `شارك في الاجتماع وزراء خارجية مصر والأردن`, `حضر القمة X وY`.
  void attended(std::uint32_t i, std::uint32_t j, std::vector<Party>& parties) {
    std::uint32_t k = i;
    if (k > at_.begin && x_.is_word(k - 1) && x_.word(k - 1).pos == model::Pos::adp && !x_.is_verb(k - 1)) --k;
    if (k == at_.begin || !x_.is_verb(k - 1) || !is(ContactWord::attend, k - 1)) return;
    std::vector<Party> guests;
    const std::uint32_t at = sides_.skip(j, at_.end);
    if (at < at_.end && !x_.is_preposition(at)) sides_.read_actor(at, at_.end, guests);
    if (guests.size() > 1) put_first(parties, std::move(guests));
  }

  // A state or place after an attached `ب` is where, not with whom.
  bool located(std::uint32_t at, std::uint32_t k) const {
    const Mention* m = x_.mention(at);
    return at == k && x_.word(k).has(language::kBy) && m != nullptr &&
           (x_.type_of(*m) == EntityType::country || x_.type_of(*m) == EntityType::place);
  }

  // The subject of the verb that the noun depends on, where sides are missing. `with`: the noun names a side behind a
  // preposition, so that who does something during it or after it is the other. `adjective`: it names a side so (`رسالة أمريكية`).
  void govern(std::uint32_t i, const Trigger& t, std::uint32_t change, bool with, bool strict, bool adjective,
              std::vector<Party>& parties) {
    bool carried = false, light = false, apart = false, arranged = false;
    for (std::uint32_t k = i, stop = back(i, at_.begin, kGovernorReach); k-- > stop;) {
      if (!x_.is_word(k)) continue;
      const Word& w = x_.word(k);
      if (is(ContactWord::carry, k)) carried = true;
      if (is(ContactWord::arrange, k)) arranged = light = true;
      if (w.find(Category::masdar) != nullptr && is(ContactWord::light, k)) light = true;
      const bool of_time = x_.timex_at[k] != kNoToken || x_.timex_at[k + 1] != kNoToken;
      const bool to_do = (k + 1 < i && is(ContactWord::light, k + 1)) || is(ContactWord::reach, k + 1) ||
                         (k > at_.begin && (is(ContactWord::reach, k - 1) || is(ContactWord::proposed, k - 1)));
      if (w.pos == model::Pos::adp && !of_time && !to_do && k + 3 > i) apart = true;
      // `رغبته في لقاء فلان`
      if (w.enclitic != Enclitic::none && !w.is(Category::verb) &&
          (is(ContactWord::proposed, k) || is(ContactWord::planned, k) || is(ContactWord::denied, k))) {
        put_first(parties, sides_.pronoun(k));
        return;
      }
      // `رغبة الرئيس في لقاء فلان`, `دعوة الوزير للتفاوض مع فلان`
      if (parties.size() < 2 && is(ContactWord::proposed, k) && language::is_nominal(w) && !w.has(language::kThe) && k + 1 < i &&
          x_.is_word(k + 1) && !x_.is_preposition(k + 1) && (x_.mention(k + 1) != nullptr || x_.titled(k + 1) != nullptr)) {
        std::vector<Party> whose;
        sides_.read_actor(k + 1, i, whose);
        if (!whose.empty()) {
          put_first(parties, std::move(whose));
          return;
        }
      }
      // `رفضت طهران عرضا أمريكيا لإجراء محادثات`
      if (parties.size() < 2 && is(ContactWord::proposed, k) && language::is_nominal(w)) sides_.adjectives(k, i, parties);
      if (!x_.is_verb(k)) continue;
      const bool governs = is(ContactWord::light, k) || is(ContactWord::carry, k) || is(ContactWord::invite, k) || k == change;
      // A verb that leaves the doing to another: `يعتزم إجراء محادثات`, `وصل لإجراء محادثات`, `طلب لقاء`.
      const bool controls = light || is(ContactWord::proposed, k) || is(ContactWord::planned, k) || is(ContactWord::denied, k) ||
                            is(ContactWord::cancelled, k) || x_.word(i).has(language::kFor) || x_.frames.of_verb(w) != nullptr ||
                            (change != kNoToken && !x_.is_verb(change));
      const bool called_on = is(ContactWord::invite, k) &&
                             (light || (i > k + 1 && x_.word(i - 1).pos == model::Pos::adp));  // `حث مصر وإثيوبيا على العودة إلى المفاوضات`
      if (strict && !called_on && (apart || !is(ContactWord::light, k) || w.enclitic != Enclitic::none)) return;
      if (apart && !with && !governs) return;
      // `بحث صفقة` makes none.
      if (const Trigger* talk = x_.frames.of_verb(w);
          t.kind == ContactKind::agreement && talk != nullptr && talk->kind == ContactKind::talks)
        return;
      if (!governs && !controls && !(apart && with)) return;
      at_.governor = k;
      if (is(ContactWord::host, k)) return;
      ContactSides::Subject s = sides_.subject(k, i);
      if (strict && s.before) {
        at_.governor = kNoToken;
        return;
      }
      // `أجرى الوزير مع نظيره محادثات`
      for (std::uint32_t j = std::max(s.end, k + 1); j < i && parties.empty(); ++j)
        if (const std::uint32_t at = is(ContactWord::light, k) ? after_preposition(j, t.prepositions) : kNoToken;
            at != kNoToken && at < i && x_.timex_at[at] == kNoToken && !located(at, j) && !x_.word(at).has(language::kFor))
          sides_.read_actor(at, i, parties);
      // `طلب من نظيره ترتيب لقاء مع فلان`
      if (arranged)
        for (std::uint32_t j = k + 1; j + 1 < i && carriers_.empty(); ++j)
          if (is(ContactWord::from, j)) sides_.read_actor(j + 1, i, carriers_);
      if (is(ContactWord::invite, k) && invited(k, s, i, t, parties)) return;
      if (carried && t.kind == ContactKind::message) {
        // `سلمت إيران الوكالة رسالة`
        if (parties.empty() && !s.before && !s.parties.empty())
          if (const std::uint32_t at = sides_.skip(s.end, i); at < i && !x_.is_preposition(at)) {
            sides_.read_actor(at, i, parties);
            if (!parties.empty()) {
              put_first(parties, std::move(s.parties));
              return;
            }
          }
        const bool carrier_named =
            std::any_of(parties.begin(), parties.end(), [&](const Party& p) { return !s.parties.empty() && p.name == s.parties[0].name; });
        if (parties.empty() || carrier_named) parties = sides_.states_without(s.parties);
        // `سلم السفير الرئيس رسالة من نظيره`
        if ((with || adjective) && parties.size() == 1 && !s.before) {
          std::vector<Party> to;
          if (const std::uint32_t at = sides_.skip(s.end, i); at < i && !x_.is_preposition(at)) sides_.read_actor(at, i, to);
          add_all(parties, std::move(to));
        }
        if (parties.size() > 1) {
          carriers_ = std::move(s.parties);
          return;
        }
      }
      if (t.kind != ContactKind::message || parties.size() < 2) put_first(parties, std::move(s.parties));
      return;
    }
  }

  // `دعت الأمم المتحدة الطرفين إلى محادثات`, `دعاه إلى زيارة روسيا`: who is called on is the side.
  bool invited(std::uint32_t k, const ContactSides::Subject& s, std::uint32_t i, const Trigger& t, std::vector<Party>& parties) {
    std::vector<Party> object;
    if (x_.word(k).enclitic != Enclitic::none) object = sides_.pronoun(k);
    else if (const std::uint32_t at = sides_.skip(s.before ? k + 1 : s.end, i); at < i && !x_.is_preposition(at))
      sides_.read_actor(at, i, object);
    if (object.empty()) return parties.size() > 1;
    if (object.size() > 1 && t.kind != ContactKind::visit) carriers_ = s.parties;
    put_first(parties, std::move(object));
    return true;
  }

  // Who is invited to a visit: `وجه دعوة إلى X لزيارة روما`, `تلقى X دعوة لزيارة روما`.
  void invitation(std::uint32_t i, const Trigger& t, std::vector<Party>& parties) {
    std::uint32_t k = i;
    for (const std::uint32_t stop = back(i, at_.begin, kGovernorReach); k > stop && !is(ContactWord::invitation, k - 1);) --k;
    if (k-- == at_.begin || !is(ContactWord::invitation, k)) return;
    std::vector<Party> guest;
    for (std::uint32_t j = k + 1; j < i && guest.empty(); ++j)
      if (const std::uint32_t at = after_preposition(j, t.prepositions); at != kNoToken && at < i) sides_.read_actor(at, i, guest);
    for (std::uint32_t j = k, stop = back(k, at_.begin, kGovernorReach); guest.empty() && j-- > stop;)
      if (x_.is_verb(j)) {
        if (is(ContactWord::receive, j)) guest = sides_.subject(j, k).parties;
        break;
      }
    put_first(parties, std::move(guest));
  }

  // One who tells of what he did or wants: `أعلنت قطع العلاقات مع X`.
  void announce(std::uint32_t i, const Trigger& t, std::vector<Party>& parties) {
    const std::uint32_t k = x_.statement_at(i);
    if (k == kNoToken || i > x_.statements[k].content_first + kDeedReach) return;
    const FoundStatement& f = x_.statements[k];
    bool deed = t.cls == TriggerClass::change;
    for (std::uint32_t j = f.content_first; j < i; ++j) deed = deed || is(ContactWord::light, j);
    const Party& p = f.statement.speaker;
    if (deed && (p.kind == PartyKind::country || p.kind == PartyKind::person || p.kind == PartyKind::organization)) put_first(parties, {p});
  }

  // --- making -------------------------------------------------------------------------------------------------------

  std::vector<Party> carriers_;

  void make(const Trigger& t, std::vector<Party> parties, bool definite) {
    Contact c;
    std::swap(c.intermediary, carriers_);
    carriers_.clear();
    if (parties.size() > kMostParties) parties.resize(kMostParties);
    c.kind = t.kind == ContactKind::talks && phoned(at_.trigger) ? ContactKind::call : t.kind;
    c.pattern = t.name;
    c.parties = std::move(parties);
    if (t.kind == ContactKind::relations) states_only(c.parties);
    const Span words = find_details(x_, sides_, at_, c);
    if (c.parties.empty() || (t.kind == ContactKind::relations && c.parties.size() < 2)) return;
    // Nobody is named: the neighbours, the police.
    if (std::all_of(c.parties.begin(), c.parties.end(), [](const Party& p) { return p.kind == PartyKind::anonymous; }) &&
        c.parties.size() > 1)
      return;
    const std::uint32_t sentence = x_.token(at_.trigger).sentence;
    merge_.inherit(c, sentence);
    sides_.met(c.parties, at_.trigger);
    merge_.add(std::move(c), words, definite, sentence);
  }

  const Mention* mention_of(const Party& p) const {
    if (!p.span) return nullptr;
    for (std::uint32_t j = at_.begin; j < at_.end; ++j)
      if (x_.mention(j) != nullptr && x_.mention(j)->span.start == p.span->start) return x_.mention(j);
    return nullptr;
  }

  // Relations are between states: a minister who opens an embassy acts for his.
  void states_only(std::vector<Party>& parties) const {
    std::vector<Party> out;
    for (Party& p : parties) {
      Party state;
      if (p.kind == PartyKind::place) {  // where an embassy is moved to
        const Mention* m = mention_of(p);
        ContactSides::add(out, m != nullptr && sides_.state_of_place(*m, state) != nullptr ? state : p);
        continue;
      }
      ContactSides::add(out, p.kind == PartyKind::person && sides_.state_of_person(p, state) != nullptr ? state : p);
    }
    parties = std::move(out);
  }

  // `اللقاء`, `المحادثات` without sides: the one told of last.
  void refer(const Trigger& t) {
    if (x_.token(at_.trigger).sentence > sides_.met_in() + 2) return;
    Contact c;
    c.kind = t.kind;
    find_details(x_, sides_, at_, c);
    merge_.refer(c);
  }
};

}  // namespace

std::vector<Contact> find_contacts(const Analysis& analysis, const Entities& entities, const Times& times,
                                   const std::vector<FoundStatement>& statements, const ContactFrames& frames,
                                   const model::Lexicon& lexicon) {
  return Finder(ContactText(analysis, entities, times, statements, frames, lexicon)).run();
}

}  // namespace isnad::extract
