// isnad status: what a store holds.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

#include "commands.h"
#include "export/json_writer.h"
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

class StatusWriter : output::JsonWriter {
 public:
  explicit StatusWriter(std::string& out) : JsonWriter(out) {}
  void write(const std::vector<std::pair<const char*, std::size_t>>& rows) {
    open('{');
    for (const auto& [name, count] : rows) key(name), number(static_cast<std::uint32_t>(count));
    close('}');
  }
};

int run(const Options& options) {
  const auto store = open_for_asking(options.store);
  if (store == nullptr) return kTrouble;
  const auto linked = store->linked();
  if (!linked) return report(linked.error()), kTrouble;
  const link::Links& l = linked->links;
  std::size_t copies = 0, stories = 0, claims = 0, contacts = 0, denied = 0, confirmed = 0;
  for (const auto& c : l.copies) copies += c.size() - 1;
  for (const auto& s : l.stories) stories += s.size() > 1;
  for (const auto& c : l.claims) claims += c.mentions.size() > 1, denied += !c.denied_by.empty(), confirmed += !c.confirmed_by.empty();
  for (const auto& c : l.contacts) contacts += c.mentions.size() > 1;
  const std::vector<std::pair<const char*, std::size_t>> rows{{"documents", linked->reports.size()},
                                                              {"copies", copies},
                                                              {"stories", stories},
                                                              {"claims", l.claims.size()},
                                                              {"claims_of_several_reports", claims},
                                                              {"claims_confirmed", confirmed},
                                                              {"claims_denied", denied},
                                                              {"contacts", l.contacts.size()},
                                                              {"contacts_of_several_reports", contacts}};
  std::string text;
  if (as_text(options.store)) {
    for (const auto& [name, count] : rows) {
      std::string label = name;
      std::replace(label.begin(), label.end(), '_', ' ');
      label.resize(28, ' ');
      text += label + std::to_string(count) + '\n';
    }
  } else {
    StatusWriter(text).write(rows);
    text += '\n';
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
