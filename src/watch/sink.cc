#include "watch/sink.h"

#include <poll.h>

#include <algorithm>
#include <chrono>

namespace isnad::watch {

Millis now() { return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count(); }

void wait(const Stop& stop, Millis time) {
  pollfd fd{stop.fd, POLLIN, 0};
  ::poll(&fd, 1, static_cast<int>(std::clamp<Millis>(time, 0, kHour)));
}

}  // namespace isnad::watch
