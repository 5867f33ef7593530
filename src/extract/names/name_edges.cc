#include "extract/names/name_edges.h"

#include "model/key.h"

namespace isnad::extract {

using language::Word;
using model::Category;
using model::Lexicon;
using model::Sense;

std::uint32_t title_words(const FoundNames& n, std::uint32_t first, std::uint32_t last) {
  std::uint32_t node = n.lexicon().step(Lexicon::kRoot, n.word(first).has(language::kThe) ? n.word(first).stem : n.first_key(first));
  std::uint32_t end = first;
  for (std::uint32_t j = first + 1; j < last && node != Lexicon::kNowhere; ++j) {
    for (const Sense& x : n.lexicon().senses_at(node))
      if (x.category == Category::title && j > first + 1) end = j;
    node = n.lexicon().step(node, n.token(j).key);
  }
  if (end > first) return end;
  const Word& w = n.word(first);
  return w.has(language::kThe) && w.find(Category::title) != nullptr && first + 1 < last ? first + 1 : first;
}

namespace {

bool in_teh_marbuta(const Word& w) { return w.stem.size() > 1 && w.stem.back() == model::kHeh; }

bool in_alef_teh(const Word& w) { return w.stem.size() > 2 && w.stem.back() == model::kTeh && w.stem[w.stem.size() - 2] == model::kAlef; }

// Plurals of things are feminine in agreement too.
bool feminine(const Word& w) { return in_teh_marbuta(w) || in_alef_teh(w) || (w.features & (model::kFeminine | model::kPlural)) != 0; }

}  // namespace

bool adjective_of_noun(const FoundNames& n, std::uint32_t i) {
  if (n.at_start(i) || n.token(i - 1).kind != text::TokenKind::word) return false;
  const Word& before = n.word(i - 1);
  if (!before.has(language::kThe) || !n.plain_start(i) || !n.the(i)) return false;
  bool adjective = false;
  // Heads are listed with their article (`الخارجية`), adjectives without.
  std::string_view stem = n.word(i).stem;
  if (!n.word(i).has(language::kThe)) stem.remove_prefix(2);
  for (const Sense& x : n.lexicon().find(stem)) adjective = adjective || x.pos == model::Pos::adj;
  return adjective && before.pos == model::Pos::noun && before.find(Category::title) == nullptr && agrees(before, n.word(i));
}

bool agrees(const Word& head, const Word& adjective) {
  if (in_teh_marbuta(adjective)) return feminine(head);
  // No head in teh marbuta or -at has a masculine adjective; of other heads the lexicon may know too little.
  return !in_teh_marbuta(head) && !in_alef_teh(head);
}

std::uint32_t person_start(const FoundNames& n, std::uint32_t first, std::uint32_t last) {
  while (first + 1 < last) {
    const std::uint32_t end = title_words(n, first, last);
    if (end > first && end < last) {
      first = end;
      continue;
    }
    // An adjective of a state belongs to the title before.
    if (last > first + 2 && n.word(first).has(language::kThe) && n.gentilic(first) != nullptr && !n.word(first).is(Category::name_part))
      ++first;
    else break;
  }
  return first;
}

std::uint32_t place_start(const FoundNames& n, std::uint32_t first, std::uint32_t last) {
  const auto adjective = [&](std::uint32_t i) {
    return n.word(i).has(language::kThe) && (n.gentilic(i) != nullptr || (n.word(i).pos == model::Pos::adj && n.word(i).sense != nullptr));
  };
  while (first + 1 < last && (n.exact_head_kinds(first) & kPlaceOutside) != 0) {
    std::uint32_t next = first + 1;
    if (next + 1 < last && adjective(next)) ++next;
    if (next + 1 == last && adjective(next)) break;  // `العاصمة المصرية` is all there is
    first = next;
  }
  return first;
}

std::uint32_t medium_start(const FoundNames& n, std::uint32_t first, std::uint32_t last) {
  if (first + 1 >= last || (n.head_kinds(first) & kMediaOutside) == 0 || n.word(first).has(language::kThe)) return first;
  if ((n.head_kinds(last - 1) & kMediaInside) != 0) return first;  // `وكالة الجمهورية الإسلامية للأنباء`
  return (n.head_kinds(first + 1) & kMediaInside) != 0 || n.gentilic(first + 1) != nullptr ? first : first + 1;
}

}  // namespace isnad::extract
