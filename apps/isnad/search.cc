// isnad search: documents by their words and by what was found in them.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

#include "commands.h"
#include "export/flow.h"
#include "export/links.h"
#include "isnad/model.h"
#include "output.h"
#include "store/query.h"
#include "store_options.h"

namespace isnad::cli {
namespace {

constexpr const char* kHelp =
    R"(Finds documents by their words, whatever their clitics and forms, and by what was found in them.

  كيري إيران           documents with both words, in any form: verbs with their nouns, states with their adjectives
  "البرنامج النووي"     words next to each other
  speaker:كيري         somebody of this name speaks; act:deny: in a statement of this act
  party:ظريف           somebody of this name has a contact
  outlet:رويترز        printed by
  after:2015-08-01     published on this day or later; before: likewise

Values with spaces stand in quotation marks: speaker:"جون كيري".)";

constexpr const char* kExamples = R"(Examples:
  isnad search 'قمة هلسنكي' --store news.db
  isnad search 'speaker:كيري act:deny after:2015-08' --store news.db --format jsonl)";

struct Options {
  StoreOptions store;
  std::string query;
  std::size_t limit = 20;
};

int run(const Options& options) {
  const auto query = store::parse_query(options.query, Model::builtin().lexicon());
  if (!query) return report(query.error()), kUsage;
  const auto store = open_for_asking(options.store);
  if (store == nullptr) return kTrouble;
  const auto found = store->search(*query, options.limit);
  if (!found) return report(found.error()), kTrouble;
  const output::TerminalStyle style = terminal_style();
  Output out;
  for (const std::uint32_t n : *found) {
    const auto record = store->record(n);
    if (!record) return report(record.error()), kTrouble;
    std::string line;
    if (as_text(options.store)) {
      output::Flow flow(line, style);
      flow.add(record->published.from ? record->published.from->to_string() : "", output::kDate)
          .text(record->outlet, output::kParty)
          .text(record->title, output::kBold)
          .add(output::document_name(*record), output::kDim)
          .print("", 2);
      if (const std::string passage = store::passage(*query, *record, Model::builtin().lexicon()); !passage.empty())
        flow.text(passage).print("    ", 4);
    } else {
      line = store::hit_json(*record) + '\n';
    }
    if (!out.write(line)) break;
  }
  return out.failed() ? kTrouble : kDone;
}

}  // namespace

void add_search(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("search", kHelp);
  command->footer(kExamples);
  command->add_option("QUERY", options->query, "what to look for; as one argument")->required();
  command->add_option("--limit", options->limit, "so many documents at most (default: 20)");
  add_store_options(*command, options->store, true);
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::cli
