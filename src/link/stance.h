// Whether two short claims on one matter agree or contradict each other.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "link/terms.h"

namespace isnad::link {

enum class Stance : std::uint8_t { agree, disagree, other };

/// Judges by shared terms, negations, numbers, and words that oppose each other (data/link/opposites.tsv). Thread-safe.
class StanceJudge {
 public:
  StanceJudge(const model::Lexicon& lexicon, const TermModel& terms);
  /// Symmetric. `other` if the two have no matter in common.
  Stance of(const language::Analysis& a, const language::Analysis& b) const;

 private:
  const TermModel& terms_;
  std::unordered_map<TermId, std::vector<std::pair<std::uint32_t, bool>>> sides_;  // pairs that a term is on a side of

  struct Claim {
    Terms terms;
    std::vector<std::pair<std::uint32_t, bool>> sides;  // sorted
    std::vector<std::string_view> numbers;              // sorted
    bool negated = false;
  };
  Claim claim(const language::Analysis& analysis) const;
};

}  // namespace isnad::link
