#include "extract/contacts.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "extract/reference.h"
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
using text::Token;
using text::TokenKind;

namespace {

enum class TriggerClass : std::uint8_t { verb, noun, change };

struct Trigger {
  TriggerClass cls = TriggerClass::noun;
  ContactKind kind = ContactKind::meeting;
  bool object = false;
  std::vector<std::string> prepositions;
  std::string name;
};

ContactKind kind_named(std::string_view name) {
  static const std::map<std::string_view, ContactKind> kinds = {
      {"meeting", ContactKind::meeting}, {"talks", ContactKind::talks}, {"call", ContactKind::call}, {"message", ContactKind::message},
      {"visit", ContactKind::visit}, {"agreement", ContactKind::agreement}, {"relations", ContactKind::relations}};
  return kinds.at(name);
}

bool is_comma(const Token& t) { return t.kind == TokenKind::punctuation && (t.mark == 0x060C || t.mark == U',' || t.mark == 0x061B); }

}  // namespace

struct ContactFrames::Impl {
  std::unordered_map<std::uint32_t, Trigger> verbs;       // by row of lexicon/verbs
  std::unordered_map<std::string, Trigger> nouns;         // by stem
  std::unordered_set<std::uint32_t> light;                // rows of lexicon/verbs
  std::unordered_map<std::string, std::unordered_set<std::string>> words;

  bool is(const char* function, std::string_view key) const {
    const auto it = words.find(function);
    return it != words.end() && it->second.contains(std::string(key));
  }
};

ContactFrames::ContactFrames(const model::Lexicon& lexicon) : impl_(std::make_unique<Impl>()) {
  const model::Table& verbs = lexicon.table("lexicon/verbs");
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> rows;
  for (std::uint32_t r = 0; r < verbs.rows(); ++r) rows[verbs.cell(r, 0)].push_back(r);
  const model::Table& table = lexicon.table("frames/contact");
  for (std::uint32_t r = 0; r < table.rows(); ++r) {
    Trigger t;
    const std::string_view trigger = table.cell(r, 0), cls = table.cell(r, 1);
    t.cls = cls == "verb" ? TriggerClass::verb : cls == "change" ? TriggerClass::change : TriggerClass::noun;
    t.kind = kind_named(table.cell(r, 2));
    t.name = std::string(trigger) + "/" + std::string(cls);
    for (const std::string_view o : model::values(table.cell(r, 3))) {
      if (o == "obj") t.object = true;
      else t.prepositions.push_back(model::fold_utf8(o));
    }
    if (t.cls == TriggerClass::verb) {
      if (const auto it = rows.find(trigger); it != rows.end())
        for (const std::uint32_t row : it->second) impl_->verbs.try_emplace(row, t);
    } else {
      impl_->nouns.try_emplace(model::fold_utf8(trigger), t);
    }
  }
  const model::Table& words = lexicon.table("frames/contact_words");
  for (std::uint32_t r = 0; r < words.rows(); ++r) {
    if (words.cell(r, 0) == "light") {
      if (const auto it = rows.find(words.cell(r, 1)); it != rows.end()) impl_->light.insert(it->second.begin(), it->second.end());
      continue;
    }
    impl_->words[std::string(words.cell(r, 0))].insert(model::fold_utf8(words.cell(r, 1)));
  }
}

ContactFrames::~ContactFrames() = default;

namespace {

class Finder {
 public:
  Finder(const Analysis& analysis, const Entities& entities, const Times& times, const std::vector<FoundStatement>& statements,
         const ContactFrames::Impl& frames, const model::Lexicon& lexicon)
      : a_(analysis), e_(entities), times_(times), statements_(statements), frames_(frames), lexicon_(lexicon),
        countries_(lexicon.table("gazetteer/countries")), reference_(analysis, entities, lexicon) {
    timex_at_.assign(a_.tokens().size(), kNoToken);
    for (std::uint32_t m = 0; m < times_.mentions.size(); ++m)
      for (std::uint32_t i = times_.mentions[m].first; i < times_.mentions[m].last; ++i) timex_at_[i] = m;
    for (std::uint32_t i = 0; i < e_.entities.size(); ++i)
      if (e_.entities[i].type == EntityType::country && e_.row[i] != kNoToken) country_entity_.emplace(e_.row[i], i);
  }

