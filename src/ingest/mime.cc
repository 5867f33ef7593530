#include "ingest/mime.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "base/utf8.h"
#include "ingest/charset.h"

namespace isnad::ingest::mime {
namespace {

std::string lower(std::string_view s) {
  std::string out(s);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && is_blank(s.front())) s.remove_prefix(1);
  while (!s.empty() && is_blank(s.back())) s.remove_suffix(1);
  return s;
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// `%D9%84` and `=D9=84`.
std::string from_hex_escapes(std::string_view text, char mark) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == mark && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out.push_back(static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2])));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

std::string utf8_of(std::string bytes, std::string_view charset) {
  if (bytes.empty()) return {};
  std::string kept = bytes;
  if (auto text = to_utf8(std::move(bytes), "", charset)) return std::move(*text);
  return base::encode(base::decode(kept));
}

// `=?charset?B?words?=` at the beginning of `text`: its length, set and bytes. 0 if none is there.
std::size_t encoded_word(std::string_view text, std::string& charset, std::string& bytes) {
  if (!text.starts_with("=?")) return 0;
  const std::size_t set_end = text.find('?', 2);
  if (set_end == std::string_view::npos || set_end + 2 >= text.size() || text[set_end + 2] != '?') return 0;
  const std::size_t end = text.find("?=", set_end + 3);
  if (end == std::string_view::npos) return 0;
  const std::string_view words = text.substr(set_end + 3, end - set_end - 3);
  if (words.find('\n') != std::string_view::npos) return 0;
  charset = lower(text.substr(2, set_end - 2));
  if (const std::size_t language = charset.find('*'); language != std::string::npos) charset.resize(language);
  const char how = static_cast<char>(std::tolower(static_cast<unsigned char>(text[set_end + 1])));
  if (how == 'b') bytes = from_base64(words);
  else if (how == 'q') bytes = from_quoted_printable(words, true);
  else return 0;
  return end + 2;
}

}  // namespace

std::string from_base64(std::string_view text) {
  static constexpr unsigned char kNone = 0xFF;
  static const std::array<unsigned char, 256> values = [] {
    std::array<unsigned char, 256> v{};
    v.fill(kNone);
    const std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < letters.size(); ++i) v[static_cast<unsigned char>(letters[i])] = static_cast<unsigned char>(i);
    return v;
  }();
  std::string out;
  out.reserve(text.size() / 4 * 3);
  unsigned held = 0, bits = 0;
  for (const char c : text) {
    if (c == '=') {  // pieces may be put together, each with its end
      held = bits = 0;
      continue;
    }
    const unsigned char v = values[static_cast<unsigned char>(c)];
    if (v == kNone) continue;
    held = (held << 6 | v) & 0xFFFFFF;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.push_back(static_cast<char>(held >> bits & 0xFF));
    }
  }
  return out;
}

std::string from_quoted_printable(std::string_view text, bool underscores) {
  if (underscores) {
    std::string spaced(text);
    std::replace(spaced.begin(), spaced.end(), '_', ' ');
    return from_hex_escapes(spaced, '=');
  }
  // Lines that end in `=` go on in the next; blanks at the end of a line were added on the way.
  std::string joined;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
    const bool soft = !line.empty() && line.back() == '=';
    if (soft) line.remove_suffix(1);
    joined += line;
    if (!soft && end != std::string_view::npos) joined += '\n';
  }
  return from_hex_escapes(joined, '=');
}

std::string header_text(std::string_view value) {
  std::string unfolded;
  for (const char c : trimmed(value)) unfolded.push_back(c == '\r' || c == '\n' || c == '\t' ? ' ' : c);
  std::string out, raw;  // raw: bytes that are in no encoded word
  std::string held, held_charset;
  const auto flush_raw = [&] {
    out += utf8_of(std::move(raw), "");
    raw.clear();
  };
  const auto flush_held = [&] {
    out += utf8_of(std::move(held), held_charset);
    held.clear();
  };
  const std::string_view text = unfolded;
  for (std::size_t at = 0; at < text.size();) {
    std::string charset, bytes;
    const std::size_t length = encoded_word(text.substr(at), charset, bytes);
    if (length == 0) {
      // Blanks between two encoded words say nothing, and the pieces of a letter may be in two of them.
      if (!held.empty() && text[at] == ' ') {
        const std::size_t next = text.find_first_not_of(' ', at);
        std::string c, b;
        if (next != std::string_view::npos && encoded_word(text.substr(next), c, b) > 0) {
          at = next;
          continue;
        }
      }
      flush_held();
      raw.push_back(text[at++]);
      continue;
    }
    flush_raw();
    if (charset != held_charset) flush_held();
    held_charset = charset;
    held += bytes;
    at += length;
  }
  flush_held();
  flush_raw();
  return out;
}

const std::string& Field::operator[](const std::string& name) const {
  static const std::string none;
  const auto it = parameters.find(name);
  return it == parameters.end() ? none : it->second;
}

Field parse_field(std::string_view text) {
  Field out;
  const std::size_t first = text.find(';');
  out.value = lower(trimmed(text.substr(0, first)));
  // The pieces of a parameter by their numbers, and whether any is percent-encoded.
  struct Pieces {
    std::map<unsigned, std::string> parts;
    bool encoded = false;
  };
  std::map<std::string, Pieces> all;
  for (std::size_t at = first; at != std::string_view::npos && at < text.size();) {
    ++at;  // the semicolon
    const std::size_t equals = text.find('=', at);
    if (equals == std::string_view::npos) break;
    std::string name = lower(trimmed(text.substr(at, equals - at)));
    std::string value;
    at = equals + 1;
    while (at < text.size() && is_blank(text[at])) ++at;
    if (at < text.size() && text[at] == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\' && at + 1 < text.size()) ++at;
        value.push_back(text[at]);
      }
      at = text.find(';', at);
    } else {
      const std::size_t end = text.find(';', at);
      value = trimmed(text.substr(at, end == std::string_view::npos ? end : end - at));
      at = end;
    }
    unsigned number = 0;
    bool encoded = false;
    if (name.ends_with('*')) {
      encoded = true;
      name.pop_back();
    }
    if (const std::size_t star = name.rfind('*'); star != std::string::npos) {
      std::from_chars(name.data() + star + 1, name.data() + name.size(), number);
      name.resize(star);
    }
    Pieces& p = all[name];
    if (encoded) p.encoded = true;
    if (encoded && number > 0) value = from_hex_escapes(value, '%');
    if (p.parts.size() < 1000) p.parts.emplace(number, std::move(value));
  }
  for (auto& [name, p] : all) {
    if (!p.encoded) {
      std::string value;
      for (const auto& [number, part] : p.parts) value += part;
      out.parameters[name] = header_text(value);
      continue;
    }
    // charset'language'words
    std::string charset, bytes;
    for (auto& [number, part] : p.parts) {
      if (number != 0) {
        bytes += part;
        continue;
      }
      const std::size_t one = part.find('\''), two = one == std::string::npos ? one : part.find('\'', one + 1);
      if (two != std::string::npos) {
        charset = part.substr(0, one);
        bytes = from_hex_escapes(std::string_view(part).substr(two + 1), '%');
      } else {
        bytes = part;
      }
    }
    out.parameters[name] = utf8_of(std::move(bytes), charset);
  }
  return out;
}

}  // namespace isnad::ingest::mime
