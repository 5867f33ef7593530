#include "extract/reference.h"

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

PartyKind kind_of(EntityType t) {
  switch (t) {
    case EntityType::person: return PartyKind::person;
    case EntityType::organization: return PartyKind::organization;
    case EntityType::media: return PartyKind::media;
    case EntityType::country: return PartyKind::country;
    case EntityType::place: return PartyKind::place;
  }
  return PartyKind::anonymous;
}

// The feminine plural is mostly of things: `المخدرات`.
constexpr char kThings[] = {model::kAlef, model::kTeh, 0};

bool can_speak(EntityType t) { return t != EntityType::place; }

bool is_comma(const text::Token& t) { return t.mark == 0x060C || t.mark == U','; }

}  // namespace

Reference::Reference(const language::Analysis& analysis, const Entities& entities, const model::Lexicon& lexicon)
    : a_(analysis), e_(entities), lexicon_(lexicon) {
  const model::Table& t = lexicon.table("lexicon/complements");
  for (std::uint32_t r = 0; r < t.rows(); ++r) {
    complements_.insert(model::fold_utf8(t.cell(r, 0)));
    if (t.cell(r, t.column("named")) != "no") named_complements_.insert(model::fold_utf8(t.cell(r, 0)));
    if (t.cell(r, t.column("named")) == "envoy") envoy_complements_.insert(model::fold_utf8(t.cell(r, 0)));
  }
  const model::Table& groups = lexicon.table("lexicon/collectives");
  for (std::uint32_t r = 0; r < groups.rows(); ++r) collectives_.insert(model::fold_utf8(groups.cell(r, 0)));
  roles_.reserve(entities.entities.size());
  for (const Entity& e : entities.entities) {
    std::vector<std::string> keys = model::split_keys(e.role);
    for (std::string& k : keys)
      if (k.size() > 4 && k[0] == model::kAlef && k[1] == model::kLam) k.erase(0, 2);
    roles_.push_back(std::move(keys));
  }
}

// The mentions near a token: a reader of a long text no longer has the others in mind either.
std::span<const Mention> Reference::mentions_around(std::uint32_t token) const {
  constexpr std::ptrdiff_t kReach = 600;
  const auto begin = e_.mentions.begin(), end = e_.mentions.end();
  const auto here = std::lower_bound(begin, end, token, [](const Mention& m, std::uint32_t t) { return m.first < t; });
  return {here - std::min(kReach, here - begin), here + std::min(kReach, end - here)};
}

Party Reference::party_of(std::uint32_t entity) const {
  const Entity& e = e_.entities[entity];
  Party p;
  p.name = e.name;
  p.kind = kind_of(e.type);
  p.entity = entity;
  return p;
}

Party Reference::party_of_mention(const Mention& m) const {
  Party p = party_of(m.entity);
  p.span = m.span;
  return p;
}

bool Reference::head_of(const Word& w, std::string_view type) const {
  const model::Table& heads = lexicon_.table("lexicon/heads");
  return std::any_of(w.senses.begin(), w.senses.end(),
                     [&](const Sense& s) { return s.category == Category::head && heads.cell(s.ref, 1) == type; });
}

