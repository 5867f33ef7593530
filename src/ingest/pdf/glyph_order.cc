#include "ingest/pdf/glyph_order.h"

#include <zlib.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace isnad::ingest::pdf {
namespace {

constexpr std::size_t kLargestStream = std::size_t{32} << 20;
constexpr std::size_t kMostInAll = std::size_t{256} << 20;

struct Inflated {
  std::string bytes;
  std::size_t used = 0;  // bytes of the file
};

// Nothing if no zlib stream begins here, it is broken, or too large. `left` is what may still be inflated, and is lessened.
std::optional<Inflated> inflated(std::string_view file, std::size_t& left) {
  const std::size_t most = std::min(kLargestStream, left);
  if (file.size() < 6 || (file[0] & 0x0F) != 8 ||
      (static_cast<unsigned char>(file[0]) * 256 + static_cast<unsigned char>(file[1])) % 31 != 0)
    return std::nullopt;
  z_stream z{};
  if (inflateInit(&z) != Z_OK) return std::nullopt;
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(file.data()));
  z.avail_in = static_cast<uInt>(std::min<std::size_t>(file.size(), 0x7FFFFFFF));
  Inflated out;
  int status = Z_OK;
  std::vector<char> buffer(std::size_t{1} << 16);
  while (status == Z_OK && out.bytes.size() <= most) {
    z.next_out = reinterpret_cast<Bytef*>(buffer.data());
    z.avail_out = static_cast<uInt>(buffer.size());
    status = inflate(&z, Z_NO_FLUSH);
    out.bytes.append(buffer.data(), buffer.size() - z.avail_out);
  }
  out.used = z.total_in;
  left -= std::min(left, out.bytes.size());
  inflateEnd(&z);
  if (status != Z_STREAM_END || out.bytes.size() > most) return std::nullopt;
  return out;
}

