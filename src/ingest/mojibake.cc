#include "ingest/mojibake.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_map>

#include "base/utf8.h"

namespace isnad::ingest {
namespace {

constexpr std::array kAll{Misreading::utf8_as_windows_1252, Misreading::utf8_as_latin_1, Misreading::utf8_as_windows_1256,
                          Misreading::windows_1256_as_1252};
// So many letters must come out, nearly all of them Arabic.
constexpr std::size_t kLeastLetters = 3, kLeastOfSingleBytes = 8;
constexpr double kNearlyAll = 0.9;
constexpr int kMostTimes = 3;

// A character set of one byte a character, both ways.
class OneByteSet {
 public:
  /// `latin`: U+0080 to U+00FF as they are.
  explicit OneByteSet(const char* name) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, void (*)(UConverter*)> from(name == nullptr ? nullptr : ucnv_open(name, &status), ucnv_close);
    for (unsigned b = 0; b < 256; ++b) {
      to_[b] = static_cast<char32_t>(b);  // what a set leaves open is read as a control, as browsers do
      if (from && b >= 0x80) {
        const char byte = static_cast<char>(b);
        std::array<UChar, 4> out{};
        status = U_ZERO_ERROR;
        const std::int32_t n = ucnv_toUChars(from.get(), out.data(), out.size(), &byte, 1, &status);
        if (U_SUCCESS(status) && n == 1 && out[0] != 0xFFFD) to_[b] = out[0];
      }
      from_.emplace(to_[b], static_cast<char>(b));
    }
  }
  char32_t decode(char byte) const { return to_[static_cast<unsigned char>(byte)]; }
  std::optional<char> encode(char32_t c) const {
    const auto it = from_.find(c);
    if (it == from_.end()) return std::nullopt;
    return it->second;
  }