// The end of an unnamed or titled noun phrase with its prepositional complements: `متحدث باسم هيئة الطيران في وزارة النقل`.
std::uint32_t Reference::complement_end(std::uint32_t first, std::uint32_t limit) const {
  std::uint32_t end = std::min(language::phrase_end(a_, first), limit);
  // `مسؤول أمريكي رفيع طلب عدم …`: behind an adjective a bare noun that can be a verb is the verb of a relative clause.
  for (std::uint32_t i = first + 2; i < end; ++i) {
    const Word& w = a_.words[i];
    const auto& senses = a_.words[i - 1].senses;
    const bool noun = std::any_of(senses.begin(), senses.end(), [](const Sense& s) { return s.pos == model::Pos::noun; });  // `خارجية`
    if (a_.words[i - 1].pos == model::Pos::adj && !noun && !a_.words[i - 1].has(language::kThe) && w.pos != model::Pos::adj &&
        !w.has(language::kThe) && w.find(Category::verb) != nullptr && e_.mention_at[i] == kNoToken)
      end = i;
  }
  // `المحلل السياسي`, `المرشح الخاسر`: an adjective that is also a noun or a participle agrees with the noun before.
  if (end == first + 1 && end < limit && a_.words[first].has(language::kThe)) {
    const Word& w = a_.words[end];
    const bool title = w.find(Category::title) != nullptr;
    const std::size_t letters = w.stem.size();
    const bool relation =
        letters > 2 && (w.stem.back() == model::kYeh || (w.stem.back() == model::kHeh && w.stem[letters - 2] == model::kYeh));
    const bool adjective = std::any_of(w.senses.begin(), w.senses.end(), [&](const Sense& s) {
      return title ? relation && s.pos == model::Pos::adj : s.pos == model::Pos::adj || s.category == Category::participle;
    });
    const std::uint32_t number = model::kPlural | model::kDual | model::kFeminine;
    if (a_.tokens()[end].kind == TokenKind::word && adjective && w.has(language::kThe) && !language::is_preposition(w) &&
        !w.has(language::kAnd) && e_.mention_at[end] == kNoToken && (w.features & number) == (a_.words[first].features & number) &&
        (w.features & model::kTime) == 0)
      end = std::min(language::phrase_end(a_, end), limit);
  }
  while (end < limit) {
    const Word& w = a_.words[end];
    const text::Token& t = a_.tokens()[end];
    if (t.kind != TokenKind::word || language::is_verb(w)) break;
    const bool known = complements_.contains(std::string(t.key));
    const bool apart = w.pos == model::Pos::adp && w.enclitic == Enclitic::none && known;
    const bool attached =
        (known || w.has(language::kFor)) && (w.has(language::kBy) || w.has(language::kFor)) && language::is_nominal(w) && t.key.size() > 1;
    if (attached) {
      // A medium after `to` is the one spoken to, not a complement.
      const std::uint32_t m = e_.mention_at[end];
      if (w.has(language::kFor) && is_media(w)) break;
      // What somebody does it for: `الاتصال بالأطراف للتوصل إلى حل`. Offices are named so as well (`المدير العام للتخطيط`).
      const bool deed = w.is(Category::masdar) && end + 1 < limit && a_.tokens()[end + 1].kind == TokenKind::word &&
                        (a_.words[end + 1].pos == model::Pos::adp || language::is_nominal(a_.words[end + 1]));
      if (w.has(language::kFor) && !known && deed && m == kNoToken &&
          (a_.words[first].find(Category::title) == nullptr || (a_.words[first].features & model::kPlural) != 0))
        break;
      // Nor are journalists.
      if (w.has(language::kFor) && profession(w)) break;
      if (w.has(language::kFor) && m != kNoToken && e_.entities[e_.mentions[m].entity].type == EntityType::media) break;
      end = std::min(language::phrase_end(a_, end), limit);
      continue;
    }
    // `مصدر مقرب منه`
    if (w.pos == model::Pos::adp && w.enclitic != Enclitic::none && complements_.contains(std::string(w.stem)) && end > first + 1 &&
        a_.words[end - 1].find(Category::participle) != nullptr && !a_.words[end - 1].has(language::kThe)) {
      ++end;
      break;
    }
    if (apart && !complement_of(first, end)) break;
    // What one is kept from: `يمنع المسؤولين من إجراء محادثات`.
    if (apart && end + 1 < limit && a_.words[end + 1].is(Category::masdar) && !a_.words[end + 1].has(language::kThe) &&
        (a_.words[first].features & model::kPlural) != 0)
      break;
    if (apart && end + 1 < limit && a_.tokens()[end + 1].kind == TokenKind::word && language::is_nominal(a_.words[end + 1]) &&
        (a_.words[end + 1].features & model::kTime) == 0 && !a_.words[end + 1].has(language::kAnd)) {
      end = std::min(language::phrase_end(a_, end + 1), limit);
      continue;
    }
    // Joined adjectives: `مسؤولون أميركيون وإيرانيون`.
    if (w.has(language::kAnd) && w.pos == model::Pos::adj && end > first && a_.words[end - 1].pos == model::Pos::adj &&
        a_.words[end - 1].has(language::kThe) == w.has(language::kThe)) {
      ++end;
      continue;
    }
    break;
  }
  return end;
}