  std::vector<Contact> run() {
    for (const Sentence& s : a_.sentences()) {
      if (s.title) continue;
      sentence_ = &s;
      for (std::uint32_t i = s.first; i < s.last; ++i) {
        if (token(i).kind != TokenKind::word) continue;
        remember_country(i);
        if (e_.mention_at[i] != kNoToken) continue;
        if (const Trigger* t = verb_trigger(i)) verb(i, *t);
        else if (const Trigger* n = noun_trigger(i)) noun(i, *n);
      }
    }
    std::vector<Contact> out;
    for (Found& f : found_) out.push_back(std::move(f.contact));
    return out;
  }

 private:
  struct Found {
    Contact contact;
    std::vector<std::string> keys;  // of the parties, sorted
  };

  const Analysis& a_;
  const Entities& e_;
  const Times& times_;
  const std::vector<FoundStatement>& statements_;
  const ContactFrames::Impl& frames_;
  const model::Lexicon& lexicon_;
  const model::Table& countries_;
  Reference reference_;
  std::vector<std::uint32_t> timex_at_;
  std::unordered_map<std::uint32_t, std::uint32_t> country_entity_;  // row of the table -> entity
  std::vector<std::uint32_t> recent_;  // rows of the states named last, newest last
  const Sentence* sentence_ = nullptr;
  std::vector<Found> found_;
  std::uint32_t governor_ = kNoToken;  // the light verb of the noun at hand
  std::uint32_t place_ = kNoToken;        // the place that a noun of contact is named for
  std::uint32_t destination_ = kNoToken;  // where a visit goes

  const Token& token(std::uint32_t i) const { return a_.tokens()[i]; }
  const Word& word(std::uint32_t i) const { return a_.words[i]; }
  std::uint32_t first() const { return sentence_->first; }
  std::uint32_t last() const { return sentence_->last; }
  bool is(const char* f, std::uint32_t i) const {
    return token(i).kind == TokenKind::word && (frames_.is(f, token(i).key) || frames_.is(f, word(i).name) || frames_.is(f, word(i).stem));
  }

  void remember_country(std::uint32_t i) {
    std::uint32_t row = kNoToken;
    if (const std::uint32_t m = e_.mention_at[i]; m != kNoToken && e_.entities[e_.mentions[m].entity].type == EntityType::country) row = e_.row[e_.mentions[m].entity];
    else if (word(i).is(Category::gentilic)) row = word(i).sense->ref;
    if (row == kNoToken || (!recent_.empty() && recent_.back() == row)) return;
    recent_.push_back(row);
  }

  // --- triggers -----------------------------------------------------------------------------------------------------

  const Trigger* verb_trigger(std::uint32_t i) const {
    const Word& w = word(i);
    if (!w.is(Category::verb)) return nullptr;
    const auto it = frames_.verbs.find(w.sense->ref);
    return it == frames_.verbs.end() ? nullptr : &it->second;
  }

  const Trigger* noun_trigger(std::uint32_t i) const {
    const Word& w = word(i);
    if (!language::is_nominal(w) || w.is(Category::verb)) return nullptr;
    auto it = frames_.nouns.find(std::string(w.stem));
    if (it == frames_.nouns.end() && (w.features & model::kAccusative) != 0 && w.stem.size() > 3) it = frames_.nouns.find(std::string(w.stem.substr(0, w.stem.size() - 1)));
    if (it == frames_.nouns.end() && w.enclitic != Enclitic::none && w.stem.size() > 2 && w.stem.back() == model::kTeh) {
      std::string stem(w.stem);
      stem.back() = model::kHeh;  // teh marbuta before a pronoun
      it = frames_.nouns.find(stem);
    }
    return it == frames_.nouns.end() ? nullptr : &it->second;
  }

  // --- parties ------------------------------------------------------------------------------------------------------

