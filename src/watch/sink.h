// What both kinds of watching share: where documents go, and how the end is asked for.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <vector>

#include "isnad/document.h"
#include "isnad/result.h"
#include "watch/schedule.h"

namespace isnad::watch {

struct Added {
  std::size_t added = 0;
  std::size_t copies = 0;  ///< of those added: mostly the text of one that was there
  std::size_t known = 0;   ///< not added: there already
};

/// Keeps documents for good: when it returns they are kept, or it has failed and they are given again later. For one thread.
using Add = std::function<Result<Added>(std::vector<Document>)>;

struct Stop {
  std::atomic<bool> asked{false};
  int fd = -1;  ///< can be read from when the end is asked for
};

/// The time of day, and waiting for it to go by or the end to be asked for.
Millis now();
void wait(const Stop& stop, Millis time);

}  // namespace isnad::watch