// The phrase as the name of an unnamed source, without an attached preposition or conjunction. After an attached `to` the article
// is not written out and cannot be copied: the word goes without it.
Span Reference::bare_span(std::uint32_t first, std::uint32_t last) const {
  Span span = a_.span(first, last);
  const text::Token& t = a_.tokens()[first];
  const Word& w = a_.words[first];
  if (t.kind != TokenKind::word) return span;
  std::size_t skip = static_cast<std::size_t>(w.name.data() - t.key.data());
  if (w.has(language::kFor) && w.has(language::kThe) && skip + 1 < t.key.size() && t.key[skip] == model::kLam) ++skip;
  while (skip > 0 && span.start + 1 < t.span.end) {
    if (model::fold_char(a_.text.chars[span.start]) != 0) --skip;
    ++span.start;
  }
  return span;
}

// A title that names a post, not a form of address or what somebody is to others.
bool Reference::office(const Word& w) const {
  const Sense* s = w.find(Category::title);
  const model::Table& titles = lexicon_.table("lexicon/titles");
  if (s == nullptr) return false;
  const std::string_view kind = titles.cell(s->ref, titles.column("kind"));
  return kind == "office" || kind == "sole" || kind == "envoy";
}

bool Reference::collective(const Word& w) const {
  std::string_view stem = w.stem;
  if ((w.features & model::kAccusative) != 0 && stem.size() > 2 && stem.back() == model::kAlef) stem.remove_suffix(1);  // `عددا من`
  return collectives_.contains(std::string(stem));
}

bool Reference::profession(const Word& w) const {
  const Sense* s = w.find(Category::title);
  const model::Table& titles = lexicon_.table("lexicon/titles");
  return s != nullptr && titles.cell(s->ref, titles.column("kind")) == "profession";
}

// Whether a preposition after a phrase leads to its complement (`السفير في لندن`), not to the verb's (`رد المدرب على الأسئلة`): behind
// a noun with the article a name must follow, and words in which something was said (`في تصريحات`) go with the verb.
bool Reference::complement_of(std::uint32_t head, std::uint32_t preposition) const {
  const std::uint32_t next = preposition + 1;
  if (next >= a_.words.size()) return false;
  const std::string key(a_.tokens()[preposition].key);
  if (envoy_complements_.contains(key)) {
    const Sense* title = a_.words[head].find(Category::title);
    const model::Table& titles = lexicon_.table("lexicon/titles");
    if (title == nullptr || titles.cell(title->ref, titles.column("kind")) != "envoy") return false;
  }
  if (!a_.words[head].has(language::kThe)) return true;
  if ((a_.words[next].features & model::kSpeech) != 0) return false;
  return !named_complements_.contains(key) || e_.mention_at[next] != kNoToken;
}

void Reference::gender_of(Voice& v) const {
  const Word& w = a_.words[v.first];
  v.feminine = (w.features & model::kFeminine) != 0;
  v.plural = (w.features & model::kPlural) != 0;
  const std::string_view stem = w.stem;
  if (!v.feminine && (w.features & model::kPlural) == 0 && stem.size() > 2 && stem.back() == model::kHeh) v.feminine = true;
}

