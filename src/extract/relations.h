// What the statements of a text have to do with each other: what a denial denies, a confirmation confirms, what is said again.
#pragma once

#include <vector>

#include "extract/names/entities.h"
#include "extract/statements/frames.h"
#include "extract/statements/statements.h"
#include "isnad/record.h"
#include "language/analysis.h"

namespace isnad::extract {

/// Relations between the statements of one text, by their positions; `from` is the one that denies, confirms or repeats, in order
/// of `from`. Each statement is held against at most 40 before and after it.
///
/// What two contents share is measured over the lemmas of their words, those that fewer statements of the text have weighing
/// more. A denial is also tied to its accusation by whom that accuses, and by a noun for earlier words (data/frames/relations.tsv).
std::vector<Relation> find_relations(const language::Analysis& analysis, const Entities& entities,
                                     const std::vector<FoundStatement>& statements, const Frames& frames, const model::Lexicon& lexicon);

}  // namespace isnad::extract
