#include "extract/contacts/contact_sides.h"

#include <algorithm>

#include "language/phrase.h"
#include "model/key.h"

namespace isnad::extract {

using language::Enclitic;
using language::Word;
using model::Category;
using model::Sense;
using text::kNoToken;
using text::TokenKind;

namespace {

// More sides than this in one phrase is a list of something else.
constexpr int kMostSides = 8;
// How far back the subject that a verb goes on with may stand.
constexpr std::uint32_t kElisionReach = 80;
// How many of the states named last may be `the two countries`.
constexpr std::size_t kStatesReach = 24;
// The preposition of sides.
constexpr char kWith[] = {model::kMeem, model::kAin, 0};
// `and` before figures.
constexpr std::string_view kAndAlone("\xE8", 1);
// How many mentions back `the two ministers` were named.
constexpr std::uint32_t kLeadersReach = 60;

}  // namespace

ContactSides::ContactSides(const ContactText& text)
    : x_(text), countries_(text.lexicon.table("gazetteer/countries")), reference_(text.analysis, text.entities, text.lexicon) {
  const Entities& e = text.entities;
  for (std::uint32_t i = 0; i < e.entities.size(); ++i)
    if (e.entities[i].type == EntityType::country && e.row[i] != kNoToken) entity_of_row_.emplace(e.row[i], i);
}

void ContactSides::reach(std::uint32_t end) {
  for (; reached_ < end; ++reached_) {
    if (!x_.is_word(reached_)) continue;
    std::uint32_t row = kNoToken;
    const Word& w = x_.word(reached_);
    if (const std::uint32_t m = x_.entities.mention_at[reached_]; m != kNoToken) {
      const std::uint32_t entity = x_.entities.mentions[m].entity;
      if (x_.entities.entities[entity].type == EntityType::country) row = x_.entities.row[entity];
    } else if (const Sense* g = w.find(Category::gentilic); g != nullptr && (w.is(Category::gentilic) || w.pos == model::Pos::adj)) {
      row = g->ref;
    }
    if (row == kNoToken || (!states_.empty() && states_.back() == row)) continue;
    // `العاصمة القطرية الدوحة`, `في قطر` only say where.
    if (reached_ > 0 && x_.is_word(reached_ - 1) && (x_.is(ContactWord::venue, reached_ - 1) || x_.is(ContactWord::town, reached_ - 1)))
      continue;
    states_.push_back(row);
  }
}

void ContactSides::met(const std::vector<Party>& parties, std::uint32_t trigger) {
  met_in_ = x_.token(trigger).sentence;
  if (parties.size() == 2) met_ = parties;
}

void ContactSides::add(std::vector<Party>& parties, Party p) {
  for (const Party& q : parties)
    if ((p.entity && q.entity && *p.entity == *q.entity) || p.name == q.name) return;
  parties.push_back(std::move(p));
}

Party ContactSides::state(std::uint32_t row) const {
  if (const auto it = entity_of_row_.find(row); it != entity_of_row_.end()) return reference_.party_of(it->second);
  Party p;
  p.name = std::string(countries_.cell(row, 1));
  p.kind = PartyKind::country;
  return p;
}

std::uint32_t ContactSides::row_of_iso(std::string_view iso) const {
  if (iso.empty() || iso == "-") return kNoToken;
  for (std::uint32_t r = 0; r < countries_.rows(); ++r)
    if (countries_.cell(r, 0) == iso) return r;
  return kNoToken;
}

std::uint32_t ContactSides::row_of_place(std::uint32_t from, std::uint32_t to) const {
  const model::Table& places = x_.lexicon.table("gazetteer/places");
  const auto row = [&](std::span<const Sense> senses) {
    for (const Sense& s : senses) {
      if (s.category == Category::capital || s.category == Category::metonym) return s.ref;
      if (s.category == Category::place) return row_of_iso(places.cell(s.ref, places.column("country")));
    }
    return kNoToken;
  };
  // A name of several words stands in the trie.
  std::uint32_t node = model::Lexicon::kRoot;
  for (std::uint32_t i = from; i < to && node != model::Lexicon::kNowhere; ++i)
    node = x_.lexicon.step(node, i == from ? x_.word(i).name : x_.token(i).key);
  if (node != model::Lexicon::kNowhere)
    if (const std::uint32_t r = row(x_.lexicon.senses_at(node)); r != kNoToken) return r;
  for (std::uint32_t i = from; i < to; ++i)
    if (const std::uint32_t r = row(x_.word(i).senses); r != kNoToken) return r;
  return kNoToken;
}

const Party* ContactSides::state_of_place(const Mention& m, Party& out) const {
  const std::uint32_t row = row_of_place(m.first, m.last);
  if (row == kNoToken) return nullptr;
  out = state(row);
  return &out;
}

const Party* ContactSides::state_of_person(const Party& p, Party& out) const {
  if (p.kind == PartyKind::country) {
    out = p;
    return &out;
  }
  if (!p.entity) return nullptr;
  const std::uint32_t row = row_of_iso(x_.entities.entities[*p.entity].country);
  if (row == kNoToken) return nullptr;
  out = state(row);
  return &out;
}

// A title that names an office, not what somebody is to others (`العدو`).
bool ContactSides::office(std::uint32_t i) const {
  const Sense* title = x_.word(i).find(Category::title);
  const model::Table& titles = x_.lexicon.table("lexicon/titles");
  return title != nullptr && titles.cell(title->ref, titles.column("kind")) != "role";
}

// --- phrases ----------------------------------------------------------------------------------------------------------

bool ContactSides::one(const Voice& v, std::vector<Party>& parties, bool places) const {
  const std::size_t before = parties.size();
  if (v.named) {
    const bool town = v.party.kind == PartyKind::place || v.party.kind == PartyKind::organization;  // `تل أبيب` may be either
    const std::uint32_t row = places && town ? row_of_place(v.first, v.last) : kNoToken;
    if (v.party.kind == PartyKind::place || row != kNoToken) {
      if (!places) return false;
      add(parties, row != kNoToken ? state(row) : v.party);
      return true;
    }
    if (v.party.kind != PartyKind::media) add(parties, v.party);
    return v.party.kind != PartyKind::media;
  }
  // In apposition: `العدو اللدود الولايات المتحدة`.
  if (v.last < x_.entities.mention_at.size())
    if (const Mention* m = x_.mention(v.last); m != nullptr && x_.type_of(*m) == EntityType::country && x_.is_word(v.last) && v.human &&
                                               (x_.word(v.last).proclitics & ~language::kThe) == 0 &&
                                               x_.word(v.first).has(language::kThe) && !office(v.first)) {
      add(parties, reference_.party_of_mention(*m));
      return true;
    }
  // `الأطراف اليمنية` are not Yemen.
  if (x_.is_word(v.first) && x_.is(ContactWord::inner, v.first) && v.human) {
    add(parties, v.party);
    return true;
  }
  // `مسؤولين أمريكيين وإيرانيين`, `وفد عماني`, `الأميركيون`: their states; where they are is another matter.
  std::uint32_t end = v.first + 1;
  while (end < v.last && !(x_.is_word(end) && (x_.is(ContactWord::venue, end) || x_.is(ContactWord::town, end)))) ++end;
  for (std::uint32_t i = v.first; i < end; ++i)
    if (const Sense* g = x_.word(i).find(Category::gentilic);
        g != nullptr && (x_.word(i).pos == model::Pos::adj || x_.word(i).is(Category::gentilic)))
      add(parties, state(g->ref));
  if (parties.size() > before) return true;
  // Named inside the phrase: `وزراء خارجية مصر والأردن`, `وفد من حماس`.
  if (!v.human) return false;
  for (std::uint32_t i = v.first; i < end; ++i)
    if (const Mention* m = x_.mention(i);
        m != nullptr && (x_.type_of(*m) == EntityType::country || x_.type_of(*m) == EntityType::organization))
      add(parties, reference_.party_of_mention(*m));
  if (parties.size() > before) return true;
  const Word& head = x_.word(v.first);
  // `وفدها`: whose it is.
  if (x_.is(ContactWord::delegates, v.first) && head.enclitic != Enclitic::none)
    for (Party& p : pronoun(v.first)) add(parties, std::move(p));
  if (parties.size() > before) return true;
  // A group or an unnamed official; no title without more, no action.
  if (!v.human || head.pos == model::Pos::adj || head.is(Category::masdar) || (head.features & model::kSpeech) != 0) return false;
  add(parties, v.party);
  return true;
}

// `وزيري خارجية روسيا والولايات المتحدة`, `نظيريه القطري والعماني`, `وفدا من حماس`.
std::uint32_t ContactSides::delegates(std::uint32_t at, std::uint32_t limit, std::vector<Party>& parties) const {
  if (!x_.is(ContactWord::delegates, at)) return at;
  const std::size_t before = parties.size();
  std::uint32_t end = at;
  for (std::uint32_t j = at + 1; j < limit && x_.is_word(j);) {
    const Mention* m = x_.mention(j);
    const Sense* g = x_.word(j).find(Category::gentilic);
    if (m != nullptr && (x_.type_of(*m) == EntityType::country || x_.type_of(*m) == EntityType::organization)) {
      add(parties, reference_.party_of_mention(*m));
      end = j = m->last;
    } else if (m != nullptr && x_.type_of(*m) == EntityType::person && end > at) {
      // Who it was: `نظيريه الروسي فلان والسعودي فلان`.
      if (parties.size() > before) parties.pop_back();
      add(parties, reference_.party_of_mention(*m));
      end = j = m->last;
    } else if (g != nullptr) {
      add(parties, state(g->ref));
      end = ++j;
    } else if (end == at && (language::is_nominal(x_.word(j)) || x_.is(ContactWord::from, j)) && !x_.word(j).has(language::kAnd) &&
               !x_.is_verb(j) && !x_.is(ContactWord::venue, j)) {
      ++j;
    } else {
      break;
    }
  }
  return parties.size() > before ? end : at;
}

// `بلاده`, `بلادها`, `بلادنا`: the state of the one who speaks or was named. Returns the token after it, or `at`.
std::uint32_t ContactSides::homeland(std::uint32_t at, std::vector<Party>& parties) const {
  if (!x_.is_word(at) || x_.word(at).enclitic == Enclitic::none || !x_.is(ContactWord::homeland, at)) return at;
  std::vector<Party> whose;
  if (const std::uint32_t s = x_.statement_at(at); s != kNoToken && x_.statements[s].statement.speaker.kind == PartyKind::person)
    whose.push_back(x_.statements[s].statement.speaker);
  else whose = pronoun(at);
  Party its;
  if (whose.size() != 1 || state_of_person(whose[0], its) == nullptr) return at;
  add(parties, std::move(its));
  return at + 1;
}

// Two by their states, each with a name behind it. Returns the token after them, or `at`.
std::uint32_t ContactSides::each_named(std::uint32_t at, std::uint32_t limit, std::vector<Party>& parties) const {
  std::vector<Party> named;
  std::uint32_t j = at + 1;
  while (j + 1 < limit && x_.is_word(j) && x_.mention(j) == nullptr && x_.word(j).find(Category::gentilic) != nullptr &&
         (named.empty() || x_.word(j).has(language::kAnd)) && x_.mention(j + 1) != nullptr &&
         x_.type_of(*x_.mention(j + 1)) == EntityType::person) {
    add(named, reference_.party_of_mention(*x_.mention(j + 1)));
    j = x_.mention(j + 1)->last;
  }
  if (named.size() < 2) return at;
  for (Party& p : named) add(parties, std::move(p));
  return j;
}

std::uint32_t ContactSides::read(std::uint32_t at, std::uint32_t limit, std::vector<Party>& parties, bool places) const {
  std::uint32_t next = reference_.behind_each(at, limit);
  for (int n = 0; n < kMostSides && next < limit; ++n) {
    if (x_.is(ContactWord::both, next)) {
      // `الوزيران فلان وفلان`
      if (next + 1 < limit && x_.mention(next + 1) != nullptr && x_.type_of(*x_.mention(next + 1)) == EntityType::person) {
        ++next;
        --n;
        continue;
      }
      // `الرئيسين المصري فلان والفرنسي فلان`
      if (const std::uint32_t behind = each_named(next, limit, parties); behind != next) return behind;
      // `الرئيسان المصري والفرنسي`
      std::vector<Party> named;
      const std::uint32_t behind = adjectives(next, limit, named);
      if (named.size() > 1) {
        for (Party& p : named) add(parties, std::move(p));
        return behind;
      }
      for (Party& p : pair(next)) add(parties, std::move(p));
      return next + 1;
    }
    // The title is understood: `وزيرا خارجية مصر فلان والأردني فلان`, `والأردن فلان`.
    if (n > 0 && x_.is_word(next) && x_.word(next).has(language::kAnd)) {
      const Mention* m = x_.mention(next);
      const bool state = m != nullptr ? x_.type_of(*m) == EntityType::country : x_.word(next).find(Category::gentilic) != nullptr;
      const std::uint32_t name = m != nullptr ? m->last : next + 1;
      if (state && name < limit && x_.mention(name) != nullptr && x_.type_of(*x_.mention(name)) == EntityType::person &&
          !x_.word(name).has(language::kAnd) && !x_.is_preposition(name)) {
        next = name;
        --n;
        continue;
      }
    }
    std::uint32_t end = homeland(next, parties);
    if (end == next) end = delegates(next, limit, parties);
    const auto v = end == next ? reference_.read(next, limit) : std::nullopt;
    if (const Mention* m = x_.titled(next); end == next && m != nullptr && m->last <= limit) {
      add(parties, reference_.party_of_mention(*m));
      end = m->last;
    }
    if (end != next) {
      // read already
    } else if (v && one(*v, parties, places)) {
      end = v->last;
    } else if (const Sense* g = x_.is_word(next) ? x_.word(next).find(Category::gentilic) : nullptr;
               g != nullptr && n > 0 && x_.word(next).has(language::kAnd)) {
      // The title is understood: `وزيرا الخارجية الروسي والتركي`, `نظيريه السوداني والإثيوبي`.
      add(parties, state(g->ref));
      end = next + 1;
      if (end < limit && x_.mention(end) != nullptr && x_.type_of(*x_.mention(end)) == EntityType::person) {
        parties.pop_back();
        add(parties, reference_.party_of_mention(*x_.mention(end)));
        end = x_.mention(end)->last;
      }
    } else {
      return n == 0 ? at : next;
    }
    next = end;
    // An aside in brackets or an apposition does not end a list.
    std::uint32_t joined = next;
    if (joined + 1 < limit && x_.is_comma(joined)) ++joined;
    // `و11 دولة أخرى`
    if (joined + 1 < limit && x_.token(joined).key == kAndAlone && x_.token(joined + 1).kind == TokenKind::number) {
      next = joined + 1;
      continue;
    }
    if (joined >= limit || !x_.is_word(joined) || !x_.word(joined).has(language::kAnd) || x_.is_verb(joined) ||
        x_.word(joined).has(language::kFor) || x_.word(joined).has(language::kBy) || x_.is(ContactWord::clause, joined))
      return next;
    if (x_.word(joined).pos == model::Pos::adp) {  // `بين X وبين Y`
      if (!x_.is(ContactWord::between, joined)) return next;
      ++joined;
    }
    next = joined;
  }
  return next;
}

std::uint32_t ContactSides::read_actor(std::uint32_t at, std::uint32_t limit, std::vector<Party>& parties) const {
  if (at >= limit) return at;
  if (const std::uint32_t each = reference_.behind_each(at, limit); each != at) {
    const std::uint32_t end = read_actor(each, limit, parties);
    return end == each ? at : end;
  }
  if (std::vector<Party> its; homeland(at, its) != at) return read(at, limit, parties);
  if (!x_.is(ContactWord::both, at) && !x_.is(ContactWord::delegates, at) && x_.titled(at) == nullptr) {
    const auto v = reference_.read(at, limit);
    if (!v || (!v->human && !(v->named && v->party.kind != PartyKind::place))) return at;
    // `وزيرا خارجية` at the head; a noun of speech is no actor.
    if (!v->named && (x_.word(v->first).features & model::kSpeech) != 0) return at;
  }
  return read(at, limit, parties);
}

std::uint32_t ContactSides::adjectives(std::uint32_t i, std::uint32_t limit, std::vector<Party>& parties) const {
  std::uint32_t j = i + 1;
  for (; j < limit; ++j) {
    const text::Token& t = x_.token(j);
    if (t.kind == TokenKind::punctuation && (t.mark == U'-' || t.mark == 0x2013)) continue;
    if (t.kind != TokenKind::word || x_.entities.mention_at[j] != kNoToken) break;
    const Word& w = x_.word(j);
    const Sense* g = w.find(Category::gentilic);
    const bool joined = w.has(language::kAnd) && g != nullptr && j > i + 1;
    if ((w.pos != model::Pos::adj && !w.is(Category::gentilic)) || (w.has(language::kAnd) && !joined) || w.has(language::kBy) ||
        w.has(language::kFor))
      break;
    if (g != nullptr) add(parties, state(g->ref));
  }
  return j;
}

std::uint32_t ContactSides::skip(std::uint32_t i, std::uint32_t limit) const {
  for (;;) {
    if (i >= limit) return limit;
    if (x_.timex_at[i] != kNoToken) {
      i = x_.times.mentions[x_.timex_at[i]].last;
      continue;
    }
    // What somebody is, between commas: `التقى فلان، مستشار الرئيس، مع الوزير`.
    if (x_.is_comma(i) && i + 1 < limit && i > 0 && x_.entities.mention_at[i - 1] != kNoToken &&
        x_.type_of(x_.entities.mentions[x_.entities.mention_at[i - 1]]) == EntityType::person && x_.is_word(i + 1) &&
        x_.mention(i + 1) == nullptr && (x_.word(i + 1).proclitics & ~language::kThe) == 0) {
      const auto v = reference_.read(i + 1, limit);
      const std::uint32_t same = x_.entities.mentions[x_.entities.mention_at[i - 1]].entity;
      if (v && (!v->named || v->party.entity == same) && v->human && !v->plural && v->last < limit &&
          (x_.is_comma(v->last) || x_.timex_at[v->last] != kNoToken)) {
        i = v->last;
        continue;
      }
    }
    if (x_.is_comma(i) && i + 1 < limit) {
      if (x_.is_relative(i + 1) || x_.timex_at[i + 1] != kNoToken) {  // an aside
        std::uint32_t j = i + 1;
        while (j < limit && !x_.is_comma(j)) ++j;
        if (j >= limit) return i;
        i = j + 1;
        continue;
      }
      ++i;
      continue;
    }
    if (x_.is_word(i) && x_.word(i).pos == model::Pos::adv) {
      ++i;
      continue;
    }
    // `خطة اتفقت عليها مصر والأردن`
    if (x_.is_word(i) && x_.word(i).pos == model::Pos::adp && x_.word(i).enclitic != Enclitic::none && x_.word(i).stem.size() < 4 &&
        x_.word(i).stem != kWith) {
      ++i;
      continue;
    }
    // A preposition with a time: `في وقت لاحق الثلاثاء`, `يوم أمس`.
    if (x_.is_word(i) && x_.word(i).pos == model::Pos::adp && i + 1 < limit && x_.timex_at[i + 1] != kNoToken) {
      ++i;
      continue;
    }
    // On what occasion: `التقى خلال زيارة إلى القاهرة الأمين العام`.
    if (x_.is_word(i) && x_.is(ContactWord::held, i) && i + 1 < limit && x_.is_word(i + 1) && x_.mention(i + 1) == nullptr &&
        x_.frames.of_noun(x_.word(i + 1)) != nullptr) {
      i = language::phrase_end(x_.analysis, i + 1);
      if (i + 1 < limit && x_.is_word(i) && x_.word(i).pos == model::Pos::adp && x_.word(i).enclitic == Enclitic::none &&
          x_.mention(i + 1) != nullptr && x_.type_of(*x_.mention(i + 1)) != EntityType::person)
        i = x_.mention(i + 1)->last;
      continue;
    }
    // In which building: `استقبل في مكتبه`, `بمقر الوزارة`.
    if (x_.is_word(i)) {
      const std::uint32_t at = x_.word(i).has(language::kBy) ? i : x_.is(ContactWord::venue, i) ? i + 1 : limit;
      if (at < limit && x_.is_word(at) && x_.mention(at) == nullptr && x_.is(ContactWord::head, at)) {
        i = language::phrase_end(x_.analysis, at);
        continue;
      }
    }
    // Where it was: `التقى في بغداد الوزيران`.
    if (const Mention* m = x_.mention(i); m != nullptr && x_.word(i).has(language::kBy) && m->span.start > x_.token(i).span.start &&
                                          x_.type_of(*m) == EntityType::place) {  // `بالرياض`
      i = m->last;
      continue;
    }
    if (x_.is_word(i) && x_.is(ContactWord::venue, i) && x_.word(i).enclitic == Enclitic::none && i + 1 < limit) {
      std::uint32_t j = i + 1;
      while (j < limit && j < i + 4 && x_.mention(j) == nullptr && x_.is_word(j) && language::is_nominal(x_.word(j))) ++j;
      if (j < limit && x_.mention(j) != nullptr &&
          (x_.type_of(*x_.mention(j)) == EntityType::place || x_.type_of(*x_.mention(j)) == EntityType::country)) {
        i = x_.mention(j)->last;
        continue;
      }
      return i;
    }
    return i;
  }
}

// --- subjects ---------------------------------------------------------------------------------------------------------

ContactSides::Subject ContactSides::subject(std::uint32_t i, std::uint32_t limit) const {
  Subject s;
  s.end = i + 1;
  const Word& verb = x_.word(i);
  const std::uint32_t begin = x_.clause_begin(i);
  const bool joined = verb.has(language::kAnd) || verb.has(language::kThen);
  // The head of a relative clause: `الرئيس الذي التقى …`.
  std::uint32_t before = i;
  while (before > begin && x_.is_word(before - 1) && (x_.word(before - 1).pos == model::Pos::part || x_.is_verb(before - 1))) --before;
  if (before > begin && x_.is_relative(before - 1) && verb.enclitic == Enclitic::none) {
    std::uint32_t at = before - 1;
    if (at > begin && x_.is_comma(at - 1)) --at;
    for (std::uint32_t k = at, stop = back(at, begin, 7); k-- > stop;) {
      if (x_.is_verb(k) || (x_.is_word(k) && x_.word(k).pos == model::Pos::sconj)) break;
      if (const Mention* m = x_.mention(k); m != nullptr && m->last == at) {
        if (x_.type_of(*m) == EntityType::place || x_.type_of(*m) == EntityType::media) break;
        add(s.parties, reference_.party_of_mention(*m));
        s.before = true;
        return s;
      }
    }
  }
  // Behind the verb.
  std::uint32_t j = skip(i + 1, limit);
  // `وصل إلى بيروت المبعوث فلان`
  if (j + 1 < limit && x_.is_word(j) && x_.word(j).pos == model::Pos::adp && x_.word(j).enclitic == Enclitic::none)
    if (const Mention* m = x_.mention(j + 1); m != nullptr && m->last < limit && x_.type_of(*m) == EntityType::place)
      j = skip(m->last, limit);
  std::vector<Party> behind;
  std::uint32_t end = j;
  if (j < limit && !x_.is_preposition(j)) end = read_actor(j, limit, behind);
  // Before it, opening its clause: `إن بريطانيا وإيران شرعتا`.
  std::vector<Party> ahead;
  bool opens = true;  // the clause
  if (!joined && begin < i && !x_.is_verb(begin)) {
    std::uint32_t at = begin;
    read_actor(at, i, ahead);
    if (ahead.empty()) {
      opens = false;
      if (const auto v = reference_.read_back(i, begin)) read_actor(v->first, i, ahead);
    }
  }
  // `وبعد لقائه فلان سافر الوزير`: what stands before is no subject where one stands behind.
  if (!ahead.empty() && (opens || behind.empty())) {
    s.parties = std::move(ahead);
    s.before = true;
    return s;
  }
  if (!behind.empty()) {
    s.parties = std::move(behind);
    s.end = end;
    return s;
  }
  s.before = true;
  s.parties = left_out(i);
  return s;
}

std::vector<Party> ContactSides::left_out(std::uint32_t i) const {
  std::vector<Party> out;
  const std::uint32_t begin = x_.clause_begin(i), first = x_.sentence_of(i).first;
  // A pronoun on the conjunction: `إنه عقد`.
  for (std::uint32_t k = begin > first ? begin - 1 : begin; k < i; ++k)
    if (x_.is_word(k) && x_.word(k).pos == model::Pos::sconj && x_.word(k).enclitic != Enclitic::none) {
      out = pronoun(k);
      if (!out.empty()) return out;
    }
  for (std::uint32_t k = i, stop = back(i, first, kElisionReach); k-- > stop;) {
    if (!x_.is_verb(k)) continue;
    if (const std::uint32_t open = x_.clause_begin(k); open < k && !x_.is_verb(open)) read_actor(open, k, out);
    if (const std::uint32_t at = skip(k + 1, i); out.empty() && at < i && !x_.is_preposition(at)) read_actor(at, i, out);
    if (!out.empty()) return out;
  }
  return out;
}

std::vector<Party> ContactSides::pronoun(std::uint32_t i) const {
  const Enclitic e = x_.word(i).enclitic;
  std::vector<Party> out;
  if (e == Enclitic::them_two) {
    // Two persons named in the sentence: `ترامب وكيم خلال اللقاء الذي جمعهما`.
    std::vector<Party> two;
    for (std::uint32_t n = x_.mentions_from(x_.sentence_of(i).first); n < x_.entities.mentions.size() && x_.entities.mentions[n].first < i;
         ++n)
      if (const Mention& m = x_.entities.mentions[n]; x_.type_of(m) == EntityType::person) add(two, reference_.party_of_mention(m));
    return two.size() == 2 ? two : pair(i);
  }
  if (e == Enclitic::me || e == Enclitic::us) {
    if (const std::uint32_t s = x_.statement_at(i); s != kNoToken) add(out, x_.statements[s].statement.speaker);
    return out;
  }
  // The speaker, where it refers from his words to himself.
  if (const std::uint32_t s = x_.statement_at(i); s != kNoToken && x_.statements[s].content_first + 2 > i) {
    const Party& p = x_.statements[s].statement.speaker;
    if (p.kind == PartyKind::person || p.kind == PartyKind::organization || p.kind == PartyKind::country) {
      add(out, p);
      return out;
    }
  }
  // Who is named first in the clause: its subject. Else the last one before it.
  const std::uint32_t begin = x_.clause_begin(i);
  const Mention* best = nullptr;
  const std::uint32_t sentence = x_.token(i).sentence;
  const std::uint32_t from = x_.analysis.sentences()[sentence > 0 ? sentence - 1 : 0].first;
  for (std::uint32_t n = x_.mentions_from(from); n < x_.entities.mentions.size(); ++n) {
    const Mention& m = x_.entities.mentions[n];
    if (m.last > i || (best != nullptr && best->first >= begin)) break;
    const EntityType type = x_.type_of(m);
    const bool fits = type == EntityType::person ? e != Enclitic::them
                                                 : e != Enclitic::him && (type == EntityType::country || type == EntityType::organization);
    if (fits) best = &m;
  }
  if (best != nullptr) add(out, reference_.party_of(best->entity));
  return out;
}

// --- pairs ------------------------------------------------------------------------------------------------------------

std::vector<Party> ContactSides::pair(std::uint32_t i) const {
  const bool recent = met_.size() == 2 && met_in_ + 1 >= x_.token(i).sentence;
  if (x_.is(ContactWord::leaders, i)) {
    if (recent && met_[0].kind == PartyKind::person && met_[1].kind == PartyKind::person) return met_;
    std::vector<Party> out;
    const std::uint32_t here = x_.mentions_from(i);
    for (std::uint32_t m = here, stop = back(here, 0, kLeadersReach); out.size() < 2 && m > stop;) {
      --m;
      if (const Mention& mention = x_.entities.mentions[m]; x_.type_of(mention) == EntityType::person)
        add(out, reference_.party_of(mention.entity));
    }
    std::reverse(out.begin(), out.end());
    if (out.size() == 2) return out;
  }
  if (recent) {
    Party a, b;
    if (state_of_person(met_[0], a) != nullptr && state_of_person(met_[1], b) != nullptr && a.name != b.name) return {a, b};
  }
  std::vector<Party> out = states_without({});
  return out.size() == 2 ? out : met_;
}

std::vector<Party> ContactSides::states_without(const std::vector<Party>& others) const {
  std::vector<Party> out;
  const std::size_t stop = states_.size() > kStatesReach ? states_.size() - kStatesReach : 0;
  for (std::size_t n = states_.size(); out.size() < 2 && n > stop;) {
    --n;
    Party p = state(states_[n]);
    if (std::none_of(others.begin(), others.end(), [&](const Party& q) { return q.name == p.name; })) add(out, std::move(p));
  }
  std::reverse(out.begin(), out.end());
  if (out.size() != 2) out.clear();
  return out;
}

}  // namespace isnad::extract
