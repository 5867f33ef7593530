// Documents through worker threads, results in the order of the documents, in bounded memory.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "isnad/document.h"

namespace isnad::cli {

/// At most kWindow documents a thread, and kWindowBytes of their text, are under way at once (one document always is, however
/// large): give() waits until there is room. So memory does not grow with the input, and a slow document holds the output
/// back without letting the others pile up.
class Pipeline {
 public:
  /// Called from any thread, for several documents at once; `number` counts the documents from 1.
  using Work = std::function<std::string(Document, std::size_t number)>;
  using Write = std::function<bool(const std::string&)>;  ///< called for one result at a time; false: no more is wanted

  static constexpr std::size_t kWindow = 8;
  static constexpr std::size_t kWindowBytes = std::size_t{16} << 20;

  /// With one thread everything happens in the caller's.
  Pipeline(unsigned threads, Work work, Write write);
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  /// False if no more is wanted.
  bool give(Document document);
  /// Waits until all that was given is written.
  void finish();

 private:
  struct Job {
    Document document;
    std::size_t number = 0;
    std::size_t bytes = 0;
    std::string result;
    bool done = false;
  };

  void run();

  Work work_;
  Write write_;
  std::size_t window_;
  std::size_t given_ = 0;
  std::vector<std::thread> threads_;

  std::mutex mutex_;
  std::condition_variable todo_changed_, room_changed_;
  std::deque<std::shared_ptr<Job>> todo_;     // not begun
  std::deque<std::shared_ptr<Job>> pending_;  // not written, in order; contains todo_
  std::size_t pending_bytes_ = 0;
  bool writing_ = false;   // a thread is writing results
  bool stopped_ = false;   // no more is wanted
  bool finished_ = false;  // no more comes
};

}  // namespace isnad::cli
