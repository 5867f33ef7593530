// Time expressions of a text as TIMEX3, and when a text was published.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "extract/time/dating_solver.h"
#include "isnad/document.h"
#include "isnad/record.h"
#include "language/analysis.h"

namespace isnad::extract {

class DatingData;

/// The words and grammar of time expressions, built once from data/time/. Thread-safe to use.
class TimeGrammar {
 public:
  explicit TimeGrammar(const model::Lexicon& lexicon);
  ~TimeGrammar();

  struct Impl;  ///< defined in times.cc
  const Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

/// A timex with the tokens it covers, in order of the text. They do not overlap.
struct TimeMention {
  Timex timex;
  std::uint32_t first = 0, last = 0;  ///< tokens [first, last)
  std::optional<Date> from, to;       ///< the days it covers, where it names any (last week: Monday to Sunday)
  bool repeated = false;              ///< an earlier mention has the same words and the same value: a record lists it once
};

struct Times {
  std::vector<TimeMention> mentions;
  Published published;
};

/// Finds all time expressions, dates the document (given: checked against the text; not given: solved from the clues) and
/// resolves every expression against that date.
Times find_times(const language::Analysis& analysis, const Document& document, const TimeGrammar& grammar);

/// Every clue to the day of writing, and the data that they come from: for counting how far clues can be trusted.
std::vector<Clue> find_clues(const language::Analysis& analysis, const Document& document, const TimeGrammar& grammar);
const DatingData& dating_data(const TimeGrammar& grammar);

}  // namespace isnad::extract
