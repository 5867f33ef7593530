#include "extract/time/timex_value.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "extract/time/calendar.h"
#include "model/key.h"

namespace isnad::extract {
namespace {

using model::Category;
using text::TokenKind;

struct Days {
  Date from, to;
};

std::string two(int n) {
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%02d", n);
  return buffer.data();
}

std::string range_value(Date from, Date to) { return from.to_string() + "/" + to.to_string(); }

Meaning day_meaning(Date day) { return {day.to_string(), TimexType::date, day, day}; }
Meaning period_meaning(Date period) { return {period.to_string(), TimexType::date, period.first_day(), period.last_day()}; }
Meaning week_meaning(Date day) {
  const Date monday = monday_of(day);
  return {iso_week(day), TimexType::date, monday, add_days(monday, 6)};
}

int steps(Which which) {
  switch (which) {
    case Which::last:
    case Which::preceding: return -1;
    case Which::next:
    case Which::following: return 1;
    default: return 0;
  }
}

// The year of a month (or of a day of one) that is named without it.
int year_of(int month, int day, Which nearest, Tense tense, Date today) {
  const Date this_year{today.year, month, day};
  const bool valid = day == 0 || this_year.valid();
  const Date from = valid ? this_year.first_day() : Date{today.year, month, 1};
  const Date to = valid ? this_year.last_day() : Date{today.year, month, 0}.last_day();
  switch (nearest) {
    case Which::last: return day == 0 ? (month < today.month ? today.year : today.year - 1) : (to < today ? today.year : today.year - 1);
    case Which::next: return day == 0 ? (month > today.month ? today.year : today.year + 1) : (from > today ? today.year : today.year + 1);
    case Which::current: return today.year;
    default: break;
  }
  const Date now = today;
  const long behind = now.day_number() - to.day_number();   // > 0: it was
  const long ahead = from.day_number() - now.day_number();  // > 0: it will be
  // A tense that would move a near day by a whole year was read wrong.
  const long near = day != 0 ? 60 : 31;
  if (tense == Tense::past) return ahead > near ? today.year - 1 : today.year;
  if (tense == Tense::future) return behind > near ? today.year + 1 : today.year;
  // Nothing decides: the nearest, with a leaning to what was (reports tell of it more often).
  if (ahead > 200) return today.year - 1;
  if (behind > 270) return today.year + 1;
  return today.year;
}

Date day_of_weekday(int weekday, Which nearest, Tense tense, Date today) {
  const int back = (today.weekday() - weekday + 7) % 7;
  switch (nearest) {
    case Which::last: return add_days(today, back == 0 ? -7 : -back);
    case Which::next: return add_days(today, back == 0 ? 7 : 7 - back);
    case Which::current: return add_days(monday_of(today), weekday - 1);
    default: break;
  }
  // Six days ahead one says "next": a plan for yesterday's weekday was printed the day after it was written.
  if ((tense == Tense::future || tense == Tense::present) && back > 1) return add_days(today, 7 - back);
  if (tense == Tense::unknown && back > 4) return add_days(today, 7 - back);
  return add_days(today, -back);
}

std::optional<Meaning> anaphor(const TimeContext& context, TimeUnit unit) {
  switch (unit) {
    case TimeUnit::day:
    case TimeUnit::night: return context.day;
    case TimeUnit::week: return context.day;
    case TimeUnit::month: return context.month;
    default: return context.year;
  }
}

Meaning relative_unit(TimeUnit unit, Which which, const TimeContext& context) {
  const bool from_text = which == Which::same || which == Which::following || which == Which::preceding;
  std::optional<Date> base = context.published;
  if (from_text) {
    const std::optional<Meaning> before = anaphor(context, unit);
    if (before && before->from) base = before->from;
    else if (which == Which::same && !context.date) base = context.published;
  }
  if (!base)
    return {which == Which::last || which == Which::preceding   ? "PAST_REF"
            : which == Which::next || which == Which::following ? "FUTURE_REF"
                                                                : "PRESENT_REF",
            TimexType::date,
            {},
            {}};
  const int n = steps(which);
  switch (unit) {
    case TimeUnit::day: return day_meaning(add_days(*base, n));
    case TimeUnit::night: {
      Meaning m = day_meaning(add_days(*base, n));
      m.value += "TNI";
      m.type = TimexType::time;
      return m;
    }
    case TimeUnit::week: return week_meaning(add_days(*base, 7L * n));
    case TimeUnit::month: return period_meaning(add_months({base->year, base->month, 0}, n));
    case TimeUnit::year: return period_meaning({base->year + n, 0, 0});
    case TimeUnit::decade: {
      const int d = base->year / 10 + n;
      return {std::to_string(d), TimexType::date, Date{d * 10, 1, 1}, Date{d * 10 + 9, 12, 31}};
    }
    case TimeUnit::century: {
      const int c = base->year / 100 + n;
      return {std::to_string(c), TimexType::date, Date{c * 100, 1, 1}, Date{c * 100 + 99, 12, 31}};
    }
    default: return {};
  }
}

std::optional<Days> hijri_days(int year, int month, int day) {
  if (day != 0) {
    const auto d = from_hijri(year, month, day);
    if (!d) return std::nullopt;
    return Days{*d, *d};
  }
  if (month != 0) {
    const auto from = from_hijri(year, month, 1);
    const auto next = month == 12 ? from_hijri(year + 1, 1, 1) : from_hijri(year, month + 1, 1);
    if (!from || !next) return std::nullopt;
    return Days{*from, add_days(*next, -1)};
  }
  const auto from = from_hijri(year, 1, 1);
  const auto next = from_hijri(year + 1, 1, 1);
  if (!from || !next) return std::nullopt;
  return Days{*from, add_days(*next, -1)};
}

Meaning hijri_meaning(int year, int month, int day, int last_day) {
  const auto days = hijri_days(year, month, day);
  if (!days) return {};
  if (day != 0 && last_day != 0) {
    if (const auto last = hijri_days(year, month, last_day); last && last->to > days->from)
      return {range_value(days->from, last->to), TimexType::date, days->from, last->to};
  }
  if (day != 0) return day_meaning(days->from);
  return {range_value(days->from, days->to), TimexType::date, days->from, days->to};
}

std::optional<Days> feast_days(const TimeWords::Feast& feast, int gregorian_year) {
  switch (feast.calendar) {
    case TimeWords::FeastCalendar::gregorian: {
      const Date d{gregorian_year, feast.month, feast.day};
      if (!d.valid()) return std::nullopt;
      return Days{d.first_day(), d.last_day()};
    }
    case TimeWords::FeastCalendar::easter:
    case TimeWords::FeastCalendar::orthodox: {
      const Date d = add_days(easter(gregorian_year, feast.calendar == TimeWords::FeastCalendar::orthodox), feast.day);
      return Days{d, d};
    }
    case TimeWords::FeastCalendar::hijri: {
      // The first one that begins in the Gregorian year.
      const auto start = to_hijri({gregorian_year, 1, 1});
      if (!start) return std::nullopt;
      for (int h = start->year; h <= start->year + 1; ++h)
        if (const auto days = hijri_days(h, feast.month, feast.day); days && days->from.year == gregorian_year) return days;
      return std::nullopt;
    }
  }
  return std::nullopt;
}

std::optional<Days> season_days(const std::string& code, int year) {
  if (code == "SP") return Days{{year, 3, 1}, {year, 5, 31}};
  if (code == "SU") return Days{{year, 6, 1}, {year, 8, 31}};
  if (code == "FA") return Days{{year, 9, 1}, {year, 11, 30}};
  if (code == "WI") return Days{{year, 12, 1}, Date{year + 1, 2, 0}.last_day()};
  if (code.size() == 2 && code[0] == 'Q') {
    const int q = code[1] - '0';
    return Days{{year, q * 3 - 2, 1}, Date{year, q * 3, 0}.last_day()};
  }
  if (code == "H1") return Days{{year, 1, 1}, {year, 6, 30}};
  if (code == "H2") return Days{{year, 7, 1}, {year, 12, 31}};
  return std::nullopt;
}

Meaning season_meaning(const std::string& code, int year) {
  const auto days = season_days(code, year);
  Meaning m{Date{year, 0, 0}.to_string() + "-" + code, TimexType::date, {}, {}};
  if (days) m.from = days->from, m.to = days->to;
  return m;
}

void add_time_of_day(Meaning& m, const TimePoint& p, const TimeWords& words) {
  if (p.hour >= 0) {
    m.type = TimexType::time;
    m.value += "T" + two(p.hour) + ":" + two(std::max(0, p.minute));
    if (p.zone >= 0) {
      const TimeWords::Zone& z = words.zones[static_cast<std::size_t>(p.zone)];
      if (!z.local && z.offset == 0) m.value += "Z";
    }
  } else if (p.daypart >= 0) {
    m.type = TimexType::time;
    m.value += words.dayparts[static_cast<std::size_t>(p.daypart)].code;
  }
}

}  // namespace

std::optional<Meaning> absolute(const TimePoint& p, const TimeWords& words) {
  Meaning m;
  if (p.decade >= 0) {
    const int tens = std::atoi(words.periods[static_cast<std::size_t>(p.decade)].value.c_str());
    const int century = p.century != 0 ? p.century : tens == 10 ? 21 : 20;
    const int first = (century - 1) * 100 + tens;
    return Meaning{std::to_string(first / 10), TimexType::date, Date{first, 1, 1}, Date{first + 9, 12, 31}};
  }
  if (p.before_christ) return Meaning{"", TimexType::date, {}, {}};  // TIMEX3 has no common form for it
  if (p.century != 0)
    return Meaning{two(p.century - 1), TimexType::date, Date{(p.century - 1) * 100 + (p.century == 1), 1, 1},
                   Date{p.century * 100 - 1, 12, 31}};
  if (p.year == 0) return std::nullopt;
  if (p.calendar == Calendar::hijri) {
    m = hijri_meaning(p.year, p.month, p.day, p.last_day);
    if (m.value.empty()) return std::nullopt;
    return m;
  }
  if (p.season >= 0 || p.part >= 0)
    return season_meaning(words.periods[static_cast<std::size_t>(p.season >= 0 ? p.season : p.part)].value, p.year);
  if (p.feast >= 0) {
    const auto days = feast_days(words.feasts[static_cast<std::size_t>(p.feast)], p.year);
    if (!days) return std::nullopt;
    if (days->from == days->to) return day_meaning(days->from);
    return Meaning{range_value(days->from, days->to), TimexType::date, days->from, days->to};
  }
  Date d{p.year, p.month, p.day};
  if (!d.valid()) {
    d.day = 0;  // 31 June: the month stands
    if (!d.valid()) return std::nullopt;
    return period_meaning(d);
  }
  if (p.day != 0 && p.last_day != 0) {
    const Date last{p.year, p.month, p.last_day};
    if (last.valid() && last > d) return Meaning{range_value(d, last), TimexType::date, d, last};
  }
  return period_meaning(d);
}

namespace {

Meaning point_meaning(const TimePoint& p, Tense tense, const TimeContext& context, const TimeWords& words) {
  const std::optional<Date> today = context.published;
  Meaning m;
  if (p.holder && p.year == 0 && p.calendar == Calendar::gregorian) {
    m.value = "XXXX-" + two(p.month) + "-" + two(p.day);
    return m;
  }
  if (const auto a = absolute(p, words)) {
    m = *a;
  } else if (p.ordinal_day != 0) {
    if (!today) return {"PRESENT_REF", TimexType::date, {}, {}};
    m = day_meaning(*today);
  } else if (p.day_offset) {
    if (!today) return {*p.day_offset < 0 ? "PAST_REF" : *p.day_offset > 0 ? "FUTURE_REF" : "PRESENT_REF", TimexType::date, {}, {}};
    m = day_meaning(add_days(*today, *p.day_offset));
    // "tomorrow, Sunday" beside a weekday that does not fit: the weekday is what the reader can check.
    if (p.weekday != 0 && m.from->weekday() != p.weekday) {
      for (const int d : {0, 1, -1, 2, -2})
        if (const Date other = add_days(*m.from, d); other.weekday() == p.weekday) {
          m = day_meaning(other);
          break;
        }
    }
  } else if (p.month != 0 && p.calendar == Calendar::hijri) {
    if (!today) return {};
    const auto h = to_hijri(*today);
    if (!h) return {};
    int year = h->year;
    if (p.unit == TimeUnit::year && p.which != Which::none) year += steps(p.which);
    else if (p.nearest == Which::last) year = p.month < h->month ? h->year : h->year - 1;
    else if (p.nearest == Which::next) year = p.month > h->month ? h->year : h->year + 1;
    else if (tense == Tense::past) year = p.month <= h->month ? h->year : h->year - 1;
    m = hijri_meaning(year, p.month, p.day, p.last_day);
    if (m.value.empty()) return {};
  } else if (p.month != 0) {
    int year = 0;
    if (p.unit == TimeUnit::year && p.which != Which::none) {
      const Meaning y = relative_unit(TimeUnit::year, p.which, context);
      if (y.from) year = y.from->year;
    } else if (p.nearest == Which::same || p.nearest == Which::following) {
      if (context.year && context.year->from) year = context.year->from->year;
    }
    if (year == 0) {
      if (!today) return {p.day != 0 ? "XXXX-" + two(p.month) + "-" + two(p.day) : "XXXX-" + two(p.month), TimexType::date, {}, {}};
      // With its weekday the year is the one in which both agree.
      if (p.weekday != 0 && p.day != 0 && p.nearest == Which::none) {
        for (const int d : {0, -1, 1, -2, 2, -3, 3})
          if (const Date at{today->year + d, p.month, p.day};
              year == 0 && at.valid() && at.weekday() == p.weekday && std::labs(at.day_number() - today->day_number()) < 400)
            year = at.year;
      }
      if (year == 0) year = year_of(p.month, p.day, p.nearest, tense, *today);
    }
    TimePoint full = p;
    full.year = year;
    if (const auto whole = absolute(full, words)) m = *whole;
  } else if (p.which != Which::none && p.season < 0 && p.part < 0) {
    m = relative_unit(p.unit, p.which, context);
    if (p.day != 0 && m.from && p.unit == TimeUnit::month) {
      TimePoint full;
      full.year = m.from->year, full.month = m.from->month, full.day = p.day, full.last_day = p.last_day;
      if (const auto whole = absolute(full, words)) m = *whole;
    } else if (p.weekday != 0 && m.from && p.unit == TimeUnit::week) {
      m = day_meaning(add_days(monday_of(*m.from), p.weekday - 1));
    } else if (p.weekday != 0 && m.from && p.unit == TimeUnit::month && p.edge == 0) {
      Date d = m.from->first_day();
      while (d.weekday() != p.weekday) d = add_days(d, 1);
      m = day_meaning(d);
    } else if (p.edge == 2 && p.unit == TimeUnit::week && m.from) {
      m.value += "-WE";
    }
  } else if (p.weekday != 0) {
    if (!today) {
      m.value = "XXXX-WXX-" + std::to_string(p.weekday);
      return m;
    }
    const Date d = day_of_weekday(p.weekday, p.nearest, tense, *today);
    m = day_meaning(d);
    if (p.last_weekday != 0) {
      Date last = d;
      while (last.weekday() != p.last_weekday) last = add_days(last, 1);
      m = {range_value(d, last), TimexType::date, d, last};
    }
  } else if (p.season >= 0 || p.part >= 0) {
    if (!today) return {};
    const std::string& code = words.periods[static_cast<std::size_t>(p.season >= 0 ? p.season : p.part)].value;
    int year = today->year;
    if (p.which != Which::none) {
      const Meaning y = relative_unit(TimeUnit::year, p.which, context);
      if (y.from) year = y.from->year;
    } else if (const auto days = season_days(code, year)) {
      if (p.nearest == Which::last && days->to >= *today) --year;
      if (p.nearest == Which::next && days->from <= *today) ++year;
    }
    m = season_meaning(code, year);
  } else if (p.feast >= 0) {
    if (!today) return {};
    const TimeWords::Feast& f = words.feasts[static_cast<std::size_t>(p.feast)];
    std::optional<Days> best;
    for (int y = today->year - 1; y <= today->year + 1; ++y) {
      const auto days = feast_days(f, y);
      if (!days) continue;
      const long behind = today->day_number() - days->to.day_number();
      const bool was = behind > 0, will = days->from > *today;
      if ((p.nearest == Which::last || (p.nearest == Which::none && tense == Tense::past)) && days->from > *today) continue;
      if ((p.nearest == Which::next || (p.nearest == Which::none && tense == Tense::future)) && was) continue;
      (void)will;
      const auto distance = [&](const Days& d) {
        if (d.to < *today) return today->day_number() - d.to.day_number();
        if (d.from > *today) return d.from.day_number() - today->day_number();
        return 0L;
      };
      if (!best || distance(*days) < distance(*best)) best = days;
    }
    if (!best) return {};
    m = best->from == best->to ? day_meaning(best->from)
                               : Meaning{range_value(best->from, best->to), TimexType::date, best->from, best->to};
  } else if (p.hour >= 0) {
    std::optional<Date> day = context.day && context.day->from && context.day->from == context.day->to ? context.day->from : today;
    if (today) day = day ? day : today;
    if (!day) {
      m.type = TimexType::time;
      add_time_of_day(m, p, words);
      return m;
    }
    m = day_meaning(*day);
  }
  if (m.value.empty()) return m;
  if (m.from && m.to && *m.from == *m.to && m.value == m.from->to_string()) add_time_of_day(m, p, words);
  else if (p.daypart >= 0 && p.which != Which::none && p.unit == TimeUnit::night) m.type = TimexType::time;
  return m;
}

}  // namespace

Meaning resolve(const TimePhrase& phrase, Tense tense, bool quoted, const TimeContext& context, const TimeWords& words) {
  switch (phrase.form) {
    case TimeForm::duration: return {phrase.value, TimexType::duration, {}, {}};
    case TimeForm::set: return {phrase.value, TimexType::set, {}, {}};
    case TimeForm::reference: {
      std::string value = phrase.value;
      if (value == "LATER") value = tense == Tense::future || tense == Tense::present ? "FUTURE_REF" : "PAST_REF";
      if (value == "RECENT") value = tense == Tense::past ? "PAST_REF" : "";
      return {value, TimexType::date, {}, {}};
    }
    case TimeForm::same_date:
      if (context.date) return *context.date;
      return {"PAST_REF", TimexType::date, {}, {}};
    case TimeForm::same_duration:
      if (phrase.value == "TWICE_DURATION" && !context.duration.empty()) {
        // P5Y: twice its one number.
        const std::size_t first = context.duration.find_first_of("123456789");
        if (first != std::string::npos && context.duration.find_first_not_of("0123456789", first) == context.duration.size() - 1)
          return {
              context.duration.substr(0, first) + std::to_string(2 * std::atoi(context.duration.c_str() + first)) + context.duration.back(),
              TimexType::duration,
              {},
              {}};
      }
      return {context.duration.empty() ? "PAST_REF" : context.duration,
              context.duration.empty() ? TimexType::date : TimexType::duration,
              {},
              {}};
    case TimeForm::range: {
      const Meaning a = point_meaning(phrase.point, tense, context, words);
      TimePoint end = phrase.end;
      if (end.year == 0 && end.month != 0 && a.from) {
        end.year = a.from->year;
        if (const auto e = absolute(end, words); e && e->from && *e->from < *a.from) ++end.year;
      }
      const Meaning b = point_meaning(end, tense, context, words);
      if (a.value.empty() || b.value.empty()) return a.value.empty() ? b : a;
      Meaning m{a.value + "/" + b.value, TimexType::date, a.from, b.to};
      if (m.from && m.to && *m.to < *m.from) std::swap(m.from, m.to);
      return m;
    }
    case TimeForm::point: break;
  }
  // "today" inside somebody's words mostly means nowadays, unless the day is named too.
  const TimePoint& p = phrase.point;
  if (quoted && p.day_offset && *p.day_offset == 0 && p.weekday == 0 && p.daypart < 0 && p.month == 0 && p.hour < 0)
    return {"PRESENT_REF", TimexType::date, {}, {}};
  return point_meaning(p, tense, context, words);
}

void remember(const TimePhrase& phrase, const Meaning& m, TimeContext& context) {
  if (m.type == TimexType::duration) {
    context.duration = m.value;
    return;
  }
  if (!m.from || !m.to || phrase.form == TimeForm::set) return;
  Meaning date = m;
  if (date.type == TimexType::time && date.from == date.to) {
    date.type = TimexType::date;
    date.value = date.from->to_string();
  }
  context.date = date;
  const long days = m.to->day_number() - m.from->day_number();
  if (days == 0) context.day = date;
  if (days <= 31) context.month = date;
  if (days <= 366) context.year = date;
}

namespace {

// An unknown word after a relative pronoun that begins as present verbs do.
bool looks_present(const language::Analysis& a, std::uint32_t i) {
  if (i == 0) return false;
  const language::Word& before = a.words[i - 1];
  if (!before.is(Category::word) || (before.features & model::kRelative) == 0) return false;
  const std::string_view key = a.tokens()[i].key;
  return key.size() >= 4 && (key[0] == model::kTeh || key[0] == model::kYeh);
}

}  // namespace

Tense tense_at(const language::Analysis& a, const TimeReadings& readings, std::uint32_t first, std::uint32_t last) {
  if (a.words.size() != a.tokens().size() || first >= a.tokens().size()) return Tense::unknown;
  const text::Sentence& s = a.sentences()[a.tokens()[first].sentence];
  constexpr std::uint32_t kReach = 24;  // farther verbs belong to other clauses
  const auto verb = [&](std::uint32_t i) -> Tense {
    const language::Word& w = a.words[i];
    if (a.tokens()[i].kind != TokenKind::word) return Tense::unknown;
    if (w.sense == nullptr && looks_present(a, i)) return Tense::present;
    if (!w.is(Category::verb)) return Tense::unknown;
    if (w.has(language::kWill) || (w.features & model::kFuture) != 0) return Tense::future;
    if ((w.features & model::kPast) != 0) return Tense::past;
    if ((w.features & (model::kPresent | model::kJussive)) != 0) {
      // What stands before a present verb: will, shall not; did not, was.
      for (std::uint32_t b = i; b > s.first && i - b < 3; --b) {
        for (const TimeReading& r : readings.at(b - 1)) {
          if (r.kind == TimeKind::past) return Tense::past;
          if (r.kind == TimeKind::future) return Tense::future;
        }
      }
      return Tense::present;
    }
    return Tense::unknown;
  };
  for (std::uint32_t i = first; i > s.first && first - i < kReach; --i) {
    const std::uint32_t t = i - 1;
    for (const TimeReading& r : readings.at(t)) {
      if (r.kind == TimeKind::future && r.tokens == 1) return Tense::future;
      if (r.kind == TimeKind::past_cue && r.tokens == 1) return Tense::past;
    }
    if (const Tense v = verb(t); v != Tense::unknown) return v;
    // A clause without a verb up to its conjunction: what was said before does not tell its time.
    if (a.words[t].is(Category::word) && a.words[t].pos == model::Pos::sconj) break;
  }
  for (std::uint32_t t = last; t < s.last && t < last + 10; ++t)
    if (const Tense v = verb(t); v != Tense::unknown) return v;
  return Tense::unknown;
}

}  // namespace isnad::extract
