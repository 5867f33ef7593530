// Which contacts and documents a command is about: the options of timeline and export.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "export/choice.h"
#include "store/store.h"

namespace CLI {
class App;
}

namespace isnad::cli {

struct ChoiceOptions {
  std::vector<std::string> parties;
  std::string after, before, story, query;
};

void add_choice_options(CLI::App& command, ChoiceOptions& options);

/// Fails on what cannot be asked, before the store is opened: a day that is none, a query that is none.
Result<output::Choice> parse_choice(const ChoiceOptions& options);
/// The documents of --story and --query. Fails if there is no such story.
Result<void> find_documents(const ChoiceOptions& options, store::Store& store, const link::LinkedReports& linked, output::Choice& choice);

}  // namespace isnad::cli
