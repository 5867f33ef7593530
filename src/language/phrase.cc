#include "language/phrase.h"

#include <algorithm>

#include "model/key.h"

namespace isnad::language {

using model::Category;
using model::Pos;

bool is_nominal(const Word& w) {
  switch (w.pos) {
    case Pos::noun:
    case Pos::adj:
    case Pos::proper:
    case Pos::num:
    case Pos::unknown: return true;
    default: return false;
  }
}

bool is_definite(const Word& w) {
  if (w.has(kThe) || w.enclitic != Enclitic::none) return true;
  if (w.sense == nullptr) return true;  // unknown words are names more often than not
  switch (w.sense->category) {
    case Category::country:
    case Category::capital:
    case Category::metonym:
    case Category::place:
    case Category::outlet:
    case Category::organization:
    case Category::person:
    case Category::name_part: return true;
    default: return false;
  }
}

bool is_preposition(const Word& w) { return w.pos == Pos::adp || w.has(kBy) || w.has(kFor) || w.has(kLike); }

namespace {

// The article alone, before figures.
constexpr char kBareArticle[] = {model::kAlef, model::kLam, 0};

bool is_name(const Word& w) { return w.sense == nullptr || w.pos == Pos::proper; }

bool is_adjective(const Word& w) { return w.pos == Pos::adj; }

// The dual and the sound plural lose their nun before a second noun (`مسؤولو الوزارة`): with it the phrase is complete, but for
// adjectives (`زار مسؤولون طهران`). Broken plurals that end alike (`قوانين`) keep theirs; they are not of people.
bool keeps_nun(const Word& w) {
  const std::string_view stem = w.stem;
  const std::size_t n = stem.size();
  if ((w.pos != Pos::noun && w.pos != Pos::adj) || w.has(kThe) || w.sense == nullptr || n < 5 || stem[n - 1] != model::kNoon) return false;
  const bool dual = (w.features & model::kDual) != 0 && (w.features & model::kPlural) == 0;
  if (dual && stem[n - 2] == model::kAlef) return true;
  const bool people = (w.features & model::kHuman) != 0 || w.find(Category::title) != nullptr || w.is(Category::participle) ||
                      w.is(Category::gentilic) || w.pos == Pos::adj;
  const bool ending = stem[n - 2] == model::kWaw || stem[n - 2] == model::kYeh;
  return (w.features & (model::kPlural | model::kDual)) != 0 && people && ending;
}

}  // namespace

bool continues_phrase(const Analysis& analysis, std::uint32_t last, std::uint32_t next) {
  const auto& tokens = analysis.tokens();
  if (next >= analysis.words.size() || tokens[next].sentence != tokens[last].sentence) return false;
  if (tokens[next].kind != text::TokenKind::word && tokens[next].kind != text::TokenKind::number) return false;
  if (tokens[next].kind == text::TokenKind::number) return tokens[last].key == kBareArticle;  // `الدول الـ12`
  const Word& p = analysis.words[last];
  const Word& n = analysis.words[next];
  if (n.has(kAnd) || n.has(kThen) || n.has(kBy) || n.has(kFor) || n.has(kLike)) return false;
  if (!is_nominal(n)) return false;
  const bool the = n.has(kThe);
  if (!is_adjective(n) && n.find(Category::gentilic) == nullptr && keeps_nun(p)) return false;  // but `مسؤولون أتراك`
  if (is_adjective(n)) {
    // Adjectives agree in definiteness with what they follow; a name or a construct state counts as definite.
    if (the) return p.has(kThe) || is_definite(p) || is_adjective(p) || p.pos == Pos::noun;
    return !p.has(kThe) && p.enclitic == Enclitic::none;
  }
  // A state or body after a finished phrase is something else: `توعد رئيس الوزراء الإسرائيلي إيران`.
  if (n.sense != nullptr && p.has(kThe) && !n.has(kThe)) switch (n.sense->category) {
      case Category::country:
      case Category::capital:
      case Category::metonym:
      case Category::organization:
      case Category::outlet: return false;
      default: break;
    }
  // Nor does an indefinite phrase that an adjective closes: `زار مسؤولون كبار طهران`, but `وزراء خارجية مصر`.
  const bool noun = std::any_of(p.senses.begin(), p.senses.end(), [](const model::Sense& s) { return s.pos == Pos::noun; });
  if (is_definite(n) && !the && is_adjective(p) && !noun && !p.has(kThe) && last > 0 &&
      tokens[last - 1].sentence == tokens[last].sentence && analysis.words[last - 1].pos == Pos::noun &&
      analysis.words[last - 1].sense != nullptr && !is_definite(analysis.words[last - 1]) && (p.proclitics & ~kThe) == 0)
    return false;
  if (is_name(n)) return p.enclitic == Enclitic::none || is_name(p);
  // A noun: second part of a construct state, so what stands before has neither article nor pronoun.
  if (p.has(kThe) || p.enclitic != Enclitic::none) return false;
  if (is_name(p) && p.sense != nullptr && !the) return false;
  if ((n.features & model::kAccusative) != 0 && (n.features & (model::kDual | model::kPlural)) == 0) return false;
  // An adjective of a state closes an indefinite phrase; other adjectives may be participles with their object.
  if (p.is(Category::gentilic) && p.pos == Pos::adj && !the) return false;
  if (p.pos == Pos::adj) return n.enclitic == Enclitic::none;
  return p.pos == Pos::noun || p.pos == Pos::num || p.sense == nullptr;
}

bool opens_title(const Analysis& analysis, std::uint32_t i) {
  if (i == 0) return false;
  const Word &w = analysis.words[i], &before = analysis.words[i - 1];
  const model::Sense* title = w.has(kThe) && w.enclitic == Enclitic::none ? w.find(Category::title) : nullptr;
  if (title == nullptr || (title->features & model::kSole) == 0 || !before.has(kThe) || before.find(Category::gentilic) == nullptr)
    return false;
  // `العاهل السعودي الملك فلان` is one person.
  const model::Sense* other = i > 1 ? analysis.words[i - 2].find(Category::title) : nullptr;
  return other == nullptr || (other->features & model::kEpithet) == 0;
}

bool is_oblique(const Word& w) {
  const std::string_view stem = w.stem;
  const std::size_t n = stem.size();
  if (n < 5 || stem[n - 1] != model::kNoon || stem[n - 2] != model::kYeh || w.enclitic != Enclitic::none) return false;
  if ((w.features & (model::kPlural | model::kDual)) == 0 || (w.features & model::kSingular) != 0) return false;
  return (w.features & model::kHuman) != 0 || w.is(Category::gentilic) || w.is(Category::participle) || w.find(Category::title) != nullptr;
}

std::uint32_t phrase_end(const Analysis& analysis, std::uint32_t first) {
  std::uint32_t last = first;
  while (continues_phrase(analysis, last, last + 1)) ++last;
  return last + 1;
}

}  // namespace isnad::language
