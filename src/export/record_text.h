// A record's text by spans: code points to bytes once for many spans.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "isnad/record.h"

namespace isnad::output {

/// Points into the record, which must outlive it.
class RecordText {
 public:
  explicit RecordText(std::string_view utf8);

  /// The words of a span. What lies beyond the text is empty.
  std::string_view words(Span span) const {
    const std::uint32_t start = span.start < length() ? span.start : length();
    const std::uint32_t end = span.end < length() ? span.end : length();
    return end <= start ? std::string_view() : text_.substr(byte_of_[start], byte_of_[end] - byte_of_[start]);
  }

  /// In code points.
  std::uint32_t length() const { return static_cast<std::uint32_t>(byte_of_.size() - 1); }

 private:
  std::string_view text_;
  std::vector<std::uint32_t> byte_of_;  // one more than there are code points
};

/// Valid UTF-8, each broken sequence as U+FFFD: metadata and paths may hold any bytes.
std::string valid(std::string_view bytes);

}  // namespace isnad::output