 private:
  std::array<char32_t, 256> to_{};
  std::unordered_map<char32_t, char> from_;
};

const OneByteSet& windows_1252() {
  static const OneByteSet set("windows-1252");
  return set;
}
const OneByteSet& windows_1256() {
  static const OneByteSet set("windows-1256");
  return set;
}
const OneByteSet& latin_1() {
  static const OneByteSet set(nullptr);
  return set;
}

// What the bytes were taken for.
const OneByteSet& taken_for(Misreading m) {
  return m == Misreading::utf8_as_windows_1256 ? windows_1256() : m == Misreading::utf8_as_latin_1 ? latin_1() : windows_1252();
}

std::optional<std::string> encoded(std::u32string_view text, const OneByteSet& set) {
  std::string out;
  out.reserve(text.size());
  for (const char32_t c : text) {
    const std::optional<char> byte = set.encode(c);
    if (!byte) return std::nullopt;
    out.push_back(*byte);
  }
  return out;
}

std::string decoded(std::string_view bytes, const OneByteSet& set) {
  std::string out;
  for (const char b : bytes) base::append_utf8(out, set.decode(b));
  return out;
}

bool is_arabic(char32_t c) { return (c >= 0x0620 && c <= 0x064A) || (c >= 0x066E && c <= 0x06D3); }

// Two thirds of the letters of any Arabic text, and few of one that was turned into Arabic by mistake.
bool is_common(char32_t c) {
  return c == 0x0627 || c == 0x0644 || c == 0x0645 || c == 0x064A || c == 0x0648 || c == 0x0646 || c == 0x0631 || c == 0x062A;
}

struct Letters {
  std::size_t arabic = 0, common = 0, other = 0, strange = 0;
  explicit Letters(std::u32string_view text) {
    for (const char32_t c : text) {
      if (is_arabic(c)) ++arabic, common += is_common(c);
      else if (c == 0xFFFD || (c >= 0x80 && c < 0xA0)) ++strange;
      else if (c >= 0x80 && u_isalpha(static_cast<UChar32>(c))) ++other;
    }
  }
  bool nearly_all_arabic(std::size_t least) const {
    return arabic >= least && static_cast<double>(arabic) >= kNearlyAll * static_cast<double>(arabic + other + strange);
  }
};

// The line as it was before `m`, if it is certain that it was misread so.
std::optional<std::string> undone(std::string_view line, const std::u32string& letters, Misreading m) {
  const std::optional<std::string> bytes = encoded(letters, taken_for(m));
  if (!bytes) return std::nullopt;
  std::string out;
  if (m == Misreading::windows_1256_as_1252) {
    // Any bytes are Windows-1256. Letters of Europe stand among unaccented ones; here hardly one does.
    std::size_t accented = 0, plain = 0;
    for (const char32_t c : letters) {
      accented += c >= 0xC0 && c <= 0xFF;
      plain += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    if (accented < kLeastOfSingleBytes || plain * 4 > accented) return std::nullopt;
    out = decoded(*bytes, windows_1256());
    const Letters n(base::decode(out));
    if (!n.nearly_all_arabic(kLeastOfSingleBytes) || n.common * 2 < n.arabic) return std::nullopt;
  } else {
    if (!base::valid_utf8(*bytes)) return std::nullopt;
    out = *bytes;
  }
  if (out == line || misread(out, m) != line) return std::nullopt;
  return out;
}

struct Found {
  std::string text;
  Misreading how;
};

std::optional<Found> mended_line(std::string_view line, int times) {
  const std::u32string letters = base::decode(line);
  for (const Misreading m : kAll) {
    std::optional<std::string> text = undone(line, letters, m);
    if (!text) continue;
    if (times < kMostTimes)
      if (std::optional<Found> again = mended_line(*text, times + 1)) return Found{std::move(again->text), m};
    if (Letters(base::decode(*text)).nearly_all_arabic(kLeastLetters)) return Found{std::move(*text), m};
  }
  return std::nullopt;
}

// From the bytes alone, whether a line could be one: real Arabic has few of the two letters that the first bytes of Arabic letters look
// like, real French few accents without plain letters.
bool suspicious(std::string_view line) {
  std::size_t latin = 0, tah = 0, arabic = 0, plain = 0;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const auto b = static_cast<unsigned char>(line[i]), next = static_cast<unsigned char>(line[i + 1]);
    latin += b == 0xC3 || b == 0xC2;
    arabic += b >= 0xD8 && b <= 0xDB;
    tah += b == 0xD8 && (next == 0xB7 || next == 0xB8);
    plain += (b | 0x20) >= 'a' && (b | 0x20) <= 'z';
  }
  return (latin >= kLeastLetters && latin * 4 > plain) || (tah >= kLeastLetters && tah * 4 > arabic);
}

}  // namespace

const char* to_words(Misreading m) {
  switch (m) {
    case Misreading::utf8_as_windows_1252: return "UTF-8 that had been read as Windows-1252";
    case Misreading::utf8_as_latin_1: return "UTF-8 that had been read as ISO-8859-1";
    case Misreading::utf8_as_windows_1256: return "UTF-8 that had been read as Windows-1256";
    case Misreading::windows_1256_as_1252: return "Windows-1256 that had been read as Windows-1252";
  }
  return "";
}

std::optional<std::string> misread(std::string_view utf8, Misreading m) {
  if (m != Misreading::windows_1256_as_1252) return decoded(utf8, taken_for(m));
  const std::optional<std::string> bytes = encoded(base::decode(utf8), windows_1256());
  if (!bytes) return std::nullopt;
  return decoded(*bytes, windows_1252());
}

std::optional<Mended> mend(std::string_view utf8) {
  std::optional<Mended> out;
  for (std::size_t begin = 0; begin <= utf8.size();) {
    const std::size_t end = std::min(utf8.find('\n', begin), utf8.size());
    const std::string_view line = utf8.substr(begin, end - begin);
    std::optional<Found> found;
    if (suspicious(line)) found = mended_line(line, 1);
    if (found && !out) out = Mended{std::string(utf8.substr(0, begin)), found->how, 0};
    if (out) {
      out->text += found ? std::string_view(found->text) : line;
      out->lines += found.has_value();
      if (end < utf8.size()) out->text += '\n';
    }
    begin = end + 1;
  }
  return out;
}

}  // namespace isnad::ingest
