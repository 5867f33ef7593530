// Who is worth comparing with whom, by shared keys: an index in memory.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace isnad::link {

/// Two items are candidates for each other if they share at least `shared` keys.
class Candidates {
 public:
  explicit Candidates(std::size_t shared) : shared_(shared) {}

  /// The candidates among the items added before, ascending; then adds the item.
  std::vector<std::uint32_t> add(std::uint32_t item, std::span<const std::uint64_t> keys) {
    std::vector<std::uint32_t> met;
    for (const std::uint64_t key : keys) {
      std::vector<std::uint32_t>& items = by_key_[key];
      met.insert(met.end(), items.begin(), items.end());
      if (items.empty() || items.back() != item) items.push_back(item);
    }
    std::sort(met.begin(), met.end());
    std::vector<std::uint32_t> out;
    for (std::size_t i = 0; i < met.size();) {
      std::size_t j = i;
      while (j < met.size() && met[j] == met[i]) ++j;
      if (j - i >= shared_ && met[i] != item) out.push_back(met[i]);
      i = j;
    }
    return out;
  }

 private:
  std::size_t shared_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> by_key_;
};

}  // namespace isnad::link
