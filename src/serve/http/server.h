// Connections: accepts them, reads requests, gives them to workers, writes answers; plain or by TLS, many at once.
//
// One thread does all reading and writing, so a slow client holds up nobody; `answer` runs on worker threads. Boost.Beast stays in
// server.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "isnad/result.h"
#include "serve/http/message.h"

namespace isnad::serve {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;        ///< 0: one that is free
  std::string certificate, key;  ///< files in PEM; both or none
  std::size_t body_bytes = std::size_t{16} << 20;
  std::size_t header_bytes = std::size_t{16} << 10;
  std::size_t connections = 12'000;
  std::size_t connections_of_one = 256;  ///< of one address that is not this machine's
  unsigned workers = 4;
  unsigned header_seconds = 20;  ///< for a request's head to come, and how long a connection may be silent between requests
  unsigned body_seconds = 60;
  unsigned stop_seconds = 10;  ///< for what is under way when it has to stop
};

/// What a connection did, for the log and the metrics.
struct Done {
  const Request& request;
  int status;
  std::size_t bytes;
  double seconds;  ///< from the head's arrival to the answer's last byte given to the system
};

class Server {
 public:
  struct Handlers {
    /// Looks at a request whose body has not been read: an answer refuses it. On the connections' thread: must be quick.
    std::function<std::optional<Response>(Request&)> admit;
    /// On a worker; `worker` counts them from 0. The worker number `ServerOptions::workers` is the one that changes things: one at
    /// a time, all requests for which `changes` is true.
    std::function<Response(Request&, unsigned worker)> answer;
    std::function<bool(const Request&)> changes;
    std::function<void(const Done&)> done;
    /// What a live connection has missed since an event, and the number of the last one in it.
    std::function<std::pair<std::string, std::uint64_t>(std::uint64_t after)> missed;
  };

  struct Counts {
    std::size_t connections = 0, live = 0, waiting = 0;
  };

  /// Listens. Fails with what the system says on an address or a certificate that cannot be used.
  static Result<std::unique_ptr<Server>> open(const ServerOptions& options, Handlers handlers);
  virtual ~Server() = default;

  virtual std::uint16_t port() const = 0;
  /// Serves until SIGTERM, SIGINT or stop(); then lets what is under way end.
  virtual void run() = 0;
  /// From any thread.
  virtual void stop() = 0;
  /// To all live connections; those that take it too slowly are closed. From any thread. `number` orders them.
  virtual void publish(std::uint64_t number, std::string bytes) = 0;
  virtual Counts counts() const = 0;
};

}  // namespace isnad::serve
