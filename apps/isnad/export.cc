// isnad export: a store in the formats of other programs.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <memory>

#include "choice_options.h"
#include "commands.h"
#include "export/exchange/exchange.h"
#include "isnad/model.h"
#include "output.h"
#include "store_options.h"
#include "whole_files.h"

namespace isnad::cli {
namespace {

constexpr const char* kHelp =
    R"(Writes what a store holds in a format of other programs: documents, statements with their chains, claims, contacts and
those who take part in them, each with the words and the document that it rests on. Ids are the same in all formats.

The choice is that of isnad timeline: with --party what somebody does and says, with --after and --before what took place
or was printed in a period, with --story or --query what certain documents tell. With it go the documents, and the claims
that tell of, confirm or deny what was chosen.

  jsonl     every kind of thing as a line of JSON, all that there is
  csv       tables: a folder of files, or one with --table
  graphml   the network of all that, for networkx, yEd, Cytoscape
  gexf      the same with its days, for Gephi
  ftm       FollowTheMoney, for Aleph and OpenAleph
  prov      W3C PROV-JSON: whose word rests on whose
  jsonld    schema.org: articles, claims, quotations, events
  ics       iCalendar: contacts that have a day)";

constexpr const char* kExamples = R"(Examples:
  isnad export --store news.db --format csv --excel --output tables
  isnad export --store news.db --format csv --table contacts --party إيران > contacts.csv
  isnad export --store news.db --format gexf --after 2015 --output network.gexf)";

struct Options {
  StoreOptions store;
  ChoiceOptions choice;
  std::string format, output, table, separator;
  bool excel = false;
};

std::atomic<bool> stop_asked{false};

std::string list(const std::vector<std::string_view>& names) {
  std::string out;
  for (const std::string_view n : names) (out += out.empty() ? "" : ", ") += n;
  return out;
}

// What the options of tables ask for; fails on what does not go together.
Result<exchange::Settings> settings_of(const Options& o) {
  exchange::Settings out;
  out.program = "isnad " ISNAD_VERSION;
  out.excel = o.excel;
  // Where Arabic is the language of Windows, Excel takes the semicolon.
  out.separator = o.excel ? ';' : ',';
  if (!o.separator.empty()) out.separator = o.separator == "tab" ? '\t' : o.separator == "semicolon" ? ';' : ',';
  if (o.format == "csv") return out;
  for (const auto& [given, name] : {std::pair(o.excel, "--excel"), {!o.separator.empty(), "--separator"}, {!o.table.empty(), "--table"}})
    if (given) return fail(name, "is for csv, not for " + o.format);
  return out;
}

int write_to_stdout(const exchange::Exchange& format, const exchange::Selection& selection, const Options& options) {
  Output out;
  format.write(selection, options.table, [&](std::string_view bytes) { return out.write(bytes); });
  return out.failed() ? kTrouble : kDone;
}

Result<void> write_to_files(const exchange::Exchange& format, const exchange::Selection& selection, const Options& options,
                            const store::Records& kept) {
  WholeFiles files;
  const auto write = [&](const std::string& path, std::string_view table) -> Result<void> {
    if (auto begun = files.begin(path); !begun) return begun;
    Result<void> state;
    format.write(selection, table, [&](std::string_view bytes) {
      state = stop_asked ? fail(options.output, "interrupted; nothing was written") : files.write(bytes);
      return state.has_value();
    });
    if (!state) return state;
    if (kept.error()) return tl::unexpected(*kept.error());
    return {};
  };
  const std::vector<std::string_view> tables = format.tables();
  if (tables.empty() || !options.table.empty()) {
    if (auto done = write(options.output, options.table); !done) return done;
  } else {
    if (auto made = files.folder(options.output); !made) return made;
    for (const std::string_view table : tables)
      if (auto done = write(options.output + "/" + std::string(table) + ".csv", table); !done) return done;
  }
  return files.keep();
}

int run(Options options) {
  if (options.output == "-") options.output.clear();
  const auto settings = settings_of(options);
  if (!settings) return report(settings.error()), kUsage;
  const std::unique_ptr<exchange::Exchange> format = exchange::find_format(options.format)->make(*settings);
  const std::vector<std::string_view> tables = format->tables();
  if (!tables.empty() && options.table.empty() && options.output.empty())
    return report({"export", options.format + " is several tables: --output FOLDER for all, --table for one of " + list(tables)}), kUsage;
  if (!options.table.empty() && std::find(tables.begin(), tables.end(), options.table) == tables.end())
    return report({"--table", "no table \"" + options.table + "\": one of " + list(tables)}), kUsage;
  auto choice = parse_choice(options.choice);
  if (!choice) return report(choice.error()), kUsage;

  const auto store = open_for_asking(options.store);
  if (store == nullptr) return kTrouble;
  const auto linked = store->linked();
  if (!linked) return report(linked.error()), kTrouble;
  if (auto found = find_documents(options.choice, *store, *linked, *choice); !found) return report(found.error()), kTrouble;
  store::Records kept(*store);
  const output::RecordSource records = [&](std::uint32_t n) -> const Record& { return kept(n); };
  const exchange::Selection selection(*linked, records, Model::builtin().lexicon(), *choice);
  if (report_failed(kept)) return kTrouble;
  if (options.output.empty()) {
    const int status = write_to_stdout(*format, selection, options);
    return report_failed(kept) ? kTrouble : status;
  }
  std::signal(SIGINT, [](int) { stop_asked = true; });
  std::signal(SIGTERM, [](int) { stop_asked = true; });
  if (auto written = write_to_files(*format, selection, options, kept); !written) return report(written.error()), kTrouble;
  return kDone;
}

}  // namespace

void add_export(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("export", kHelp);
  command->footer(kExamples);
  std::vector<std::string> names;
  for (const exchange::Format& f : exchange::formats()) names.emplace_back(f.name);
  command->add_option("--format", options->format, "one of the formats above")
      ->required()
      ->check(CLI::IsMember(names))
      ->type_name("FORMAT");
  command->add_option("--output", options->output, "a file, for csv a folder: written whole or not at all (default: standard output)")
      ->type_name("PATH");
  command->add_option("--table", options->table, "csv: only this table")->type_name("NAME");
  command->add_flag("--excel", options->excel, "csv: as Excel opens it by a double click, with a byte order mark and semicolons");
  command->add_option("--separator", options->separator, "csv: comma (default), semicolon (default with --excel) or tab")
      ->check(CLI::IsMember({"comma", "semicolon", "tab"}))
      ->type_name("NAME");
  add_choice_options(*command, options->choice);
  add_store_options(*command, options->store, false);
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::cli
