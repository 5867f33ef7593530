// Conditions: somebody would do one thing if another holds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "extract/names/entities.h"
#include "extract/statements/statements.h"
#include "isnad/record.h"
#include "language/analysis.h"

namespace isnad::extract {

/// Markers of conditions and the words that tell where their sides end: data/frames/conditions.tsv and condition_words.tsv.
/// Built once. Thread-safe to use.
class ConditionFrames {
 public:
  explicit ConditionFrames(const model::Lexicon& lexicon);

  enum class Class : std::uint8_t { condition, unless, trade, depends, want, wait };
  /// What a marker needs around it (the data file says what each means), as bits.
  enum Need : std::uint8_t { kVerb = 1, kAct = 2, kComma = 4, kOpens = 8, kDeed = 16, kAlef = 32, kFuture = 64, kKeep = 128 };

  struct Marker {
    std::vector<std::string> keys;
    Class cls = Class::condition;
    std::uint8_t needs = 0;
    bool attached = false;  ///< the last key is a preposition written on the next word

    bool need(Need n) const { return (needs & n) != 0; }
  };
  enum class Function : std::uint8_t {
    no_condition,
    whether,
    idiom,
    modal,
    negation,
    future,
    clause_end,
    ready,
    payment,
    before,
    question,
    must,
    thing_after
  };

  /// Markers whose first word has the key, the longest first; null if there is none.
  const std::vector<Marker>* starting(std::string_view key) const;
  bool is(Function function, std::string_view key) const;

 private:
  std::unordered_map<std::string, std::vector<Marker>> markers_;
  std::unordered_map<std::string, std::uint32_t> functions_;  // bits of Function
};

/// Every condition, offer with a condition and trade-off, in order of the text; one that is told again is listed once. Titles are
/// not read: the body says it again. Time is linear in the text: both sides of a marker are bounded.
std::vector<Condition> find_conditions(const language::Analysis& analysis, const Entities& entities,
                                       const std::vector<FoundStatement>& statements, const ConditionFrames& frames,
                                       const model::Lexicon& lexicon);

}  // namespace isnad::extract
