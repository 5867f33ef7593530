// How well reprints are found: pairs of articles of one group, in any order of reading.
#include <CLI/CLI.hpp>

#include <fmt/core.h>

#include <memory>

#include "commands.h"
#include "labelled.h"
#include "link/candidates.h"
#include "link/groups.h"

namespace isnad::eval {
namespace {

struct Options {
  std::vector<std::string> files;
  bool json = false;
  std::size_t errors = 0;
};

int run(const Options& options) {
  const std::vector<Labelled> articles = read_labelled(options.files, "group", "duplicates");
  if (articles.empty()) {
    fmt::print(stderr, "isnad_eval: duplicates: no article with a group could be read\n");
    return 1;
  }
  link::Candidates candidates(link::kSharedTextKeys);
  link::Groups groups(articles.size());
  std::size_t compared = 0;
  for (std::size_t i = 0; i < articles.size(); ++i) {
    for (const std::uint32_t j : candidates.add(static_cast<std::uint32_t>(i), link::text_keys(articles[i].item))) {
      ++compared;
      if (link::same_text(articles[i].item, articles[j].item)) groups.join(i, j);
    }
  }
  std::size_t right = 0, found = 0, wanted = 0, shown = 0;
  for (std::size_t i = 0; i < articles.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const bool want = articles[i].label == articles[j].label, got = groups.of(i) == groups.of(j);
      right += want && got, found += got, wanted += want;
      if (want != got && shown++ < options.errors)
        fmt::print("{} {} {}: resemblance {:.2f}, containment {:.2f}\n", want ? "missed" : "invented", articles[i].id, articles[j].id,
                   link::resemblance(articles[i].item, articles[j].item), link::containment(articles[i].item, articles[j].item));
    }
  const double precision = found == 0 ? 0 : static_cast<double>(right) / static_cast<double>(found);
  const double recall = wanted == 0 ? 0 : static_cast<double>(right) / static_cast<double>(wanted);
  fmt::print("articles {:>8}\npairs    {:>8} in the labels, {} found, {} compared\nprecision {:>7.3f}\nrecall    {:>7.3f}\n",
             articles.size(), wanted, found, compared, precision, recall);
  if (options.json) fmt::print("{{\"precision\": {:.4f}, \"recall\": {:.4f}}}\n", precision, recall);
  return 0;
}

}  // namespace

void add_duplicates(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("duplicates", "How well reprints are found, on articles with a \"group\" each.");
  command->add_option("FILE", options->files, "article JSON, an object a line")->required();
  command->add_option("--errors", options->errors, "first show so many pairs that are wrong");
  command->add_flag("--json", options->json, "figures as one JSON object on the last line");
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::eval
