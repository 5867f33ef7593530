// Addresses of the web, in the one form in which they are compared and asked for. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "isnad/result.h"

namespace isnad::watch {

/// http and https only.
struct Url {
  std::string text;    ///< whole, without a fragment; what is not ASCII in the path is percent-encoded
  std::string host;    ///< in small letters; IPv6 in brackets
  std::string origin;  ///< `https://host:port`, without a port where it is the usual one
  std::string path;    ///< with the query; begins with `/`
  std::string shown;   ///< `text` without a password: for logs
};

constexpr std::size_t kLongestUrl = 2048;  ///< bytes; longer ones are refused

/// Fails on what is no address, on other schemes, and on a too long one.
Result<Url> parse_url(std::string_view text);
/// As it may be shown: without a password. What is no address stays as it is.
std::string shown_url(const std::string& text);
/// `reference` as it stands in what was had from `base`: may be relative.
Result<Url> resolve_url(const Url& base, std::string_view reference);

}  // namespace isnad::watch
