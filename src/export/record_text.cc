#include "export/record_text.h"

#include "base/utf8.h"

namespace isnad {

std::string words_of(const Record& record, Span span) {
  const std::string& text = record.text;
  const auto step = [&](std::size_t at, std::uint32_t chars) {
    while (chars > 0 && at < text.size()) {
      for (++at; at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;) ++at;
      --chars;
    }
    return at;
  };
  if (span.empty()) return {};
  const std::size_t start = step(0, span.start);
  return text.substr(start, step(start, span.length()) - start);
}

namespace output {

RecordText::RecordText(std::string_view utf8) : text_(utf8) {
  byte_of_.reserve(utf8.size() / 2 + utf8.size() / 16 + 2);
  for (std::size_t i = 0; i < utf8.size(); ++i)
    if ((static_cast<unsigned char>(utf8[i]) & 0xC0) != 0x80) byte_of_.push_back(static_cast<std::uint32_t>(i));
  byte_of_.push_back(static_cast<std::uint32_t>(utf8.size()));
}

std::string valid(std::string_view bytes) { return base::valid_utf8(bytes) ? std::string(bytes) : base::encode(base::decode(bytes)); }

}  // namespace output
}  // namespace isnad
