// isnad claims: every linked claim with all its mentions.
#include <CLI/CLI.hpp>

#include <memory>

#include "list_linked.h"

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

}  // namespace

void add_claims(CLI::App& app, int& status) {
  auto options = std::make_shared<StoreOptions>();
  CLI::App* command = app.add_subcommand("claims", kHelp);
  command->footer(kExamples);
  add_store_options(*command, *options, true);
  command->callback([options, &status] { status = list_linked(*options, &link::Links::claims); });
}

}  // namespace isnad::cli
