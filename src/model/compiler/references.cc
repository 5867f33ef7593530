#include "model/compiler/references.h"

#include <algorithm>
#include <optional>
#include <set>

namespace isnad::model {
namespace {

const TsvFile* find_file(const std::vector<TsvFile>& files, std::string_view name) {
  const auto it = std::find_if(files.begin(), files.end(), [&](const TsvFile& f) { return f.name == name; });
  return it == files.end() ? nullptr : &*it;
}

std::optional<std::size_t> find_column(const TsvFile& file, std::string_view name) {
  const auto it = std::find(file.columns.begin(), file.columns.end(), name);
  if (it == file.columns.end()) return std::nullopt;
  return static_cast<std::size_t>(it - file.columns.begin());
}

std::set<std::string_view> cells_of(const TsvFile& file, std::string_view column) {
  std::set<std::string_view> out;
  if (const auto c = find_column(file, column))
    for (const TsvRow& row : file.rows) out.insert(row.cells[*c]);
  return out;
}

// Every word of the column `word` whose class needs a verb must be one of lexicon/verbs.
template <class NeedsVerb>
void check_verbs(const TsvFile& verbs, const TsvFile& frames, std::string_view word, NeedsVerb needs_verb, std::vector<Error>& errors) {
  const auto known = cells_of(verbs, "past");
  const auto column = find_column(frames, word), frame_class = find_column(frames, "class");
  if (!column || !frame_class) return;
  for (const TsvRow& row : frames.rows)
    if (needs_verb(row.cells[*frame_class]) && !known.contains(row.cells[*column]))
      errors.push_back({place(frames, row, *column), "\"" + row.cells[*column] + "\" is the past of no verb in lexicon/verbs.tsv"});
}

}  // namespace

void check_references(const std::vector<TsvFile>& files, std::vector<Error>& errors) {
  if (const TsvFile* verbs = find_file(files, "lexicon/verbs")) {
    if (const TsvFile* frames = find_file(files, "frames/attribution"))  // a source phrase is no verb
      check_verbs(*verbs, *frames, "cue", [](std::string_view c) { return c != "source"; }, errors);
    if (const TsvFile* frames = find_file(files, "frames/contact"))
      check_verbs(*verbs, *frames, "trigger", [](std::string_view c) { return c == "verb"; }, errors);
  }
  const TsvFile* countries = find_file(files, "gazetteer/countries");
  if (countries == nullptr) return;
  const auto codes = cells_of(*countries, "iso");
  for (const TsvFile& file : files) {
    const auto country = find_column(file, "country");
    if (!country || !file.name.starts_with("gazetteer/")) continue;
    for (const TsvRow& row : file.rows)
      if (const std::string& code = row.cells[*country]; code != "-" && !codes.contains(code))
        errors.push_back({place(file, row, *country), "\"" + code + "\" is the code of no country in gazetteer/countries.tsv"});
  }
}

}  // namespace isnad::model
