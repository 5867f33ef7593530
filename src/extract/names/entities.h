// Who and what a text names: mentions, and which of them mean the same.
#pragma once

#include <vector>

#include "isnad/record.h"
#include "language/analysis.h"

namespace isnad::extract {

/// A mention: tokens [first, last) that name an entity, or stand for it (`الوزير`: nominal, not printed as a mention).
struct Mention {
  std::uint32_t first = 0, last = 0;
  Span span;                                        ///< without attached conjunction and preposition
  std::uint32_t entity = 0;                         ///< index into Entities::entities
  bool nominal = false;                             ///< a title or common noun that stands for the entity (`الوزير`, `الصحيفة`)
  bool acts_as_state = false;                       ///< a capital or house that stands for its state
  std::uint32_t phrase_first = 0, phrase_last = 0;  ///< tokens with titles and apposition (`وزير الخارجية الإيراني محمد جواد ظريف`)
};

struct Entities {
  std::vector<Entity> entities;
  std::vector<Mention> mentions;          ///< in order of the text, not overlapping by [first, last)
  std::vector<std::uint32_t> mention_at;  ///< per token: index of the mention that covers it, or text::kNoToken
  std::vector<std::uint32_t> row;         ///< per entity: row of its gazetteer table (countries, persons …), or text::kNoToken
};

Entities find_entities(const language::Analysis& analysis, const Document& document, const model::Lexicon& lexicon);

}  // namespace isnad::extract
