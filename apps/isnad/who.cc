// isnad who: somebody under all names.
#include <CLI/CLI.hpp>

#include <memory>

#include "commands.h"
#include "export/links.h"
#include "export/people.h"
#include "isnad/model.h"
#include "link/identity.h"
#include "output.h"
#include "store_options.h"

namespace isnad::cli {
namespace {

constexpr const char* kHelp =
    R"(Prints who goes by a name: all names and offices that the store's documents give, how often each, and what is linked to
them: what they said, whom they met. Persons who share a surname only are not taken for one: each is listed.)";

constexpr const char* kExamples = R"(Examples:
  isnad who كيري --store news.db)";

struct Options {
  StoreOptions store;
  std::string name;
};

int run(const Options& options) {
  const auto store = open_for_asking(options.store);
  if (store == nullptr) return kTrouble;
  const auto linked = store->linked();
  if (!linked) return report(linked.error()), kTrouble;
  store::Records kept(*store);
  const output::RecordSource records = [&](std::uint32_t n) -> const Record& { return kept(n); };
  const output::TerminalStyle style = terminal_style();
  const link::Identities identities(Model::builtin().lexicon());
  std::string text;
  output::append_people(text, identities.named(options.name), identities, *linked, records, style, !as_text(options.store));
  if (text.empty()) return report({store::shown(options.store.store), "nobody of the name \"" + options.name + "\""}), kTrouble;
  Output out;
  out.write(text);
  return report_failed(kept) || out.failed() ? kTrouble : kDone;
}

}  // namespace

void add_who(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("who", kHelp);
  command->footer(kExamples);
  command->add_option("NAME", options->name, "as one argument")->required();
  add_store_options(*command, options->store, true);
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::cli
