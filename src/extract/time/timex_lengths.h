// Lengths of time: three years, an hour and a half, some months, the last 48 hours.
#pragma once

#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>

#include "extract/time/timex_tokens.h"

namespace isnad::extract {

inline char duration_letter(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::second: return 'S';
    case TimeUnit::minute:
    case TimeUnit::month: return 'M';
    case TimeUnit::hour: return 'H';
    case TimeUnit::day:
    case TimeUnit::night: return 'D';
    case TimeUnit::week: return 'W';
    default: return 'Y';
  }
}

inline bool below_day(TimeUnit unit) { return unit <= TimeUnit::hour; }
inline double factor(TimeUnit unit) { return unit == TimeUnit::century ? 100 : unit == TimeUnit::decade ? 10 : 1; }

inline std::string number_text(double amount) {
  std::array<char, 32> buffer{};
  if (amount == std::floor(amount)) std::snprintf(buffer.data(), buffer.size(), "%.0f", amount);
  else std::snprintf(buffer.data(), buffer.size(), "%.2g", amount);
  return buffer.data();
}

/// P2Y, PT5H, PXM (0: not a number).
inline std::string duration_value(double amount, TimeUnit unit) {
  std::string out = below_day(unit) ? "PT" : "P";
  out += amount == 0 ? "X" : number_text(amount * factor(unit));
  out += duration_letter(unit);
  return out;
}

class TimeLengths : protected TimeTokens {
 public:
  using TimeTokens::TimeTokens;

 protected:
  struct Length {
    std::uint32_t next = 0;
    double amount = 0;
    TimeUnit unit = TimeUnit::day;
    bool vague = false, approximate = false, counted = false;
    Which which = Which::none;
    std::string value;
  };

  bool definite_noun(std::uint32_t i) const {  // a word with the article that is no modifier
    return alive(i) && tokens_[i].kind == TokenKind::word && tokens_[i].key.starts_with(kArticle) && tokens_[i].key.size() > 3;
  }

  std::uint32_t approximation(std::uint32_t i) const {
    const TimeReading* r = is(i, TimeKind::approx);
    return r == nullptr ? i : i + r->tokens;
  }

