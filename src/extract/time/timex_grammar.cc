#include "extract/time/timex_grammar.h"

#include <algorithm>

#include "extract/time/timex_lengths.h"
#include "model/key.h"

namespace isnad::extract {
namespace {

using model::Category;
using text::Token;
using text::TokenKind;

class Recogniser : private TimeLengths {
 public:
  using TimeLengths::TimeLengths;

  std::vector<TimePhrase> run() {
    for (std::uint32_t i = 0; i < n_;) {
      if (blocked(i) || (!r_.any(i) && tokens_[i].kind != TokenKind::number && !is_article(i))) {
        ++i;
        continue;
      }
      std::optional<TimePhrase> best = expression(i);
      if (!best) {
        ++i;
        continue;
      }
      finish(*best);
      i = best->last;
      out_.push_back(std::move(*best));
    }
    return std::move(out_);
  }

 private:
  std::vector<TimePhrase> out_;

  // --- points

  struct Point {
    std::uint32_t next = 0;
    TimePoint p;
    bool strong = false;  ///< more than a bare year or weak name
    bool bare_year = false;
    bool later = false;  ///< "at an earlier time this year": the word before says nothing by itself
  };

  bool plausible_year(int y) const { return y >= 1000 && y <= 2100; }

  std::uint32_t era(std::uint32_t j, TimePoint& p) const {
    if (is(j, TimeKind::common_era) != nullptr &&
        (tokens_[j].key.size() > 1 || tokens_[j].glued || tokens_[j].span.start <= tokens_[j - 1].span.end + 1)) {
      // One letter stands for the era only if it is followed by no full stop of an abbreviation.
      return j + 1;
    }
    if (is(j, TimeKind::hijri_era) != nullptr) {
      p.calendar = Calendar::hijri;
      return j + 1;
    }
    return j;
  }

  bool four_digits(std::uint32_t j) const {
    return alive(j) && tokens_[j].kind == TokenKind::number && tokens_[j].span.length() == 4 && all_digits(tokens_[j].key);
  }

  /// [month word] name [/ or ( other name )], or nothing.
  std::uint32_t month(std::uint32_t i, TimePoint& p, bool& weak) const {
    std::uint32_t j = i;
    bool prefixed = false;
    if (const TimeReading* u = is_unit(j, TimeUnit::month, UnitNumber::singular); u != nullptr && !u->definite) {
      ++j;
      prefixed = true;
    }
    const auto name = [&](std::uint32_t at) -> const TimeReading* {
      const TimeReading* best = nullptr;
      if (!alive(at)) return best;
      for (const TimeReading& r : r_.at(at))
        if ((r.kind == TimeKind::month || r.kind == TimeKind::hijri_month) && ((r.cut == 0 && !r.preposition) || at == start_) &&
            best == nullptr)
          best = &r;
      return best;
    };
    const TimeReading* m = name(j);
    if (m == nullptr) return i;
    j += m->tokens;
    p.month = m->value;
    p.calendar = m->kind == TimeKind::hijri_month ? Calendar::hijri : Calendar::gregorian;
    weak = m->weak && !prefixed;
    // The same month by its other name.
    const auto other = [&](std::uint32_t at) -> std::uint32_t {
      const TimeReading* o = name(at);
      return o != nullptr && o->kind == m->kind && o->value == m->value ? at + o->tokens : 0;
    };
    std::uint32_t k = 0;
    if (mark(j, U'/') || mark(j, U'-') || mark(j, U'\\')) {
      if ((k = other(j + 1)) != 0) j = k, weak = false;
    } else if (mark(j, U'(')) {
      if ((k = other(j + 1)) != 0 && mark(k, U')')) j = k + 1, weak = false;
    } else if ((k = other(j)) != 0) {
      j = k;
      weak = false;
    }
    return j;
  }

  /// [of] [the year] 2015 [CE], or of last year.
  std::uint32_t year_after_month(std::uint32_t i, TimePoint& p) const {
    std::uint32_t j = i;
    if (is(j, TimeKind::of) != nullptr) ++j;
    else if (comma(j) && four_digits(j + 1) && tokens_[j + 1].key[0] <= '2') ++j;
    else if (mark(j, U'/') && four_digits(j + 1)) ++j;
    const bool of = j != i;
    if (const TimeReading* u = is_unit(j, TimeUnit::year, UnitNumber::singular); u != nullptr) {
      if (four_digits(j + 1) && plausible_year(digits(tokens_[j + 1].key))) {
        p.year = digits(tokens_[j + 1].key);
        return era(j + 2, p);
      }
      if (u->definite) {
        if (const TimeReading* m = is(j + 1, TimeKind::modifier); m != nullptr) {
          const auto w = static_cast<Which>(m->value);
          p.unit = TimeUnit::year;
          p.which = w;
          return j + 2;
        }
      }
      return i;
    }
    if (is(j, TimeKind::determiner_this) != nullptr && is_unit(j + 1, TimeUnit::year, UnitNumber::singular) != nullptr) {
      p.unit = TimeUnit::year;
      p.which = Which::current;
      return j + 2;
    }
    if (of && is(i, TimeKind::of) != nullptr && !four_digits(j)) return i;
    if (four_digits(j) && is(j + 1, TimeKind::counted) == nullptr) {
      const int y = digits(tokens_[j].key);
      TimePoint probe = p;
      const std::uint32_t after = era(j + 1, probe);
      const bool hijri_year = probe.calendar == Calendar::hijri;
      if (hijri_year ? (y >= 1300 && y <= 1500) || after != j + 1 : y >= 1500 && y <= 2100) {
        p.year = y;
        p.calendar = probe.calendar;
        return after;
      }
    }
    return i;
  }

