// What a PDF says of glyphs that stand for several letters (lam-alef, the name of God), turned around before it is read. Thread-safe.
#pragma once

#include <cstddef>
#include <string>

namespace isnad::ingest::pdf {

/// In a PDF the glyphs of an Arabic line stand from left to right, the last letter first. A glyph of several letters says them
/// (in ToUnicode, or in ActualText around it) in the order of reading, so that between the others they are the wrong way round;
/// nobody could tell later which pairs of letters were one glyph. Turns them around where they are written, without moving
/// anything else in the file. Returns in how many streams. A stream that would grow, and an encrypted file, stay as they are.
std::size_t turn_glyphs(std::string& pdf);

}  // namespace isnad::ingest::pdf