std::optional<Voice> Reference::read(std::uint32_t first, std::uint32_t limit) const {
  if (first >= limit || first >= a_.words.size()) return std::nullopt;
  const text::Token& t = a_.tokens()[first];
  if (t.kind == TokenKind::quote && t.opens && t.partner != kNoToken && t.partner < limit) {
    // A name in quotation marks.
    if (const std::uint32_t m = e_.mention_at[first + 1];
        m != kNoToken && (e_.mentions[m].last == t.partner ||
                          (e_.mentions[m].last + 1 == t.partner && a_.tokens()[e_.mentions[m].last].kind == TokenKind::punctuation))) {
      auto v = read(first + 1, limit);
      if (v) {
        v->first = first;
        v->last = t.partner + 1;
      }
      return v;
    }
    return std::nullopt;
  }
  const bool counted = t.kind == TokenKind::number && first + 1 < limit && a_.tokens()[first + 1].kind == TokenKind::word;
  if (t.kind != TokenKind::word && !counted) return std::nullopt;
  if (const std::uint32_t m = e_.mention_at[first]; m != kNoToken && e_.mentions[m].first == first) {
    const Mention& mention = e_.mentions[m];
    const Entity& entity = e_.entities[mention.entity];
    Voice v;
    v.first = first;
    v.last = mention.last;
    v.party = party_of_mention(mention);
    v.named = true;
    v.human = can_speak(entity.type);
    v.feminine = entity.type == EntityType::country || entity.type == EntityType::media;
    if (entity.type == EntityType::organization) gender_of(v);
    if (entity.type == EntityType::country) {
      const std::string_view stem = a_.words[first].stem;
      v.feminine = true;
      (void)stem;
    }
    return v;
  }
  const Word& w = a_.words[first];
  if (!counted && (!language::is_nominal(w) && w.pos != model::Pos::det)) return std::nullopt;
  if (auto v = read_title(first, limit)) return v;
  if (auto v = read_head(first, limit)) return v;
  // Any other noun phrase.
  Voice v;
  v.first = first;
  const bool numeral = w.pos == model::Pos::num && first + 1 < limit && a_.tokens()[first + 1].kind == TokenKind::word &&
                       language::is_nominal(a_.words[first + 1]) && !a_.words[first + 1].has(language::kThe);  // `تسع دول`
  const std::uint32_t from = counted || numeral || w.pos == model::Pos::det ? first + 1 : first;
  v.last = std::max(complement_end(std::min(from, limit - 1), limit), first + 1);
  if (w.pos == model::Pos::det && v.last == first + 1) return std::nullopt;
  v.party.kind = PartyKind::anonymous;
  v.party.span = bare_span(first, v.last);
  v.party.name = std::string(a_.text.words(*v.party.span));
  gender_of(v);
  const Word& head = a_.words[from < v.last ? from : first];
  if (counted || numeral) {  // the number's own gender is the other one
    v.plural = true;
    v.feminine = (head.features & model::kFeminine) != 0;
  }
  v.human =
      (head.features & model::kHuman) != 0 || head.find(Category::title) != nullptr ||
      (head.pos == model::Pos::adj && (head.features & model::kPlural) != 0 && head.has(language::kThe) && !head.stem.ends_with(kThings)) ||
      (head.is(Category::gentilic) && (head.features & model::kPlural) != 0) || collective(head);
  return v;
}

