// The words of time expressions, looked up in the tokens of a text.
//
// Built once from data/time/ by TimeGrammar; used by the recogniser (timex_grammar) and the dating clues. Read-only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "language/analysis.h"
#include "model/lexicon.h"

namespace isnad::extract {

/// What a word can be in a time expression. Roles from `holder` on only tell what stands beside one.
enum class TimeKind : std::uint8_t {
  month,           ///< value: 1..12
  hijri_month,     ///< value: 1..12
  weekday,         ///< value: 1..7
  unit,            ///< value: TimeUnit; number: UnitNumber
  number,          ///< value; number: NumberClass
  ordinal,         ///< value; number: NumberClass
  modifier,        ///< value: Which
  edge,            ///< value: 0 start, 1 middle, 2 end
  word,            ///< row of time/words
  daypart,         ///< row of time/dayparts; before a day
  daypart_adverb,  ///< row of time/dayparts; after a day or an hour
  season,
  part,
  decade,  ///< row of time/periods
  feast,   ///< row of time/feasts
  zone,    ///< row of time/zones
  since,
  after,
  before,
  during,
  in,
  of,
  to,
  from,
  between,
  approx,
  determiner_this,
  determiner_that,
  same,
  every,
  half,
  quarter,
  third,
  less_quarter,
  durational,
  ago,
  corresponding,
  common_era,
  hijri_era,
  clock,
  minute_of,
  counted,
  numbered,
  holder,
  future,
  past,
  first,
  first_words,
  past_cue,
  irrealis,
  zone_head,
  before_christ,
  former,
  deputy
};

enum class TimeUnit : std::uint8_t { second, minute, hour, day, night, week, month, year, decade, century };
enum class UnitNumber : std::uint8_t { singular, dual, plural };
enum class NumberClass : std::uint8_t { unit, teen, ten, hundred, thousand, vague };
/// Which one of a row of days, weeks, months, years: counted from today, or (same and after) from the date spoken of.
enum class Which : std::uint8_t { none, last, next, current, recent, same, following, preceding };

struct TimeReading {
  TimeKind kind = TimeKind::word;
  std::uint8_t tokens = 1;   ///< how many tokens the phrase covers
  std::uint8_t cut = 0;      ///< letters of attached particles before it
  std::uint8_t number = 0;   ///< UnitNumber or NumberClass
  bool definite = false;     ///< written with the article
  bool weak = false;         ///< counts only beside other words of time
  bool bare = false;         ///< a weekday without its article
  bool conjoined = false;    ///< and- was cut off
  bool preposition = false;  ///< by-, for- or like- was cut off
  std::int16_t value = 0;
  std::uint16_t row = 0;
};

/// All readings of all tokens of a text.
class TimeReadings {
 public:
  std::span<const TimeReading> at(std::uint32_t token) const { return {pool_.data() + begin_[token], begin_[token + 1] - begin_[token]}; }
  bool any(std::uint32_t token) const { return begin_[token] != begin_[token + 1]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(begin_.size()) - 1; }
  /// The longest reading of a kind that starts at the token. Null if there is none.
  const TimeReading* find(std::uint32_t token, TimeKind kind) const {
    if (token + 1 >= begin_.size()) return nullptr;
    for (const TimeReading& r : at(token))
      if (r.kind == kind) return &r;
    return nullptr;
  }

 private:
  friend class TimeWords;
  std::vector<std::uint32_t> begin_;
  std::vector<TimeReading> pool_;
};

class TimeWords {
 public:
  explicit TimeWords(const model::Lexicon& lexicon);

  TimeReadings read(const language::Analysis& analysis) const;

  struct Word {
    std::string value;
    std::vector<std::string> after, not_before;
  };
  struct Daypart {
    std::string code;
    bool afternoon = false;
  };
  struct Period {
    std::string value;
  };
  enum class FeastCalendar : std::uint8_t { gregorian, hijri, easter, orthodox };
  struct Feast {
    FeastCalendar calendar = FeastCalendar::gregorian;
    int month = 0, day = 0;
  };
  struct Zone {
    bool local = false;
    int offset = 0;
  };

  std::vector<Word> words;
  std::vector<Daypart> dayparts;
  std::vector<Period> periods;
  std::vector<Feast> feasts;
  std::vector<Zone> zones;
  std::vector<std::vector<std::string>> weekdays_blocked;  ///< by weekday: keys that must not stand before

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t node = 0;
  };
  struct Entry {
    TimeReading reading;
    std::uint32_t next = 0;
  };

  std::uint32_t step(std::uint32_t node, std::string_view key) const;
  std::uint32_t make_step(std::uint32_t node, std::string_view key);
  void add(std::string_view form, TimeReading reading, bool with_article = false);
  void index(std::uint32_t size);

  // A trie over keys: edges in one table by hash of (node, key); entries of a node as a linked list.
  std::vector<Slot> slots_;
  std::unordered_map<std::uint64_t, std::uint32_t> building_;
  std::vector<std::uint32_t> first_entry_{0};
  std::vector<Entry> entries_{1};
};

}  // namespace isnad::extract
