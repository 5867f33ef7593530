#include "extract/time/dating_solver.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace isnad::extract {
namespace {

constexpr std::array<std::string_view, kClueKinds> kNames{"address",
                                                          "named_today",
                                                          "dateline",
                                                          "now",
                                                          "current_month",
                                                          "weekday_date",
                                                          "weekday_head",
                                                          "fresh_and_day",
                                                          "fresh_and_month",
                                                          "lasting_and_day",
                                                          "lasting_and_month",
                                                          "event_day",
                                                          "count",
                                                          "first_words",
                                                          "to_come",
                                                          "event_to_come",
                                                          "past_day",
                                                          "past_year",
                                                          "maybe_day",
                                                          "maybe_year",
                                                          "event_known",
                                                          "event_early",
                                                          "former",
                                                          "term",
                                                          "fresh_head",
                                                          "fresh_body",
                                                          "lasting_head",
                                                          "lasting_body",
                                                          "told_dated",
                                                          "whole_day",
                                                          "whole_month",
                                                          "year_past",
                                                          "year_plain",
                                                          "year_future",
                                                          "day_past",
                                                          "day_future",
                                                          "day_plain",
                                                          "month_last",
                                                          "month_next",
                                                          "month_past",
                                                          "month_future",
                                                          "month_plain",
                                                          "office",
                                                          "titled",
                                                          "name",
                                                          "topic"};

constexpr int kThousand = 1000;
constexpr long kYear = 366;
constexpr long kTenYears = 3652;
// Arabic news on the web: much since about 2003, some before; of the years to come nothing is known yet, and less is expected.
constexpr int kManyFrom = 2003, kSomeFrom = 1990, kKnownTo = 2027;

long first_number(Date d) { return d.first_day().day_number(); }
long last_number(Date d) { return d.last_day().day_number(); }

int to_int(std::string_view s) {
  const bool negative = !s.empty() && s[0] == '-';
  int out = 0;
  for (const char c : s.substr(negative ? 1 : 0)) out = c >= '0' && c <= '9' && out < 10000000 ? out * 10 + (c - '0') : out;
  return negative ? -out : out;
}

/// A change of the likelihood at a day: from here on it is `score` thousandths more.
struct Change {
  long day = 0;
  long score = 0;
};

int log_thousandths(double x) { return static_cast<int>(std::lround(std::log(x) * kThousand)); }

/// How likely each year is before anything is read, in thousandths of a log.
int prior(int year) {
  if (year < kSomeFrom) return -3000 - 60 * (kSomeFrom - year);
  if (year < kManyFrom) return -3000 + (year - kSomeFrom) * 3000 / (kManyFrom - kSomeFrom);
  if (year > kKnownTo) return -500 - 300 * (year - kKnownTo);
  return 0;
}

class Solver {
 public:
  Solver(std::vector<Clue>& clues, const ClueRates& rates) : clues_(clues), rates_(rates) {}

  /// Segments of equal likelihood over the whole domain.
  struct Segment {
    long from = 0, to = 0;
    long score = 0;
    double mass = 0;
    double days() const { return static_cast<double>(to - from + 1); }
  };

  std::vector<Segment> segments() {
    changes_.clear();
    std::array<int, kClueKinds> rank{};
    for (const Clue& c : clues_) add(c, rank);
    int last = 0;
    for (int y = kEarliestDay.year; y <= kLatestDay.year; ++y) {
      const int now = prior(y);
      if (now != last) changes_.push_back({first_number({y, 0, 0}), now - last});
      last = now;
    }
    std::ranges::stable_sort(changes_, {}, &Change::day);
    std::vector<Segment> out;
    long day = kLow, score = 0;
    std::size_t i = 0;
    for (; i < changes_.size() && changes_[i].day <= kLow; ++i) score += changes_[i].score;
    for (; i < changes_.size() && changes_[i].day <= kHigh;) {
      const long at = changes_[i].day;
      out.push_back({day, at - 1, score, 0});
      for (; i < changes_.size() && changes_[i].day == at; ++i) score += changes_[i].score;
      day = at;
    }
    out.push_back({day, kHigh, score, 0});
    long best = out.front().score;
    for (const Segment& s : out) best = std::max(best, s.score);
    double total = 0;
    for (Segment& s : out) total += s.mass = s.days() * std::exp(static_cast<double>(s.score - best) / kThousand);
    for (Segment& s : out) s.mass /= total;
    return out;
  }

