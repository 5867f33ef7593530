#include "pipeline.h"

#include <algorithm>

namespace isnad::cli {

Pipeline::Pipeline(unsigned threads, Work work, Write write)
    : work_(std::move(work)), write_(std::move(write)), window_(kWindow * threads) {
  if (threads < 2) return;
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Pipeline::~Pipeline() { finish(); }

bool Pipeline::give(Document document) {
  if (threads_.empty()) {
    if (!stopped_) stopped_ = !write_(work_(std::move(document), ++given_));
    return !stopped_;
  }
  auto job = std::make_shared<Job>();
  job->bytes = document.text.size();
  job->document = std::move(document);
  job->number = ++given_;
  std::unique_lock lock(mutex_);
  room_changed_.wait(lock, [&] {
    return stopped_ || pending_.empty() || (pending_.size() < window_ && pending_bytes_ + job->bytes <= kWindowBytes);
  });
  if (stopped_) return false;
  pending_bytes_ += job->bytes;
  todo_.push_back(job);
  pending_.push_back(std::move(job));
  todo_changed_.notify_one();
  return true;
}

void Pipeline::finish() {
  {
    const std::lock_guard lock(mutex_);
    finished_ = true;
  }
  todo_changed_.notify_all();
  for (std::thread& thread : threads_)
    if (thread.joinable()) thread.join();
}

void Pipeline::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    todo_changed_.wait(lock, [&] { return finished_ || stopped_ || !todo_.empty(); });
    if (stopped_ || todo_.empty()) return;
    const std::shared_ptr<Job> job = std::move(todo_.front());
    todo_.pop_front();
    lock.unlock();
    std::string result = work_(std::move(job->document), job->number);
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

}  // namespace isnad::cli
