#include "serve/events.h"

namespace isnad::serve {

void Events::add(std::string_view name, std::string_view data) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t number = ++last_;
  std::string event = "id: " + std::to_string(number) + "\nevent: ";
  event.append(name).append("\ndata: ").append(data).append("\n\n");
  kept_.emplace_back(number, event);
  if (kept_.size() > kKept) kept_.pop_front();
  // Under the lock: events leave in the order of their numbers.
  if (send_) send_(number, std::move(event));
}

std::pair<std::string, std::uint64_t> Events::since(std::uint64_t number) const {
  const std::lock_guard lock(mutex_);
  std::string out;
  if (number <= last_)
    for (const auto& [n, event] : kept_)
      if (n > number) out += event;
  return {std::move(out), last_};
}

}  // namespace isnad::serve
