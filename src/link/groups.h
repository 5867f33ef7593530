// Groups as connected components: whatever the order in which the pairs come, the groups are the same.
#pragma once

#include <cstddef>
#include <numeric>
#include <vector>

namespace isnad::link {

class Groups {
 public:
  explicit Groups(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }
  std::size_t size() const { return parent_.size(); }
  /// The group of an item: the lowest item of the group.
  std::size_t of(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) {
    a = of(a), b = of(b);
    if (a < b) parent_[b] = a;
    else parent_[a] = b;
  }

 private:
  std::vector<std::size_t> parent_;
};

}  // namespace isnad::link
