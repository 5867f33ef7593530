// A request and its answer, as the rest of the server sees them: no word of the library that carries them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "serve/http/target.h"

namespace isnad::serve {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;   ///< in capitals
  std::string raw;      ///< the target as it came, for the log
  Target target;        ///< decoded
  Headers headers;      ///< names in small letters; a name that came twice is there twice
  std::string body;     ///< empty until it has been read
  std::string peer;     ///< address of the other side
  bool local = false;   ///< the other side is this machine
  bool secure = false;  ///< came by TLS
  std::string user;     ///< who asks, once it is known; for the log
  std::string route;    ///< the pattern that it fits, once it is known; for the metrics
  bool may_write = false;

  /// The value of a header, by its name in small letters; empty if it is not there.
  std::string_view header(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string type = "application/json";
  std::string body;
  Headers headers;
  /// Not an answer but the beginning of a stream of events: what comes after this one is sent as it happens.
  std::optional<std::uint64_t> live_after;
};

/// RFC 9457. `detail` says what is wrong and what would be right; `parameter` names the part of the request, if it is one.
Response problem(int status, std::string_view detail, std::string_view parameter = {}, std::size_t column = 0);

/// The words that HTTP has for a status.
std::string_view status_words(int status);

}  // namespace isnad::serve