  /// Day of a month: 8 October, the eighth of October, 13 and 14 April, the sixth of next month.
  std::uint32_t day_of_month(std::uint32_t i, TimePoint& p, bool attached) const {
    const auto one = [&](std::uint32_t at, bool att) -> Number {
      if (!alive(at)) return {};
      if (tokens_[at].kind == TokenKind::number) {
        if (!all_digits(tokens_[at].key) || tokens_[at].key.size() > 2) return {};
        return digit_number(at);
      }
      Number n = ordinal(at, att);
      if (n.next == 0) {
        n = word_number(at, att);
        if (n.next != 0 && (n.vague || n.value < 3 || !n.definite)) return {};
      }
      return n;
    };
    Number first = is_article(i) ? digit_number(i + 1) : one(i, attached);
    if (first.next == 0 && attached && i == start_ && tokens_[i].kind == TokenKind::word && tokens_[i].key.size() <= 2 && i + 1 < n_ &&
        tokens_[i + 1].glued)
      first = one(i + 1, false);
    if (first.next == 0 || first.value < 1 || first.value > 31) return i;
    std::uint32_t j = first.next;
    double last = 0;
    // Lists and ranges of days of one month.
    for (int more = 0; more < 4; ++more) {
      std::uint32_t k = j;
      if (comma(k)) ++k;
      if (is_and(k)) {
        ++k;
      } else if (const TimeReading* to = is(k, TimeKind::to)) {
        k += to->tokens;
      } else if (mark(k, U'-') || mark(k, 0x2013)) {
        ++k;
      } else if (k == j && alive(k) && tokens_[k].kind == TokenKind::word && tokens_[k].key[0] == model::kWaw) {
        // The particle is part of the word: and the fourteenth.
        bool joined = false;
        for (const TimeReading& r : r_.at(k)) joined = joined || (r.kind == TimeKind::ordinal && r.conjoined);
        if (!joined) break;
        const Number n = ordinal(k, true);
        if (n.next == 0 || n.value <= first.value || n.value > 31) break;
        last = n.value;
        j = n.next;
        continue;
      } else if (k == j) {
        break;
      }
      if (is_article(k)) ++k;
      const Number n = one(k, false);
      if (n.next == 0 || n.value <= first.value || n.value > 31) break;
      last = n.value;
      j = n.next;
    }
    std::uint32_t k = j;
    if (is(k, TimeKind::of) != nullptr) ++k;
    else if (mark(k, U'/') && alive(k + 1) && r_.find(k + 1, TimeKind::month) != nullptr) ++k;
    else if (mark(k, U'-') && alive(k + 1) && r_.find(k + 1, TimeKind::month) != nullptr) ++k;
    bool weak = false;
    TimePoint m;
    const std::uint32_t after = month(k, m, weak);
    if (after != k && m.month != 0) {
      p.month = m.month;
      p.calendar = m.calendar;
      p.day = static_cast<int>(first.value);
      p.last_day = static_cast<int>(last);
      return after;
    }
    // Of the month: of last month, of this month, of the same month; 24 current.
    std::uint32_t u = 0;
    Which w = Which::none;
    if (k != j) u = unit_which(k, p, w);
    if (u != 0 && p.unit == TimeUnit::month) {
      p.day = static_cast<int>(first.value);
      p.last_day = static_cast<int>(last);
      return u;
    }
    p.which = Which::none;
    if (k != j) {
      if (const TimeReading* mod = is(k, TimeKind::modifier); mod != nullptr && static_cast<Which>(mod->value) == Which::current) {
        p.unit = TimeUnit::month;
        p.which = Which::current;
        p.day = static_cast<int>(first.value);
        p.last_day = static_cast<int>(last);
        return k + 1;
      }
    }
    return i;
  }

  /// The month + last, this + the week, the same + the day, the year + itself: fills unit and which.
  std::uint32_t unit_which(std::uint32_t i, TimePoint& p, Which& w) const {
    std::uint32_t j = i;
    w = Which::none;
    bool far = false;
    if (const TimeReading* d = is(j, TimeKind::determiner_this); d != nullptr) w = Which::current, j += d->tokens;
    else if (const TimeReading* t = is(j, TimeKind::determiner_that); t != nullptr) w = Which::same, far = true, j += t->tokens;
    else if (const TimeReading* s = is(j, TimeKind::same); s != nullptr) w = Which::same, j += s->tokens;
    const TimeReading* u = is_unit(j, UnitNumber::singular);
    if (u == nullptr || !u->definite) return 0;
    const auto unit = static_cast<TimeUnit>(u->value);
    if (below_day(unit)) return 0;
    ++j;
    if (w == Which::current || (w == Which::same && far)) {
      // "this year": fine; "that day" too.
      if (w == Which::current && is(j, TimeKind::modifier) != nullptr) {
        w = static_cast<Which>(is(j, TimeKind::modifier)->value);
        ++j;
      }
    } else if (w == Which::none) {
      const TimeReading* m = is(j, TimeKind::modifier);
      if (m == nullptr) return 0;
      w = static_cast<Which>(m->value);
      if (w == Which::recent ||
          (w == Which::preceding && unit != TimeUnit::day && unit != TimeUnit::month && unit != TimeUnit::year && unit != TimeUnit::week))
        return 0;
      ++j;
    }
    p.unit = unit;
    p.which = w;
    p.demonstrative_far = far;
    return j;
  }

  /// An hour of the clock with minutes and part of the day. `named`: the word for hour stood before.
  std::uint32_t clock(std::uint32_t i, TimePoint& p) const {
    std::uint32_t j = i;
    bool named = false;
    if (const TimeReading* c = is(j, TimeKind::clock)) {
      named = true;
      j += c->tokens;
    }
    int hour = -1, minute = 0;
    bool precise = false;
    if (alive(j) && tokens_[j].kind == TokenKind::number) {
      const std::string_view key = tokens_[j].key;
      if (all_digits(key) && key.size() <= 2) {
        hour = digits(key);
        ++j;
        if ((mark(j, U':') || mark(j, U'.')) && alive(j + 1) && tokens_[j].glued && tokens_[j + 1].glued &&
            tokens_[j + 1].kind == TokenKind::number && tokens_[j + 1].key.size() == 2 && all_digits(tokens_[j + 1].key)) {
          minute = digits(tokens_[j + 1].key);
          precise = true;
          j += 2;
        }
      } else if (key.size() == 5 && key[2] == '.' && all_digits(key.substr(0, 2)) && all_digits(key.substr(3))) {
        hour = digits(key.substr(0, 2));
        minute = digits(key.substr(3));
        ++j;
      } else if (named && key.size() == 4 && all_digits(key) && digits(key) < 2400 && (is(j + 1, TimeKind::zone) != nullptr)) {
        hour = digits(key) / 100;
        minute = digits(key) % 100;
        ++j;
      } else {
        return i;
      }
    } else {
      const Number o = ordinal(j);
      if (o.next == 0 || o.value > 12 || !tokens_[j].key.ends_with(model::kHeh)) return i;  // hours are feminine
      hour = static_cast<int>(o.value);
      j = o.next;
    }
    if (hour < 0 || hour > 24 || minute > 59) return i;
    bool fraction = false;
    if (is_and(j) &&
        (is(j + 1, TimeKind::half) != nullptr || is(j + 1, TimeKind::quarter) != nullptr || is(j + 1, TimeKind::third) != nullptr)) {
      minute = is(j + 1, TimeKind::half) != nullptr ? 30 : is(j + 1, TimeKind::quarter) != nullptr ? 15 : 20;
      j += 2;
      fraction = true;
    } else if (const TimeReading* f = is(j, TimeKind::half, true); f != nullptr && tokens_[j].key[0] == model::kWaw)
      minute = 30, ++j, fraction = true;
    else if (const TimeReading* q = is(j, TimeKind::quarter, true); q != nullptr && tokens_[j].key[0] == model::kWaw)
      minute = 15, ++j, fraction = true;
    else if (const TimeReading* th = is(j, TimeKind::third, true); th != nullptr && tokens_[j].key[0] == model::kWaw)
      minute = 20, ++j, fraction = true;
    else if (const TimeReading* l = is(j, TimeKind::less_quarter))
      minute = 45, hour = hour == 1 ? 12 : hour - 1, j += l->tokens, fraction = true;
    else if (named) {
      std::uint32_t k = j;
      if (is_and(k)) ++k;
      if (k != j || (alive(k) && tokens_[k].kind == TokenKind::word && and_word(k))) {
        const Number m = number(k, true);
        if (m.next != 0 && m.value < 60 && is(m.next, TimeKind::minute_of) != nullptr)
          minute = static_cast<int>(m.value), j = m.next + 1, fraction = true;
      }
    }
    std::uint32_t end = j;
    int part = -1;
    {
      std::uint32_t k = j;
      if (is(k, TimeKind::of) != nullptr) ++k;
      if (const TimeReading* d = is(k, TimeKind::daypart_adverb)) {
        // One letter for morning or evening only right after digits with minutes or the word for hour.
        if (tokens_[k].key.size() > 1 || ((precise || named) && k == j)) {
          part = d->row;
          end = k + d->tokens;
        }
      }
    }
    if (!named && part < 0) {
      if (!(precise && (is(j, TimeKind::zone) != nullptr || before_is(i, TimeKind::clock)))) return i;
    }
    if (named && part < 0 && !precise && !fraction && tokens_[i + 1].kind == TokenKind::number && is_unit(j, UnitNumber::plural) != nullptr)
      return i;
    if (part >= 0 && w_.dayparts[static_cast<std::size_t>(part)].afternoon && hour < 12) {
      const std::string& code = w_.dayparts[static_cast<std::size_t>(part)].code;
      const bool after_midnight = code == "TNI" && hour < 5;
      if (!after_midnight && !(code == "T12:00" && hour >= 10)) hour += 12;
    } else if (part >= 0 && !w_.dayparts[static_cast<std::size_t>(part)].afternoon && hour == 12) {
      hour = 0;
    }
    p.hour = hour;
    p.minute = minute;
    if (const TimeReading* z = is(end, TimeKind::zone)) {
      p.zone = z->row;
      end += z->tokens;
    } else if (mark(end, U'(')) {
      if (const TimeReading* z2 = is(end + 1, TimeKind::zone); z2 != nullptr && mark(end + 1 + z2->tokens, U')')) {
        p.zone = z2->row;
        end += z2->tokens + 2u;
      }
    } else if (const TimeReading* head = is(end, TimeKind::zone_head);
               head != nullptr && alive(end + 1) && tokens_[end + 1].kind == TokenKind::word) {
      end += 2;  // the time of some place
    }
    return end;
  }