  Party country_party(std::uint32_t row) const {
    if (const auto it = country_entity_.find(row); it != country_entity_.end()) return reference_.party_of(it->second);
    Party p;
    p.name = std::string(countries_.cell(row, 1));
    p.kind = PartyKind::country;
    return p;
  }

  static void add(std::vector<Party>& parties, Party p) {
    for (const Party& q : parties)
      if ((p.entity && q.entity && *p.entity == *q.entity) || p.name == q.name) return;
    parties.push_back(std::move(p));
  }

  // The sides that a noun phrase stands for: persons and bodies by name; officials of a state for the state.
  void sides(std::uint32_t at, std::uint32_t limit, std::vector<Party>& parties, std::uint32_t* end = nullptr) const {
    if (at >= limit) return;
    if (is("both", at)) {
      for (const std::uint32_t row : last_pair()) add(parties, country_party(row));
      if (end != nullptr) *end = at + 1;
      return;
    }
    std::uint32_t next = at;
    for (int guard = 0; guard < 5 && next < limit; ++guard) {
      const auto v = reference_.read(next, limit);
      if (!v) break;
      one_side(*v, parties);
      next = v->last;
      if (end != nullptr) *end = next;
      if (next < limit && is_comma(token(next)) && next + 1 < limit && word(next + 1).has(language::kAnd)) ++next;
      if (next >= limit || token(next).kind != TokenKind::word || !word(next).has(language::kAnd) || word(next).is(Category::verb)) break;
    }
  }

  void one_side(const Voice& v, std::vector<Party>& parties) const {
    if (v.named) {
      if (v.party.kind == PartyKind::place) {
        const std::uint32_t row = country_of_place(v.first, v.last);
        if (row != kNoToken) add(parties, country_party(row));
        return;
      }
      if (v.party.kind != PartyKind::media) add(parties, v.party);
      return;
    }
    // `مسؤولين أمريكيين وإيرانيين`, `وفد عماني`, `الأميركيون`
    bool state = false;
    for (std::uint32_t i = v.first; i < v.last; ++i)
      if (const Sense* g = word(i).find(Category::gentilic); g != nullptr && (word(i).pos == model::Pos::adj || word(i).is(Category::gentilic))) {
        add(parties, country_party(g->ref));
        state = true;
      }
    if (state) return;
    // Named inside the phrase: `وزراء خارجية مصر والأردن`, `وفد من إيران`.
    for (std::uint32_t i = v.first; i < v.last; ++i)
      if (const std::uint32_t m = e_.mention_at[i]; m != kNoToken && e_.mentions[m].first == i) {
        const EntityType type = e_.entities[e_.mentions[m].entity].type;
        if (type == EntityType::country || type == EntityType::organization) {
          add(parties, reference_.party_of_mention(e_.mentions[m]));
          state = true;
        }
      }
    const Word& head = word(v.first);
    if (!state && v.human && head.pos != model::Pos::adj && head.find(Category::masdar) == nullptr && (head.features & model::kSpeech) == 0)
      add(parties, v.party);
  }

  std::vector<std::uint32_t> last_pair() const {
    std::vector<std::uint32_t> out;
    for (auto it = recent_.rbegin(); it != recent_.rend() && out.size() < 2; ++it)
      if (std::find(out.begin(), out.end(), *it) == out.end()) out.push_back(*it);
    std::reverse(out.begin(), out.end());
    return out.size() == 2 ? out : std::vector<std::uint32_t>{};
  }

  std::uint32_t row_of_iso(std::string_view iso) const {
    for (std::uint32_t r = 0; r < countries_.rows(); ++r)
      if (countries_.cell(r, 0) == iso) return r;
    return kNoToken;
  }

  std::uint32_t country_of_place(std::uint32_t from, std::uint32_t to) const {
    for (std::uint32_t i = from; i < to; ++i) {
      if (const Sense* s = word(i).find(Category::capital)) return s->ref;
      if (const Sense* s = word(i).find(Category::place)) {
        const model::Table& places = lexicon_.table("gazetteer/places");
        const std::string_view iso = places.cell(s->ref, places.column("country"));
        if (iso != "-") return row_of_iso(iso);
      }
    }
    return kNoToken;
  }

