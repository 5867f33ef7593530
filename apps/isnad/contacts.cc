// isnad contacts: every linked contact with all its mentions.
#include <CLI/CLI.hpp>

#include <memory>

#include "commands.h"
#include "export/links.h"
#include "output.h"
#include "store_options.h"

namespace isnad::cli {
namespace {

constexpr const char* kHelp =
    R"(Prints every contact of the store: who met, called, visited or agreed with whom, as all reports of it say together.

"sources" counts independent roots: reprints count once. "status" is disputed where reports contradict each other. One
line of --format jsonl: {"id", "kind", "parties", "intermediary", "venue", "from", "to", "status", "sources",
"mentions": [{"document", "contact", "text"}], "confirmed_by", "denied_by"}.)";

constexpr const char* kExamples = R"(Examples:
  isnad contacts --store news.db
  isnad contacts --store news.db --format jsonl | head -n 3)";

struct Options {
  StoreOptions store;
};

int run(const Options& options) {
  const auto store = open_for_asking(options.store);
  if (store == nullptr) return kTrouble;
  const auto linked = store->linked();
  if (!linked) return report(linked.error()), kTrouble;
  Records kept(*store);
  const output::RecordSource records = [&](std::uint32_t n) -> const Record& { return kept(n); };
  const bool text = as_text(options.store);
  const output::TerminalStyle style = terminal_style();
  Output out;
  for (const link::LinkedContact& item : linked->links.contacts) {
    std::string line;
    if (text) output::append_terminal(line, item, linked->links, records, style);
    else line = output::to_json(item, linked->links, records) + '\n';
    if (!out.write(line)) break;
  }
  return kept.failed() || out.failed() ? kTrouble : kDone;
}

}  // namespace

void add_contacts(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("contacts", kHelp);
  command->footer(kExamples);
  add_store_options(*command, options->store, true);
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::cli