// The person who bears the title at token `head`: the name in apposition behind the title's complements, perhaps after a comma.
const Mention* Reference::bearer(std::uint32_t head, std::uint32_t limit) const {
  const std::uint32_t end = std::min(limit, head + 26);
  bool after_preposition = false, complement = false;
  for (std::uint32_t j = head + 1; j < end; ++j) {
    const text::Token& t = a_.tokens()[j];
    if (const std::uint32_t m = e_.mention_at[j]; m != kNoToken && e_.mentions[m].first == j) {
      const Mention& mention = e_.mentions[m];
      const Word& w = a_.words[j];
      const bool attached = w.has(language::kBy) || w.has(language::kFor) || w.has(language::kAnd);
      if (e_.entities[mention.entity].type == EntityType::person) return after_preposition || attached ? nullptr : &mention;
      j = mention.last - 1;
      after_preposition = false;
      continue;
    }
    if (t.kind == TokenKind::quote) return nullptr;
    if (t.kind == TokenKind::punctuation) {
      // One comma, right before the name.
      const std::uint32_t m = j + 1 < end ? e_.mention_at[j + 1] : kNoToken;
      const bool name = m != kNoToken && e_.mentions[m].first == j + 1 && e_.entities[e_.mentions[m].entity].type == EntityType::person &&
                        !a_.words[j + 1].has(language::kAnd);
      if (is_comma(t) && name) return &e_.mentions[m];
      // Or a further title: `the envoy, the diplomat X`.
      return nullptr;
    }
    if (t.kind != TokenKind::word) return nullptr;
    const Word& w = a_.words[j];
    if (language::is_verb(w) || w.pos == model::Pos::sconj || (w.pos == model::Pos::pron && (w.features & model::kRelative) != 0))
      return nullptr;
    if (w.find(Category::title) != nullptr && w.enclitic != Enclitic::none) return nullptr;  // his counterpart
    // Another's title behind a complete one: `التقى المبعوث الأممي في القاهرة الأمين العام فلان`.
    if (complement && !after_preposition && w.has(language::kThe) && a_.words[head].has(language::kThe) && office(w)) return nullptr;
    if (language::opens_title(a_, j)) return nullptr;
    after_preposition = w.pos == model::Pos::adp;
    complement = complement || after_preposition;
  }
  return nullptr;
}

// A title or human noun: with a name, as a reference back, or unnamed.
std::optional<Voice> Reference::read_title(std::uint32_t first, std::uint32_t limit) const {
  const Word& w = a_.words[first];
  std::uint32_t head = first;
  if (w.pos == model::Pos::det && first + 1 < limit) head = first + 1;
  if (a_.tokens()[first].kind == TokenKind::number) head = first + 1;
  if (head >= limit || a_.words[head].find(Category::title) == nullptr) return std::nullopt;
  Voice v;
  v.first = first;
  v.human = true;
  gender_of(v);
  v.feminine = (a_.words[head].features & model::kFeminine) != 0;
  v.plural = (a_.words[head].features & model::kPlural) != 0 || head != first;
  const Mention* named =
      (a_.words[head].features & model::kPlural) == 0 || (a_.words[head].features & model::kDual) != 0 ? bearer(head, limit) : nullptr;
  if (named != nullptr) {
    v.last = named->last;
    v.party = party_of_mention(*named);
    v.named = true;
    v.plural = false;
    return v;
  }
  v.last = std::max(complement_end(head, limit), head + 1);
  v.party.kind = PartyKind::anonymous;
  v.party.span = bare_span(first, v.last);
  v.party.name = std::string(a_.text.words(*v.party.span));
  resolve(v);
  return v;
}

// A medium or body by its head noun: `صحيفة «…»`, `الموقع`, `الوزارة`.
std::optional<Voice> Reference::read_head(std::uint32_t first, std::uint32_t limit) const {
  const Word& w = a_.words[first];
  const bool head = w.find(Category::head) != nullptr;
  const bool speech = (w.features & model::kSpeech) != 0;
  if (!head && !speech) return std::nullopt;
  Voice v;
  v.first = first;
  gender_of(v);
  if (head) {
    // The name follows: perhaps after a quotation mark and an adjective.
    for (std::uint32_t j = first + 1; j < limit && j <= first + 4; ++j) {
      const std::uint32_t m = e_.mention_at[j];
      if (m != kNoToken && e_.mentions[m].first == j) {
        const EntityType type = e_.entities[e_.mentions[m].entity].type;
        if (type == EntityType::media || type == EntityType::organization) {
          v.last = e_.mentions[m].last;
          if (v.last < limit && a_.tokens()[v.last].kind == TokenKind::quote) ++v.last;
          while (v.last < limit && a_.tokens()[v.last].kind == TokenKind::word && a_.words[v.last].pos == model::Pos::adj &&
                 a_.words[v.last].has(language::kThe))
            ++v.last;
          v.party = party_of_mention(e_.mentions[m]);
          v.named = v.human = true;
          return v;
        }
        break;
      }
      if (a_.tokens()[j].kind == TokenKind::punctuation || language::is_verb(a_.words[j]) || a_.words[j].pos == model::Pos::adp) break;
    }
  }
  v.human = !is_place(w);
  v.last = std::max(head ? std::min(language::phrase_end(a_, first), limit) : complement_end(first, limit), first + 1);
  v.party.kind = PartyKind::anonymous;
  v.party.span = bare_span(first, v.last);
  // A statement or report of somebody: that one's words.
  if (speech && !head)
    for (std::uint32_t j = first + 1; j < v.last; ++j)
      if (const std::uint32_t m = e_.mention_at[j]; m != kNoToken && can_speak(e_.entities[e_.mentions[m].entity].type)) {
        v.party = party_of_mention(e_.mentions[m]);
        v.named = true;
        v.last = std::max(v.last, e_.mentions[m].last);
        return v;
      }
  v.party.name = std::string(a_.text.words(*v.party.span));
  const bool resolved = resolve(v);
  if (!resolved && !head) v.human = speech;
  return v;
}