  // --- clauses ------------------------------------------------------------------------------------------------------

  std::uint32_t clause_begin(std::uint32_t i) const {
    for (std::uint32_t j = i; j-- > first();) {
      const Token& t = token(j);
      if (t.kind == TokenKind::punctuation && (t.mark == U':' || t.mark == 0x061B)) return j + 1;
      if (is_comma(t) && j + 1 < i && (word(j + 1).is(Category::verb) || word(j + 1).pos == model::Pos::sconj)) return j + 1;
      if (t.kind == TokenKind::word && word(j).pos == model::Pos::sconj && word(j).stem.size() == 2 && word(j).enclitic == Enclitic::none) return j + 1;
    }
    return first();
  }

  std::uint32_t clause_end(std::uint32_t i) const {
    for (std::uint32_t j = i + 1; j < last(); ++j) {
      const Token& t = token(j);
      if (t.kind == TokenKind::punctuation && (t.mark == U':' || t.mark == 0x061B)) return j;
      if (is_comma(t) && j + 1 < last() && (word(j + 1).is(Category::verb) || word(j + 1).pos == model::Pos::sconj || word(j + 1).is(Category::participle)))
        return j;
    }
    return last();
  }

  // The subject of a verb: after it, else the phrase that opens its clause.
  std::vector<Party> subject(std::uint32_t i, std::uint32_t limit, std::uint32_t& end) const {
    std::vector<Party> out;
    const Word& v = word(i);
    const std::uint32_t begin = clause_begin(i);
    if (!v.has(language::kAnd) && !v.has(language::kThen) && begin < i && !word(begin).is(Category::verb)) {
      std::uint32_t stop = begin;
      sides_if_human(begin, i, out, stop);
      if (!out.empty()) {
        end = i + 1;
        return out;
      }
    }
    std::uint32_t j = i + 1;
    while (j < limit && (timex_at_[j] != kNoToken || is_comma(token(j)) || word(j).pos == model::Pos::adv)) j = timex_at_[j] != kNoToken ? times_.mentions[timex_at_[j]].last : j + 1;
    end = j;
    if (j < limit && token(j).kind == TokenKind::word && !language::is_preposition(word(j))) sides_if_human(j, limit, out, end);
    if (out.empty() && !v.has(language::kAnd))
      if (const auto b = reference_.read_back(i, begin)) one_side(*b, out);
    return out;
  }

  void sides_if_human(std::uint32_t at, std::uint32_t limit, std::vector<Party>& out, std::uint32_t& end) const {
    if (is("both", at)) return sides(at, limit, out, &end);
    const auto v = reference_.read(at, limit);
    if (!v || !v->human) return;
    sides(at, limit, out, &end);
  }

  // The word after a preposition that is written apart or attached, if one of the given stands at token j.
  std::uint32_t after_preposition(std::uint32_t j, const std::vector<std::string>& prepositions) const {
    if (token(j).kind != TokenKind::word) return kNoToken;
    for (const std::string& p : prepositions) {
      if (p.size() > 1 && (token(j).key == p || word(j).name == p) && j + 1 < last()) return j + 1;
      if (p.size() == 1 && ((p[0] == model::kBeh && word(j).has(language::kBy)) || (p[0] == model::kLam && word(j).has(language::kFor))) && word(j).stem.size() > 1)
        return j;
    }
    return kNoToken;
  }

  // --- making -------------------------------------------------------------------------------------------------------