  /// The shortest interval that holds the share. One of its ends is the end of a segment.
  static DayRange shortest(const std::vector<Segment>& segments, double share) {
    DayRange out{segments.front().from, segments.back().to};
    const auto keep = [&](long from, long to) {
      if (to - from < out.to - out.from) out = {from, to};
    };
    double sum = 0;
    for (std::size_t a = 0, b = 0; a < segments.size(); ++a) {  // from the first day of a segment on
      while (b < segments.size() && sum + segments[b].mass < share) sum += segments[b++].mass;
      if (b == segments.size()) break;
      const double part = std::max(0.0, share - sum) / segments[b].mass;
      keep(segments[a].from, segments[b].from + std::max(0L, static_cast<long>(std::ceil(segments[b].days() * part)) - 1));
      if (b > a) sum -= segments[a].mass;
      else b = a + 1, sum = 0;
    }
    sum = 0;
    for (std::size_t a = segments.size(), b = segments.size(); a-- > 0;) {  // back from the last day of a segment
      while (b > 0 && sum + segments[b - 1].mass < share) sum += segments[--b].mass;
      if (b == 0) break;
      const double part = std::max(0.0, share - sum) / segments[b - 1].mass;
      keep(segments[b - 1].to - std::max(0L, static_cast<long>(std::ceil(segments[b - 1].days() * part)) - 1), segments[a].to);
      if (b - 1 < a) sum -= segments[a].mass;
      else b = a, sum = 0;
    }
    return out;
  }

  /// What a clue gives a day: its score there, and the best it can give any day.
  std::pair<long, long> support(const Clue& clue, const DayRange& days) const {
    if (!is_distance(clue.kind)) {
      for (const DayRange& d : clue.days)
        if (d.from <= days.to && days.from <= d.to) return {inside(clue), inside(clue)};
      return {0, inside(clue)};
    }
    const auto& bins = rates_.bins[index(clue.kind)];
    long best = bins.empty() ? 0 : bins.front().score, here = best;
    for (const ClueRates::Bin& b : bins) best = std::max<long>(best, b.score), here = std::min<long>(here, b.score);
    for (const long day : {days.from, (days.from + days.to) / 2, days.to})
      for (const DayRange& d : clue.days) here = std::max(here, score_at(clue.kind, distance(clue.kind, d, day)));
    const long least = std::ranges::min_element(bins, {}, &ClueRates::Bin::score) == bins.end()
                           ? 0
                           : std::ranges::min_element(bins, {}, &ClueRates::Bin::score)->score;
    return {here - least, best - least};
  }

 private:
  std::vector<Clue>& clues_;
  const ClueRates& rates_;
  std::vector<Change> changes_;
  static inline const long kLow = first_number(kEarliestDay), kHigh = last_number(kLatestDay);

  static std::size_t index(ClueKind k) { return static_cast<std::size_t>(k); }

  void range(long from, long to, long score) {
    from = std::max(from, kLow);
    if (from > to || score == 0) return;
    changes_.push_back({from, score});
    if (to < kHigh) changes_.push_back({to + 1, -score});
  }

  /// How much more likely the clue is if the day is one of those it names. A clue that is right r times in a thousand leaves
  /// 1 - r for all other days together, however few or many those are.
  long inside(const Clue& clue) const {
    const double years = static_cast<double>(first_number({kKnownTo + 1, 0, 0}) - first_number({kManyFrom, 0, 0}));
    double covered = 0, all = 0;
    const long low = first_number({kManyFrom, 0, 0}), high = last_number({kKnownTo, 0, 0});
    for (const DayRange& d : clue.days)
      all += static_cast<double>(d.to - d.from + 1),
          covered += static_cast<double>(std::max(0L, std::min(d.to, high) - std::max(d.from, low) + 1));
    const double r = std::clamp(rates_.right[index(clue.kind)] / 1000.0, 0.5, 0.9995);
    // Of what is still to come, and of days in years that have little news, only the odds.
    if (clue.kind == ClueKind::to_come || clue.kind == ClueKind::event_to_come || covered < all / 20)
      return std::max(0, log_thousandths(r / (1 - r)));
    covered = std::clamp(covered, 1.0, years * 0.98);
    return std::max(0, log_thousandths(r / (1 - r) * (years - covered) / covered));
  }