  /// 8/10/2013, 2013-10-08, 08.10.2013.
  std::uint32_t numeric_date(std::uint32_t i, TimePoint& p) const {
    if (!alive(i) || tokens_[i].kind != TokenKind::number) return i;
    int a = 0, b = 0, c = 0;
    std::uint32_t j = i;
    const std::string_view key = tokens_[i].key;
    if (std::ranges::count(key, '.') == 2) {
      const std::size_t d1 = key.find('.'), d2 = key.rfind('.');
      if (d1 == 0 || d2 == d1 + 1 || d2 + 1 == key.size()) return i;
      a = digits(key.substr(0, d1)), b = digits(key.substr(d1 + 1, d2 - d1 - 1)), c = digits(key.substr(d2 + 1));
      if (c < 1000 && a < 1000) return i;
      j = i + 1;
    } else {
      if (!all_digits(key) || key.size() > 4) return i;
      char32_t m = 0;
      for (const char32_t s : {U'/', U'-', U'\\'})
        if (mark(i + 1, s) && mark(i + 3, s)) m = s;
      if (m == 0 || !alive(i + 4) || tokens_[i + 2].kind != TokenKind::number || tokens_[i + 4].kind != TokenKind::number) return i;
      if (!all_digits(tokens_[i + 2].key) || !all_digits(tokens_[i + 4].key)) return i;
      if (!tokens_[i + 1].glued && m == U'-') return i;
      a = digits(key), b = digits(tokens_[i + 2].key), c = digits(tokens_[i + 4].key);
      j = i + 5;
    }
    int year = 0, month_ = 0, day = 0;
    if (a >= 1000) year = a, month_ = b, day = c;
    else if (c >= 1000) year = c, month_ = b, day = a;
    else return i;
    if (month_ > 12 && day <= 12) std::swap(month_, day);  // American order
    if (month_ < 1 || month_ > 12 || day < 1 || day > 31 || year > 2100) return i;
    p.year = year, p.month = month_, p.day = day;
    if (year < 1500 && year > 1300) p.calendar = Calendar::hijri;
    return era(j, p);
  }

  /// What a step of point() did: found nothing at its place, read a part of the expression, or saw that the expression ends.
  enum class Step : std::uint8_t { none, read, stop };

  /// A point in time as far as it is read.
  struct Reading {
    Point out;
    std::uint32_t j = 0;  ///< the token after what is read
    std::uint32_t k = 0;  ///< where the next part would begin, after what joins it
    int rounds = 0;       ///< parts read so far
    bool weak_only = false;
    bool dual_day = false, day_word = false;
    bool closed = false;                                       ///< nothing but eras and clocks may follow
    bool parenthesis = false, of = false, with_comma = false;  ///< what joins the next part
    bool attached = false;                                     ///< the first part may carry particles
    bool fresh = false;                                        ///< nothing that names a time is read yet
  };

  // [word for day]
  Step word_for_day(Reading& s) const {
    std::uint32_t& k = s.k;
    if (s.fresh && !s.with_comma && !s.day_word) {
      for (const UnitNumber f : {UnitNumber::singular, UnitNumber::dual}) {
        const TimeReading* u = is_unit(k, TimeUnit::day, f);
        if (u == nullptr || u->definite) continue;
        if (f == UnitNumber::dual && tokens_[k].key.ends_with(model::kNoon)) continue;
        const std::uint32_t after = k + 1;
        TimePoint probe;
        std::uint32_t m = day_of_month(after, probe, false);
        const TimeReading* wd = is(after, TimeKind::weekday);
        const TimeReading* word = is(after, TimeKind::word);
        const bool offset = word != nullptr && w_.words[word->row].value.starts_with('D');
        TimePoint numeric;
        if (wd == nullptr && m == after && !offset && numeric_date(after, numeric) == after) continue;
        s.dual_day = f == UnitNumber::dual;
        s.day_word = true;
        k = after;
        break;
      }
    }
    return Step::none;
  }

  // part of the day before a day
  Step part_before_day(Reading& s) const {
    TimePoint& p = s.out.p;
    std::uint32_t& j = s.j;
    const std::uint32_t k = s.k;
    if (p.daypart < 0 && !s.with_comma && !s.parenthesis) {
      if (const TimeReading* d = is(k, TimeKind::daypart); d != nullptr && (s.fresh || (p.hour >= 0 && !p.names_day()))) {
        const std::uint32_t after = k + d->tokens;
        if (day_follows(after)) {
          p.daypart = d->row;
          if (p.hour > 0 && p.hour < 12 && w_.dayparts[d->row].afternoon && !(w_.dayparts[d->row].code == "TNI" && p.hour < 5))
            p.hour += 12;
          j = after;
          return Step::read;
        }
      }
    }
    return Step::none;
  }

  // "at an earlier time" + of this year, Monday
  Step earlier_time(Reading& s) const {
    std::uint32_t& j = s.j;
    const std::uint32_t k = s.k;
    if (s.fresh && s.rounds == 0) {
      if (const TimeReading* word = is(k, TimeKind::word);
          word != nullptr && (w_.words[word->row].value == "LATER" || w_.words[word->row].value == "PAST_REF") && word->tokens >= 2) {
        std::uint32_t after = k + word->tokens;
        if (is(after, TimeKind::of) != nullptr) ++after;
        TimePoint probe;
        Which w = Which::none;
        const TimeReading* next_word = is(after, TimeKind::word);
        const bool follows =
            unit_which(after, probe, w) != 0 || is(after, TimeKind::weekday) != nullptr || is_year(after) ||
            (next_word != nullptr && w_.words[next_word->row].value.starts_with('D')) ||
            (is_unit(after, TimeUnit::day, UnitNumber::singular) != nullptr && is(after + 1, TimeKind::weekday) != nullptr);
        if (follows) {
          s.out.later = true;
          j = after;
          return Step::read;
        }
      }
    }
    return Step::none;
  }