  void verb(std::uint32_t i, const Trigger& t) {
    const std::uint32_t limit = clause_end(i);
    std::uint32_t end = i + 1;
    std::vector<Party> parties = subject(i, limit, end);
    const std::size_t own = parties.size();
    governor_ = destination_ = place_ = kNoToken;
    if (t.object && t.kind == ContactKind::visit) destination_ = end;
    if (word(i).enclitic != Enclitic::none && t.object) return;
    if (t.object && end < limit && token(end).kind == TokenKind::word && !language::is_preposition(word(end))) sides_if_human(end, limit, parties, end);
    for (std::uint32_t j = i + 1; j < limit && j < i + 22 && parties.size() == own; ++j) {
      const std::uint32_t at = after_preposition(j, t.prepositions);
      if (at == kNoToken) continue;
      if (timex_at_[at] != kNoToken) continue;
      if (t.kind == ContactKind::visit) destination_ = at;
      sides(at, limit, parties);
    }
    make(i, t, parties);
  }

  void noun(std::uint32_t i, const Trigger& t) {
    const std::uint32_t begin = clause_begin(i), limit = clause_end(i);
    if (t.cls == TriggerClass::change && !changed(i, begin)) return;
    destination_ = kNoToken;
    std::vector<Party> parties;
    // Adjectives of states right behind: `المحادثات الأميركية الإيرانية`.
    std::uint32_t j = i + 1;
    for (; j < limit; ++j) {
      if (token(j).kind == TokenKind::punctuation && token(j).mark == U'-') continue;
      if (token(j).kind != TokenKind::word || word(j).pos != model::Pos::adj) break;
      if (const Sense* g = word(j).find(Category::gentilic)) add(parties, country_party(g->ref));
    }
    if (i + 1 < limit && is("other", i + 1)) return;  // a press conference
    place_ = kNoToken;
    // A possessor: a side, or the place where it was held.
    if (t.kind != ContactKind::visit && j == i + 1 && j < limit && e_.mention_at[j] != kNoToken && !language::is_preposition(word(j)) && !word(j).has(language::kAnd) &&
        (e_.entities[e_.mentions[e_.mention_at[j]].entity].type == EntityType::place || word(j).is(Category::capital))) {
      place_ = j;
      ++j;
    } else if (j == i + 1 && j < limit && !word(i).has(language::kThe) && word(i).enclitic == Enclitic::none && token(j).kind == TokenKind::word &&
        !language::is_preposition(word(j)) && !word(j).has(language::kAnd))
      sides_if_human(j, limit, parties, j);
    for (std::uint32_t k = i + 1; k < limit && k < i + 20; ++k) {
      if (token(k).kind != TokenKind::word) continue;
      if (k > i + 1 && noun_trigger(k) != nullptr && parties.size() > 1) break;
      if (frames_.is("between", token(k).key) && k + 1 < limit) {
        std::vector<Party> both;
        sides(k + 1, limit, both);
        if (both.size() > 1) parties = std::move(both);
        break;
      }
      if (is("both", k) && word(k).has(language::kThe) && parties.empty()) {
        sides(k, limit, parties);
        continue;
      }
      const std::uint32_t at = after_preposition(k, t.prepositions);
      if (at == kNoToken || timex_at_[at] != kNoToken) continue;
      if (t.kind == ContactKind::visit && destination_ == kNoToken) destination_ = at;
      sides(at, limit, parties);
    }
    // Whose it is by a pronoun: `لقائه`, `محادثاتهما`.
    if (word(i).enclitic != Enclitic::none && parties.size() < 2) {
      std::vector<Party> all;
      if (word(i).enclitic == Enclitic::them_two) {
        for (const std::uint32_t row : last_pair()) add(all, country_party(row));
      } else if (const Mention* m = antecedent(i, word(i).enclitic)) {
        add(all, reference_.party_of(m->entity));
      }
      for (Party& p : parties) add(all, p);
      parties = std::move(all);
    }
    // The subject of a light verb, or of the verb that governs the noun.
    governor_ = kNoToken;
    if (parties.size() < 2) {
      for (std::uint32_t k = i; k-- > begin && i - k < 14;)
        if (word(k).is(Category::verb)) {
          if (!frames_.light.contains(word(k).sense->ref)) break;
          governor_ = k;
          std::uint32_t end = k + 1;
          std::vector<Party> all = subject(k, i, end);
          for (Party& p : parties) add(all, p);
          parties = std::move(all);
          break;
        }
    }
    // Announced, wished or offered by somebody: `أعلنت قطع العلاقات مع X`.
    if (parties.size() == 1)
      for (const FoundStatement& f : statements_) {
        if (f.sentence != token(i).sentence || i < f.content_first || i >= f.content_last || i > f.content_first + 3) continue;
        std::vector<Party> all;
        const Party& p = f.statement.speaker;
        if (p.kind == PartyKind::country || p.kind == PartyKind::person || p.kind == PartyKind::organization) add(all, p);
        for (Party& q : parties) add(all, q);
        parties = std::move(all);
      }
    make(i, t, parties);
  }

