// isnad stories: what the documents report on.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <tuple>

#include "commands.h"
#include "export/flow.h"
#include "export/json_writer.h"
#include "export/links.h"
#include "output.h"
#include "store_options.h"

namespace isnad::cli {
namespace {

constexpr const char* kHelp =
    R"(Prints the stories of the store: documents that report on one event, with a title and the days they span. The title is
that of the earliest document.)";

constexpr const char* kExamples = R"(Examples:
  isnad stories --store news.db
  isnad stories --store news.db --least 3)";

struct Options {
  StoreOptions store;
  std::size_t least = 2;
};

// A story as JSON: {"id", "title", "from", "to", "documents": [{"document", "outlet", "title"}]}.
class StoryWriter : output::JsonWriter {
 public:
  explicit StoryWriter(std::string& out) : JsonWriter(out) {}
  void story(const std::string& id, const std::vector<const Record*>& records, const std::string& from, const std::string& to) {
    open('{');
    key("id"), text(id);
    key("title"), text(records.front()->title);
    key("from"), text_or_null(from);
    key("to"), text_or_null(to);
    key("documents"), list(records, [&](const Record* r, std::size_t) {
      open('{');
      key("document"), text(output::document_name(*r));
      key("outlet"), text_or_null(r->outlet);
      key("title"), text_or_null(r->title);
      close('}');
    });
    close('}');
  }
};

int run(const Options& options) {
  const auto store = open_for_asking(options.store);
  if (store == nullptr) return kTrouble;
  const auto linked = store->linked();
  if (!linked) return report(linked.error()), kTrouble;
  const bool as_lines = as_text(options.store);
  const output::TerminalStyle style = terminal_style();
  Output out;
  for (const auto& story : linked->links.stories) {
    if (story.size() < options.least) continue;
    std::vector<Record> records;
    for (const std::uint32_t n : story) {
      auto record = store->record(n);
      if (!record) return report(record.error()), kTrouble;
      records.push_back(std::move(*record));
    }
    std::sort(records.begin(), records.end(),
              [](const Record& a, const Record& b) { return std::tie(a.published.from, a.id) < std::tie(b.published.from, b.id); });
    std::string from, to, line;
    std::vector<const Record*> all;
    for (const Record& r : records) {
      all.push_back(&r);
      if (r.published.from && (from.empty() || r.published.from->to_string() < from)) from = r.published.from->to_string();
      if (r.published.to && r.published.to->to_string() > to) to = r.published.to->to_string();
    }
    const std::string id = link::story_id(linked->reports, story);
    if (as_lines) {
      output::Flow flow(line, style);
      flow.add(id, output::kDim)
          .add(from + (to.empty() || to == from ? "" : std::string(output::kDash) + to), output::kDate)
          .text(records.front().title, output::kBold)
          .print("", 2);
      for (const Record& r : records)
        flow.text(r.outlet.empty() ? output::document_name(r) : r.outlet, output::kParty).text(r.title).print("    ", 4);
    } else {
      StoryWriter(line).story(id, all, from, to);
      line += '\n';
    }
    if (!out.write(line)) break;
  }
  return out.failed() ? kTrouble : kDone;
}

}  // namespace

void add_stories(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("stories", kHelp);
  command->footer(kExamples);
  command->add_option("--least", options->least, "stories of so many documents and more (default: 2)");
  add_store_options(*command, options->store, true);
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::cli