  // edge
  Step edge_of_period(Reading& s) const {
    TimePoint& p = s.out.p;
    std::uint32_t& j = s.j;
    const std::uint32_t k = s.k;
    if (s.fresh && p.edge < 0 && !s.with_comma) {
      if (const TimeReading* e = is(k, TimeKind::edge)) {
        const std::uint32_t after = k + e->tokens;
        if (period_follows(after)) {
          p.edge = e->value;
          j = is(after, TimeKind::of) != nullptr ? after + 1 : after;
          return Step::read;
        }
      }
    }
    return Step::none;
  }

  // weekday
  Step weekday_name(Reading& s) const {
    TimePoint& p = s.out.p;
    std::uint32_t& j = s.j;
    const std::uint32_t k = s.k;
    if (p.weekday == 0 && (p.month == 0 || s.parenthesis) && p.year == 0) {
      if (const TimeReading* wd = is(k, TimeKind::weekday); wd != nullptr && weekday_allowed(k, *wd, s.day_word)) {
        std::uint32_t after = k + 1;
        const bool fits = !s.with_comma || p.day_offset || p.hour >= 0;
        if (fits && (!s.parenthesis || mark(after, U')'))) {
          p.weekday = wd->value;
          if (s.parenthesis) ++after;
          // Two days in the dual: Saturday and Sunday.
          if (s.dual_day && alive(after)) {
            for (const TimeReading& r : r_.at(after))
              if (r.kind == TimeKind::weekday && r.conjoined && !r.preposition) {
                p.last_weekday = r.value;
                ++after;
                break;
              }
          }
          j = after;
          s.out.strong = true;
          return Step::read;
        }
      }
    }
    return Step::none;
  }

  // yesterday, today, tomorrow
  Step day_from_today(Reading& s) const {
    TimePoint& p = s.out.p;
    std::uint32_t& j = s.j;
    const std::uint32_t k = s.k;
    if (!p.day_offset && p.month == 0 && (p.weekday == 0 || !s.with_comma) && p.which == Which::none && p.year == 0) {
      if (const TimeReading* word = is(k, TimeKind::word);
          word != nullptr && w_.words[word->row].value.starts_with('D') && word_allowed(k, *word)) {
        if (p.weekday == 0 && !(s.parenthesis)) {
          p.day_offset = offset_of(w_.words[word->row].value);
          j = k + word->tokens;
          s.out.strong = true;
          return Step::read;
        }
      }
    }
    return Step::none;
  }

  // day of month
  Step day_with_month(Reading& s) const {
    TimePoint& p = s.out.p;
    std::uint32_t& j = s.j;
    const std::uint32_t k = s.k;
    if (p.day == 0 && p.month == 0 && p.year == 0 && p.which == Which::none) {
      const std::uint32_t numeric = numeric_date(k, p);
      if (numeric != k) {
        j = numeric;
        s.out.strong = true;
        if (s.parenthesis && mark(j, U')')) ++j;
        return Step::read;
      }
      const std::uint32_t after = day_of_month(k, p, s.attached);
      if (after != k && !(s.parenthesis && !mark(after, U')'))) {
        j = s.parenthesis ? after + 1 : after;
        s.out.strong = true;
        const std::uint32_t y = year_after_month(j, p);
        j = y;
        return Step::read;
      }
    }
    return Step::none;
  }

  // month
  Step month_name(Reading& s) const {
    TimePoint& p = s.out.p;
    std::uint32_t& j = s.j;
    const std::uint32_t k = s.k;
    if (p.month == 0 && !p.day_offset && p.weekday == 0 && !s.with_comma && !s.parenthesis && p.which == Which::none && p.year == 0 &&
        p.season < 0 && p.part < 0 && p.hour < 0) {
      bool weak = false;
      const std::uint32_t after = month(k, p, weak);
      if (after != k) {
        const std::uint32_t y = year_after_month(after, p);
        s.weak_only = weak && y == after && p.edge < 0 && is(after, TimeKind::modifier) == nullptr;
        j = y;
        s.out.strong = s.out.strong || !s.weak_only;
        return Step::read;
      }
    }
    return Step::none;
  }

  // month + last; weekday + next
  Step which_one(Reading& s) const {
    TimePoint& p = s.out.p;
    std::uint32_t& j = s.j;
    const std::uint32_t k = s.k;
    if ((p.month != 0 || p.weekday != 0 || p.season >= 0 || p.feast >= 0) && p.nearest == Which::none && p.year == 0 &&
        p.which == Which::none && !s.with_comma && !s.parenthesis && (!s.of || p.month != 0)) {
      if (const TimeReading* m = is(k, TimeKind::modifier); m != nullptr && k == j) {
        const auto w = static_cast<Which>(m->value);
        if (w != Which::recent && !(w == Which::preceding)) {
          p.nearest = w;
          j = k + 1;
          s.out.strong = true;
          return Step::read;
        }
      }
      if (s.of && p.month != 0) {
        Which w = Which::none;
        TimePoint probe;
        const std::uint32_t u = unit_which(k, probe, w);
        if (u != 0 && probe.unit == TimeUnit::year) {
          p.unit = TimeUnit::year;
          p.which = w;
          j = u;
          s.out.strong = true;
          return Step::read;
        }
      }
    }
    return Step::none;
  }

  // last month, this year
  Step which_unit(Reading& s) const {
    TimePoint& p = s.out.p;
    std::uint32_t& j = s.j;
    const std::uint32_t k = s.k;
    if (p.which == Which::none && p.month == 0 && !p.day_offset && p.year == 0 && !s.with_comma && !s.parenthesis && p.feast < 0) {
      Which w = Which::none;
      TimePoint probe = p;
      const std::uint32_t u = unit_which(k, probe, w);
      // After a weekday: Tuesday of last week.
      const bool fits = p.weekday == 0 || probe.unit == TimeUnit::week || probe.unit == TimeUnit::month;
      if (u != 0 && fits &&
          (s.rounds == 0 || s.of || p.edge >= 0 || p.daypart >= 0 || p.season >= 0 || p.part >= 0 || p.decade >= 0 || s.out.later)) {
        if (p.decade >= 0 && probe.unit != TimeUnit::century) return Step::stop;
        p.unit = probe.unit;
        p.which = w;
        p.demonstrative_far = probe.demonstrative_far;
        j = u;
        // Last year, 2014: both say it.
        if (p.unit == TimeUnit::year && four_digits(j) && plausible_year(digits(tokens_[j].key)) && digits(tokens_[j].key) > 1900 &&
            is(j + 1, TimeKind::counted) == nullptr) {
          p.year = digits(tokens_[j].key);
          j = era(j + 1, p);
        }
        s.out.strong = true;
        return Step::read;
      }
    }
    return Step::none;
  }