  // Whom a pronoun on the noun means: the last person before it (for `her` and `them` also a state or body).
  const Mention* antecedent(std::uint32_t i, Enclitic pronoun) const {
    const Mention* best = nullptr;
    for (const Mention& m : e_.mentions) {
      if (m.last > i) break;
      if (token(m.first).sentence + 1 < token(i).sentence) continue;
      const EntityType type = e_.entities[m.entity].type;
      const bool fits = type == EntityType::person ? pronoun != Enclitic::them
                                                   : pronoun != Enclitic::him && (type == EntityType::country || type == EntityType::organization);
      if (fits) best = &m;
    }
    return best;
  }

  // Whether a word of change governs the noun.
  bool changed(std::uint32_t i, std::uint32_t begin) const {
    for (std::uint32_t k = i; k-- > begin && i - k < 6;)
      if (is("change", k)) return true;
    for (std::uint32_t k = i + 1; k < last() && k < i + 7; ++k)
      if (word(k).is(Category::verb) && is("change", k)) return true;
    return false;
  }

  void make(std::uint32_t i, const Trigger& t, std::vector<Party>& parties) {
    if (parties.empty()) return;
    // One side alone is enough only where it is named and the noun says what it was.
    if (parties.size() < 2 && (t.cls != TriggerClass::noun || t.kind == ContactKind::message || t.kind == ContactKind::visit ||
                               (parties[0].kind == PartyKind::anonymous && !parties[0].entity)))
      return;
    if (parties.size() > 6) parties.resize(6);
    const std::uint32_t begin = clause_begin(i), end = clause_end(i);
    Found f;
    Contact& c = f.contact;
    c.kind = t.kind;
    c.pattern = t.name;
    c.evidence = a_.span(std::min(begin, i), std::max(end, i + 1));
    for (const Party& p : parties) f.keys.push_back(p.entity ? "#" + std::to_string(*p.entity) : p.name);
    std::sort(f.keys.begin(), f.keys.end());
    c.parties = parties;
    set_modes(c, begin, end, i);
    set_time(c, i, begin, end);
    if (!c.from) set_time(c, i, first(), last());
    set_status(c, begin, end, i);
    set_venue(c, i, begin, end);
    if (!c.venue && c.kind != ContactKind::agreement) set_venue(c, i, begin, last());
    set_mediator(c, begin, end);
    set_topics(c, i, end);
    set_statement(c, i);
    merge(std::move(f));
  }

  void set_modes(Contact& c, std::uint32_t begin, std::uint32_t end, std::uint32_t trigger) const {
    for (std::uint32_t j = std::max(begin, trigger > 8 ? trigger - 8 : 0); j < end && j < trigger + 9; ++j) {
      if (token(j).kind != TokenKind::word) continue;
      const bool negated = j > begin && frames_.is("negation", token(j - 1).key);
      ContactMode mode;
      if (is("secret", j)) mode = ContactMode::secret;
      else if (is("indirect", j) && negated) mode = ContactMode::indirect;
      else if (is("direct", j) && !negated && word(j).pos == model::Pos::adj) mode = ContactMode::direct;
      else continue;
      if (std::find(c.mode.begin(), c.mode.end(), mode) == c.mode.end()) c.mode.push_back(mode);
    }
    std::sort(c.mode.begin(), c.mode.end());
  }

