// What the commands that use a store have in common: its place, its opening.
#pragma once

#include <memory>
#include <string>

#include "export/terminal.h"
#include "store/answers.h"
#include "store/store.h"

namespace CLI {
class App;
}

namespace isnad::cli {

struct StoreOptions {
  std::string store = "isnad.db";
  std::string format;  ///< text, jsonl; empty: text on a terminal, else jsonl
};

void add_store_options(CLI::App& command, StoreOptions& options, bool with_format);
bool as_text(const StoreOptions& options);
/// How text is laid out on this terminal, or where there is none.
output::TerminalStyle terminal_style();

/// Opens a store for asking. Reports what is wrong; nothing then.
std::unique_ptr<store::Store> open_for_asking(const StoreOptions& options);

/// Whether a record could not be had; reports it.
bool report_failed(const store::Records& records);

}  // namespace isnad::cli
