// isnad timeline: contacts in order of time.
#include <CLI/CLI.hpp>

#include <memory>
#include <optional>

#include "commands.h"
#include "export/links.h"
#include "isnad/model.h"
#include "output.h"
#include "store_options.h"

namespace isnad::cli {
namespace {

constexpr const char* kHelp =
    R"(Prints the contacts of the store in order of time, those without a date last: of somebody, of a pair, of a period.

With one --party, all contacts in which somebody or some state of that name takes part; with two, those between them.)";

constexpr const char* kExamples = R"(Examples:
  isnad timeline --store news.db --party إيران
  isnad timeline --store news.db --party إيران --party 'الولايات المتحدة' --after 2014)";

struct Options {
  StoreOptions store;
  std::vector<std::string> parties;
  std::string after, before;
};

int run(const Options& options) {
  std::optional<Date> after, before;
  for (const auto& [value, day] : {std::pair(&options.after, &after), std::pair(&options.before, &before)}) {
    if (value->empty()) continue;
    if (*day = Date::parse(*value); !*day) return report({"timeline", "no date \"" + *value + "\": 2015, 2015-08 or 2015-08-01"}), kUsage;
  }
  const auto store = open_for_asking(options.store);
  if (store == nullptr) return kTrouble;
  const auto linked = store->linked();
  if (!linked) return report(linked.error()), kTrouble;
  store::Records kept(*store);
  const output::RecordSource records = [&](std::uint32_t n) -> const Record& { return kept(n); };
  const output::TerminalStyle style = terminal_style();
  Output out;
  for (const std::size_t i : store::timeline(*linked, kept, {options.parties, after, before}, Model::builtin().lexicon())) {
    const link::LinkedContact& c = linked->links.contacts[i];
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
  command->add_option("--party", options->parties, "a name; once or twice")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("NAME");
  command->add_option("--after", options->after, "from this day on")->type_name("DATE");
  command->add_option("--before", options->before, "up to this day")->type_name("DATE");
  add_store_options(*command, options->store, true);
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::cli