  long score_at(ClueKind kind, long distance) const {
    const auto& bins = rates_.bins[index(kind)];
    if (bins.empty()) return 0;
    const auto at = std::ranges::lower_bound(bins, distance, {}, &ClueRates::Bin::to);
    return at == bins.end() ? bins.back().score : at->score;
  }

  // The first clue of a kind counts most: what is named with the same thing is often the same story. `rank` counts them.
  long damped(ClueKind kind, long score, int rank) const {
    const int trust = rates_.trust[index(kind)] == 0 ? kThousand : rates_.trust[index(kind)];
    return score * trust / kThousand / (1 + rank / 3);
  }

  void add(const Clue& clue, std::array<int, kClueKinds>& rank) {
    if (!is_distance(clue.kind)) {
      // Several clues of one kind are mostly one and the same.
      const long score = is_bound(clue.kind) ? 0 : inside(clue) / (1 + rank[index(clue.kind)]++);
      for (const DayRange& d : clue.days) range(d.from, d.to, score);
      return;
    }
    const auto& bins = rates_.bins[index(clue.kind)];
    if (bins.empty() || clue.days.empty()) return;
    const int before = rank[index(clue.kind)]++;
    // Every distance's bin as days, whichever of the clue's references fits best.
    struct Edge {
      long day;
    };
    std::vector<long> edges;
    const bool cyclic = is_yearless(clue.kind);
    for (const DayRange& d : clue.days) {
      const bool ends = is_while(clue.kind);
      for (const ClueRates::Bin& b : bins) {
        if (b.to >= kNever) continue;
        // The first day beyond the bin.
        if (!ends || b.to < 0) edges.push_back(d.from + b.to + 1);
        else if (d.to < kNever) edges.push_back(d.to + b.to + 1);
      }
      if (ends) edges.push_back(d.from);
      if (cyclic && edges.size() > 4096) break;
    }
    std::ranges::sort(edges);
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    long last = 0;
    const auto best_at = [&](long day) {
      if (cyclic) {
        // Dates without a year: of the windows around every year's one, the day lies in one.
        const auto it = std::ranges::upper_bound(clue.days, day + 66, {}, [](const DayRange& r) { return r.from; });
        if (it == clue.days.begin()) return 0L;
        return score_at(clue.kind, day - std::prev(it)->from);
      }
      long best = -(1L << 30);
      for (const DayRange& d : clue.days) best = std::max(best, score_at(clue.kind, distance(clue.kind, d, day)));
      return best;
    };
    last = damped(clue.kind, best_at(kLow), before);
    if (last != 0) changes_.push_back({kLow, last});
    for (const long day : edges) {
      if (day <= kLow || day > kHigh) continue;
      const long now = damped(clue.kind, best_at(day), before);
      if (now != last) changes_.push_back({day, now - last});
      last = now;
    }
    if (cyclic) return;
  }
};

}  // namespace

