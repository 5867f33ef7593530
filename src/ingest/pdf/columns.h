// The order in which the lines of a page are read: column after column. Thread-safe.
#pragma once

#include <vector>

#include "ingest/pdf/layout.h"

namespace isnad::ingest::pdf {

/// Lines of one page, in any order, as they are read: from top to bottom, in the right column before the left one (in Arabic). Pieces
/// of one line become one.
std::vector<Line> in_order(std::vector<Line> page);

/// Puts the words from left to right and measures the line anew.
void measure(Line& line);

}  // namespace isnad::ingest::pdf
