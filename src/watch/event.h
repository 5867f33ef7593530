// What the watch tells as it goes: one event, one line of a log.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace isnad::watch {

struct Event {
  std::string what;     ///< feed, page, robots, redirect, document, file, host, store, start, stop
  std::string result;   ///< one word for what became of it: docs/watch.md lists them
  std::string subject;  ///< an address or a path
  std::vector<std::pair<std::string, std::variant<std::string, std::int64_t>>> more = {};
};

/// Called from several threads.
using Log = std::function<void(const Event&)>;

}  // namespace isnad::watch
