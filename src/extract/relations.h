// Which statement of a text denies, confirms or repeats which.
#pragma once

#include <vector>

#include "extract/statements.h"
#include "isnad/record.h"
#include "language/analysis.h"

namespace isnad::extract {

/// Relations between the statements of one text, by their positions; `from` is the one that denies, confirms or repeats. Each
/// statement is held against at most 40 before and after it.
std::vector<Relation> find_relations(const language::Analysis& analysis, const std::vector<FoundStatement>& statements);

}  // namespace isnad::extract
