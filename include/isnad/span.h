// A place in a document's cleaned text.
#pragma once

#include <cstdint>

namespace isnad {

/// [start, end) in Unicode code points of Record::text. Never in bytes, never in a normalized copy.
struct Span {
  std::uint32_t start = 0;
  std::uint32_t end = 0;

  std::uint32_t length() const { return end - start; }
  bool empty() const { return end <= start; }
  bool contains(Span other) const { return start <= other.start && other.end <= end; }
  bool overlaps(Span other) const { return start < other.end && other.start < end; }
  friend bool operator==(Span, Span) = default;
};

}  // namespace isnad
