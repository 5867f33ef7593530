// How far a long piece of work is, on standard error: a line that is written over on a terminal, plain lines elsewhere.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>

namespace isnad::cli {

class Progress {
 public:
  /// `what`: of what `items` are counted. `total`: how many there will be, `total_bytes`: how many bytes about; 0 if that is not known.
  explicit Progress(std::string what, std::size_t total = 0, std::size_t total_bytes = 0);
  ~Progress() { end(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// From any thread.
  void step(std::size_t items, std::size_t bytes);
  /// Ends the line.
  void end();

 private:
  std::mutex mutex_;
  using Clock = std::chrono::steady_clock;
  std::string what_;
  std::size_t total_, total_bytes_, items_ = 0, bytes_ = 0;
  bool terminal_, shown_ = false;
  Clock::time_point begun_, last_;

  void show();
};

}  // namespace isnad::cli
