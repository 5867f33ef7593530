// A record as text for people in a terminal. Thread-safe; never fails.
//
// Right-to-left words: text is left in its logical order and never turned round here. Terminals that lay out both directions
// (VTE, Konsole, mlterm, Apple's) would otherwise turn it twice, and what is copied must stay the text. With `isolate`, each
// Arabic run is put between a directional isolate and its end, so that such a terminal does not mix it with the labels and
// numbers around it; a terminal that knows no directions shows nothing for these two characters. Chains are one isolate from
// right to left: the outermost stands right, the arrow points on to the speaker.
#pragma once

#include <cstddef>
#include <string>

#include "isnad/record.h"

namespace isnad::output {

struct TerminalStyle {
  bool color = false;
  bool isolate = false;
  bool explain = false;     ///< also the patterns that found statements and contacts, and the clues of dates
  std::size_t width = 100;  ///< columns
};

void append_terminal(std::string& out, const Record& record, const TerminalStyle& style);

/// Columns that a text takes: none for marks and controls, two for wide East Asian letters and most emoji.
std::size_t display_width(std::string_view utf8);

/// Without what could steer a terminal: controls become U+FFFD, directional controls nothing.
std::string printable(std::string_view bytes);

}  // namespace isnad::output
