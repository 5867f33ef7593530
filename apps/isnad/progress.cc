#include "progress.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>

namespace isnad::cli {

Progress::Progress(std::string what, std::size_t total)
    : what_(std::move(what)), total_(total), terminal_(::isatty(STDERR_FILENO) == 1), begun_(Clock::now()), last_(begun_) {}

void Progress::step(std::size_t items, std::size_t bytes) {
  items_ += items, bytes_ += bytes;
  const auto pause = terminal_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(10'000);
  if (Clock::now() - last_ >= pause) show();
}

void Progress::show() {
  last_ = Clock::now();
  const double seconds = std::chrono::duration<double>(last_ - begun_).count();
  std::string line = fmt::format("{} {}", items_, what_);
  if (total_ > 0) line = fmt::format("{} of {} {}", items_, total_, what_);
  if (seconds > 0 && bytes_ > 0) line += fmt::format(", {:.1f} MB/s", static_cast<double>(bytes_) / 1e6 / seconds);
  if (total_ > items_ && items_ > 0)
    line += fmt::format(", {:.0f} s left", seconds / static_cast<double>(items_) * static_cast<double>(total_ - items_));
  if (terminal_) fmt::print(stderr, "\r{}\x1b[K", line);
  else fmt::print(stderr, "isnad: {}\n", line);
  std::fflush(stderr);
  shown_ = true;
}

void Progress::end() {
  if (terminal_ && shown_) fmt::print(stderr, "\r\x1b[K");
  shown_ = false;
}

}  // namespace isnad::cli
