// UTF-8 to code points and back. Knows neither news nor Arabic.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace isnad::base {

/// Code points of `utf8`; every invalid sequence becomes one U+FFFD.
std::u32string decode(std::string_view utf8);

void append_utf8(std::string& out, char32_t c);
std::string encode(std::u32string_view text);

/// Whether `bytes` are valid UTF-8; if not, `bad` (if given) receives the offset of the first bad byte.
bool valid_utf8(std::string_view bytes, std::size_t* bad = nullptr);

}  // namespace isnad::base
