#include "isnad/date.h"

#include <chrono>
#include <cstdio>

namespace isnad {
namespace {

using namespace std::chrono;

year_month_day to_chrono(const Date& d) {
  return year{d.year} / month{static_cast<unsigned>(d.month == 0 ? 1 : d.month)} / day{static_cast<unsigned>(d.day == 0 ? 1 : d.day)};
}

// `count` digits at `at`; -1 if they are not all digits.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

std::string Date::to_string() const {
  char buffer[40];
  if (month == 0) std::snprintf(buffer, sizeof buffer, "%04d", year);
  else if (day == 0) std::snprintf(buffer, sizeof buffer, "%04d-%02d", year, month);
  else std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", year, month, day);
  return buffer;
}

std::optional<Date> Date::parse(std::string_view text) {
  Date d;
  d.year = digits(text, 0, 4);
  if (d.year < 0) return std::nullopt;
  if (text.size() >= 7 && text[4] == '-') {
    d.month = digits(text, 5, 2);
    if (text.size() >= 10 && text[7] == '-') {
      d.day = digits(text, 8, 2);
      if (text.size() > 10 && text[10] != 'T' && text[10] != ' ') return std::nullopt;
      if (d.day < 1) return std::nullopt;
    } else if (text.size() > 7) {
      return std::nullopt;
    }
    if (d.month < 1) return std::nullopt;
  } else if (text.size() > 4) {
    return std::nullopt;
  }
  if (!d.valid()) return std::nullopt;
  return d;
}

bool Date::valid() const {
  if (month < 0 || month > 12 || day < 0 || (month == 0 && day != 0)) return false;
  return to_chrono(*this).ok();
}

Date Date::first_day() const { return {year, month == 0 ? 1 : month, day == 0 ? 1 : day}; }

Date Date::last_day() const {
  if (day != 0) return *this;
  const int m = month == 0 ? 12 : month;
  const year_month_day last{std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(m)} / std::chrono::last};
  return {year, m, static_cast<int>(static_cast<unsigned>(last.day()))};
}

long Date::day_number() const { return sys_days{to_chrono(first_day())}.time_since_epoch().count(); }

Date Date::of_day_number(long count) {
  const year_month_day ymd{sys_days{days{count}}};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

int Date::weekday() const { return static_cast<int>(std::chrono::weekday{sys_days{to_chrono(first_day())}}.iso_encoding()); }

}  // namespace isnad
