// What one data file says of another: checked when all are read.
#pragma once

#include <vector>

#include "model/compiler/tsv.h"

namespace isnad::model {

/// Checks that every verb of frames/attribution and frames/contact is a verb of lexicon/verbs, and every country of a gazetteer
/// a line of gazetteer/countries. Files that are not there are not asked of. Appends every mistake to `errors`.
void check_references(const std::vector<TsvFile>& files, std::vector<Error>& errors);

}  // namespace isnad::model
