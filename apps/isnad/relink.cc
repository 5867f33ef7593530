// isnad relink: links all documents of a store anew.
#include <CLI/CLI.hpp>

#include <memory>

#include "commands.h"
#include "isnad/model.h"
#include "output.h"
#include "progress.h"
#include "store/store.h"
#include "store_options.h"

namespace isnad::cli {
namespace {

constexpr const char* kHelp =
    R"(Links all documents of a store anew, from their records: after a new version of Isnad that links better. The records
stay as they were read. Until it is done, others see the links of before.)";

constexpr const char* kExamples = R"(Examples:
  isnad relink --store news.db)";

struct Options {
  StoreOptions store;
};

int run(const Options& options) {
  auto store = store::Store::open(options.store.store, false, false);
  if (!store) return report(store.error()), kTrouble;
  const auto size = store->size();
  if (!size) return report(size.error()), kTrouble;
  Progress progress("documents", *size);
  const auto done = store->relink(Model::builtin().lexicon(), [&](std::size_t, std::size_t) { progress.step(1, 0); });
  progress.end();
  if (!done) return report(done.error()), kTrouble;
  Output out;
  out.write(std::to_string(*size) + " documents linked anew\n");
  return out.failed() ? kTrouble : kDone;
}

}  // namespace

void add_relink(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("relink", kHelp);
  command->footer(kExamples);
  add_store_options(*command, options->store, false);
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::cli
