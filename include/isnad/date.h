// Calendar dates as news gives them: a year, a month of a year, or a day.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace isnad {

/// A proleptic Gregorian date of day, month or year granularity. month == 0: only the year is known; day == 0: no day.
struct Date {
  int year = 0;
  int month = 0;
  int day = 0;

  /// `2013`, `2013-10` or `2013-10-08`.
  std::string to_string() const;
  /// Parses what to_string() prints (a time of day after a day is ignored: `2013-10-08T12:00`). Nothing if it is no date.
  static std::optional<Date> parse(std::string_view text);

  bool valid() const;                    ///< exists in the calendar
  Date first_day() const;                ///< 2013-10 -> 2013-10-01
  Date last_day() const;                 ///< 2013-10 -> 2013-10-31
  long day_number() const;               ///< days since 1970-01-01 of first_day()
  static Date of_day_number(long days);  ///< inverse, day granularity
  int weekday() const;                   ///< of first_day(): Monday 1 … Sunday 7 (ISO 8601)

  friend auto operator<=>(const Date&, const Date&) = default;
};

}  // namespace isnad