std::string_view to_string(ClueKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

long distance(ClueKind kind, const DayRange& from, long day) {
  if (!is_while(kind)) return day - from.from;
  if (day < from.from) return day - from.from;
  return day > from.to ? day - from.to : 0;
}

ClueRates::ClueRates(const model::Lexicon& lexicon) {
  const auto names = lexicon.table_names();
  if (std::ranges::find(names, "time/evidence") == names.end()) return;
  const model::Table& t = lexicon.table("time/evidence");
  const std::uint32_t kind_column = t.column("kind"), field = t.column("field"), upto = t.column("days"), value = t.column("value");
  for (std::uint32_t r = 0; r < t.rows(); ++r) {
    const std::string_view name = t.cell(r, kind_column), what = t.cell(r, field);
    const int n = to_int(t.cell(r, value));
    if (name == "all") {
      if (what == "mass") mass = n;
      else if (what == "peak") peak = n;
      continue;
    }
    const auto at = std::ranges::find(kNames, name);
    if (at == kNames.end()) continue;
    const auto k = static_cast<std::size_t>(at - kNames.begin());
    if (what == "right") right[k] = n;
    else if (what == "trust") trust[k] = n;
    else bins[k].push_back({t.cell(r, upto) == "-" ? kNever : to_int(t.cell(r, upto)), n});
  }
  for (auto& b : bins) std::ranges::sort(b, {}, &Bin::to);
}

long clue_score(const Clue& clue, const ClueRates& rates, long day) {
  std::vector<Clue> one{clue};
  return Solver(one, rates).support(clue, {day, day}).first;
}

double log_likelihood(std::vector<Clue> clues, const ClueRates& rates, long day) {
  for (const Solver::Segment& s : Solver(clues, rates).segments())
    if (s.from <= day && day <= s.to) return std::log(std::max(s.mass, 1e-300) / s.days());
  return std::log(1e-300);
}

Published solve_clues(std::vector<Clue> clues, const ClueRates& rates) {
  Published out;
  if (clues.empty() || !rates.known()) return out;
  Solver solver(clues, rates);
  const auto segments = solver.segments();
  DayRange days = Solver::shortest(segments, rates.mass / 1000.0);
  // Clues that name different days leave two peaks with nothing between them: the higher one, if it is plainly the higher.
  int held = rates.mass;
  if (rates.peak != 0) {
    const DayRange peak = Solver::shortest(segments, rates.peak / 1000.0);
    if ((peak.to - peak.from + 1) * 3 <= days.to - days.from + 1) days = peak, held = rates.peak;
  }

  const long low = first_number(kEarliestDay), high = last_number(kLatestDay);
  DayRange answer = days;
  if (days.to - days.from + 1 >= kTenYears) {
    // Too wide to say anything by rates: only the bounds that the clues themselves set.
    answer = {low, high};
    for (const Clue& c : clues) {
      if (is_distance(c.kind) || c.days.empty()) continue;
      const long from = c.days.front().from, to = c.days.back().to;
      if (from <= days.to && from > answer.from) answer.from = from;
      if (to >= days.from && to < answer.to) answer.to = to;
    }
    if (answer.from > answer.to) answer = days;
  } else if (days.to - days.from + 1 > kYear) {
    // Where rates leave more than a year, they say little against a clue that sets an end.
    for (const Clue& c : clues) {
      if (!is_bound(c.kind) || c.days.empty()) continue;
      const DayRange d{c.days.front().from, c.days.back().to};
      if (d.from > answer.from && d.from <= answer.to) answer.from = d.from;
      if (d.to < answer.to && d.to >= answer.from) answer.to = d.to;
    }
  }
  if (answer.from > low) out.from = Date::of_day_number(answer.from);
  if (answer.to < high) out.to = Date::of_day_number(answer.to);
  if (!out.from && !out.to) return out;
  out.basis = DateBasis::inferred;

  // Evidence: what the clues say of the answer, strongest first.
  struct Shown {
    long support = 0;
    bool against = false;
    std::size_t clue = 0;
  };
  std::vector<Shown> shown;
  constexpr long kWorthTelling = 300, kAgainst = 2500;
  bool rates_decide = days.from == answer.from && days.to == answer.to;
  bool distances = false;
  for (std::size_t i = 0; i < clues.size(); ++i) {
    const auto [here, best] = solver.support(clues[i], answer);
    if (is_distance(clues[i].kind) && clues[i].evidence.clue.empty()) continue;
    if (best - here >= kAgainst) shown.push_back({best, true, i});
    else if (here >= kWorthTelling) shown.push_back({here, false, i}), distances = distances || is_distance(clues[i].kind);
  }
  std::ranges::stable_sort(shown,
                           [](const Shown& a, const Shown& b) { return a.against != b.against ? b.against : a.support > b.support; });
  for (const Shown& s : shown) {
    Evidence& e = clues[s.clue].evidence;
    if (s.against) e.clue = "set aside, other clues say otherwise: " + e.clue;
    out.evidence.push_back(std::move(e));
  }
  if (rates_decide && distances && answer.to > answer.from)
    out.evidence.push_back({out.evidence.empty() ? Span{} : out.evidence.front().span,
                            "ends of the interval: news is mostly written soon after what it tells of (counted in dated news), with " +
                                std::to_string(held / 10) + " % of the likelihood"});
  return out;
}

}  // namespace isnad::extract
