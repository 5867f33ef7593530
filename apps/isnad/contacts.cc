// isnad contacts: every linked contact with all its mentions.
#include <CLI/CLI.hpp>

#include <memory>

#include "list_linked.h"

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

}  // namespace

void add_contacts(CLI::App& app, int& status) {
  auto options = std::make_shared<StoreOptions>();
  CLI::App* command = app.add_subcommand("contacts", kHelp);
  command->footer(kExamples);
  add_store_options(*command, *options, true);
  command->callback([options, &status] { status = list_linked(*options, &link::Links::contacts); });
}

}  // namespace isnad::cli
