#include "serve/http/target.h"

#include <algorithm>

#include "base/utf8.h"

namespace isnad::serve {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// No word of a path or query has a use for control characters, and logs and headers have none either.
bool plain(std::string_view text) {
  return base::valid_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
           const auto b = static_cast<unsigned char>(c);
           return b < 0x20 || b == 0x7F;
         });
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text, bool plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus) {
      out.push_back(' ');
    } else if (text[i] != '%') {
      out.push_back(text[i]);
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    }
  }
  return out;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto b = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~') {
      out.push_back(c);
    } else {
      out.push_back('%');
      out.push_back("0123456789ABCDEF"[b >> 4]);
      out.push_back("0123456789ABCDEF"[b & 15]);
    }
  }
  return out;
}

std::optional<Target> parse_target(std::string_view raw) {
  if (raw.empty() || raw.front() != '/') return std::nullopt;
  Target out;
  if (const std::size_t fragment = raw.find('#'); fragment != raw.npos) raw = raw.substr(0, fragment);
  const std::size_t question = raw.find('?');
  const std::string_view path = raw.substr(0, question);
  if (!plain(path)) return std::nullopt;
  out.plain = path;
  for (std::size_t at = 1; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    auto segment = percent_decoded(path.substr(at, end - at), false);
    if (!segment || !plain(*segment) || *segment == ".." || *segment == "." || segment->empty()) return std::nullopt;
    // A slash that came escaped is not a way to name another file.
    if (segment->find('/') != std::string::npos || segment->find('\\') != std::string::npos) return std::nullopt;
    out.path.push_back(std::move(*segment));
    at = end + 1;
  }
  if (question == raw.npos) return out;
  const std::string_view query = raw.substr(question + 1);
  for (std::size_t at = 0; at < query.size();) {
    const std::size_t end = std::min(query.find('&', at), query.size());
    const std::string_view part = query.substr(at, end - at);
    at = end + 1;
    if (part.empty()) continue;
    const std::size_t equals = std::min(part.find('='), part.size());
    auto name = percent_decoded(part.substr(0, equals), true);
    auto value = percent_decoded(equals < part.size() ? part.substr(equals + 1) : std::string_view(), true);
    if (!name || !value || !plain(*name) || !plain(*value)) return std::nullopt;
    out.query.emplace_back(std::move(*name), std::move(*value));
  }
  return out;
}

}  // namespace isnad::serve
