// A line of a PDF in the order of reading, from the letters as they stand from left to right. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest/pdf/layout.h"

namespace isnad::ingest::pdf {

/// How a document's producer writes what can be written in two ways. It is seen from the words of the whole document.
struct Habits {
  bool backwards = false;  ///< the first letter of an Arabic word stands leftmost: nothing is to be turned around
  bool shapes = false;     ///< brackets are written by their shape, and not by what they do
};

Habits habits_of(const std::vector<Line>& lines);

/// The line with its words apart. Which gaps are spaces is seen from their width, and where a mark moved a word's edge, from the
/// lexicon. Presentation forms become letters, and kashidas that only fill the line go.
std::u32string reading_order(const Line& line, const Habits& habits);

}  // namespace isnad::ingest::pdf
