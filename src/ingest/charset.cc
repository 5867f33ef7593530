#include "ingest/charset.h"

#include <uchardet.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "base/utf8.h"

namespace isnad::ingest {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

struct Magic {
  std::string_view bytes;
  const char* what;
};

constexpr std::array<Magic, 14> kMagic = {{{"%PDF-", "a PDF file"},
                                           {"PK\x03\x04", "a zip archive or office document"},
                                           {"\x1F\x8B", "gzip-compressed data"},
                                           {"\x28\xB5\x2F\xFD", "zstd-compressed data"},
                                           {"BZh", "bzip2-compressed data"},
                                           {"\xFD"
                                            "7zXZ",
                                            "xz-compressed data"},
                                           {"7z\xBC\xAF", "a 7-zip archive"},
                                           {"\x89PNG", "a PNG image"},
                                           {"\xFF\xD8\xFF", "a JPEG image"},
                                           {"GIF8", "a GIF image"},
                                           {"SQLite format 3", "an SQLite database"},
                                           {"\x7F"
                                            "ELF",
                                            "a program"},
                                           {"\xD0\xCF\x11\xE0", "an old office document"},
                                           {"{\\rtf", "an RTF document"}}};

// A byte order mark or, in a file of Arabic or English without one, the telling high bytes 0x06 and 0x00 of one side.
std::string_view utf16_or_32(std::string_view bytes) {
  if (bytes.starts_with(std::string_view("\xFF\xFE\0\0", 4))) return "UTF-32LE";
  if (bytes.starts_with(std::string_view("\0\0\xFE\xFF", 4))) return "UTF-32BE";
  if (bytes.starts_with("\xFF\xFE")) return "UTF-16LE";
  if (bytes.starts_with("\xFE\xFF")) return "UTF-16BE";
  const std::size_t pairs = std::min<std::size_t>(bytes.size(), 4096) / 2;
  if (pairs < 8) return {};
  std::size_t even = 0, odd = 0;
  for (std::size_t i = 0; i < pairs; ++i) {
    even += bytes[2 * i] == '\x06' || bytes[2 * i] == 0;
    odd += bytes[2 * i + 1] == '\x06' || bytes[2 * i + 1] == 0;
  }
  if (odd * 10 > pairs * 9 && even * 10 < pairs) return "UTF-16LE";
  if (even * 10 > pairs * 9 && odd * 10 < pairs) return "UTF-16BE";
  return {};
}

std::optional<std::string> convert(std::string_view bytes, const char* charset) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> from(ucnv_open(charset, &status), ucnv_close);
  const std::unique_ptr<UConverter, void (*)(UConverter*)> to(ucnv_open("UTF-8", &status), ucnv_close);
  if (U_FAILURE(status)) return std::nullopt;
  std::string out;
  std::vector<UChar> pivot(4096);
  UChar *pivot_source = pivot.data(), *pivot_target = pivot.data();
  const char* source = bytes.data();
  const char* const source_end = source + bytes.size();
  std::array<char, 16384> chunk;
  for (bool reset = true;; reset = false) {
    char* target = chunk.data();
    status = U_ZERO_ERROR;
    ucnv_convertEx(to.get(), from.get(), &target, chunk.data() + chunk.size(), &source, source_end, pivot.data(), &pivot_source,
                   &pivot_target, pivot.data() + pivot.size(), reset, true, &status);
    out.append(chunk.data(), target);
    if (status == U_BUFFER_OVERFLOW_ERROR) continue;
    if (U_FAILURE(status)) return std::nullopt;
    return out;
  }
}

struct Letters {
  std::size_t arabic = 0, common = 0, other = 0, strange = 0;
};

// `common`: alef, lam, meem, yeh, waw, noon, reh, teh: two thirds of the letters of any Arabic text, and few of a text that was
// read in the wrong character set.
Letters count_letters(std::string_view utf8) {
  Letters n;
  for (const char32_t c : base::decode(utf8)) {
    if ((c >= 0x0620 && c <= 0x064A) || (c >= 0x066E && c <= 0x06D3)) {
      ++n.arabic;
      n.common += c == 0x0627 || c == 0x0644 || c == 0x0645 || c == 0x064A || c == 0x0648 || c == 0x0646 || c == 0x0631 || c == 0x062A;
    } else if (c == 0xFFFD || (c >= 0x80 && c < 0xA0)) {
      ++n.strange;
    } else if (c >= 0x80 && u_isalpha(static_cast<UChar32>(c))) {
      ++n.other;
    }
  }
  return n;
}

