// isnad_train_dating: counts, in news of known date, how often reports name an event, a date or somebody in office at each
// distance from it, and how often clues that name days are right. Writes data/time/evidence.tsv.
//
//   zstd -dc corpus.txt.zst | isnad_train_dating --meta corpus.meta.tsv --exclude ids.txt --mass 880 --peak 700 --trust 600 --out
//   data/time/evidence.tsv
//
// The corpus has an article a line (` ¶ ` for line breaks, title first); the table beside it an article a line with its id in the
// first column and its date in the third. Months with many articles are thinned, so that none decides alone. Rates are counted
// against what could have been named: for every article and every event of the table, how far apart the two are. So a corpus
// of few years still says what happens at a distance of ten.
#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <unordered_set>

#include "extract/time/dating.h"
#include "extract/time/times.h"
#include "isnad/document.h"
#include "language/analysis.h"
#include "text/clean.h"

namespace {

using namespace isnad;
using extract::Clue;
using extract::ClueKind;
using extract::ClueRates;
using extract::kClueKinds;
using extract::kNever;

struct Options {
  std::string meta, exclude, out;
  std::size_t per_month = 600;
  int mass = 880, peak = 700, trust = 1000;
  bool try_out = false, misses = false;
};

struct Article {
  long day = 0;
  std::string month;
  std::vector<Clue> clues;
};

std::vector<long> bounds(ClueKind kind) {
  switch (kind) {
    case ClueKind::fresh_head:
    case ClueKind::fresh_body:
    case ClueKind::lasting_head:
    case ClueKind::lasting_body:
    case ClueKind::told_dated: return {-366, -61, -8, -1, 0, 1, 2, 4, 7, 14, 30, 60, 120, 240, 365, 730, 1460, 2920, kNever};
    case ClueKind::whole_day: return {-366, -61, -8, -2, -1, 0, 1, 2, 4, 7, 14, 30, 60, 120, 240, 365, 730, 1460, 3650, 9000, kNever};
    case ClueKind::whole_month: return {-731, -366, -91, -31, -1, 30, 60, 91, 122, 183, 365, 730, 1460, 3650, 9000, kNever};
    case ClueKind::year_past:
    case ClueKind::year_plain:
    case ClueKind::year_future:
      return {-3653, -1461, -731, -366, -184, -1, 90, 181, 273, 365, 456, 547, 730, 1095, 1460, 2190, 3650, 9000, kNever};
    case ClueKind::day_past:
    case ClueKind::day_future:
    case ClueKind::day_plain: return {-45, -30, -15, -8, -4, -2, -1, 0, 1, 2, 4, 7, 14, 30, 60, 120, 200, kNever};
    case ClueKind::month_last:
    case ClueKind::month_next:
    case ClueKind::month_past:
    case ClueKind::month_future:
    case ClueKind::month_plain: return {-31, -1, 14, 30, 45, 61, 91, 122, 183, 244, kNever};
    case ClueKind::office:
    case ClueKind::titled:
    case ClueKind::name:
    case ClueKind::topic: return {-1461, -366, -91, -15, -1, 0, 15, 91, 366, 1461, kNever};
    default: return {};
  }
}

bool is_event(ClueKind k) { return k >= ClueKind::fresh_head && k <= ClueKind::told_dated; }
bool is_cyclic(ClueKind k) { return k >= ClueKind::day_past && k <= ClueKind::month_plain; }
bool is_person(ClueKind k) { return extract::is_while(k); }
std::size_t index(ClueKind k) { return static_cast<std::size_t>(k); }

std::size_t bin_of(const std::vector<long>& bounds, long d) {
  return static_cast<std::size_t>(std::ranges::lower_bound(bounds, d) - bounds.begin());
}

/// The distance that a clue is at: of several references the nearest that is past, else the nearest.
long nearest(const Clue& c, long day) {
  long best = kNever;
  for (const extract::DayRange& d : c.days) {
    const long n = extract::distance(c.kind, d, day);
    if (is_cyclic(c.kind)) {
      if (n >= -66 && n < 300) return n;
    } else if (is_person(c.kind) ? std::labs(n) < std::labs(best)
                                 : (n >= 0 ? best < 0 || n < best : best == kNever || (best < 0 && n > best))) {
      best = n;
    }
  }
  return best;
}

ClueRates count(const std::vector<const Article*>& articles, const extract::DatingData& data, int mass, int peak, int trust) {
  std::array<std::vector<double>, kClueKinds> named, could;
  std::array<double, kClueKinds> right{}, all{};
  std::array<std::vector<long>, kClueKinds> edges;
  for (std::size_t k = 0; k < kClueKinds; ++k) {
    edges[k] = bounds(static_cast<ClueKind>(k));
    named[k].assign(edges[k].size(), 0);
    could[k].assign(edges[k].size(), 0);
  }
  for (const Article* a : articles) {
    for (const Clue& c : a->clues) {
      const std::size_t k = index(c.kind);
      if (!extract::is_distance(c.kind)) {
        ++all[k];
        right[k] += std::ranges::any_of(c.days, [&](const extract::DayRange& d) { return d.from <= a->day && a->day <= d.to; });
      } else if (const long n = nearest(c, a->day); n != kNever) {
        ++named[k][bin_of(edges[k], n)];
      }
    }
    for (const extract::DatingData::Event& e : data.events) {
      if (e.last.year != 0) {
        ++could[index(ClueKind::topic)]
               [bin_of(edges[index(ClueKind::topic)],
                       extract::distance(ClueKind::topic, {e.date.day_number(), e.last.last_day().day_number()}, a->day))];
        continue;
      }
      const long n = a->day - e.date.day_number();
      for (const ClueKind k : {e.lasting ? ClueKind::lasting_head : ClueKind::fresh_head,
                               e.lasting ? ClueKind::lasting_body : ClueKind::fresh_body, ClueKind::told_dated})
        ++could[index(k)][bin_of(edges[index(k)], n)];
    }
    for (const auto& terms : data.terms) {
      if (terms.empty()) continue;
      long best = kNever;
      for (const auto& t : terms) {
        const extract::DayRange r{t.from.day_number(), t.to.year == 0 ? kNever : t.to.last_day().day_number()};
        const long n = extract::distance(ClueKind::name, r, a->day);
        if (std::labs(n) < std::labs(best)) best = n;
      }
      for (const ClueKind k : {ClueKind::office, ClueKind::titled, ClueKind::name}) ++could[index(k)][bin_of(edges[index(k)], best)];
    }
  }
  ClueRates rates;
  rates.mass = mass;
  rates.peak = peak;
  for (std::size_t k = 0; k < kClueKinds; ++k) {
    const auto kind = static_cast<ClueKind>(k);
    rates.right[k] = static_cast<int>(std::lround((right[k] + 9.5) / (all[k] + 10) * 1000));
    rates.trust[k] = kind == ClueKind::office || kind == ClueKind::titled ? std::min(1000, trust + 200) : trust;
    if (edges[k].empty()) continue;
    double top = 0;
    double all_named = 0, all_width = 0;
    std::vector<double> rate, widths;
    for (std::size_t b = 0; b < edges[k].size(); ++b) {
      double width = could[k][b] + 1;
      if (!is_event(kind) && !is_person(kind)) {
        const long first = is_cyclic(kind) ? -67 : -7000, last = is_cyclic(kind) ? 299 : 20000;
        width = static_cast<double>((edges[k][b] == kNever ? last : edges[k][b]) - (b == 0 ? first : edges[k][b - 1]));
      }
      widths.push_back(width);
      all_named += named[k][b], all_width += width;
    }
    // A bin with few counts leans to the mean.
    for (std::size_t b = 0; b < edges[k].size(); ++b) {
      rate.push_back((named[k][b] + 1) / (widths[b] + (all_width + 1) / (all_named + 1)));
      top = std::max(top, rate.back());
    }
    for (std::size_t b = 0; b < edges[k].size(); ++b)
      rates.bins[k].push_back({edges[k][b], static_cast<int>(std::lround(std::max(-9.0, std::log(rate[b] / top)) * 1000))});
  }
  return rates;
}

/// Chooses how much each kind of distance counts, so that the true days of articles get as much of the likelihood as can be.
void choose_trust(ClueRates& rates, const std::vector<const Article*>& articles) {
  std::array<std::vector<const Article*>, kClueKinds> with;
  for (const Article* a : articles) {
    std::array<bool, kClueKinds> seen{};
    for (const Clue& c : a->clues) seen[index(c.kind)] = true;
    for (std::size_t k = 0; k < kClueKinds; ++k)
      if (seen[k]) with[k].push_back(a);
  }
  // Every year weighs the same, so that the rates are not those of the years with most articles.
  std::map<std::string, double> weight;
  for (const Article* a : articles) ++weight[a->month.substr(0, 4)];
  const double mean = static_cast<double>(articles.size()) / static_cast<double>(weight.size());
  for (auto& [year, w] : weight) w = mean / std::max(w, 25.0);
  // One article weighs at most so much: what is dated wrong is wrong, however far.
  const auto gain = [&](const std::vector<const Article*>& part) {
    double sum = 0;
    for (const Article* a : part) sum += weight[a->month.substr(0, 4)] * std::max(-20.0, extract::log_likelihood(a->clues, rates, a->day));
    return sum;
  };
  for (int round = 0; round < 2; ++round)
    for (std::size_t k = index(extract::kFirstDistance); k < kClueKinds; ++k) {
      int best = rates.trust[k];
      double most = gain(with[k]);
      for (const int t : {150, 300, 450, 600, 750, 900}) {
        rates.trust[k] = t;
        if (const double g = gain(with[k]); g > most + 0.5) most = g, best = t;
      }
      rates.trust[k] = best;
    }
}

void report(const char* name, const std::vector<const Article*>& articles, const ClueRates& rates, bool misses = false) {
  double under = 0, right = 0, month = 0, year = 0, month_right = 0, year_right = 0;
  for (const Article* a : articles) {
    const Published p = extract::solve_clues(a->clues, rates);
    if (!p.from || !p.to) continue;
    const long from = p.from->day_number(), to = p.to->day_number();
    const bool good = from <= a->day && a->day <= to;
    if (misses && !good && to - from < 3652) {
      // What misled: the clues that give the answer more than the day.
      fmt::print("miss\t{}\t{}..{}", Date::of_day_number(a->day).to_string(), p.from->to_string(), p.to->to_string());
      for (const Clue& c : a->clues)
        if (const long d = extract::clue_score(c, rates, (from + to) / 2) - extract::clue_score(c, rates, a->day); d > 500)
          fmt::print("\t{}:{}:{}", extract::to_string(c.kind), c.identity, d);
      fmt::print("\n");
    }
    if (to - from < 3652) ++under, right += good;
    if (to - from < 31) ++month, month_right += good;
    if (to - from < 366) ++year, year_right += good;
  }
  const auto n = static_cast<double>(articles.size());
  fmt::print("{:<24} {:>6} articles  under ten years {:.3f} contain {:.3f}   month {:.3f} contain {:.3f}   year {:.3f} contain {:.3f}\n",
             name, articles.size(), under / n, right / std::max(1.0, under), month / n, month_right / std::max(1.0, month), year / n,
             year_right / std::max(1.0, year));
}

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> out;
  for (std::size_t a = 0;;) {
    const std::size_t b = line.find('\t', a);
    out.push_back(line.substr(a, b - a));
    if (b == std::string::npos) return out;
    a = b + 1;
  }
}

