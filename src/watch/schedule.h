// When whom to ask: nobody twice at once, with pauses, and longer ones where something is wrong. Knows nothing of HTTP, and is told
// what time it is. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace isnad::watch {

using Millis = std::int64_t;  ///< since 1970-01-01; as a duration too
constexpr Millis kSecond = 1000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;

/// `first`, doubled with every further failure, at most `most`. `failures` from 1.
Millis back_off(int failures, Millis first, Millis most);

/// One host is asked one thing at a time.
class HostSchedule {
 public:
  struct Wait {
    Millis until = 0;
    int failures = 0;  ///< in a row
  };

  /// `pause`: between the end of a request and the next to the same host.
  explicit HostSchedule(Millis pause) : pause_(pause) {}

  bool knows(const std::string& host) const { return hosts_.contains(host); }
  /// What was known from an earlier run.
  void recall(const std::string& host, Wait wait);
  /// The earliest time for a request; the far future while one is under way.
  Millis next_at(const std::string& host) const;
  void begin(const std::string& host);
  /// Whatever came of it.
  void end(const std::string& host, Millis now);
  /// It answered as it should. Whether it was in trouble before.
  bool well(const std::string& host);
  /// It is down, or asks for rest: for `asked` (0: it did not say for how long). What is to be remembered.
  Wait trouble(const std::string& host, Millis now, Millis asked);
  /// A longer pause than others, at its own wish.
  void slow_down(const std::string& host, Millis pause);
  /// Forgets hosts that need not wait.
  void tidy(Millis now);

 private:
  struct Host {
    Millis next_at = 0, pause = 0;
    int failures = 0;
    bool busy = false;
  };
  Millis pause_;
  std::map<std::string, Host> hosts_;
};

}  // namespace isnad::watch