  void set_status(Contact& c, std::uint32_t begin, std::uint32_t end, std::uint32_t trigger) const {
    const std::uint32_t from = std::max(begin, trigger > 7 ? trigger - 7 : 0);
    const std::uint32_t verb = governor_ != kNoToken ? governor_ : trigger;
    if (word(verb).has(language::kWill) || (verb > begin && (word(verb - 1).features & model::kFuture) != 0 && word(verb - 1).pos == model::Pos::part))
      c.status = ContactStatus::planned;
    const bool present = word(verb).is(Category::verb) && (word(verb).features & model::kPresent) != 0;
    const Published& published = times_.published;
    if (c.from && published.from) {
      const Date when = c.from->first_day();
      const Date limit = published.to ? published.to->last_day() : published.from->last_day();
      if (when > limit || (present && when >= published.from->first_day())) c.status = ContactStatus::planned;
    }
    for (std::uint32_t j = from; j < trigger; ++j) {
      if (is("cancelled", j) && j + 3 > trigger) c.status = ContactStatus::cancelled;
      else if (is("denied", j) && j + 4 > trigger) c.status = ContactStatus::denied;
      else if (word(j).has(language::kWill) || is("planned", j)) c.status = ContactStatus::planned;
      else if (is("proposed", j) && c.status == ContactStatus::held) c.status = ContactStatus::proposed;
    }
    for (std::uint32_t j = trigger + 1; j < end && j < trigger + 8 && c.status == ContactStatus::held; ++j)
      if (is("planned", j) && timex_at_[j] == kNoToken) c.status = ContactStatus::planned;
  }

  void set_venue(Contact& c, std::uint32_t trigger, std::uint32_t begin, std::uint32_t end) const {
    (void)begin;
    if (place_ != kNoToken) {
      const Mention& m = e_.mentions[e_.mention_at[place_]];
      c.venue = reference_.party_of_mention(m);
      c.venue->name = std::string(a_.text.words(m.span));
      return;
    }
    if (c.kind == ContactKind::visit && destination_ != kNoToken)
      for (std::uint32_t j = destination_; j < end && j < destination_ + 6; ++j)
        if (const std::uint32_t m = e_.mention_at[j]; m != kNoToken && e_.mentions[m].first == j) {
          const EntityType type = e_.entities[e_.mentions[m].entity].type;
          if (type == EntityType::place || type == EntityType::country) {
            c.venue = reference_.party_of_mention(e_.mentions[m]);
            // A capital that is visited is a place, though it names its state too.
            c.venue->name = std::string(a_.text.words(e_.mentions[m].span));
            return;
          }
          break;
        }
    const Mention* country = nullptr;
    for (std::uint32_t j = trigger + 1; j < end && j < trigger + 24; ++j) {
      const std::uint32_t m = e_.mention_at[j];
      if (m == kNoToken || e_.mentions[m].first != j) continue;
      const Mention& mention = e_.mentions[m];
      const EntityType type = e_.entities[mention.entity].type;
      if (type != EntityType::place && type != EntityType::country) continue;
      const bool placed = word(j).has(language::kBy) || word(j).has(language::kFor) ||
                          (j > trigger && token(j - 1).kind == TokenKind::word && word(j - 1).pos == model::Pos::adp) ||
                          (c.kind == ContactKind::visit && type == EntityType::place) ||
                          (type == EntityType::place && token(j - 1).kind == TokenKind::word && language::is_nominal(word(j - 1)));
      if (!placed) continue;
      if (type == EntityType::place) {
        c.venue = reference_.party_of_mention(mention);
        return;
      }
      if (country == nullptr && (word(j).has(language::kBy) || (token(j - 1).key.size() == 2 && word(j - 1).pos == model::Pos::adp))) country = &mention;
    }
    if (country != nullptr && c.kind != ContactKind::agreement && c.kind != ContactKind::relations) c.venue = reference_.party_of_mention(*country);
  }

