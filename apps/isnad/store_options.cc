#include "store_options.h"

#include <CLI/CLI.hpp>

#include <cstdlib>

#include "output.h"

namespace isnad::cli {

void add_store_options(CLI::App& command, StoreOptions& options, bool with_format) {
  command.add_option("--store", options.store, "the store: a file, or postgresql://USER@HOST/DATABASE (default: isnad.db)")
      ->type_name("STORE")
      ->envname("ISNAD_STORE");
  if (with_format)
    command.add_option("--format", options.format, "text for people (default on a terminal), jsonl for programs (default elsewhere)")
        ->check(CLI::IsMember({"text", "jsonl"}))
        ->type_name("FORMAT");
}

bool as_text(const StoreOptions& options) { return options.format.empty() ? on_terminal() : options.format == "text"; }

output::TerminalStyle terminal_style() {
  output::TerminalStyle style;
  style.width = terminal_width();
  style.isolate = on_terminal();
  const char* const term = std::getenv("TERM");
  style.color = on_terminal() && std::getenv("NO_COLOR") == nullptr && (term == nullptr || std::string_view(term) != "dumb");
  return style;
}

std::unique_ptr<store::Store> open_for_asking(const StoreOptions& options) {
  auto store = store::Store::open(options.store, false, true);
  if (!store) {
    report(store.error());
    return nullptr;
  }
  return std::make_unique<store::Store>(std::move(*store));
}

bool report_failed(const store::Records& records) {
  if (records.error()) report(*records.error());
  return records.error().has_value();
}

}  // namespace isnad::cli
