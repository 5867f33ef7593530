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

}  // namespace

void check_references(const std::vector<TsvFile>& files, std::vector<Error>& errors) {
  const TsvFile* verbs = find_file(files, "lexicon/verbs");
  const TsvFile* attribution = find_file(files, "frames/attribution");
  if (verbs != nullptr && attribution != nullptr) {
    const auto known = cells_of(*verbs, "past");
    const auto cue = find_column(*attribution, "cue"), frame_class = find_column(*attribution, "class");
    for (const TsvRow& row : attribution->rows) {
      if (!cue || !frame_class || row.cells[*frame_class] == "source") continue;  // a source phrase is no verb
      if (!known.contains(row.cells[*cue]))
        errors.push_back({place(*attribution, row, *cue), "\"" + row.cells[*cue] + "\" is the past of no verb in lexicon/verbs.tsv"});
    }
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