  void set_time(Contact& c, std::uint32_t trigger, std::uint32_t begin, std::uint32_t end) const {
    const TimeMention* best = nullptr;
    std::uint32_t distance = 1000;
    for (const TimeMention& m : times_.mentions) {
      if (m.first < begin) continue;
      if (m.first >= end) break;
      if (!m.from) continue;
      const std::uint32_t d = m.first > trigger ? m.first - trigger : (trigger - m.last) * 2;
      if (d < distance) {
        distance = d;
        best = &m;
      }
    }
    if (best == nullptr || distance > 26) return;
    c.from = best->from;
    c.to = best->to ? best->to : best->from;
    if (const auto d = Date::parse(best->timex.value); d && d->day == 0) c.from = c.to = d;
  }

  void set_mediator(Contact& c, std::uint32_t begin, std::uint32_t end) const {
    for (std::uint32_t j = begin; j < end; ++j) {
      if (!is("mediator", j)) continue;
      std::vector<Party> who;
      for (std::uint32_t k = j + 1; k < end && k < j + 5; ++k) {
        if (const Sense* g = word(k).find(Category::gentilic); g != nullptr && word(k).pos == model::Pos::adj) add(who, country_party(g->ref));
        else if (const std::uint32_t m = e_.mention_at[k]; m != kNoToken && e_.mentions[m].first == k) add(who, reference_.party_of_mention(e_.mentions[m]));
        else if (!who.empty()) break;
      }
      for (Party& p : who) {
        const bool side = std::any_of(c.parties.begin(), c.parties.end(), [&](const Party& q) { return q.name == p.name; });
        if (!side) add(c.intermediary, std::move(p));
      }
    }
  }

  void set_topics(Contact& c, std::uint32_t trigger, std::uint32_t end) const {
    for (std::uint32_t j = trigger + 1; j < end; ++j) {
      if (!is("about", j) || j + 1 >= end) continue;
      const std::uint32_t stop = std::min(language::phrase_end(a_, j + 1), end);
      if (stop > j + 1) c.topics.push_back(a_.span(j + 1, stop));
      return;
    }
  }

  void set_statement(Contact& c, std::uint32_t trigger) const {
    std::uint32_t best = kNoToken;
    for (std::uint32_t k = 0; k < statements_.size(); ++k) {
      const FoundStatement& s = statements_[k];
      if (s.sentence != token(trigger).sentence || trigger < s.content_first || trigger >= s.content_last) continue;
      if (best == kNoToken || s.content_last - s.content_first < statements_[best].content_last - statements_[best].content_first) best = k;
    }
    if (best == kNoToken) return;
    c.statement = best;
    c.according_to = statements_[best].statement.chain;
  }

  // Two mentions of one contact: the same sides, a kind that fits, and no two dates.
  void merge(Found f) {
    for (Found& g : found_) {
      if (g.keys != f.keys) continue;
      const bool kinds = g.contact.kind == f.contact.kind;
      if (!kinds) continue;
      if (g.contact.from && f.contact.from && g.contact.from->first_day() != f.contact.from->first_day()) continue;
      if (g.contact.status != f.contact.status && g.contact.status != ContactStatus::held && f.contact.status != ContactStatus::held) continue;
      if (g.contact.venue && f.contact.venue && g.contact.venue->name != f.contact.venue->name) continue;
      if (!g.contact.from) {
        g.contact.from = f.contact.from;
        g.contact.to = f.contact.to;
      }
      if (!g.contact.venue) g.contact.venue = f.contact.venue;
      for (Party& p : f.contact.intermediary) add(g.contact.intermediary, std::move(p));
      for (const ContactMode m : f.contact.mode)
        if (std::find(g.contact.mode.begin(), g.contact.mode.end(), m) == g.contact.mode.end()) g.contact.mode.push_back(m);
      std::sort(g.contact.mode.begin(), g.contact.mode.end());
      if (g.contact.topics.empty()) g.contact.topics = f.contact.topics;
      return;
    }
    found_.push_back(std::move(f));
  }
};

}  // namespace

std::vector<Contact> find_contacts(const Analysis& analysis, const Entities& entities, const Times& times, const std::vector<FoundStatement>& statements,
                                   const ContactFrames& frames, const model::Lexicon& lexicon) {
  return Finder(analysis, entities, times, statements, frames.impl(), lexicon).run();
}

}  // namespace isnad::extract
