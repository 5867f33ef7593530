// robots.txt (RFC 9309): which pages of a site its owner lets programs fetch. Thread-safe once parsed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isnad::watch {

class Robots {
 public:
  static constexpr std::size_t kLargest = std::size_t{500} << 10;  ///< bytes that are looked at; RFC 9309 asks for as many

  /// The rules of all groups for `token` (in small letters), else of those for `*`. Any bytes are a file; what is no rule is passed over.
  static Robots parse(std::string_view body, std::string_view token);

  /// `path`: with query, as it is asked for. The longest rule that fits decides; of two as long, the one that allows.
  bool allows(std::string_view path) const;
  /// Seconds between two requests, if the file asks for a delay.
  std::optional<double> delay_s() const { return delay_s_; }

 private:
  struct Rule {
    std::vector<std::string> pieces;  // between `*`
    bool allow = false, to_end = false;
    std::size_t length = 0;
    bool fits(std::string_view path) const;
  };
  std::vector<Rule> rules_;
  std::optional<double> delay_s_;
};

}  // namespace isnad::watch
