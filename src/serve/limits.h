// How often somebody may ask: a bucket of tokens each, filled at a steady rate. Thread-safe.
#pragma once

#include <algorithm>
#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace isnad::serve {

class RateLimit {
 public:
  /// So many requests a second, and as many as two seconds bring at once. 0: no limit.
  explicit RateLimit(double a_second) : rate_(a_second), burst_(a_second * 2) {}
  /// Whether it may ask now.
  bool take(const std::string& who) {
    if (rate_ <= 0) return true;
    const auto now = Clock::now();
    const std::lock_guard lock(mutex_);
    // Who has not asked for long has a full bucket, as one that is not known has.
    if (buckets_.size() >= kMost) std::erase_if(buckets_, [&](const auto& b) { return now - b.second.at > std::chrono::seconds(10); });
    if (buckets_.size() >= kMost) buckets_.clear();
    auto& bucket = buckets_.try_emplace(who, Bucket{burst_, now}).first->second;
    bucket.left = std::min(burst_, bucket.left + rate_ * std::chrono::duration<double>(now - bucket.at).count());
    bucket.at = now;
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t kMost = 20'000;
  struct Bucket {
    double left;
    Clock::time_point at;
  };
  double rate_, burst_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace isnad::serve