  /// A length of time that begins at the token, `bound` telling whether since, after or before stands before it.
  std::optional<Length> length(std::uint32_t i, bool bounded) const {
    Length out;
    std::uint32_t j = approximation(i);
    out.approximate = j != i;
    const bool supported =
        bounded || out.approximate || before_is(i, TimeKind::during) || before_is(i, TimeKind::every) || (i == start_ && for_attached(i));
    const bool attached = j == i && i == start_;
    if (const TimeReading* half = is(j, TimeKind::half); half != nullptr && j + 1 < n_) {
      if (const TimeReading* u = is_unit(j + 1, UnitNumber::singular); u != nullptr && !u->definite && supported) {
        if (static_cast<TimeUnit>(u->value) == TimeUnit::decade || static_cast<TimeUnit>(u->value) == TimeUnit::century ||
            static_cast<TimeUnit>(u->value) == TimeUnit::year || static_cast<TimeUnit>(u->value) == TimeUnit::hour ||
            static_cast<TimeUnit>(u->value) == TimeUnit::month) {
          out.unit = static_cast<TimeUnit>(u->value);
          out.amount = 0.5;
          out.next = j + 2;
          out.counted = true;
          tail(out);
          return out;
        }
      }
    }
    Number n = number(j, attached);
    if (n.next != 0) {
      std::uint32_t k = n.next;
      // A range: 3 to 5 days, five or six years.
      if (alive(k)) {
        std::uint32_t second = 0;
        if (const TimeReading* to = is(k, TimeKind::to)) second = k + to->tokens;
        else if (mark(k, U'-') || mark(k, 0x2013)) second = k + 1;
        else if (tokens_[k].key.size() == 2 && tokens_[k].key[0] == model::kAlef && tokens_[k].key[1] == model::kWaw) second = k + 1;
        if (second != 0 && alive(second)) {
          const Number m = number(second);
          if (m.next != 0 && !m.vague && alive(m.next) && r_.find(m.next, TimeKind::unit) != nullptr && m.value > n.value) {
            n.value = m.value;
            k = m.next;
          }
        }
      }
      // The adjective may come between: "the coming 48 hours" has it after; a year number must not count things.
      const TimeReading* u = nullptr;
      for (const UnitNumber f : {UnitNumber::singular, UnitNumber::plural})
        if (u == nullptr) u = is_unit(k, f);
      if (u == nullptr) return std::nullopt;
      // "5+1 today": a counted unit has no article unless its number has.
      if (u->definite &&
          (u->number == static_cast<std::uint8_t>(UnitNumber::singular) || (!n.definite && is(k + 1, TimeKind::modifier) == nullptr)))
        return std::nullopt;
      const auto unit = static_cast<TimeUnit>(u->value);
      if (!n.vague && tokens_[j].kind == TokenKind::word && n.value < 3 && n.next == j + 1) return std::nullopt;  // "one of the days"
      if (!n.vague && n.value >= 1900 && n.value <= 2100 && unit == TimeUnit::year) return std::nullopt;
      // Decades and contracts are one word: nobody counts a hundred decades.
      if (unit == TimeUnit::decade && !n.vague && n.value > 12) return std::nullopt;
      if (n.vague && u->number != static_cast<std::uint8_t>(UnitNumber::plural)) return std::nullopt;
      out.unit = unit;
      out.amount = n.vague ? 0 : n.value;
      out.vague = n.vague;
      out.counted = true;
      out.next = k + 1;
      tail(out);
      return out;
    }
    // "the week or the two weeks": the second counts.
    if (const TimeReading* s = is_unit(j, UnitNumber::singular); s != nullptr && alive(j + 2) && tokens_[j + 1].key.size() == 2 &&
                                                                 tokens_[j + 1].key[0] == model::kAlef &&
                                                                 tokens_[j + 1].key[1] == model::kWaw) {
      if (const TimeReading* d = is_unit(j + 2, UnitNumber::dual); d != nullptr && d->value == s->value) {
        out.unit = static_cast<TimeUnit>(d->value);
        out.amount = 2;
        out.counted = true;
        out.next = j + 3;
        tail(out);
        return out;
      }
    }
    if (const TimeReading* d = is_unit(j, UnitNumber::dual); d != nullptr) {
      if (d->weak && !supported) {
        const TimeReading* m = is(j + 1, TimeKind::modifier);
        if (m == nullptr) return std::nullopt;
      }
      // The construct state (two days of …) has lost its noon.
      if (!tokens_[j].key.ends_with(model::kNoon)) return std::nullopt;
      if (d->definite && is(j + 1, TimeKind::modifier) == nullptr && number(j + 1).next == 0) return std::nullopt;
      out.unit = static_cast<TimeUnit>(d->value);
      out.amount = 2;
      out.counted = true;
      out.next = j + 1;
      tail(out);
      return out;
    }
    if (const TimeReading* p = is_unit(j, UnitNumber::plural); p != nullptr) {
      out.unit = static_cast<TimeUnit>(p->value);
      out.vague = true;
      out.next = j + 1;
      // The last five years, with the number after: plural and definite number.
      if (p->definite) {
        const Number n2 = number(j + 1);
        const bool named = n2.next != 0 && n2.definite;
        if (named) {
          out.amount = n2.value;
          out.vague = false;
          out.counted = true;
          out.next = n2.next;
        }
        const std::uint32_t before = out.next;
        tail(out);
        const bool modified = out.next != before;
        if (!named && !modified) return std::nullopt;
        return out;
      }
      const std::uint32_t before = out.next;
      tail(out);
      const bool modified = out.next != before;
      if (!modified) {
        if (p->weak && !supported) return std::nullopt;
        if (definite_noun(out.next) && is(out.next, TimeKind::weekday) == nullptr) return std::nullopt;  // days of the war
        if (alive(out.next) && tokens_[out.next].kind == TokenKind::number && tokens_[out.next].key.size() >= 4 && !supported)
          return std::nullopt;
        if (!supported && p->value >= static_cast<std::int16_t>(TimeUnit::century)) return std::nullopt;
      }
      return out;
    }
    if (const TimeReading* s = is_unit(j, UnitNumber::singular); s != nullptr && !s->definite) {
      const auto unit = static_cast<TimeUnit>(s->value);
      out.unit = unit;
      out.amount = 1;
      out.next = j + 1;
      const std::uint32_t before = out.next;
      tail(out);
      const bool one = out.next != before && out.which == Which::none;  // one year, a full year
      if (out.which != Which::none) return std::nullopt;
      if (!one) {
        if (!supported) return std::nullopt;
        // A year that goes on with its number or a noun is no length; so is "a general".
        if (definite_noun(out.next)) return std::nullopt;
        if (alive(out.next) && tokens_[out.next].kind == TokenKind::number) return std::nullopt;
        if (!bounded && !out.approximate && prepositional(i) && before_is(i, TimeKind::during) == false) {
          if (unit == TimeUnit::year || unit == TimeUnit::decade || unit == TimeUnit::minute || unit == TimeUnit::second)
            return std::nullopt;
        }
        if (unit == TimeUnit::decade && !bounded && !out.approximate) return std::nullopt;
        if (unit == TimeUnit::second && !bounded) return std::nullopt;
        if (s->weak && !bounded && !out.approximate && weak_noun_context(j)) return std::nullopt;
      } else if (s->weak && !supported && unit != TimeUnit::year) {
        return std::nullopt;
      }
      return out;
    }
    return std::nullopt;
  }

