// isnad timeline: contacts in order of time.
#include <CLI/CLI.hpp>

#include <memory>

#include "choice_options.h"
#include "commands.h"
#include "export/choice.h"
#include "export/links.h"
#include "output.h"
#include "store_options.h"

namespace isnad::cli {
namespace {

constexpr const char* kHelp =
    R"(Prints the contacts of the store in order of time, those without a date last: of somebody, of a pair, of a period.

With one --party, all contacts in which somebody or some state of that name takes part; with two, those between them.
With --story or --query, those that the story's documents, or those that the search finds, tell of.)";

constexpr const char* kExamples = R"(Examples:
  isnad timeline --store news.db --party إيران
  isnad timeline --store news.db --party إيران --party 'الولايات المتحدة' --after 2014)";

struct Options {
  StoreOptions store;
  ChoiceOptions choice;
};

int run(const Options& options) {
  auto choice = parse_choice(options.choice);
  if (!choice) return report(choice.error()), kUsage;
  const auto store = open_for_asking(options.store);
  if (store == nullptr) return kTrouble;
  const auto linked = store->linked();
  if (!linked) return report(linked.error()), kTrouble;
  if (auto found = find_documents(options.choice, *store, *linked, *choice); !found) return report(found.error()), kTrouble;
  store::Records kept(*store);
  const output::RecordSource records = [&](std::uint32_t n) -> const Record& { return kept(n); };
  const output::TerminalStyle style = terminal_style();
  Output out;
  for (const std::uint32_t index : output::chosen_contacts(*choice, *linked, records)) {
    const link::LinkedContact& c = linked->links.contacts[index];
    std::string line;
    if (as_text(options.store)) output::append_terminal(line, c, linked->links, records, style);
    else line = output::to_json(c, linked->links, records) + '\n';
    if (!out.write(line)) break;
  }
  return report_failed(kept) || out.failed() ? kTrouble : kDone;
}

}  // namespace

void add_timeline(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("timeline", kHelp);
  command->footer(kExamples);
  add_choice_options(*command, options->choice);
  add_store_options(*command, options->store, true);
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::cli
