// Text that was once read in the wrong character set: found where that is certain, and undone. Used by source.cc. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace isnad::ingest {

/// What was taken for what: `Ø§Ù„`, the same by programs that keep the controls of ISO 8859-1, `ط§ظ„`, `ÇáÞ`.
enum class Misreading : std::uint8_t { utf8_as_windows_1252, utf8_as_latin_1, utf8_as_windows_1256, windows_1256_as_1252 };
const char* to_words(Misreading m);

/// Makes the mistake: what a reader of the wrong set sees of `utf8`. Nothing if `utf8` cannot be written in Windows-1256 (for the last
/// kind), else always something. Undoes mend().
std::optional<std::string> misread(std::string_view utf8, Misreading m);

struct Mended {
  std::string text;
  Misreading how = Misreading::utf8_as_windows_1252;  ///< of the first line
  std::size_t lines = 0;                              ///< so many were mended; the others stayed as they were
};

/// Undoes the mistake in the lines of `utf8` where it is certain: the whole line can be turned back, to Arabic, and misread() makes the
/// same line of it. Twice misread is twice undone. Nothing if there is no such line. One pass over the bytes where there is none.
std::optional<Mended> mend(std::string_view utf8);

}  // namespace isnad::ingest
