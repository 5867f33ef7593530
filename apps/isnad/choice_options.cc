#include "choice_options.h"

#include <CLI/CLI.hpp>

#include <algorithm>

#include "isnad/model.h"
#include "link/identity.h"
#include "store/query.h"

namespace isnad::cli {

void add_choice_options(CLI::App& command, ChoiceOptions& options) {
  command.add_option("--party", options.parties, "a name; once or twice")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("NAME");
  command.add_option("--after", options.after, "from this day on")->type_name("DATE");
  command.add_option("--before", options.before, "up to this day")->type_name("DATE");
  command.add_option("--story", options.story, "only what the documents of this story tell: its id in isnad stories")->type_name("ID");
  command.add_option("--query", options.query, "only what these documents tell: as in isnad search")->type_name("QUERY");
}

Result<output::Choice> parse_choice(const ChoiceOptions& options) {
  output::Choice out;
  for (const auto& [value, day] : {std::pair(&options.after, &out.after), std::pair(&options.before, &out.before)})
    if (!value->empty())
      if (*day = Date::parse(*value); !*day) return fail("--after or --before", "no date \"" + *value + "\": 2015, 2015-08 or 2015-08-01");
  const model::Lexicon& lexicon = Model::builtin().lexicon();
  const link::Identities identities(lexicon);
  for (const std::string& name : options.parties) out.parties.push_back(identities.named(name));
  if (!options.query.empty())
    if (const auto query = store::parse_query(options.query, lexicon); !query) return tl::unexpected(query.error());
  return out;
}

Result<void> find_documents(const ChoiceOptions& options, store::Store& store, const link::LinkedReports& linked, output::Choice& choice) {
  if (!options.story.empty()) {
    const auto& stories = linked.links.stories;
    const auto found = std::find_if(stories.begin(), stories.end(), [&](const std::vector<std::uint32_t>& s) {
      return link::story_id(linked.reports, s) == options.story;
    });
    if (found == stories.end()) return fail("--story", "no story \"" + options.story + "\": isnad stories lists them");
    choice.documents = *found;
    std::sort(choice.documents->begin(), choice.documents->end());
  }
  if (!options.query.empty()) {
    const auto query = store::parse_query(options.query, Model::builtin().lexicon());
    if (!query) return tl::unexpected(query.error());
    auto found = store.search(*query, linked.reports.size());
    if (!found) return tl::unexpected(found.error());
    std::sort(found->begin(), found->end());
    if (!choice.documents) {
      choice.documents = std::move(*found);
    } else {
      std::vector<std::uint32_t> both;
      std::set_intersection(choice.documents->begin(), choice.documents->end(), found->begin(), found->end(), std::back_inserter(both));
      choice.documents = std::move(both);
    }
  }
  return {};
}

}  // namespace isnad::cli
