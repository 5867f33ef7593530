#include "ingest/admit.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cmath>

#include "base/utf8.h"

namespace isnad::ingest {
namespace {

// News in Arabic quotes names, links and whole English sentences, but never four letters of five.
constexpr double kLeastArabic = 0.20;

struct Count {
  std::size_t arabic = 0, letters = 0;
  bool any = false;  // anything but white space
};

void count(std::string_view utf8, Count& n) {
  for (std::size_t i = 0; i < utf8.size();) {
    const auto b = static_cast<unsigned char>(utf8[i]);
    if (b < 0x80) {
      n.letters += (b | 0x20) >= 'a' && (b | 0x20) <= 'z';
      n.any |= b > 0x20;
      ++i;
      continue;
    }
    n.any = true;
    if (b >= 0xD8 && b <= 0xDB && i + 1 < utf8.size()) {  // U+0600 … U+06FF
      const char32_t c = static_cast<char32_t>((b & 0x1F) << 6 | (static_cast<unsigned char>(utf8[i + 1]) & 0x3F));
      const bool letter = (c >= 0x0620 && c <= 0x064A && c != 0x0640) || (c >= 0x0671 && c <= 0x06D3);
      n.arabic += letter;
      n.letters += letter;
      i += 2;
      continue;
    }
    std::size_t length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
    length = std::min(length, utf8.size() - i);
    const std::u32string one = base::decode(utf8.substr(i, length));
    i += length;
    const auto c = static_cast<UChar32>(one[0]);
    if ((c >= 0xFB50 && c <= 0xFDFB) || (c >= 0xFE80 && c <= 0xFEFC)) {
      ++n.arabic;
      ++n.letters;
    } else if (u_isalpha(c)) {
      ++n.letters;
    }
  }
}

double share(const Count& n) { return n.letters == 0 ? 0 : static_cast<double>(n.arabic) / static_cast<double>(n.letters); }

}  // namespace

double arabic_share(std::string_view utf8) {
  Count n;
  count(utf8, n);
  return share(n);
}

Result<void> admit(const Document& document, const std::string& where) {
  Count n;
  count(document.text, n);
  count(document.title, n);
  if (!n.any) return fail(where, "empty");
  if (share(n) < kLeastArabic)
    return fail(where, "not Arabic text (" + std::to_string(static_cast<int>(std::floor(share(n) * 100))) + " % Arabic letters)");
  return {};
}

}  // namespace isnad::ingest
