// What the commands that use a store have in common: its place, its opening, records on demand.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "export/terminal.h"
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

/// Records of a store by number, the last few kept.
class Records {
 public:
  explicit Records(store::Store& store) : store_(store) {}
  /// An empty record, reported once, if it cannot be had: failed() is true then.
  const Record& operator()(std::uint32_t number);
  bool failed() const { return failed_; }

 private:
  store::Store& store_;
  std::unordered_map<std::uint32_t, Record> kept_;
  bool failed_ = false;
};

}  // namespace isnad::cli
