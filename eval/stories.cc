// How well reports are grouped into stories: BCubed precision and recall over articles.
#include <CLI/CLI.hpp>

#include <fmt/core.h>

#include <memory>

#include "commands.h"
#include "labelled.h"
#include "link/linker.h"

namespace isnad::eval {
namespace {

struct Options {
  std::vector<std::string> files;
  bool json = false;
  std::size_t errors = 0;
};

int run(const Options& options) {
  const std::vector<Labelled> articles = read_labelled(options.files, "story", "stories");
  if (articles.empty()) {
    fmt::print(stderr, "isnad_eval: stories: no article with a story could be read\n");
    return 1;
  }
  std::vector<link::ReportItems> reports;
  for (const Labelled& a : articles) reports.push_back({a.item, {}, {}, {}});
  std::vector<std::size_t> story(articles.size());
  const link::Links links = link::link(reports);
  for (std::size_t s = 0; s < links.stories.size(); ++s)
    for (const std::uint32_t r : links.stories[s]) story[r] = s;

  double precision = 0, recall = 0;
  std::size_t shown = 0;
  for (std::size_t i = 0; i < articles.size(); ++i) {
    std::size_t both = 0, got = 0, want = 0;
    for (std::size_t j = 0; j < articles.size(); ++j) {
      const bool w = articles[i].label == articles[j].label, g = story[i] == story[j];
      both += w && g, got += g, want += w;
      if (w != g && j < i && shown < options.errors) {
        ++shown;
        fmt::print("{} {} {}: {:.2f}\n   {}\n   {}\n", w ? "split" : "merged", articles[i].label, articles[j].label,
                   link::same_story(articles[i].item, articles[j].item), articles[i].record.title, articles[j].record.title);
      }
    }
    precision += static_cast<double>(both) / static_cast<double>(got);
    recall += static_cast<double>(both) / static_cast<double>(want);
  }
  precision /= static_cast<double>(articles.size());
  recall /= static_cast<double>(articles.size());
  const double f1 = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
  fmt::print("articles         {:>6}\nBCubed precision {:>6.3f}\nBCubed recall    {:>6.3f}\nBCubed F1        {:>6.3f}\n", articles.size(),
             precision, recall, f1);
  if (options.json)
    fmt::print("{{\"bcubed_precision\": {:.4f}, \"bcubed_recall\": {:.4f}, \"bcubed_f1\": {:.4f}}}\n", precision, recall, f1);
  return 0;
}

}  // namespace

void add_stories(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("stories", "How well reports are grouped into stories, on articles with a \"story\" each.");
  command->add_option("FILE", options->files, "article JSON, an object a line")->required();
  command->add_option("--errors", options->errors, "first show so many pairs that are wrong");
  command->add_flag("--json", options->json, "figures as one JSON object on the last line");
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::eval
