#include "model/key.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include <array>

#include "base/utf8.h"

namespace isnad::model {
namespace {

// Persian, Urdu and Kurdish letters that typists use for Arabic ones, and letters of foreign sounds, by the nearest Arabic letter.
char fold_extended(char32_t c) {
  switch (c) {
    case 0x0671: return kAlef;  // alef wasla
    case 0x067E: return kBeh;   // peh
    case 0x0686: return kJeem;  // tcheh
    case 0x0698: return kZain;  // jeh
    case 0x06A4: return kFeh;   // veh
    case 0x06A9:
    case 0x06AA:
    case 0x06AF:
    case 0x06AD: return kKaf;  // keheh, swash kaf, gaf, ng
    case 0x06BE:
    case 0x06C0:
    case 0x06C1:
    case 0x06C3:
    case 0x06D5: return kHeh;
    case 0x06CC:
    case 0x06CD:
    case 0x06CE:
    case 0x06D0:
    case 0x06D2: return kYeh;
    default: return 0;
  }
}

char fold_basic(char32_t c) {
  switch (c) {
    case 0x0622:
    case 0x0623:
    case 0x0625: return kAlef;  // alef with madda, hamza above, hamza below
    case 0x0624:
    case 0x0626: return kHamza;  // hamza on waw, on yeh
    case 0x0629: return kHeh;    // teh marbuta
    case 0x0649: return kYeh;    // alef maksura
    default: return static_cast<char>(c - 0x0621 + 0xC1);
  }
}

bool is_mark(char32_t c) {
  return c == 0x0640 || (c >= 0x0610 && c <= 0x061A) || (c >= 0x064B && c <= 0x065F) || c == 0x0670 ||
         (c >= 0x06D6 && c <= 0x06ED && c != 0x06DD && c != 0x06DE && c != 0x06E9) || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || c == 0x00AD || c == 0x061C;
}

// Letters outside the fast ranges: the first letter of what they are composed of, one step at a time (presentation forms,
// accents), so that a yeh with hamza is met before its yeh.
char fold_by_decomposition(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* nfkc = unorm2_getNFKCInstance(&status);
  if (U_FAILURE(status)) return '?';
  for (int step = 0; step < 4; ++step) {
    UChar buffer[24];
    const std::int32_t length = unorm2_getRawDecomposition(nfkc, static_cast<UChar32>(c), buffer, 24, &status);
    if (U_FAILURE(status) || length <= 0) return '?';
    for (std::int32_t i = 0; i < length; ++i) {
      const char32_t d = buffer[i];
      if (d >= 0x0621 && d <= 0x064A && d != 0x0640) return fold_basic(d);
      if (const char e = fold_extended(d)) return e;
      if (d < 0x80 && u_isalnum(static_cast<UChar32>(d))) return static_cast<char>(u_tolower(static_cast<UChar32>(d)));
    }
    c = buffer[0];
  }
  return '?';
}

CharClass classify(char32_t c) {
  if (c < 0x80) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return CharClass::latin;
    if (c >= '0' && c <= '9') return CharClass::digit;
    if (c == ' ' || (c >= 9 && c <= 13)) return CharClass::space;
    return c < 0x20 || c == 0x7F ? CharClass::other : CharClass::punctuation;
  }
  if (is_mark(c)) return CharClass::mark;
  if ((c >= 0x0621 && c <= 0x064A) || (c >= 0x0671 && c <= 0x06D5 && c != 0x06D4) || (c >= 0xFB50 && c <= 0xFDFB) ||
      (c >= 0xFE80 && c <= 0xFEFC))
    return u_isalpha(static_cast<UChar32>(c)) ? CharClass::arabic : CharClass::punctuation;
  if ((c >= 0x0660 && c <= 0x0669) || (c >= 0x06F0 && c <= 0x06F9)) return CharClass::digit;
  const auto u = static_cast<UChar32>(c);
  if (u_isalpha(u)) return CharClass::latin;
  if (u_isdigit(u)) return CharClass::digit;
  if (u_isUWhiteSpace(u)) return CharClass::space;
  if (u_ispunct(u)) return CharClass::punctuation;
  if (u_getCombiningClass(u) != 0) return CharClass::mark;
  return CharClass::other;
}

constexpr char32_t kTableSize = 0x2100;

const std::array<CharClass, kTableSize>& class_table() {
  static const auto table = [] {
    std::array<CharClass, kTableSize> t{};
    for (char32_t c = 0; c < kTableSize; ++c) t[c] = classify(c);
    return t;
  }();
  return table;
}

}  // namespace

