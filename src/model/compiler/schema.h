// What columns each data file has and what may stand in them.
#pragma once

#include <vector>

#include "model/compiler/tsv.h"

namespace isnad::model {

/// Checks a file against its schema (every file under data/ has one; time/ and normalization/ files are free in their
/// columns). Appends every mistake to `errors`.
void check_schema(const TsvFile& file, std::vector<Error>& errors);

}  // namespace isnad::model
