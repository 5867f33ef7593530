// Names found from context: a trained sequence tagger.
#pragma once

#include <cstdint>
#include <vector>

#include "language/analysis.h"

namespace isnad::language {

enum class NameType : std::uint8_t { person, organization, location };

/// A name as the tagger sees it: tokens [first, last), attached particles of the first token included.
struct TaggedName {
  std::uint32_t first = 0, last = 0;
  NameType type = NameType::person;
  float score = 0;  ///< margin over the best reading without it; above 0
};

/// Names of a text in order, not overlapping. Titles are not part of names; the words of a body's name are
/// (`وزارة الخارجية الفرنسية`). Media outlets are organizations, states are locations: the gazetteer tells them apart later.
/// Empty if the program was built without data/models/names.bin.
std::vector<TaggedName> tag_names(const Analysis& analysis, const model::Lexicon& lexicon);

class NameModel;

/// The same with a model of one's own: for training and evaluation. Appends to `out`.
void tag_names(const Analysis& analysis, const model::Lexicon& lexicon, const NameModel& model, std::vector<TaggedName>& out);

}  // namespace isnad::language
