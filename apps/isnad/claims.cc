// isnad claims: every linked claim with all its mentions.
#include <CLI/CLI.hpp>

#include <memory>

#include "commands.h"
#include "export/links.h"
#include "output.h"
#include "store_options.h"

namespace isnad::cli {
namespace {

constexpr const char* kHelp =
    R"(Prints every claim of the store: what one speaker said, in however many reports and words, with all its mentions.

"sources" counts independent roots: reprints count once, and so do all who pass on the same speaker. "status" says
whether another claim confirms or denies it. One line of --format jsonl: {"id", "speaker", "sources", "status",
"mentions": [{"document", "statement", "text"}], "confirmed_by", "denied_by"}, the last two with ids of claims.)";

constexpr const char* kExamples = R"(Examples:
  isnad claims --store news.db
  isnad claims --store news.db --format jsonl | grep '"denied"')";

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
  for (const link::LinkedClaim& item : linked->links.claims) {
    std::string line;
    if (text) output::append_terminal(line, item, linked->links, records, style);
    else line = output::to_json(item, linked->links, records) + '\n';
    if (!out.write(line)) break;
  }
  return kept.failed() || out.failed() ? kTrouble : kDone;
}

}  // namespace

void add_claims(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("claims", kHelp);
  command->footer(kExamples);
  add_store_options(*command, options->store, true);
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::cli
