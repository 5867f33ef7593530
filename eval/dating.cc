// How well articles are dated without their dates: whether the interval holds the true day, and how wide it is.
//
// Articles with a date to the day are read as if they had none. `contains` is the share of those with an interval under ten
// years whose interval holds the day; the other figures are shares of all.
#include <CLI/CLI.hpp>

#include <fmt/core.h>

#include <array>
#include <memory>

#include "commands.h"
#include "ingest/source.h"
#include "isnad/isnad.h"

namespace isnad::eval {
namespace {

struct Options {
  std::vector<std::string> files;
  bool json = false;
  bool without_address = false;
  bool list = false;
};

struct Width {
  const char* name;
  long days;  ///< at most
};
constexpr std::array<Width, 8> kWidths{{{"one day", 1},
                                        {"a week", 7},
                                        {"a month", 31},
                                        {"a quarter", 92},
                                        {"a year", 366},
                                        {"three years", 1096},
                                        {"ten years", 3652},
                                        {"wider or open", 1L << 30}}};
constexpr std::size_t kMonth = 2, kYear = 4, kTenYears = 6;

struct Row {
  std::size_t articles = 0, contain = 0, before = 0, after = 0;
};

int run(const Options& options) {
  const Model& model = Model::builtin();
  std::array<Row, kWidths.size()> rows{};
  std::size_t articles = 0, undated = 0, exact = 0, errors = 0;
  ingest::Sink sink;
  sink.error = [&](const Error& error) {
    ++errors;
    fmt::print(stderr, "isnad_eval: dating: {}\n", error.text());
  };
  sink.document = [&](Document document) {
    if (!document.published || document.published->day == 0) {
      ++undated;
      return true;
    }
    const long truth = document.published->day_number();
    document.published.reset();
    if (options.without_address) document.url.clear();
    const Record record = date(document, model);
    const Published& p = record.published;
    ++articles;
    const bool early = p.to && p.to->last_day().day_number() < truth;  // the interval lies before the true day
    const bool late = p.from && p.from->day_number() > truth;
    const long width = p.from && p.to ? p.to->last_day().day_number() - p.from->day_number() + 1 : kWidths.back().days;
    std::size_t w = 0;
    while (w + 1 < kWidths.size() && width > kWidths[w].days) ++w;
    ++rows[w].articles;
    rows[w].contain += !early && !late;
    rows[w].before += early;
    rows[w].after += late;
    exact += width == 1 && !early && !late;
    if (options.list)
      fmt::print("{}\t{}\t{}\t{}\t{}\n", document.id.empty() ? document.path : document.id, Date::of_day_number(truth).to_string(),
                 p.from ? p.from->to_string() : "-", p.to ? p.to->to_string() : "-", early || late ? "misses" : "contains");
    return true;
  };
  ingest::read_paths(options.files, sink);
  if (articles == 0) {
    fmt::print(stderr, "isnad_eval: dating: no article with a date was given\n");
    return 1;
  }

  const auto share = [](std::size_t part, std::size_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
  };
  std::size_t within_month = 0, within_year = 0, under_ten = 0, contain = 0;
  fmt::print("{:<16}{:>10}{:>10}{:>12}{:>12}{:>12}\n", "interval up to", "articles", "share", "contains", "too early", "too late");
  for (std::size_t w = 0; w < rows.size(); ++w) {
    const Row& r = rows[w];
    fmt::print("{:<16}{:>10}{:>10.3f}{:>12.3f}{:>12}{:>12}\n", kWidths[w].name, r.articles, share(r.articles, articles),
               share(r.contain, r.articles), r.before, r.after);
    if (w <= kMonth) within_month += r.articles;
    if (w <= kYear) within_year += r.articles;
    if (w <= kTenYears) under_ten += r.articles, contain += r.contain;
  }
  fmt::print("{:<16}{:>10}{:>10.3f}{:>12.3f}\n", "under ten years", under_ten, share(under_ten, articles), share(contain, under_ten));
  fmt::print("articles: {}; without a date to the day, and passed over: {}\n", articles, undated);
  if (options.json)
    fmt::print("{{\"contains\": {:.4f}, \"within_month\": {:.4f}, \"within_year\": {:.4f}, \"exact_day\": {:.4f}}}\n",
               share(contain, under_ten), share(within_month, articles), share(within_year, articles), share(exact, articles));
  return errors == 0 ? 0 : 1;
}

}  // namespace

void add_dating(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("dating", "How well articles are dated from their text: articles that bear a date are read as if they did not.");
  command->add_option("PATH", options->files, "files and folders of articles, as isnad read takes them")->required();
  command->add_flag("--without-address", options->without_address, "hide the articles' addresses too, which often bear the date");
  command->add_flag("--list", options->list, "first every article: its id, day, interval, and whether that contains the day");
  command->add_flag("--json", options->json, "figures as one JSON object on the last line");
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::eval
