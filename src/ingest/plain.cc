#include "ingest/plain.h"

#include <algorithm>

namespace isnad::ingest {
namespace {

// Headlines of the outlets looked at end below 120 letters; the shortest paragraphs without a full stop begin above.
constexpr std::size_t kLongestTitle = 130;

bool blank(std::string_view s) { return s.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos; }

std::string_view trim(std::string_view s) {
  const std::size_t first = s.find_first_not_of(" \t\r\n\f\v");
  if (first == std::string_view::npos) return {};
  return s.substr(first, s.find_last_not_of(" \t\r\n\f\v") - first + 1);
}

std::string_view title_of(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n\f\v");
  if (start == std::string_view::npos) return {};
  const std::size_t end = text.find_first_of("\r\n", start);
  if (end == std::string_view::npos || blank(text.substr(end))) return {};
  const std::string_view line = trim(text.substr(start, end - start));
  const auto letters = static_cast<std::size_t>(
      std::count_if(line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  if (letters > kLongestTitle) return {};
  // Full stop, Arabic full stop, ellipsis: a sentence. Dash and colon: a dateline or a lead-in.
  for (const std::string_view stop : {".", "\xDB\x94", "\xE2\x80\xA6", "-", ":", "\xE2\x80\x93", "\xE2\x80\x94", "\xD9\x80"})
    if (line.ends_with(stop)) return {};
  return line;
}

}  // namespace

Document plain_document(std::string utf8, std::string path) {
  Document document;
  document.title = std::string(title_of(utf8));
  document.text = std::move(utf8);
  document.path = std::move(path);
  return document;
}

}  // namespace isnad::ingest