CharClass char_class(char32_t c) { return c < kTableSize ? class_table()[c] : classify(c); }

char fold_char(char32_t c) {
  if (c >= 0x0621 && c <= 0x064A) return c == 0x0640 ? char{0} : c <= 0x063A || c >= 0x0641 ? fold_basic(c) : '?';
  if (c < 0x80) return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  if (c >= 0x0660 && c <= 0x0669) return static_cast<char>('0' + (c - 0x0660));
  if (c >= 0x06F0 && c <= 0x06F9) return static_cast<char>('0' + (c - 0x06F0));
  switch (char_class(c)) {
    case CharClass::mark: return 0;
    case CharClass::arabic:
      if (const char e = fold_extended(c)) return e;
      return fold_by_decomposition(c);
    case CharClass::latin: return fold_by_decomposition(c);
    case CharClass::digit: return static_cast<char>('0' + u_charDigitValue(static_cast<UChar32>(c)));
    default: return '?';
  }
}

std::string fold(std::u32string_view text) {
  std::string out;
  out.reserve(text.size());
  for (char32_t c : text)
    if (const char k = fold_char(c)) {
      out.push_back(k);
      if (is_lam_alef(c)) out.push_back(kAlef);
    }
  return out;
}

std::string fold_utf8(std::string_view utf8) { return fold(base::decode(utf8)); }

std::uint16_t spelling(std::u32string_view word) {
  int first = 0, inner = 0, second = 0, last = 0;
  bool begun = false;
  char32_t at_end = 0;
  for (const char32_t c : word) {
    if (is_mark(c)) continue;
    const int kind = c == 0x0627 ? 1 : c == 0x0623 ? 2 : c == 0x0625 ? 3 : c == 0x0622 ? 4 : 0;
    if (!begun) first = kind;
    else if (inner == 0) inner = kind;
    else if (second == 0) second = kind;
    begun = true;
    at_end = c;
  }
  last = at_end == 0x0649 ? 1 : at_end == 0x064A || at_end == 0x06CC ? 2 : at_end == 0x0629 ? 3 : at_end == 0x0647 ? 4 : 0;
  return static_cast<std::uint16_t>(first | inner << 4 | last << 8 | second << 12);
}

std::string key_to_utf8(std::string_view key) {
  std::string out;
  for (const char k : key) {
    const auto b = static_cast<unsigned char>(k);
    base::append_utf8(out, b < 0x80 ? b : static_cast<char32_t>(b - 0xC1 + 0x0621));
  }
  return out;
}

std::vector<std::string> split_keys(std::string_view utf8) {
  std::vector<std::string> out;
  const std::u32string text = base::decode(utf8);
  CharClass before = CharClass::space;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    const CharClass now = char_class(c);
    if (now == CharClass::mark) {
      if (before == CharClass::digit) before = now;  // a tatweel between digits is a dash
      continue;
    }
    if (before == CharClass::latin && is_apostrophe(c) && i + 1 < text.size() && char_class(text[i + 1]) == CharClass::latin) continue;
    const bool letter = now == CharClass::arabic || now == CharClass::latin || now == CharClass::digit;
    // As in the tokenizer: an Arabic word does not run on into digits or Latin letters; a Latin word may go on with digits.
    const bool joins = letter && !out.empty() && (now == before || (before == CharClass::latin && now == CharClass::digit));
    if (now != CharClass::space) {
      if (!joins) out.emplace_back();
      out.back().push_back(fold_char(c));
      if (is_lam_alef(c)) out.back().push_back(kAlef);
    }
    before = joins && now == CharClass::digit && before == CharClass::latin ? CharClass::latin : now;
  }
  return out;
}

}  // namespace isnad::model
