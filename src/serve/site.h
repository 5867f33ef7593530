// The whole site: the API, the desk, health and metrics, with who may ask what, limits, caching, compression and the log around them.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "isnad/model.h"
#include "isnad/result.h"
#include "serve/auth.h"
#include "serve/http/server.h"

namespace isnad::serve {

struct SiteOptions {
  std::string store;
  ServerOptions server;
  AuthOptions auth;
  double rate = 0;                              ///< requests a second of one who asks; 0: no limit
  std::function<void(const std::string&)> log;  ///< receives a line of JSON a request, without its end; may be empty
};

/// Opens the store and listens. Fails with what is wrong: an address beyond this machine without tokens, a port that is taken, a store
/// that cannot be opened.
class Site {
 public:
  static Result<std::unique_ptr<Site>> open(SiteOptions options, const Model& model);
  virtual ~Site() = default;
  virtual std::string url() const = 0;
  virtual bool has_desk() const = 0;
  /// Until SIGTERM, SIGINT or stop().
  virtual void run() = 0;
};

}  // namespace isnad::serve
