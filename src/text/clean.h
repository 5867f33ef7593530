// The cleaned text of a document: what every span points into.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "isnad/document.h"
#include "isnad/span.h"
#include "model/lexicon.h"

namespace isnad::text {

/// The same text three ways: code points (what spans count), UTF-8, and where each code point begins in the UTF-8.
struct CleanText {
  std::u32string chars;
  std::string utf8;
  std::vector<std::uint32_t> byte_of;  ///< chars.size() + 1 offsets into utf8
  std::uint32_t title_end = 0;         ///< the title line is [0, title_end); 0 if there is no title

  /// The UTF-8 words of a span.
  std::string_view words(Span span) const {
    return std::string_view(utf8).substr(byte_of[span.start], byte_of[span.end] - byte_of[span.start]);
  }
};

/// Title line and body, in NFC, line breaks as '\n' between paragraphs (never two in a row), runs of spaces as one, without
/// controls, bidi marks, zero-width characters (ZWNJ between letters becomes nothing), markup left by crawlers, web residue (shortcodes,
/// share bars, comment forms: data/normalization/residue.tsv) and empty lines. Diacritics, tatweel and spelling stay as they were. Cleaning
/// a cleaned text changes nothing.
CleanText clean(const Document& document, const model::Lexicon& lexicon);

}  // namespace isnad::text
