// The grammar of time expressions: which tokens name a time, and what they say of it, before it is resolved.
//
// find_time_phrases() only reads; timex_value resolves what it found against a date. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "extract/time/time_words.h"
#include "isnad/record.h"
#include "language/analysis.h"

namespace isnad::extract {

enum class Calendar : std::uint8_t { gregorian, hijri };

/// What a point in time says of itself. Every field is absent until a word gives it.
struct TimePoint {
  int year = 0;  ///< 0: not said
  int month = 0, day = 0;
  int last_day = 0;  ///< of a list or range of days of one month (13 and 14 April); 0: one day
  Calendar calendar = Calendar::gregorian;
  int weekday = 0, last_weekday = 0;
  std::optional<int> day_offset;   ///< today 0, yesterday -1
  TimeUnit unit = TimeUnit::day;   ///< with `which`: the month in "last month"
  Which which = Which::none;       ///< of the unit
  Which nearest = Which::none;     ///< of a weekday, month, feast or season: "last Friday", "next May"
  bool demonstrative_far = false;  ///< that day, that year
  int edge = -1;                   ///< 0 start, 1 middle, 2 end
  int daypart = -1;                ///< row of TimeWords::dayparts
  int hour = -1, minute = -1;
  int zone = -1;                                        ///< row of TimeWords::zones
  int season = -1, part = -1, decade = -1, feast = -1;  ///< rows of TimeWords::periods and feasts
  int century = 0;                                      ///< 20: the twentieth
  int ordinal_day = 0;                                  ///< the second day running
  bool before_christ = false;
  bool holder = false;  ///< part of a name: the revolution of 25 January

  bool names_day() const { return day != 0 || weekday != 0 || day_offset.has_value() || ordinal_day != 0; }
};

enum class TimeForm : std::uint8_t {
  point,
  range,          ///< from `point` to `end`
  reference,      ///< PRESENT_REF, PAST_REF, FUTURE_REF, or as `value` says: see TimeWords::Word
  same_date,      ///< the date last named
  same_duration,  ///< the length last named
  duration,       ///< `value` is complete
  set,            ///< `value` is complete
};

enum class Bound : std::uint8_t { none, since, after, before };

struct TimePhrase {
  std::uint32_t first = 0, last = 0;  ///< tokens [first, last)
  Span span{};
  TimeForm form = TimeForm::point;
  TimePoint point{}, end{};
  std::string value{};
  Bound bound = Bound::none;
  TimeUnit unit = TimeUnit::day;       ///< of a duration
  double amount = 0;                   ///< of a duration; 0: not a number (some years)
  bool approximate = false;            ///< about, more than
  Which which = Which::none;           ///< of a duration: the last two years
  bool adjective_or_doubtful = false;  ///< RECENT words: a time only beside a past verb
};

/// In order of the text, without overlaps.
std::vector<TimePhrase> find_time_phrases(const language::Analysis& analysis, const TimeReadings& readings, const TimeWords& words,
                                          const model::Lexicon& lexicon);

}  // namespace isnad::extract