  // season, quarter, decade
  Step named_period(Reading& s) const {
    TimePoint& p = s.out.p;
    std::uint32_t& j = s.j;
    const std::uint32_t k = s.k;
    if (s.fresh && !s.with_comma && !s.parenthesis) {
      if (const TimeReading* season = is(k, TimeKind::season)) {
        const std::uint32_t after = k + 1;
        TimePoint probe;
        Which w = Which::none;
        std::uint32_t at = after;
        if (is(at, TimeKind::of) != nullptr) ++at;
        const TimeReading* m = is(after, TimeKind::modifier);
        if (is_year(at) || (m != nullptr && static_cast<Which>(m->value) != Which::recent) || unit_which(at, probe, w) != 0) {
          p.season = season->row;
          j = after;
          s.out.strong = true;
          return Step::read;
        }
      }
      if (const TimeReading* q = is(k, TimeKind::part)) {
        std::uint32_t after = k + q->tokens;
        if (is(after, TimeKind::of) != nullptr) ++after;
        TimePoint probe;
        Which w = Which::none;
        if (is_year(after) || unit_which(after, probe, w) != 0) {
          p.part = q->row;
          j = after;
          s.out.strong = true;
          return Step::read;
        }
      }
      if (const TimeReading* d = is(k, TimeKind::decade)) {
        std::uint32_t after = k + 1;
        // of the last century, of the twentieth century
        if (const TimeReading* u = is_unit(after, TimeUnit::century, UnitNumber::singular); u != nullptr && u->definite) {
          if (const TimeReading* m = is(after + 1, TimeKind::modifier)) {
            p.century = static_cast<Which>(m->value) == Which::last ? 20 : 21;
            after += 2;
          } else if (const Number o = ordinal(after + 1); o.next != 0) {
            p.century = static_cast<int>(o.value);
            after = o.next;
          }
        }
        p.decade = d->row;
        j = after;
        s.out.strong = tokens_[k].key.starts_with(kArticle) || p.century != 0 || p.edge >= 0;
        if (!s.out.strong) return Step::stop;
        s.closed = true;
        return Step::read;
      }
      if (const TimeReading* u = is_unit(k, TimeUnit::century, UnitNumber::singular); u != nullptr && u->definite) {
        if (const Number o = ordinal(k + 1); o.next != 0) {
          p.century = static_cast<int>(o.value);
          j = o.next;
          if (const TimeReading* bc = is(j, TimeKind::before_christ)) p.before_christ = true, j += bc->tokens;
          s.out.strong = s.closed = true;
          return Step::read;
        }
      }
      if (const TimeReading* f = is(k, TimeKind::feast)) {
        p.feast = f->row;
        j = k + f->tokens;
        s.out.strong = true;
        j = year_after_month(j, p);
        return Step::read;
      }
    }
    return Step::none;
  }

  // year
  Step year_number(Reading& s) const {
    TimePoint& p = s.out.p;
    std::uint32_t& j = s.j;
    const std::uint32_t k = s.k;
    if (p.year == 0 && p.month == 0 && p.weekday == 0 && !p.day_offset && p.which == Which::none && !s.with_comma && !s.parenthesis) {
      if (const TimeReading* u = is_unit(k, TimeUnit::year, UnitNumber::singular); u != nullptr && four_digits(k + 1)) {
        const int y = digits(tokens_[k + 1].key);
        if (y >= 500 && y <= 2100) {
          p.year = y;
          j = era(k + 2, p);
          s.out.strong = true;
          return Step::read;
        }
      }
      if (const TimeReading* u = is_unit(k, TimeUnit::year, UnitNumber::singular); u != nullptr) {
        const Number n = word_number(k + 1, false);  // the year nineteen hundred …
        if (n.next != 0 && n.value >= 1900 && n.value <= 2030) {
          p.year = static_cast<int>(n.value);
          j = n.next;
          s.out.strong = true;
          return Step::read;
        }
      }
      if (four_digits(k)) {
        const int y = digits(tokens_[k].key);
        const bool supported = p.edge >= 0 || p.season >= 0 || p.part >= 0 || s.out.later;
        if (plausible_year(y) && (supported || (s.rounds == 0 && bare_year(k, y)))) {
          p.year = y;
          j = era(k + 1, p);
          s.out.strong = true;
          s.out.bare_year = !supported;
          return Step::read;
        }
      }
    }
    return Step::none;
  }

  // clock, and part of the day after a day
  Step clock_time(Reading& s) const {
    TimePoint& p = s.out.p;
    std::uint32_t& j = s.j;
    const std::uint32_t k = s.k;
    if (p.hour < 0 && !s.parenthesis) {
      const std::uint32_t after = clock(k, p);
      if (after != k) {
        j = after;
        s.out.strong = true;
        return Step::read;
      }
    }
    if (p.daypart < 0 && p.hour < 0 && (p.names_day()) && !s.with_comma && !s.parenthesis) {
      if (const TimeReading* d = is(k, TimeKind::daypart_adverb); d != nullptr && tokens_[k].key.size() > 1) {
        p.daypart = d->row;
        j = k + d->tokens;
        return Step::read;
      }
    }
    if (s.rounds != 0 && p.hour >= 0 && p.zone < 0) {
      if (const TimeReading* z = is(j, TimeKind::zone)) {
        p.zone = z->row;
        j += z->tokens;
        return Step::read;
      }
    }
    return Step::none;
  }

  /// Everything that can be said of one point in time, in whatever order the words come.
  Point point(std::uint32_t i) const {
    static constexpr Step (Recogniser::* kSteps[])(Reading&)
        const = {&Recogniser::word_for_day, &Recogniser::part_before_day, &Recogniser::earlier_time,   &Recogniser::edge_of_period,
                 &Recogniser::weekday_name, &Recogniser::day_from_today,  &Recogniser::day_with_month, &Recogniser::month_name,
                 &Recogniser::which_one,    &Recogniser::which_unit,      &Recogniser::named_period,   &Recogniser::year_number,
                 &Recogniser::clock_time};
    Reading s;
    s.j = i;
    TimePoint& p = s.out.p;
    for (Step last = Step::read; last == Step::read && s.rounds < 8 && !s.closed; ++s.rounds) {
      const std::uint32_t before = s.j;
      s.k = s.j;
      s.parenthesis = s.of = s.with_comma = false;
      s.attached = s.rounds == 0;
      if (s.rounds != 0) {
        if (is(s.k, TimeKind::of) != nullptr) s.of = true, ++s.k;
        else if (comma(s.k)) s.with_comma = true, ++s.k;
        else if (mark(s.k, U'(')) s.parenthesis = true, ++s.k;
        else if (const TimeReading* c = is(s.k, TimeKind::corresponding)) s.k += c->tokens;
      }
      s.fresh = !p.names_day() && p.month == 0 && p.year == 0 && p.which == Which::none && p.season < 0 && p.part < 0 && p.hour < 0 &&
                p.feast < 0;
      last = Step::none;
      for (const auto step : kSteps)
        if (last = (this->*step)(s); last != Step::none) break;
      if (last == Step::none) s.j = before;
    }
    const bool some = p.names_day() || p.month != 0 || p.year != 0 || p.which != Which::none || p.hour >= 0 || p.decade >= 0 ||
                      p.century != 0 || p.feast >= 0;
    if (!some || s.j == i) return s.out;
    if (p.season >= 0 && p.year == 0 && p.nearest == Which::none && p.which == Which::none) return s.out;
    if (s.weak_only && p.day == 0 && !weak_context(i)) return s.out;
    s.out.next = s.j;
    return s.out;
  }

  static int offset_of(const std::string& value) {
    const int n = value.size() > 2 ? value[2] - '0' : 0;
    return value.size() > 1 && value[1] == '-' ? -n : n;
  }

  bool is_year(std::uint32_t k) const {
    if (four_digits(k)) return plausible_year(digits(tokens_[k].key));
    const TimeReading* u = is_unit(k, TimeUnit::year, UnitNumber::singular);
    return u != nullptr && four_digits(k + 1);
  }

