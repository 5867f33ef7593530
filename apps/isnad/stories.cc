// isnad stories: what the documents report on.
#include <CLI/CLI.hpp>

#include <memory>

#include "commands.h"
#include "export/flow.h"
#include "export/links.h"
#include "output.h"
#include "store_options.h"

namespace isnad::cli {
namespace {

constexpr const char* kHelp =
    R"(Prints the stories of the store: documents that report on one event, with a title and the days they span. The title is
that of the earliest document.)";

constexpr const char* kExamples = R"(Examples:
  isnad stories --store news.db
  isnad stories --store news.db --least 3)";

struct Options {
  StoreOptions store;
  std::size_t least = 2;
};

int run(const Options& options) {
  const auto store = open_for_asking(options.store);
  if (store == nullptr) return kTrouble;
  const auto linked = store->linked();
  if (!linked) return report(linked.error()), kTrouble;
  const bool as_lines = as_text(options.store);
  const output::TerminalStyle style = terminal_style();
  Output out;
  for (const auto& story : linked->links.stories) {
    if (story.size() < options.least) continue;
    const auto reports = store::story_reports(*store, *linked, story);
    if (!reports) return report(reports.error()), kTrouble;
    const auto& [id, from, to, records] = *reports;
    std::string line;
    if (as_lines) {
      output::Flow flow(line, style);
      flow.add(id, output::kDim)
          .add(from + (to.empty() || to == from ? "" : std::string(output::kDash) + to), output::kDate)
          .text(records.front().title, output::kBold)
          .print("", 2);
      for (const Record& r : records)
        flow.text(r.outlet.empty() ? output::document_name(r) : r.outlet, output::kParty).text(r.title).print("    ", 4);
    } else {
      line = store::to_json(*reports) + '\n';
    }
    if (!out.write(line)) break;
  }
  return out.failed() ? kTrouble : kDone;
}

}  // namespace

void add_stories(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("stories", kHelp);
  command->footer(kExamples);
  command->add_option("--least", options->least, "stories of so many documents and more (default: 2)");
  add_store_options(*command, options->store, true);
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::cli
