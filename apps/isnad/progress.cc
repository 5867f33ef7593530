#include "progress.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>

namespace isnad::cli {

Progress::Progress(std::string what, std::size_t total, std::size_t total_bytes)
    : what_(std::move(what)),
      total_(total),
      total_bytes_(total_bytes),
      terminal_(::isatty(STDERR_FILENO) == 1),
      begun_(Clock::now()),
      last_(begun_) {}

void Progress::step(std::size_t items, std::size_t bytes) {
  const std::lock_guard lock(mutex_);
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
  double left = 0;  // of the whole
  if (total_ > 0 && items_ > 0) left = static_cast<double>(total_) / static_cast<double>(items_) - 1;
  else if (total_bytes_ > bytes_ && bytes_ > 0) left = static_cast<double>(total_bytes_) / static_cast<double>(bytes_) - 1;
  if (left > 0) line += fmt::format(", about {:.0f} s left", seconds * left);
  if (terminal_) fmt::print(stderr, "\r{}\x1b[K", line);
  else fmt::print(stderr, "isnad: {}\n", line);
  std::fflush(stderr);
  shown_ = true;
}

void Progress::end() {
  const std::lock_guard lock(mutex_);
  if (terminal_ && shown_) fmt::print(stderr, "\r\x1b[K");
  shown_ = false;
}

}  // namespace isnad::cli