std::string deflated(const std::string& bytes) {
  std::string out(compressBound(bytes.size()), '\0');
  z_stream z{};
  if (deflateInit2(&z, 9, Z_DEFLATED, 15, 9, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return status == Z_STREAM_END ? out : std::string();
}

bool arabic(unsigned unit) {
  return (unit >= 0x0610 && unit <= 0x065F) || (unit >= 0x0620 && unit <= 0x064A) || (unit >= 0x066E && unit <= 0x06EF) ||
         (unit >= 0x0750 && unit <= 0x077F) || (unit >= 0xFB50 && unit <= 0xFDFF) || (unit >= 0xFE70 && unit <= 0xFEFC);
}

// Turns the UTF-16 units around that stand as hexadecimal digits in [begin, end), if there are several and all are Arabic or between
// Arabic ones. `mark`: a byte order mark comes first.
bool turn(std::string& text, std::size_t begin, std::size_t end, bool mark) {
  if (mark) {
    if (end - begin < 4 || (text[begin] | 0x20) != 'f' || (text[begin + 1] | 0x20) != 'e' || (text[begin + 2] | 0x20) != 'f' ||
        (text[begin + 3] | 0x20) != 'f')
      return false;
    begin += 4;
  }
  if (end - begin < 8 || (end - begin) % 4 != 0) return false;
  bool any = false;
  std::vector<std::string> units;
  for (std::size_t at = begin; at < end; at += 4) {
    units.push_back(text.substr(at, 4));
    if (!std::all_of(units.back().begin(), units.back().end(), [](unsigned char c) { return std::isxdigit(c) != 0; })) return false;
    const auto unit = static_cast<unsigned>(std::stoul(units.back(), nullptr, 16));
    any |= arabic(unit);
    if (!arabic(unit) && unit != 0x20 && unit != 0xA0 && unit != 0x060C && unit != 0x0640 && unit != '.') return false;
  }
  if (!any) return false;
  for (std::size_t i = 0; i < units.size(); ++i) text.replace(begin + 4 * i, 4, units[units.size() - 1 - i]);
  return true;
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0'; }

// `<0426> <064406440647>` between beginbfchar and endbfchar, `<0426> <0426> <0644…>` or `<0426> <0427> [<…> <…>]` in a bfrange.
bool turn_map(std::string& cmap) {
  bool turned = false, array = false, range = false, inside = false;
  std::vector<std::string> before;  // the tokens of this entry
  for (std::size_t at = 0; at < cmap.size();) {
    if (is_space(cmap[at])) {
      ++at;
    } else if (cmap[at] == '<') {
      const std::size_t end = cmap.find('>', at);
      if (end == std::string::npos) break;
      const std::size_t place = before.size();
      // The last unit of a whole range's value is counted on from.
      const bool value = inside && (range ? array || (place == 2 && before[0] == before[1]) : place == 1);
      if (value) turned |= turn(cmap, at + 1, end, false);
      before.push_back(cmap.substr(at, end - at));
      if (!array && place + 1 == (range ? 3u : 2u)) before.clear();
      at = end + 1;
    } else if (cmap[at] == '[' || cmap[at] == ']') {
      array = cmap[at] == '[';
      if (!array) before.clear();
      ++at;
    } else {
      std::size_t end = at + 1;
      while (end < cmap.size() && !is_space(cmap[end]) && cmap[end] != '<' && cmap[end] != '[') ++end;
      const std::string_view word(cmap.data() + at, end - at);
      if (word == "beginbfchar" || word == "beginbfrange") inside = true, array = false, range = word == "beginbfrange", before.clear();
      if (word == "endbfchar" || word == "endbfrange") inside = false;
      at = end;
    }
  }
  return turned;
}

// `/Span<</ActualText <FEFF062C0651> >> BDC` around the glyphs.
bool turn_actual(std::string& content) {
  constexpr std::string_view kKey = "/ActualText";
  bool turned = false;
  for (std::size_t at = content.find(kKey); at != std::string::npos; at = content.find(kKey, at + 1)) {
    std::size_t begin = at + kKey.size();
    while (begin < content.size() && is_space(content[begin])) ++begin;
    if (begin >= content.size() || content[begin] != '<') continue;
    const std::size_t end = content.find('>', begin);
    if (end == std::string::npos) break;
    turned |= turn(content, begin + 1, end, true);
  }
  return turned;
}

// A map without what stands before its first entries, which no reader of ToUnicode needs.
std::string without_preamble(const std::string& cmap) {
  const std::size_t first = cmap.find("beginbf");
  if (first == std::string::npos || cmap.find("usecmap") != std::string::npos) return cmap;
  const std::size_t line = cmap.rfind('\n', first);
  return line == std::string::npos ? cmap : cmap.substr(line + 1);
}

bool turn_stream(std::string& bytes) {
  if (bytes.find("beginbf") != std::string::npos) return turn_map(bytes);
  return turn_actual(bytes);
}

// Whether the dictionary before a stream tells that no text is in it.
bool without_text(std::string_view file, std::size_t stream) {
  const std::string_view before = file.substr(stream - std::min<std::size_t>(stream, 1000), std::min<std::size_t>(stream, 1000));
  const std::size_t object = before.rfind(" obj");
  const std::string_view dictionary = object == std::string_view::npos ? before : before.substr(object);
  for (const std::string_view sign : {"/Image", "/Length1", "/ObjStm", "/XRef", "/FontFile", "/Type1C", "/CIDFontType0C", "/OpenType"})
    if (dictionary.find(sign) != std::string_view::npos) return true;
  return false;
}

}  // namespace

std::size_t turn_glyphs(std::string& pdf) {
  if (pdf.find("/Encrypt") != std::string::npos) return 0;
  std::size_t turned = 0, left = kMostInAll;
  for (std::size_t at = pdf.find("stream"); at != std::string::npos; at = pdf.find("stream", at + 6)) {
    if (at >= 3 && pdf.compare(at - 3, 3, "end") == 0) continue;
    std::size_t begin = at + 6;
    if (begin < pdf.size() && pdf[begin] == '\r') ++begin;
    if (begin >= pdf.size() || pdf[begin] != '\n' || without_text(pdf, at)) continue;
    ++begin;
    if (auto packed = inflated(std::string_view(pdf).substr(begin), left)) {
      if (turn_stream(packed->bytes)) {
        std::string again = deflated(packed->bytes);
        if (again.size() > packed->used) again = deflated(without_preamble(packed->bytes));
        if (!again.empty() && again.size() <= packed->used) {
          pdf.replace(begin, again.size(), again);
          // What follows the end of the compressed data is not read.
          std::fill(pdf.begin() + static_cast<std::ptrdiff_t>(begin + again.size()),
                    pdf.begin() + static_cast<std::ptrdiff_t>(begin + packed->used), '\n');
          ++turned;
        }
      }
      at = begin + packed->used - 6;
      continue;
    }
    if (left == 0) break;
    const std::size_t end = pdf.find("endstream", begin);
    if (end == std::string::npos) break;
    if (end - begin <= kLargestStream) {
      std::string plain = pdf.substr(begin, end - begin);
      if (turn_stream(plain)) {
        pdf.replace(begin, plain.size(), plain);
        ++turned;
      }
    }
    at = end + 3;
  }
  return turned;
}

}  // namespace isnad::ingest::pdf
