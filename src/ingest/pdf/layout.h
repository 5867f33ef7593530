// Where the words of a PDF stand, as `pdftotext -bbox-layout` writes it. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace isnad::ingest::pdf {

/// A place on a page in points, from its upper left corner.
struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
  double height() const { return bottom - top; }
  double width() const { return right - left; }
};

struct Word {
  Box box;
  std::u32string letters;  ///< from left to right, whatever the direction of reading
};

struct Line {
  std::size_t page = 0;  ///< from 0
  std::size_t row = 0;   ///< which of pdftotext's lines it is a piece of
  Box box;
  double height = 0;        ///< of its words: the middle one
  std::vector<Word> words;  ///< from left to right; never none
};

struct Layout {
  std::string title;  ///< as the file's own information has it
  std::size_t pages = 0;
  std::vector<Line> lines;  ///< in the order of reading (columns.h)
};

/// Any bytes give a layout; what is no word of one is passed over. Pieces that stand side by side in one line are put together, and
/// marks that stand apart (fatha, shadda; to pdftotext they are words above the line) are put before, that is left of, their letters.
Layout parse_layout(std::string_view xml);

/// Letters and marks of Arabic script, presentation forms too; marks alone.
bool is_arabic(char32_t c);
bool is_mark(char32_t c);

}  // namespace isnad::ingest::pdf