  bool day_follows(std::uint32_t k) const {
    if (!alive(k)) return false;
    if (is(k, TimeKind::weekday) != nullptr) return true;
    if (const TimeReading* w = is(k, TimeKind::word); w != nullptr && w_.words[w->row].value.starts_with('D')) return true;
    if (const TimeReading* u = is_unit(k, TimeUnit::day, UnitNumber::singular); u != nullptr) {
      if (u->definite) return is(k + 1, TimeKind::modifier) != nullptr || is(k + 1, TimeKind::weekday) != nullptr;
      return true;
    }
    TimePoint probe;
    if (day_of_month(k, probe, false) != k || numeric_date(k, probe) != k) return true;
    Which w = Which::none;
    if (unit_which(k, probe, w) != 0 && (probe.unit == TimeUnit::day || probe.unit == TimeUnit::night)) return true;
    return false;
  }

  bool period_follows(std::uint32_t k) const {
    if (is(k, TimeKind::of) != nullptr) ++k;
    TimePoint probe;
    bool weak = false;
    if (month(k, probe, weak) != k) return true;
    Which w = Which::none;
    if (unit_which(k, probe, w) != 0 && probe.unit >= TimeUnit::week) return true;
    if (is_year(k)) return true;
    if (is(k, TimeKind::decade) != nullptr || is(k, TimeKind::feast) != nullptr) return true;
    if (const TimeReading* u = is_unit(k, TimeUnit::century, UnitNumber::singular); u != nullptr && u->definite) return true;
    if (const TimeReading* s = is(k, TimeKind::season); s != nullptr) return true;
    // "the end of the week", "the beginning of the year": this one
    if (const TimeReading* u = is_unit(k, UnitNumber::singular); u != nullptr && u->definite &&
                                                                 static_cast<TimeUnit>(u->value) >= TimeUnit::week &&
                                                                 static_cast<TimeUnit>(u->value) <= TimeUnit::year)
      return false;
    return false;
  }

  bool weak_context(std::uint32_t i) const {
    if (before_is(i, TimeKind::since) || before_is(i, TimeKind::before) || before_is(i, TimeKind::after)) return true;
    if (before_is(i, TimeKind::during) && i > 0) return true;
    return false;
  }

  bool weekday_allowed(std::uint32_t k, const TimeReading& wd, bool day_word) const {
    if (wd.bare && !day_word) return false;
    if (k == 0 || tokens_[k - 1].sentence != tokens_[k].sentence) return true;
    const std::string_view before = tokens_[k - 1].key;
    for (const std::string& b : w_.weekdays_blocked[static_cast<std::size_t>(wd.value)]) {
      if (before == b) return false;
      if (before.size() == b.size() + 1 && before.ends_with(b)) return false;  // with a particle
      if (before.size() == b.size() + 2 && before.ends_with(b) && before.starts_with(kArticle)) return false;
    }
    return true;
  }

  bool word_allowed(std::uint32_t k, const TimeReading& r) const {
    const TimeWords::Word& w = w_.words[r.row];
    // One word of other meaning is spelled like for- and yesterday.
    if (r.preposition && w.value.starts_with('D') && r.tokens == 1 && tokens_[k].key[r.cut - (r.cut > 0)] == model::kLam &&
        tokens_[k].key.size() <= 5)
      return false;
    // An adjective of repetition follows a noun with the article; alone it is a name.
    if (w.value.size() == 3 && w.value[0] == 'P' && tokens_[k].key.starts_with(kArticle) &&
        (k == 0 || (!tokens_[k - 1].key.starts_with(kArticle) && !(a_.words.size() == n_ && a_.words[k - 1].has(language::kThe)))))
      return false;
    // "at this early stage": the phrase goes on.
    if (r.tokens == 2 && r_.find(k, TimeKind::determiner_this) != nullptr && definite_noun(k + 2) && w.value != "D+0") return false;
    if (!w.after.empty()) {
      if (k == 0 || tokens_[k - 1].sentence != tokens_[k].sentence) {
        // The preposition may be attached.
        if (r.preposition) return true;
        return false;
      }
      std::string_view before = tokens_[k - 1].key;
      bool found = r.preposition;
      for (const std::string& a : w.after) {
        found = found || before == a ||
                (before.size() == a.size() + 1 && before.ends_with(a) && (before[0] == model::kWaw || before[0] == model::kFeh));
      }
      if (!found) return false;
    }
    const std::uint32_t next = k + r.tokens;
    if (next < n_ && tokens_[next].sentence == tokens_[k].sentence)
      for (const std::string& b : w.not_before)
        if (tokens_[next].key == b) return false;
    return true;
  }

  /// Whether four digits that stand alone are a year.
  bool bare_year(std::uint32_t k, int y) const {
    if (y < 1900 || y > 2050) return false;
    if (tokens_[k].glued && k > 0) {
      const Token& b = tokens_[k - 1];
      const bool particle = b.kind == TokenKind::word && b.key.size() <= 3;
      const bool opening =
          b.mark == U'(' || b.mark == U'/' || b.mark == U'-' || b.mark == 0x2013 || b.kind == TokenKind::quote || b.mark == 0x060C;
      if (!particle && !opening) return false;
    }
    if (k + 1 < n_ && tokens_[k + 1].glued) {
      const Token& a = tokens_[k + 1];
      if (a.mark == U'%' || a.mark == U'$' || a.mark == U':' || a.mark == U'/' || a.mark == U'+') return false;
      if (a.mark == U'-' && k + 2 < n_ && tokens_[k + 2].glued && tokens_[k + 2].kind == TokenKind::number &&
          tokens_[k + 2].key.size() != 4)
        return false;
    }
    if (alive(k + 1)) {
      if (is(k + 1, TimeKind::counted) != nullptr || is(k + 1, TimeKind::unit) != nullptr) return false;
      if (a_.words.size() == n_ && tokens_[k + 1].kind == TokenKind::word && !tokens_[k + 1].latin) {
        const language::Word& w = a_.words[k + 1];
        if (w.pos == model::Pos::noun && w.proclitics == 0 && (w.features & model::kAccusative) != 0) return false;
      }
    }
    // Back over a list of numbers to what they number.
    std::uint32_t b = k;
    while (b > 0 && same_sentence(b, b - 1)) {
      const Token& t = tokens_[b - 1];
      if (t.kind == TokenKind::number || is_and_token(t) || t.mark == 0x060C || t.mark == U',') --b;
      else break;
    }
    if (b > 0 && same_sentence(k, b - 1) && r_.find(b - 1, TimeKind::numbered) != nullptr) return false;
    if (b > 0 && b != k && tokens_[b].kind == TokenKind::number && tokens_[b].key.size() != 4) return false;
    if (k == 0 || !same_sentence(k, k - 1)) return false;
    if (is_and_token(tokens_[k - 1])) return k >= 2 && four_digits_any(k - 2);
    for (const TimeKind kind : {TimeKind::in, TimeKind::since, TimeKind::before, TimeKind::after, TimeKind::during, TimeKind::to,
                                TimeKind::from, TimeKind::between, TimeKind::of, TimeKind::every})
      if (before_is(k, kind)) return true;
    const Token& t = tokens_[k - 1];
    if (t.kind == TokenKind::word && t.key.size() <= 2 && tokens_[k].glued) return true;  // b-2015
    if (t.mark == U'(' || t.mark == U'-' || t.mark == 0x2013) return true;
    if (t.kind != TokenKind::word || t.latin) return false;
    if (a_.words.size() != n_) return true;
    const language::Word& w = a_.words[k - 1];
    if (w.sense != nullptr) {
      switch (w.sense->category) {
        case Category::country:
        case Category::capital:
        case Category::place:
        case Category::person:
        case Category::organization:
        case Category::outlet:
        case Category::metonym: return false;
        default: break;
      }
    }
    return w.pos == model::Pos::noun || w.pos == model::Pos::adj;
  }
  static bool is_and_token(const Token& t) { return t.kind == TokenKind::word && t.key.size() == 1 && t.key[0] == model::kWaw; }
  bool four_digits_any(std::uint32_t k) const { return tokens_[k].kind == TokenKind::number && tokens_[k].key.size() == 4; }