// Finds whom a phrase without a name refers back to.
bool Reference::resolve(Voice& v) const {
  const Word& w = a_.words[v.first];
  std::uint32_t head = v.first;
  if (w.pos == model::Pos::det) head = std::min(v.first + 1, v.last - 1);
  const Word& h = a_.words[head];
  const Sense* title = h.find(Category::title);
  std::uint32_t country = kNoToken;
  for (std::uint32_t i = head; i < v.last; ++i)
    if (const Sense* g = a_.words[i].find(Category::gentilic); g != nullptr && a_.words[i].pos == model::Pos::adj) country = g->ref;
  const model::Table& countries = lexicon_.table("gazetteer/countries");
  const std::string iso = country == kNoToken ? "" : std::string(countries.cell(country, 0));
  const bool definite = h.has(language::kThe) || w.pos == model::Pos::det || country != kNoToken || v.last > head + 1;
  if (!definite) return false;
  const auto take = [&](const Party& p) {
    const Span span = *v.party.span;
    v.party = p;
    v.party.span = span;
    v.named = true;
  };
  if (title != nullptr) {
    // An unnamed voice heard before under the same noun.
    if (h.has(language::kThe) && v.last <= head + 2) {
      for (auto it = heard_.rbegin(); it != heard_.rend(); ++it) {
        if (it->party.kind != PartyKind::anonymous) continue;
        for (std::uint32_t i = it->first; i < std::min(it->last, it->first + 2); ++i)
          if (const Sense* s = a_.words[i].find(Category::title); s != nullptr && s->ref == title->ref) {
            v.through = it->through;
            take(it->party);
            v.plural = it->plural;
            return true;
          }
      }
    }
    if ((h.features & model::kPlural) != 0 && (h.features & model::kDual) == 0) return false;
    // A person whose title was given with this word, and of the state named here.
    std::vector<std::string> words;
    for (std::uint32_t i = head; i < v.last; ++i) words.emplace_back(a_.words[i].stem);
    const Mention* best = nullptr;
    int best_score = 0;
    for (const Mention& m : mentions_around(v.first)) {
      if (m.first >= v.first) break;
      const Entity& e = e_.entities[m.entity];
      if (e.type != EntityType::person) continue;
      if (!iso.empty() && !e.country.empty() && e.country != iso) continue;
      const bool unknown_state = !iso.empty() && e.country.empty();
      int score = 0;
      const std::vector<std::string>& role = roles_[m.entity];
      if (!role.empty() && role[0] == words[0])
        score = 2 + static_cast<int>(std::count_if(role.begin(), role.end(), [&](const std::string& k) {
                  return std::find(words.begin(), words.end(), k) != words.end();
                }));
      if (score == 0) score = apposed(m, words);
      if (score == 0 && e_.row[m.entity] != kNoToken && !iso.empty()) score = holds(m.entity, words) ? 2 : 0;
      // Of a person whose state is not known the title must name it too.
      if (unknown_state && score < 2 + static_cast<int>(std::min<std::size_t>(words.size(), 3))) score = 0;
      if (score > 0 && score >= best_score) {
        best_score = score;
        best = &m;
      }
    }
    if (best != nullptr) {
      take(party_of(best->entity));
      return true;
    }
    // Later in the text (a lead that names only the office).
    if (!iso.empty())
      for (const Mention& m : mentions_around(v.first)) {
        const Entity& e = e_.entities[m.entity];
        if (e.type != EntityType::person || m.first < v.first || e.country != iso) continue;
        if (e_.row[m.entity] != kNoToken && words.size() > 1 && holds(m.entity, words)) {
          take(party_of(m.entity));
          return true;
        }
        if (m.phrase_first == m.first) continue;
        if (a_.words[m.phrase_first].stem == words[0] && words.size() > 1 && m.phrase_first + 1 < m.first &&
            a_.words[m.phrase_first + 1].stem == words[1]) {
          take(party_of(m.entity));
          return true;
        }
      }
    // `the official`, `the speaker`: the person who spoke last.
    if (h.has(language::kThe) && v.last <= head + 2 && iso.empty() && (h.features & (model::kPlural | model::kDual)) == 0 &&
        generic_title(*title)) {
      for (auto it = heard_.rbegin(); it != heard_.rend(); ++it)
        if (it->party.kind == PartyKind::person || it->party.kind == PartyKind::anonymous) {
          v.through = it->through;
          take(it->party);
          return true;
        }
    }
    return false;
  }
  // A medium or body named before by the same head noun.
  const Mention* best = nullptr;
  bool best_same = false;
  const Sense* hs = h.find(Category::head);
  const bool media = hs != nullptr && is_media(h);
  if (!h.has(language::kThe) && w.pos != model::Pos::det) return false;
  if (v.last > head + 1 && country == kNoToken) return false;
  for (const Mention& m : mentions_around(v.first)) {
    if (m.first >= v.first) break;
    const Entity& e = e_.entities[m.entity];
    if (!iso.empty() && e.country != iso) continue;
    if (e.type == EntityType::organization && a_.words[m.first].stem == h.stem) {
      best = &m;
      best_same = true;
    } else if (media && e.type == EntityType::media) {
      bool same = a_.words[m.first].stem == h.stem;
      for (std::uint32_t k = m.first; k-- > 0 && k + 4 > m.first;) same = same || a_.words[k].stem == h.stem;
      if (same || !best_same) {
        best = &m;
        best_same = same;
      }
    }
  }
  if (best != nullptr) {
    take(party_of(best->entity));
    return true;
  }
  // `the statement`, `the report`: the body or state that spoke last.
  if ((h.features & model::kSpeech) != 0)
    for (auto it = heard_.rbegin(); it != heard_.rend(); ++it)
      if (it->party.kind == PartyKind::organization || it->party.kind == PartyKind::country || it->party.kind == PartyKind::media) {
        v.through = it->through;
        take(it->party);
        return true;
      }
  return false;
}

