// isnad trace: a claim or contact down to its roots.
#include <CLI/CLI.hpp>

#include <memory>

#include "commands.h"
#include "export/links.h"
#include "export/trace.h"
#include "output.h"
#include "store_options.h"

namespace isnad::cli {
namespace {

constexpr const char* kHelp =
    R"(Prints a claim or contact with every chain that reports it, as a tree from the roots to the outlets that printed it, and
who confirmed and who denied it, with their words. Ids are those that isnad claims and isnad contacts print.)";

constexpr const char* kExamples = R"(Examples:
  isnad trace c0123456789ab --store news.db)";

struct Options {
  StoreOptions store;
  std::string id;
};

int run(const Options& options) {
  const auto store = open_for_asking(options.store);
  if (store == nullptr) return kTrouble;
  const auto linked = store->linked();
  if (!linked) return report(linked.error()), kTrouble;
  store::Records kept(*store);
  const output::RecordSource records = [&](std::uint32_t n) -> const Record& { return kept(n); };
  const output::TerminalStyle style = terminal_style();
  Output out;
  std::string text;
  for (const link::LinkedClaim& c : linked->links.claims)
    if (c.id == options.id) output::append_trace(text, c, *linked, records, style, !as_text(options.store));
  for (const link::LinkedContact& c : linked->links.contacts)
    if (c.id == options.id) output::append_trace(text, c, *linked, records, style, !as_text(options.store));
  if (text.empty())
    return report({store::shown(options.store.store), "no claim or contact " + options.id + "; isnad claims and isnad contacts list them"}),
           kTrouble;
  out.write(text);
  return report_failed(kept) || out.failed() ? kTrouble : kDone;
}

}  // namespace

void add_trace(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("trace", kHelp);
  command->footer(kExamples);
  command->add_option("ID", options->id, "of a claim or contact")->required();
  add_store_options(*command, options->store, true);
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::cli
