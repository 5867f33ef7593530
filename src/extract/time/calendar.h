// Weeks, feasts and the Hijri calendar, as arithmetic on Date.
#pragma once

#include <optional>
#include <string>

#include "isnad/date.h"

namespace isnad::extract {

/// `2013-W41` of the ISO 8601 week that holds the day.
std::string iso_week(Date day);
Date monday_of(Date day);
Date add_days(Date day, long days);
/// Adds months to a month (the day, if any, is dropped).
Date add_months(Date month, int months);
/// Easter Sunday of a year, of the Western churches or (true) of the Orthodox.
Date easter(int year, bool orthodox);

/// The Gregorian day of a day of the Umm al-Qura calendar. Nothing if there is no such day.
std::optional<Date> from_hijri(int year, int month, int day);
/// Year, month and day of the Umm al-Qura calendar.
std::optional<Date> to_hijri(Date day);

}  // namespace isnad::extract
