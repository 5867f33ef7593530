// What the server counts, in Prometheus' text format. Thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace isnad::serve {

class Metrics {
 public:
  Metrics();
  ~Metrics();
  void request(const std::string& route, const std::string& method, int status, double seconds, std::size_t bytes);
  void connections(std::size_t all, std::size_t live, std::size_t waiting);
  void view(std::size_t documents, double seconds);
  void added(std::size_t documents);
  void refused(std::string_view why);  ///< rate, auth, busy
  std::string text() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace isnad::serve