double arabic_score(const Letters& n) {
  const double all = static_cast<double>(n.arabic + n.other + n.strange);
  return all == 0 ? 0 : (static_cast<double>(n.common) - 2.0 * static_cast<double>(n.other + n.strange)) / all;
}

std::string lower(std::string_view s) {
  std::string out(s);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// A name as the web means it; empty for what is seen from the bytes anyway.
std::string charset_name(std::string_view declared) {
  std::string name = lower(declared);
  if (name.starts_with("utf-16") || name.starts_with("utf-32") || name == "utf-7" || name == "unicode") return {};
  if (name == "iso-8859-1" || name == "latin1" || name == "us-ascii" || name == "ascii") return "windows-1252";
  return name;
}

// Arabic sets are judged by how Arabic their reading looks: a short text is too little for a detector, and this can be seen. What is
// declared goes before if it looks so too, and before the detector's guess. (Many pages in Windows-1256 say that they are ISO-8859-1.)
std::optional<std::string> detect_and_convert(std::string_view bytes, std::string_view declared) {
  constexpr double kClearlyArabic = 0.45;
  const std::string_view sample = bytes.substr(0, std::size_t{1} << 16);
  const std::string named = charset_name(declared);
  bool named_is_possible = false;
  if (!named.empty())
    if (const std::optional<std::string> text = convert(sample, named.c_str())) {
      const Letters n = count_letters(*text);
      if (arabic_score(n) > kClearlyArabic) return convert(bytes, named.c_str());
      named_is_possible = n.strange * 50 <= n.arabic + n.other + n.strange;
    }
  const char* best = nullptr;
  double best_score = kClearlyArabic;
  for (const char* charset : {"windows-1256", "ISO-8859-6", "x-mac-arabic", "ibm-720", "ibm-864"}) {
    const std::optional<std::string> text = convert(sample, charset);
    if (!text) continue;
    const double score = arabic_score(count_letters(*text));
    if (score > best_score) {
      best = charset;
      best_score = score;
    }
  }
  if (best != nullptr) return convert(bytes, best);
  if (named_is_possible) return convert(bytes, named.c_str());

  const std::unique_ptr<uchardet, void (*)(uchardet_t)> detector(uchardet_new(), uchardet_delete);
  if (uchardet_handle_data(detector.get(), sample.data(), sample.size()) != 0) return std::nullopt;
  uchardet_data_end(detector.get());
  const std::string name = uchardet_get_charset(detector.get());
  if (name.empty()) return std::nullopt;
  std::optional<std::string> text = convert(bytes, name.c_str());
  if (text) {
    const Letters n = count_letters(std::string_view(*text).substr(0, std::size_t{1} << 16));
    if (n.strange * 10 > n.arabic + n.other + n.strange) return std::nullopt;
  }
  return text;
}

// How many sequences are broken, of how many that are not ASCII.
std::pair<std::size_t, std::size_t> broken_sequences(std::string_view bytes) {
  std::size_t broken = 0, all = 0, bad = 0;
  for (std::size_t i = 0; i < bytes.size();) {
    const bool valid = base::valid_utf8(bytes.substr(i), &bad);
    const std::size_t end = valid ? bytes.size() : i + bad;
    for (; i < end; ++i) all += (static_cast<unsigned char>(bytes[i]) & 0xC0) == 0xC0;
    if (valid) break;
    ++broken;
    ++all;
    // Past the bad byte and what would continue it, as one broken place.
    for (++i; i < bytes.size() && (static_cast<unsigned char>(bytes[i]) & 0xC0) == 0x80;) ++i;
    if (broken > 1000 && broken * 20 > all) break;
  }
  return {broken, all};
}

}  // namespace