// How well a title in apposition behind a name (`فلان، وزير الخارجية الجزائري`) fits the words of a phrase.
int Reference::apposed(const Mention& m, const std::vector<std::string>& words) const {
  std::uint32_t j = m.last;
  if (j + 1 >= a_.words.size() || !is_comma(a_.tokens()[j]) || a_.words[j + 1].find(Category::title) == nullptr ||
      a_.words[j + 1].has(language::kAnd))
    return 0;
  if (a_.words[j + 1].stem != words[0]) return 0;
  int hit = 0;
  for (std::uint32_t k = j + 1; k < a_.words.size() && k < j + 9; ++k) {
    if (a_.tokens()[k].kind != TokenKind::word || language::is_verb(a_.words[k])) break;
    hit += std::find(words.begin(), words.end(), a_.words[k].stem) != words.end();
  }
  return 2 + hit;
}

// A noun that fits whoever speaks: no office of its own.
bool Reference::generic_title(const Sense& title) const {
  const model::Table& t = lexicon_.table("lexicon/titles");
  const std::string_view kind = t.cell(title.ref, t.column("kind"));
  return kind == "role" || kind == "profession" || kind == "honorific" || (title.features & model::kUnnamed) != 0;
}

// Whether a known person held the office that the stems name (gazetteer/persons).
bool Reference::holds(std::uint32_t entity, const std::vector<std::string>& words) const {
  const model::Table& persons = lexicon_.table("gazetteer/persons");
  const std::uint32_t row = e_.row[entity];
  if (row >= persons.rows()) return false;
  for (const std::string_view office : model::values(persons.cell(row, persons.column("offices")))) {
    const std::vector<std::string> keys = model::split_keys(office.substr(0, office.rfind('@')));
    std::size_t hit = 0;
    for (const std::string& w : words)
      hit += std::any_of(keys.begin(), keys.end(),
                         [&](const std::string& k) { return k == w || (k.size() > 4 && std::string_view(k).substr(2) == w); });
    if (hit == words.size()) return true;
  }
  return false;
}

