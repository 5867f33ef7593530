// Documents through worker threads, results in the order of the documents, in bounded memory. For whoever reads many: the command
// line, the Python package.
#pragma once

#include <algorithm>
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

namespace isnad::ingest {

/// At most kWindow documents a thread, and kWindowBytes of their text, are under way at once (one document always is, however
/// large): give() waits until there is room. So memory does not grow with the input, and a slow document holds the output
/// back without letting the others pile up.
template <class Result>
class Pipeline {
 public:
  /// Called from any thread, for several documents at once; `number` counts the documents from 1.
  using Work = std::function<Result(Document, std::size_t number)>;
  using Write = std::function<bool(Result&)>;  ///< called for one result at a time; false: no more is wanted

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
    Result result{};
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

template <class Result>
Pipeline<Result>::Pipeline(unsigned threads, Work work, Write write)
    : work_(std::move(work)), write_(std::move(write)), window_(kWindow * threads) {
  if (threads < 2) return;
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

template <class Result>
Pipeline<Result>::~Pipeline() {
  finish();
}

template <class Result>
bool Pipeline<Result>::give(Document document) {
  if (threads_.empty()) {
    if (!stopped_) {
      Result result = work_(std::move(document), ++given_);
      stopped_ = !write_(result);
    }
    return !stopped_;
  }
  auto job = std::make_shared<Job>();
  job->bytes = document.text.size();
  job->document = std::move(document);
  job->number = ++given_;
  std::unique_lock lock(mutex_);
  room_changed_.wait(
      lock, [&] { return stopped_ || pending_.empty() || (pending_.size() < window_ && pending_bytes_ + job->bytes <= kWindowBytes); });
  if (stopped_) return false;
  pending_bytes_ += job->bytes;
  todo_.push_back(job);
  pending_.push_back(std::move(job));
  todo_changed_.notify_one();
  return true;
}

template <class Result>
void Pipeline<Result>::finish() {
  {
    const std::lock_guard lock(mutex_);
    finished_ = true;
  }
  todo_changed_.notify_all();
  for (std::thread& thread : threads_)
    if (thread.joinable()) thread.join();
}

template <class Result>
void Pipeline<Result>::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    todo_changed_.wait(lock, [&] { return finished_ || stopped_ || !todo_.empty(); });
    if (stopped_ || todo_.empty()) return;
    const std::shared_ptr<Job> job = std::move(todo_.front());
    todo_.pop_front();
    lock.unlock();
    Result result = work_(std::move(job->document), job->number);
    lock.lock();
    job->result = std::move(result);
    job->done = true;
    // Whoever finds the first result ready writes it, and all that are ready behind it; the others go on working.
    if (writing_) continue;
    writing_ = true;
    while (!stopped_ && !pending_.empty() && pending_.front()->done) {
      const std::shared_ptr<Job> first = std::move(pending_.front());
      pending_.pop_front();
      pending_bytes_ -= first->bytes;
      lock.unlock();
      room_changed_.notify_one();
      const bool more = write_(first->result);
      lock.lock();
      if (!more) stopped_ = true;
    }
    writing_ = false;
    if (stopped_) {
      room_changed_.notify_all();
      todo_changed_.notify_all();
    }
  }
}

}  // namespace isnad::ingest
