// The target of a request: its path and its query, decoded and checked. Bytes from outside: fuzz/request_fuzz.cc. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isnad::serve {

struct Target {
  std::vector<std::string> path;                           ///< segments; /a/b is a, b; / is none
  std::vector<std::pair<std::string, std::string>> query;  ///< in the order that they came
  std::string plain;                                       ///< the path as it came, without the query
};

/// Nothing on what is no path from the root, is badly escaped, is no UTF-8, holds control characters, or goes upwards (`..`).
std::optional<Target> parse_target(std::string_view raw);

/// `%D9%83` and, where `plus`, `+`. Nothing if an escape is broken.
std::optional<std::string> percent_decoded(std::string_view text, bool plus);
/// For a value in a query.
std::string percent_encoded(std::string_view text);

}  // namespace isnad::serve
