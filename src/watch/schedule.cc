#include "watch/schedule.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace isnad::watch {
namespace {

// A host in trouble is left alone so long at first, and at most; what it asks for itself is believed up to a day.
constexpr Millis kFirstRest = 10 * kSecond, kLongestRest = kHour, kLongestAsked = kDay;
constexpr Millis kLongestPause = 5 * kMinute;

}  // namespace

Millis back_off(int failures, Millis first, Millis most) {
  Millis out = first;
  for (int i = 1; i < failures && out < most; ++i) out *= 2;
  return std::min(out, most);
}

void HostSchedule::recall(const std::string& host, Wait wait) {
  Host& h = hosts_[host];
  h.next_at = wait.until;
  h.failures = wait.failures;
}

Millis HostSchedule::next_at(const std::string& host) const {
  const auto it = hosts_.find(host);
  if (it == hosts_.end()) return 0;
  return it->second.busy ? std::numeric_limits<Millis>::max() : it->second.next_at;
}

void HostSchedule::begin(const std::string& host) { hosts_[host].busy = true; }

void HostSchedule::end(const std::string& host, Millis now) {
  Host& h = hosts_[host];
  h.busy = false;
  h.next_at = std::max(h.next_at, now + std::max(pause_, h.pause));
}

bool HostSchedule::well(const std::string& host) { return std::exchange(hosts_[host].failures, 0) > 0; }

HostSchedule::Wait HostSchedule::trouble(const std::string& host, Millis now, Millis asked) {
  Host& h = hosts_[host];
  ++h.failures;
  h.next_at = std::max(h.next_at, now + (asked > 0 ? std::min(asked, kLongestAsked) : back_off(h.failures, kFirstRest, kLongestRest)));
  return {h.next_at, h.failures};
}

void HostSchedule::slow_down(const std::string& host, Millis pause) { hosts_[host].pause = std::min(pause, kLongestPause); }

void HostSchedule::tidy(Millis now) {
  std::erase_if(hosts_, [&](const auto& entry) {
    const Host& h = entry.second;
    return !h.busy && h.failures == 0 && h.pause == 0 && h.next_at <= now;
  });
}

}  // namespace isnad::watch
