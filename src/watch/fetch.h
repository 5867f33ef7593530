// HTTP: many requests at once, each with limits of size and time, none to an address that the policy refuses. Redirects are given
// back, not followed: who asked has to look at where they lead. For one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "isnad/result.h"
#include "watch/address.h"
#include "watch/url.h"

namespace isnad::watch {

struct FetchOptions {
  std::string agent = "isnad";  ///< User-Agent
  std::string ca_file;          ///< certificates to trust instead of the system's
  long connect_ms = 15'000;
  long total_ms = 60'000;
};

struct Request {
  Url url;
  std::string etag, last_modified;             ///< of what is there already; empty: ask for all
  std::string accept;                          ///< the header
  std::size_t largest = std::size_t{1} << 20;  ///< bytes of the body, unpacked
  bool only_pages = false;                     ///< give up as soon as the answer says that it is no web page
  bool beginning = false;                      ///< of a larger body `largest` bytes are enough
};

struct Response {
  long status = 0;
  std::string body;  ///< of a success; unpacked
  std::string etag, last_modified, content_type;
  std::string location;  ///< of a redirect, as it stands there
  std::optional<long> retry_after_s;
  long max_age_s = 0;   ///< for so long the body is fresh (Cache-Control)
  std::string address;  ///< who answered
};

/// Why there is no answer.
struct Failure {
  enum class Kind : std::uint8_t {
    unreachable,  ///< no such name, no connection, too slow, cut off: it may go better later
    refused,      ///< an address that the policy refuses
    unusable      ///< too large, no page, a certificate that is not valid, broken
  };
  Kind kind = Kind::unreachable;
  std::string message;
};

class Fetcher {
 public:
  /// `policy` must outlive it.
  Fetcher(FetchOptions options, const AddressPolicy& policy);
  ~Fetcher();
  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;

  struct Done {
    std::uint64_t id = 0;
    std::optional<Response> response;
    Failure failure;  ///< if there is no response
  };

  /// `id` comes back with the answer.
  void start(Request request, std::uint64_t id);
  std::size_t running() const;
  /// Works until something is done, `wake_fd` can be read, or so many milliseconds have passed.
  void work(int milliseconds, int wake_fd);
  std::vector<Done> finished();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace isnad::watch