void write(const std::string& path, const ClueRates& rates) {
  std::ofstream out(path);
  out << "# How far clues to the day of writing can be trusted, counted in news of known date by tools/train_dating.\n"
         "# Columns: kind (of clue: ClueKind in src/extract/time/dating_solver.h; all: the solver)  field  days  value\n"
         "#   right: in how many of a thousand a clue that names days is right. rate: of distances up to `days` (`-`: beyond), log of how "
         "often\n"
         "#   reports name the thing at that distance, in thousandths, against where they do most. trust: how much a distance counts "
         "beside\n"
         "#   others, in thousandths. mass: how much of the likelihood an interval holds; peak: how much its highest part must hold to be "
         "taken alone\n"
         "#   where that is a third as wide, in thousandths.\n"
         "# Example: `fresh_head rate 7 -1250`\n"
         "# Origin: counts made for Isnad; they hold no text.\n"
         "kind\tfield\tdays\tvalue\n";
  out << "all\tmass\t-\t" << rates.mass << "\nall\tpeak\t-\t" << rates.peak << '\n';
  for (std::size_t k = 0; k < kClueKinds; ++k) {
    const std::string name(extract::to_string(static_cast<ClueKind>(k)));
    if (!extract::is_distance(static_cast<ClueKind>(k))) {
      out << name << "\tright\t-\t" << rates.right[k] << '\n';
      continue;
    }
    out << name << "\ttrust\t-\t" << rates.trust[k] << '\n';
    for (const ClueRates::Bin& b : rates.bins[k])
      out << name << "\trate\t" << (b.to == kNever ? "-" : std::to_string(b.to)) << '\t' << b.score << '\n';
  }
}