std::string binary_reason(std::string_view bytes) {
  for (const Magic& magic : kMagic)
    if (bytes.starts_with(magic.bytes)) return magic.what;
  if (!utf16_or_32(bytes).empty()) return {};
  if (bytes.find('\0') != std::string_view::npos) return "NUL bytes";
  // Tab to carriage return, and the SUB and ESC of old text files, are text; one other control in fifty bytes is none.
  const auto controls = static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), [](char c) {
    const auto b = static_cast<unsigned char>(c);
    return (b < 0x20 && !(b >= 9 && b <= 13) && b != 0x1A && b != 0x1B) || b == 0x7F;
  }));
  return controls * 50 > bytes.size() ? "control characters" : std::string();
}

std::string charset_parameter(std::string_view content_type) {
  const std::string low = lower(content_type);
  std::size_t at = low.find("charset");
  if (at == std::string::npos) return {};
  at = low.find_first_not_of(" \t", at + 7);
  if (at == std::string::npos || low[at] != '=') return {};
  at = low.find_first_not_of(" \t\"'", at + 1);
  if (at == std::string::npos) return {};
  std::size_t end = at;
  while (end < low.size() && (std::isalnum(static_cast<unsigned char>(low[end])) != 0 || low[end] == '-' || low[end] == '_' ||
                              low[end] == ':' || low[end] == '.'))
    ++end;
  return low.substr(at, std::min<std::size_t>(end - at, 40));
}

std::string declared_charset(std::string_view bytes) {
  // Browsers look at 1024 bytes; pages with much before it are not rare.
  const std::string head = lower(bytes.substr(0, 8192));
  if (head.starts_with("<?xml")) {
    const std::size_t end = head.find("?>"), at = head.find("encoding");
    if (at < end) return charset_parameter("charset" + head.substr(at + 8, 60));
    return {};
  }
  for (std::size_t at = head.find("<meta"); at != std::string::npos; at = head.find("<meta", at + 5)) {
    const std::string_view tag = std::string_view(head).substr(at, std::min(head.find('>', at), head.size()) - at);
    if (std::string name = charset_parameter(tag); !name.empty()) return name;
  }
  return {};
}

bool begins_as_utf8(std::string_view bytes) {
  std::size_t bad = 0;
  if (base::valid_utf8(bytes, &bad)) return true;
  if (bytes.size() - bad > 3) return false;
  // A lead byte with fewer bytes than it announces, all of them continuations.
  const auto lead = static_cast<unsigned char>(bytes[bad]);
  const std::size_t announced = lead >= 0xF0 && lead <= 0xF4 ? 4 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xC2 && lead < 0xE0 ? 2 : 0;
  if (bytes.size() - bad >= announced) return false;
  return std::all_of(bytes.begin() + static_cast<std::ptrdiff_t>(bad) + 1, bytes.end(),
                     [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; });
}

Result<std::string> to_utf8(std::string bytes, std::string_view where, std::string_view declared) {
  if (std::string reason = binary_reason(bytes); !reason.empty()) return fail(std::string(where), "binary data (" + reason + "), not text");
  if (const std::string_view wide = utf16_or_32(bytes); !wide.empty()) {
    std::optional<std::string> text = convert(bytes, std::string(wide).c_str());
    if (!text) return fail(std::string(where), "broken " + std::string(wide));
    if (text->starts_with(kUtf8Mark)) text->erase(0, kUtf8Mark.size());
    return std::move(*text);
  }
  if (bytes.starts_with(kUtf8Mark)) bytes.erase(0, kUtf8Mark.size());
  if (base::valid_utf8(bytes)) return bytes;
  const auto [broken, all] = broken_sequences(bytes);
  // A detector asked about UTF-8 with one cut letter would call it anything.
  if (broken * 20 <= all) return base::encode(base::decode(bytes));
  if (std::optional<std::string> text = detect_and_convert(bytes, declared)) return std::move(*text);
  return fail(std::string(where), "unknown character encoding (expected UTF-8, UTF-16, Windows-1256 or ISO-8859-6)");
}

}  // namespace isnad::ingest
