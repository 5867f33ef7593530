// What happens, as server-sent events: numbered, the last ones kept for those who were away. Thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace isnad::serve {

class Events {
 public:
  /// Receives each event as it goes to connections.
  void on_event(std::function<void(std::uint64_t, std::string)> send) {
    const std::lock_guard lock(mutex_);
    send_ = std::move(send);
  }
  /// `data`: JSON on one line.
  void add(std::string_view name, std::string_view data);
  /// Events after a number, in order, and the number of the last. Of a number that is not known (a server before this one): none.
  std::pair<std::string, std::uint64_t> since(std::uint64_t number) const;

 private:
  static constexpr std::size_t kKept = 1'000;
  mutable std::mutex mutex_;
  std::deque<std::pair<std::uint64_t, std::string>> kept_;
  std::uint64_t last_ = 0;
  std::function<void(std::uint64_t, std::string)> send_;
};

}  // namespace isnad::serve