int run(const Options& options) {
  std::unordered_set<std::string> excluded;
  {
    std::ifstream in(options.exclude);
    for (std::string line; std::getline(in, line);) excluded.insert(line);
  }
  // Which lines of the corpus are used: those with a date to the day, of every month the ones with the least hashes.
  std::map<std::string, std::vector<std::pair<std::uint64_t, std::size_t>>> months;
  std::vector<std::string> dates, addresses_of;
  double addresses = 0, address_right = 0;
  {
    std::ifstream in(options.meta);
    for (std::string line; std::getline(in, line);) {
      const auto c = cells(line);
      const auto date = c.size() > 2 ? Date::parse(c[2]) : std::nullopt;
      addresses_of.push_back(c.size() > 4 ? c[4] : "");
      dates.push_back(date && date->day != 0 && !excluded.contains(c[0]) ? date->to_string() : "");
      if (!dates.back().empty()) months[dates.back().substr(0, 7)].push_back({model::hash_key(c[0]), dates.size() - 1});
    }
  }
  if (dates.empty()) {
    fmt::print(stderr, "isnad_train_dating: {}: no line could be read\n", options.meta);
    return 1;
  }
  std::vector<bool> used(dates.size());
  for (auto& [month, lines] : months) {
    std::ranges::sort(lines);
    for (std::size_t i = 0; i < std::min(lines.size(), options.per_month); ++i) used[lines[i].second] = true;
  }

  const model::Lexicon& lexicon = model::Lexicon::builtin();
  const extract::TimeGrammar grammar(lexicon);
  const extract::DatingData& data = extract::dating_data(grammar);
  std::vector<Article> articles;
  std::string line;
  for (std::size_t i = 0; std::getline(std::cin, line); ++i) {
    if (i >= used.size() || !used[i]) continue;
    Document document;
    constexpr std::string_view kBreak = " \xC2\xB6 ";
    const std::size_t title = line.find(kBreak);
    if (title != std::string::npos) {
      document.title = line.substr(0, title);
      line.erase(0, title + kBreak.size());
    }
    for (std::size_t at = 0; (at = line.find(kBreak, at)) != std::string::npos;) line.replace(at, kBreak.size(), "\n");
    document.text = line;
    document.url = addresses_of[i];
    const language::Analysis analysis = language::analyse(text::clean(document, lexicon), lexicon);
    Article a{Date::parse(dates[i])->day_number(), dates[i].substr(0, 7), extract::find_clues(analysis, document, grammar)};
    // Addresses are counted apart: with them there is nothing else to learn.
    std::erase_if(a.clues, [&](const Clue& c) {
      if (c.kind != ClueKind::address) return false;
      ++addresses;
      address_right += c.days.front().from <= a.day && a.day <= c.days.front().to;
      return true;
    });
    for (Clue& c : a.clues) c.evidence = {};
    // News of the kind that names nobody and nothing known, or only once, has nothing to learn from.
    if (std::ranges::count_if(a.clues, [](const Clue& c) { return is_event(c.kind) || is_person(c.kind); }) >= 2)
      articles.push_back(std::move(a));
  }
  std::vector<const Article*> all;
  for (const Article& a : articles) all.push_back(&a);
  if (all.empty()) {
    fmt::print(stderr, "isnad_train_dating: no article of known date in the corpus\n");
    return 1;
  }
  if (options.try_out) {
    // Months that were not counted, by rates of those that were.
    for (const int trust : {600})
      for (const int mass : {850, 880, 900, 930}) {
        fmt::print("trust {} mass {}\n", trust, mass);
        for (int fold = 0; fold < 2; ++fold) {
          std::vector<const Article*> learn, held;
          for (const Article* a : all) {
            const int m = (a->month[2] - '0') * 120 + (a->month[3] - '0') * 12 + std::stoi(a->month.substr(5));
            (m / 2 % 2 == fold ? held : learn).push_back(a);
          }
          ClueRates rates = count(learn, data, mass, options.peak, trust);
          choose_trust(rates, learn);
          for (const char* years : {"2013 2014 2016", "2015", "2018", "2023 2024"}) {
            std::vector<const Article*> part;
            for (const Article* a : held)
              if (std::string_view(years).find(a->month.substr(0, 4)) != std::string_view::npos) part.push_back(a);
            if (!part.empty()) report(years, part, rates);
          }
        }
      }
    return 0;
  }
  ClueRates rates = count(all, data, options.mass, options.peak, options.trust);
  rates.right[index(ClueKind::address)] = static_cast<int>(std::lround((address_right + 9.5) / (addresses + 10) * 1000));
  report("as counted", all, rates);
  choose_trust(rates, all);
  report("with chosen trust", all, rates, options.misses);
  for (const int mass : {850, 880, 900, 930}) {
    rates.mass = mass;
    report(std::to_string(mass).c_str(), all, rates);
  }
  rates.mass = options.mass;
  if (!options.out.empty()) write(options.out, rates);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Counts how far each kind of clue to a date can be trusted, in news of known date.", "isnad_train_dating");
  Options options;
  app.add_option("--meta", options.meta, "the corpus's table: id, outlet, date, origin, address")->required();
  app.add_option("--exclude", options.exclude, "ids of articles to leave out, one a line");
  app.add_option("--out", options.out, "the file to write");
  app.add_option("--per-month", options.per_month, "articles of a month at most");
  app.add_option("--mass", options.mass, "share of the likelihood that an interval holds, in thousandths");
  app.add_option("--trust", options.trust, "how much distances count beside each other, in thousandths");
  app.add_option("--peak", options.peak, "share that the highest part of an interval must hold to be taken alone, in thousandths");
  app.add_flag("--try", options.try_out, "count in half of the months, date the others, for several values of mass and trust");
  app.add_flag("--misses", options.misses, "print the articles whose day the interval does not hold, with the clues that misled");
  CLI11_PARSE(app, argc, argv);
  return run(options);
}