std::uint32_t Reference::behind_each(std::uint32_t first, std::uint32_t limit) const {
  if (first + 2 >= limit || a_.tokens()[first].kind != TokenKind::word || a_.words[first + 1].pos != model::Pos::adp) return first;
  const auto& senses = a_.words[first].senses;
  const bool each = std::any_of(senses.begin(), senses.end(), [](const Sense& s) { return s.pos == model::Pos::det; });
  return each && a_.words[first + 1].proclitics == 0 ? first + 2 : first;
}

std::vector<Voice> Reference::read_joined(std::uint32_t first, std::uint32_t limit) const {
  std::vector<Voice> out;
  if (const std::uint32_t each = behind_each(first, limit);
      each != first && (e_.mention_at[each] != kNoToken || a_.words[each].find(Category::title) != nullptr))
    first = each;
  auto v = read(first, limit);
  if (!v) return out;
  out.push_back(std::move(*v));
  while (out.back().last < limit && out.back().named && out.size() < 6) {
    std::uint32_t next = out.back().last;
    if (is_comma(a_.tokens()[next]) && next + 1 < limit) ++next;
    if (a_.tokens()[next].kind != TokenKind::word || !a_.words[next].has(language::kAnd)) break;
    auto more = read(next, limit);
    if ((!more || !more->named) && a_.words[next].find(Category::gentilic) != nullptr) {
      // The title is understood: `الرئيس الروسي فلان، والتركي، فلان`.
      std::uint32_t name = next + 1;
      if (name < limit && is_comma(a_.tokens()[name])) ++name;
      if (name < limit && e_.mention_at[name] != kNoToken &&
          e_.entities[e_.mentions[e_.mention_at[name]].entity].type == EntityType::person)
        more = read(name, limit);
    }
    if (!more || !more->named || !more->human) break;
    out.push_back(std::move(*more));
  }
  return out;
}

std::optional<Voice> Reference::read_back(std::uint32_t before, std::uint32_t from) const {
  // The first phrase of the clause that can speak: Arabic puts the subject of a nominal sentence first.
  for (std::uint32_t i = from; i < before; ++i) {
    const text::Token& t = a_.tokens()[i];
    if (t.kind != TokenKind::word && t.kind != TokenKind::quote && t.kind != TokenKind::number) continue;
    const Word& w = a_.words[i];
    if (t.kind == TokenKind::word && (w.has(language::kBy) || w.has(language::kFor) || w.has(language::kLike))) {
      i = std::max(i, std::min(language::phrase_end(a_, i), before) - 1);
      continue;
    }
    if (w.pos == model::Pos::adp && t.kind == TokenKind::word) {
      if (i + 1 < before) i = std::max(i, std::min(language::phrase_end(a_, i + 1), before) - 1);
      continue;
    }
    if (auto v = read(i, before); v && v->human) return v;
    if (is_comma(t)) continue;
  }
  return std::nullopt;
}

}  // namespace isnad::extract
