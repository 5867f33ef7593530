// isnad status: what a store holds.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

#include "commands.h"
#include "output.h"
#include "store_options.h"

namespace isnad::cli {
namespace {

constexpr const char* kHelp =
    R"(Tells what a store holds: documents, reprints, stories, claims and contacts, and by how much they are linked.)";

constexpr const char* kExamples = R"(Examples:
  isnad status --store news.db)";

struct Options {
  StoreOptions store;
};

int run(const Options& options) {
  const auto store = open_for_asking(options.store);
  if (store == nullptr) return kTrouble;
  const auto linked = store->linked();
  if (!linked) return report(linked.error()), kTrouble;
  const store::Counts rows = store::counts(linked->links, linked->reports.size());
  std::string text;
  if (as_text(options.store)) {
    for (const auto& [name, count] : rows) {
      std::string label = name;
      std::replace(label.begin(), label.end(), '_', ' ');
      label.resize(28, ' ');
      text += label + std::to_string(count) + '\n';
    }
  } else {
    text = store::to_json(rows) + '\n';
  }
  Output out;
  out.write(text);
  return out.failed() ? kTrouble : kDone;
}

}  // namespace

void add_status(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("status", kHelp);
  command->footer(kExamples);
  add_store_options(*command, options->store, true);
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::cli
