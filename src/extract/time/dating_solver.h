// From clues to an interval: how likely each day is as the day of writing, given all clues, and the shortest interval that
// holds nearly all of that.
//
// Two kinds of clues. Some name days outright ("today, Tuesday 8 October 2013"): what is known of them is how often they are
// right. The others name something (an event, somebody in office, a date) and say only that a report which names it is
// more likely written at some distances from it than at others: those rates were counted in news of known date. Both are in
// data/time/evidence.tsv. All arithmetic up to the last step is in whole numbers, so the answer is the same everywhere.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "isnad/record.h"
#include "model/lexicon.h"

namespace isnad::extract {

enum class ClueKind : std::uint8_t {
  // Days outright.
  address,
  named_today,
  dateline,
  now,
  current_month,
  weekday_date,
  weekday_head,
  fresh_and_day,
  fresh_and_month,
  lasting_and_day,
  lasting_and_month,
  event_day,
  count,
  first_words,
  to_come,
  event_to_come,
  past_day,
  past_year,
  maybe_day,
  maybe_year,
  event_known,
  event_early,
  former,
  term,
  // Distances. Of a happening told plainly in the head of the report or in its body, or with its own year; of names that last
  // (epoch, era); of days, months and years named in full; of dates without a year; of persons, named in an office of theirs, with some
  // title, or bare; of what is in the news for a while.
  fresh_head,
  fresh_body,
  lasting_head,
  lasting_body,
  told_dated,
  whole_day,
  whole_month,
  year_past,
  year_plain,
  year_future,
  day_past,
  day_future,
  day_plain,
  month_last,
  month_next,
  month_past,
  month_future,
  month_plain,
  office,
  titled,
  name,
  topic,
  count_
};
inline constexpr std::size_t kClueKinds = static_cast<std::size_t>(ClueKind::count_);
inline constexpr ClueKind kFirstDistance = ClueKind::fresh_head;

std::string_view to_string(ClueKind kind);
constexpr bool is_distance(ClueKind kind) { return kind >= kFirstDistance; }
/// Bounds that a distance from the same thing weighs: they count only where no rates say more.
constexpr bool is_bound(ClueKind kind) { return kind >= ClueKind::past_day && kind <= ClueKind::event_early; }
/// Counted from both ends of a while, not from its beginning.
constexpr bool is_while(ClueKind kind) { return kind >= ClueKind::office && kind <= ClueKind::topic; }
constexpr bool is_yearless(ClueKind kind) { return kind >= ClueKind::day_past && kind <= ClueKind::month_plain; }

/// Days since 1970-01-01, both included.
struct DayRange {
  long from = 0, to = 0;
};

struct Clue {
  ClueKind kind = ClueKind::past_day;
  std::vector<DayRange> days;  ///< the days it names; of a distance, what it is counted from (several: whichever fits best)
  Evidence evidence;
  std::string identity;  ///< clues of one identity count once
};

/// The years that are considered at all.
inline constexpr Date kEarliestDay{1945, 1, 1}, kLatestDay{2039, 12, 31};
inline constexpr long kNever = 1L << 40;

/// What data/time/evidence.tsv says.
struct ClueRates {
  explicit ClueRates(const model::Lexicon& lexicon);
  ClueRates() = default;

  struct Bin {
    long to = 0;    ///< distances up to this one, in days
    int score = 0;  ///< log of the rate, in thousandths
  };
  std::array<int, kClueKinds> right{};            ///< of clues that name days: in how many of a thousand they are right
  std::array<std::vector<Bin>, kClueKinds> bins;  ///< of distances, ascending; nothing is said of what lies beyond
  std::array<int, kClueKinds> trust{};            ///< how much a distance counts beside others, in thousandths
  int mass = 0;                                   ///< how much of the likelihood the interval holds, in thousandths
  int peak = 0;                                   ///< how much its highest part must hold to be taken alone where it is a third as wide

  bool known() const { return mass != 0; }
};

/// The distance of a day from what a clue counts from: from the first day on for events and dates; from the nearer end, and
/// zero between, for persons in office.
long distance(ClueKind kind, const DayRange& from, long day);

/// How much more likely a clue is on a day than on those where it is least likely, in thousandths of a log.
long clue_score(const Clue& clue, const ClueRates& rates, long day);

/// How much of the likelihood a day gets, as a natural logarithm: what counting how far to trust each kind of clue maximizes.
double log_likelihood(std::vector<Clue> clues, const ClueRates& rates, long day);

/// The answer, with the clues that speak for it as evidence, strongest first, then those that were set aside.
Published solve_clues(std::vector<Clue> clues, const ClueRates& rates);

}  // namespace isnad::extract