  // "in general", "in holding": a bare year or decade after في is a length only if a number or one follows.
  bool weak_noun_context(std::uint32_t j) const {
    if (j == 0) return true;
    const std::string_view before = tokens_[j - 1].key;
    return before.size() == 2 && before[0] == model::kFeh;  // fi
  }

  // What may follow a length: and a half, adjectives, "of time", last or next.
  void tail(Length& out) const {
    std::uint32_t j = out.next;
    if (const TimeReading* half = is(j, TimeKind::half, true);
        half != nullptr && (half->conjoined || tokens_[j].key[0] == model::kWaw) && out.amount >= 1) {
      out.amount += 0.5;
      ++j;
      if (const TimeReading* u = is_unit(j, UnitNumber::singular);
          u != nullptr && u->definite && static_cast<TimeUnit>(u->value) == out.unit)
        ++j;
    } else if (!out.vague && out.amount >= 1 && alive(j)) {
      // A second, smaller unit: a year and three months.
      std::uint32_t k = j;
      if (is_and(k)) ++k;
      const bool joined = k != j || (tokens_[k].kind == TokenKind::word && tokens_[k].key[0] == model::kWaw);
      if (joined) {
        const Number n = number(k, true);
        const TimeReading* u = nullptr;
        double amount = 0;
        if (n.next != 0 && !n.vague && (k != j || and_word(k))) {
          for (const UnitNumber f : {UnitNumber::singular, UnitNumber::plural})
            if (u == nullptr) u = is_unit(n.next, f);
          amount = n.value;
          k = n.next + 1;
        } else if (const TimeReading* d = is_unit(k, UnitNumber::dual, true);
                   d != nullptr && d->conjoined && tokens_[k].key.ends_with(model::kNoon)) {
          u = d;
          amount = 2;
          k = k + 1;
        }
        if (u != nullptr && static_cast<TimeUnit>(u->value) < out.unit && static_cast<TimeUnit>(u->value) != TimeUnit::night &&
            amount > 0) {
          std::string rest = duration_value(amount, static_cast<TimeUnit>(u->value));
          std::string head = duration_value(out.amount, out.unit);
          if (below_day(out.unit)) rest = rest.substr(2);
          else rest = rest.substr(1);
          out.value = head + rest;
          j = k;
        }
      }
    }
    for (int rounds = 0; rounds < 3; ++rounds) {
      if (const TimeReading* d = is(j, TimeKind::durational)) j += d->tokens;
      else if (const TimeReading* ag = is(j, TimeKind::ago)) j += ag->tokens;
      else break;
    }
    if (const TimeReading* m = is(j, TimeKind::modifier); m != nullptr && static_cast<Which>(m->value) != Which::same) {
      out.which = static_cast<Which>(m->value);
      ++j;
      if (const TimeReading* d = is(j, TimeKind::durational)) j += d->tokens;
    }
    out.next = j;
  }
  bool and_word(std::uint32_t k) const {
    for (const TimeReading& r : r_.at(k))
      if (r.kind == TimeKind::number && r.conjoined) return true;
    return false;
  }
};

}  // namespace isnad::extract