  // --- expressions

  std::optional<TimePhrase> expression(std::uint32_t i) {
    start_ = i;
    std::optional<TimePhrase> best;
    const auto offer = [&](TimePhrase&& x) {
      if (x.last <= i) return;
      if (!best || x.last > best->last) best = std::move(x);
    };
    if (auto w = word(i)) offer(std::move(*w));
    if (auto p = point_phrase(i, Bound::none, i)) offer(std::move(*p));
    if (auto s = every(i)) offer(std::move(*s));
    if (auto d = length_phrase(i, Bound::none, i)) offer(std::move(*d));
    for (const auto& [kind, bound] :
         {std::pair{TimeKind::since, Bound::since}, {TimeKind::after, Bound::after}, {TimeKind::before, Bound::before}}) {
      const TimeReading* r = is(i, kind);
      if (r == nullptr) continue;
      const std::uint32_t j = i + r->tokens;
      if (auto p = point_phrase(j, bound, i)) offer(std::move(*p));
      if (auto d = length_phrase(j, bound, i)) offer(std::move(*d));
      if (auto w = bounded_word(j, bound, i)) offer(std::move(*w));
    }
    if (auto x = span_phrase(i)) offer(std::move(*x));
    if (auto x = two_years(i)) offer(std::move(*x));
    if (auto x = ordinal_day(i)) offer(std::move(*x));
    return best;
  }

  std::optional<TimePhrase> word(std::uint32_t i) const {
    for (const TimeReading& r : r_.at(i)) {
      if (r.kind != TimeKind::word || !word_allowed(i, r)) continue;
      bool clear = true;
      for (std::uint32_t k = i; k < i + r.tokens; ++k) clear = clear && !blocked(k);
      if (!clear) continue;
      const TimeWords::Word& w = w_.words[r.row];
      if (w.value.starts_with('D')) continue;  // a day: point() reads it
      if (w.value == "EARLIER" && !ends_phrase(i + r.tokens)) continue;
      TimePhrase out{.first = i, .last = i + r.tokens};
      if (w.value == "SAME_DATE") out.form = TimeForm::same_date;
      else if (w.value == "SAME_DURATION" || w.value == "TWICE_DURATION") out.form = TimeForm::same_duration;
      else if (w.value[0] == 'P' && w.value[1] != 'R' && w.value[1] != 'A')
        out.form = w.value == "PXY" ? TimeForm::duration : TimeForm::set;
      else out.form = TimeForm::reference;
      out.value = w.value == "EARLIER" ? "PAST_REF" : w.value;
      out.adjective_or_doubtful = w.value == "RECENT";
      return out;
    }
    return std::nullopt;
  }

  // Nothing nominal follows: a mark, a preposition, a conjunction, a verb, or the end.
  bool ends_phrase(std::uint32_t j) const {
    if (!alive(j) || tokens_[j].kind != TokenKind::word) return true;
    if (a_.words.size() != n_) return false;
    const language::Word& w = a_.words[j];
    if (w.has(language::kAnd)) return true;
    if (w.sense == nullptr || w.has(language::kThe)) return false;
    switch (w.pos) {
      case model::Pos::adp:
      case model::Pos::sconj:
      case model::Pos::cconj:
      case model::Pos::part:
      case model::Pos::verb: return true;
      default: return false;
    }
  }

  // since now, before now
  std::optional<TimePhrase> bounded_word(std::uint32_t j, Bound bound, std::uint32_t i) const {
    const TimeReading* r = is(j, TimeKind::word);
    if (r == nullptr || !word_allowed(j, *r)) return std::nullopt;
    const std::string& v = w_.words[r->row].value;
    if (v != "PRESENT_REF" && v != "SAME_DATE") return std::nullopt;
    TimePhrase out{.first = i, .last = j + r->tokens};
    out.form = v == "SAME_DATE" ? TimeForm::same_date : TimeForm::reference;
    out.value = v;
    out.bound = bound;
    return out;
  }

  std::optional<TimePhrase> every(std::uint32_t i) const {
    const TimeReading* e = is(i, TimeKind::every);
    if (e == nullptr || !alive(i + 1)) return std::nullopt;
    TimePhrase out{.first = i};
    out.form = TimeForm::set;
    if (const TimeReading* wd = is(i + 1, TimeKind::weekday); wd != nullptr && wd->bare && wd->value != 7 && wd->value != 1) {
      out.value = "P1W";
      out.last = i + 2;
      return out;
    }
    if (is_unit(i + 1, TimeUnit::day, UnitNumber::singular) != nullptr && is(i + 2, TimeKind::weekday) != nullptr) {
      out.value = "P1W";
      out.last = i + 3;
      return out;
    }
    const std::optional<Length> l = length(i + 1, true);
    if (!l || l->vague) return std::nullopt;
    out.value = l->value.empty() ? duration_value(l->amount, l->unit) : l->value;
    out.last = l->next;
    return out;
  }

  std::optional<TimePhrase> length_phrase(std::uint32_t j, Bound bound, std::uint32_t i) const {
    const std::optional<Length> l = length(j, bound != Bound::none);
    if (!l) return std::nullopt;
    TimePhrase out{.first = i, .last = l->next};
    out.form = TimeForm::duration;
    out.bound = bound;
    out.unit = l->unit;
    out.amount = l->vague ? 0 : l->amount;
    out.approximate = l->approximate;
    out.which = l->which;
    out.value = l->value.empty() ? duration_value(l->vague ? 0 : l->amount, l->unit) : l->value;
    return out;
  }

  std::optional<TimePhrase> point_phrase(std::uint32_t j, Bound bound, std::uint32_t i) const {
    if (!alive(j)) return std::nullopt;
    Point p = point(j);
    if (p.next == 0) return std::nullopt;
    TimePhrase out{.first = i, .last = p.next};
    out.bound = bound;
    out.point = p.p;
    if (out.point.day != 0 && out.point.year == 0) out.point.holder = holder_before(i);
    // The October war: a name, no month.
    const TimePoint& q = out.point;
    if (q.month != 0 && q.day == 0 && q.year == 0 && q.which == Which::none && q.nearest == Which::none && q.edge < 0 && holder_before(i))
      return std::nullopt;
    // Joined with another day: today and tomorrow; years from - to.
    if (bound == Bound::none) join(out, p);
    return out;
  }

  bool holder_before(std::uint32_t i) const {
    for (std::uint32_t b = i; b > 0 && i - b < 4 && same_sentence(i, b - 1); --b) {
      if (r_.find(b - 1, TimeKind::holder) != nullptr) return true;
      const Token& t = tokens_[b - 1];
      const bool passes = t.kind == TokenKind::number || t.mark == U'/' || is_and_token(t) || r_.find(b - 1, TimeKind::month) != nullptr;
      if (!passes) return false;
    }
    return false;
  }

