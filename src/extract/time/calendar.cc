#include "extract/time/calendar.h"

#include <unicode/ucal.h>

#include <cstdio>
#include <memory>

namespace isnad::extract {
namespace {

struct Closer {
  void operator()(UCalendar** calendar) const {
    ucal_close(*calendar);
    delete calendar;
  }
};
using Handle = std::unique_ptr<UCalendar*, Closer>;

constexpr double kDayMs = 86400000.0;

// ICU's calendars are not shared between threads; dates of the Hijri calendar are rare enough to open one each time.
Handle open_umm_al_qura() {
  UErrorCode status = U_ZERO_ERROR;
  static constexpr UChar kUtc[] = {'U', 'T', 'C', 0};
  UCalendar* calendar = ucal_open(kUtc, -1, "en@calendar=islamic-umalqura", UCAL_DEFAULT, &status);
  if (U_FAILURE(status)) return nullptr;
  return Handle(new UCalendar*(calendar));
}

}  // namespace

Date add_days(Date day, long days) { return Date::of_day_number(day.day_number() + days); }

Date monday_of(Date day) { return add_days(day, 1 - day.weekday()); }

std::string iso_week(Date day) {
  const Date thursday = add_days(monday_of(day), 3);
  const long week = (thursday.day_number() - Date{thursday.year, 1, 1}.day_number()) / 7 + 1;
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%04d-W%02ld", thursday.year, week);
  return buffer;
}

Date add_months(Date month, int months) {
  const int n = month.year * 12 + (month.month == 0 ? 0 : month.month - 1) + months;
  const int year = n >= 0 ? n / 12 : (n - 11) / 12;
  return {year, n - year * 12 + 1, 0};
}

// Western: the anonymous Gregorian algorithm (Meeus); Orthodox: Meeus' Julian algorithm, moved by the 13 days of 1900-2099.
Date easter(int year, bool orthodox) {
  if (orthodox) {
    const int a = year % 4, b = year % 7, c = year % 19;
    const int d = (19 * c + 15) % 30;
    const int e = (2 * a + 4 * b - d + 34) % 7;
    const int month = (d + e + 114) / 31, day = (d + e + 114) % 31 + 1;
    return add_days({year, month, day}, 13);
  }
  const int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  return {year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1};
}

std::optional<Date> from_hijri(int year, int month, int day) {
  if (year < 1 || year > 1600 || month < 1 || month > 12 || day < 1 || day > 30) return std::nullopt;
  const Handle calendar = open_umm_al_qura();
  if (!calendar) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  ucal_clear(*calendar);
  ucal_setDateTime(*calendar, year, month - 1, day, 12, 0, 0, &status);
  const double ms = ucal_getMillis(*calendar, &status);
  if (U_FAILURE(status) || ucal_get(*calendar, UCAL_DATE, &status) != day) return std::nullopt;
  return Date::of_day_number(static_cast<long>(ms >= 0 ? ms / kDayMs : (ms - kDayMs + 1) / kDayMs));
}

std::optional<Date> to_hijri(Date day) {
  const Handle calendar = open_umm_al_qura();
  if (!calendar) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  ucal_setMillis(*calendar, (static_cast<double>(day.day_number()) + 0.5) * kDayMs, &status);
  const Date out{ucal_get(*calendar, UCAL_YEAR, &status), ucal_get(*calendar, UCAL_MONTH, &status) + 1,
                 ucal_get(*calendar, UCAL_DATE, &status)};
  if (U_FAILURE(status)) return std::nullopt;
  return out;
}

}  // namespace isnad::extract
