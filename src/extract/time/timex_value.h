// What a time expression means, once it is known when the text was written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extract/time/timex_grammar.h"
#include "isnad/date.h"

namespace isnad::extract {

/// Whether the clause speaks of what was or of what will be.
enum class Tense : std::uint8_t { unknown, past, present, future };

/// The tense of the clause around tokens [first, last).
Tense tense_at(const language::Analysis& analysis, const TimeReadings& readings, std::uint32_t first, std::uint32_t last);

struct Meaning {
  std::string value;  ///< TIMEX3; empty: no time after all
  TimexType type = TimexType::date;
  std::optional<Date> from, to;  ///< the days it covers, if it names any
};

/// Dates named so far, for expressions that point back.
struct TimeContext {
  std::optional<Date> published;            ///< the day to count from; none: only what needs no such day is resolved
  std::optional<Meaning> date;              ///< last date of any kind
  std::optional<Meaning> day, month, year;  ///< last date of a day, of at least a month, of at least a year
  std::string duration;                     ///< last length
};

Meaning resolve(const TimePhrase& phrase, Tense tense, bool quoted, const TimeContext& context, const TimeWords& words);

/// Adds a resolved expression to the context.
void remember(const TimePhrase& phrase, const Meaning& meaning, TimeContext& context);

/// The day, month or year that a point names by itself, without the day of writing: 8 October 2013, 2015, 16 Shawwal 1436.
std::optional<Meaning> absolute(const TimePoint& point, const TimeWords& words);

}  // namespace isnad::extract
