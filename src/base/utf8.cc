#include "base/utf8.h"

namespace isnad::base {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// Decodes one code point at `i`, advancing it; an invalid sequence advances by its longest valid prefix (Unicode 3.9, U+FFFD
// substitution of maximal subparts).
char32_t next(std::string_view s, std::size_t& i, bool& ok) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(s[k]); };
  const unsigned char b = byte(i++);
  ok = true;
  if (b < 0x80) return b;
  int more = b >= 0xF0 ? 3 : b >= 0xE0 ? 2 : 1;
  if (b < 0xC2 || b > 0xF4) {
    ok = false;
    return kReplacement;
  }
  unsigned char low = 0x80, high = 0xBF;
  if (b == 0xE0) low = 0xA0;
  if (b == 0xED) high = 0x9F;
  if (b == 0xF0) low = 0x90;
  if (b == 0xF4) high = 0x8F;
  char32_t c = b & (more == 3 ? 0x07 : more == 2 ? 0x0F : 0x1F);
  while (more-- > 0) {
    if (i >= s.size() || byte(i) < low || byte(i) > high) {
      ok = false;
      return kReplacement;
    }
    c = (c << 6) | (byte(i++) & 0x3F);
    low = 0x80;
    high = 0xBF;
  }
  return c;
}

}  // namespace

std::u32string decode(std::string_view utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  bool ok = true;
  for (std::size_t i = 0; i < utf8.size();) out.push_back(next(utf8, i, ok));
  return out;
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (c >> 6)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else if (c < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (c >> 12)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (c >> 18)));
    out.push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  }
}

std::string encode(std::u32string_view text) {
  std::string out;
  out.reserve(text.size() * 2);
  for (char32_t c : text) append_utf8(out, c);
  return out;
}

bool valid_utf8(std::string_view bytes, std::size_t* bad) {
  bool ok = true;
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t at = i;
    next(bytes, i, ok);
    if (!ok) {
      if (bad != nullptr) *bad = at;
      return false;
    }
  }
  return true;
}

}  // namespace isnad::base
