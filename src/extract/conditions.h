// Conditions: somebody would do one thing if another holds.
#pragma once

#include <vector>

#include "extract/entities.h"
#include "extract/statements.h"
#include "isnad/record.h"
#include "language/analysis.h"

namespace isnad::extract {

/// Every condition, offer with a condition and trade-off, in order of the text. The markers are in data/frames/conditions.tsv.
std::vector<Condition> find_conditions(const language::Analysis& analysis, const Entities& entities,
                                       const std::vector<FoundStatement>& statements, const model::Lexicon& lexicon);

}  // namespace isnad::extract