  void join(TimePhrase& out, const Point& p) const {
    const std::uint32_t j = out.last;
    if (!alive(j)) return;
    if (out.point.day_offset && out.point.weekday == 0 && out.point.daypart < 0) {
      for (const TimeReading& r : r_.at(j))
        if (r.kind == TimeKind::word && r.conjoined && w_.words[r.row].value.starts_with('D') &&
            offset_of(w_.words[r.row].value) > *out.point.day_offset) {
          out.form = TimeForm::range;
          out.end.day_offset = offset_of(w_.words[r.row].value);
          out.last = j + r.tokens;
          return;
        }
    }
    if (p.bare_year || (out.point.year != 0 && out.point.month == 0)) {
      if ((mark(j, U'-') || mark(j, 0x2013) || mark(j, U'/')) && four_digits(j + 1)) {
        const int y = digits(tokens_[j + 1].key);
        if (out.point.calendar == Calendar::hijri || out.point.season >= 0) {
          // The same year of the other calendar; the winter of two years.
          if (y > out.point.year && y <= 2100) out.last = j + 2;
        } else if (y > out.point.year && y <= 2100) {
          out.form = TimeForm::range;
          out.end.year = y;
          out.last = j + 2;
        }
      }
    }
  }

  /// between A and B, from A to B.
  std::optional<TimePhrase> span_phrase(std::uint32_t i) const {
    const TimeReading* between = is(i, TimeKind::between);
    const TimeReading* from = between == nullptr ? is(i, TimeKind::from) : nullptr;
    if (between == nullptr && from == nullptr) return std::nullopt;
    const std::uint32_t a = i + (between != nullptr ? between->tokens : from->tokens);
    if (!alive(a)) return std::nullopt;
    TimePhrase out{.first = i};
    // Days of one month: between 3 and 7 May. The two years 2012 and 2013.
    if (const TimeReading* dual = is_unit(a, TimeUnit::year, UnitNumber::dual);
        dual != nullptr && between != nullptr && four_digits(a + 1)) {
      if (auto years = two_years(a)) {
        years->first = i;
        return years;
      }
    }
    Point first = point(a);
    if (first.next == 0 && four_digits(a)) {
      const int y = digits(tokens_[a].key);
      if (y >= 1900 && y <= 2100) first.next = a + 1, first.p.year = y;
    }
    if (first.next == 0) return std::nullopt;
    out.point = first.p;
    out.last = first.next;
    if (first.p.last_day != 0) return out;
    std::uint32_t b = first.next;
    if (!alive(b)) return std::nullopt;
    std::uint32_t saved = start_;
    if (between != nullptr) {
      if (is_and(b)) ++b;
      else if (!(tokens_[b].kind == TokenKind::word && tokens_[b].key[0] == model::kWaw)) return std::nullopt;
    } else {
      const TimeReading* to = is(b, TimeKind::to, true);
      if (to == nullptr || (to->cut != 0 && !to->conjoined)) return std::nullopt;
      b += to->tokens;
    }
    if (!alive(b)) return std::nullopt;
    auto* self = const_cast<Recogniser*>(this);  // point() lets the first token carry particles: here "and"
    self->start_ = b;
    Point second = point(b);
    if (second.next == 0 && four_digits(b)) {
      const int y = digits(tokens_[b].key);
      if (y >= 1900 && y <= 2100) second.next = b + 1, second.p.year = y;
    }
    if (second.next == 0 && first.p.year != 0) {
      if (const TimeReading* w = is(b, TimeKind::word); w != nullptr && w_.words[w->row].value == "PRESENT_REF") {
        second.next = b + w->tokens;
        second.p.day_offset = 0;
      }
    }
    self->start_ = saved;
    if (second.next == 0) return std::nullopt;
    TimePoint& x = out.point;
    TimePoint& y = second.p;
    if (x.year == 0 && y.year != 0 && x.month != 0) x.year = y.year;
    out.form = TimeForm::range;
    out.end = y;
    out.last = second.next;
    return out;
  }

  /// The (two) years 2012 and 2013.
  std::optional<TimePhrase> two_years(std::uint32_t i) const {
    if (is_unit(i, TimeUnit::year, UnitNumber::dual) == nullptr || !four_digits(i + 1) || !is_and(i + 2) || !four_digits(i + 3))
      return std::nullopt;
    TimePhrase out{.first = i, .last = i + 4};
    out.form = TimeForm::range;
    out.point.year = digits(tokens_[i + 1].key);
    out.end.year = digits(tokens_[i + 3].key);
    if (!plausible_year(out.point.year) || !plausible_year(out.end.year)) return std::nullopt;
    return out;
  }

  /// For the second day running.
  std::optional<TimePhrase> ordinal_day(std::uint32_t i) const {
    const TimeReading* u = is_unit(i, TimeUnit::day, UnitNumber::singular);
    if (u == nullptr || !u->definite || !(u->preposition || before_is(i, TimeKind::during) || before_is(i, TimeKind::in)))
      return std::nullopt;
    const Number o = ordinal(i + 1);
    if (o.next == 0 || o.value > 31) return std::nullopt;
    if (!alive(o.next + 1) || a_.words.size() != n_) return std::nullopt;
    // "on the succession": the preposition and a word with the article.
    const std::string_view on = tokens_[o.next].key;
    if (on.size() != 3 || on[0] != model::kAin || !definite_noun(o.next + 1)) return std::nullopt;
    TimePhrase out{.first = i, .last = o.next + 2};
    out.point.ordinal_day = static_cast<int>(o.value);
    return out;
  }

  void finish(TimePhrase& x) const {
    Span span = a_.span(x.first, x.last);
    // Attached particles stand before the expression, except where two lams hide the article.
    std::uint8_t cut = 0;
    const Token& t = tokens_[x.first];
    if (t.kind == TokenKind::word) {
      bool found = false;
      for (const TimeReading& r : r_.at(x.first)) {
        if (x.first + r.tokens > x.last && r.kind != TimeKind::since) continue;
        if (r.kind >= TimeKind::durational && r.kind != TimeKind::clock) continue;
        if (r.kind == TimeKind::during || r.kind == TimeKind::in) continue;
        if (!found || r.cut < cut) cut = r.cut;
        found = true;
      }
      if (!found && x.first + 1 < x.last && tokens_[x.first + 1].kind == TokenKind::number && tokens_[x.first + 1].glued) {
        // b-10, w-l-3: everything but the article before digits.
        const std::string_view key = t.key;
        cut = static_cast<std::uint8_t>(key.ends_with(kArticle) ? key.size() - 2 : key.size());
      }
    }
    std::uint32_t s = span.start;
    for (std::uint8_t left = cut; left > 0 && s < t.span.end; ++s)
      if (model::fold_char(a_.text.chars[s]) != 0) --left;
    while (cut > 0 && s < t.span.end && model::fold_char(a_.text.chars[s]) == 0) ++s;
    span.start = std::min(s, span.end);
    x.span = span;
  }
};

}  // namespace

std::vector<TimePhrase> find_time_phrases(const language::Analysis& analysis, const TimeReadings& readings, const TimeWords& words,
                                          const model::Lexicon& lexicon) {
  if (analysis.tokens().empty()) return {};
  return Recogniser(analysis, readings, words, lexicon).run();
}

}  // namespace isnad::extract
