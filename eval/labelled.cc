#include "labelled.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <unordered_map>

#include "ingest/source.h"
#include "language/analysis.h"
#include "text/clean.h"

namespace isnad::eval {

std::vector<Labelled> read_labelled(const std::vector<std::string>& files, const char* field, const char* task) {
  std::unordered_map<std::string, std::string> labels;
  simdjson::dom::parser parser;
  for (const std::string& file : files) {
    simdjson::dom::document_stream lines;
    if (const auto error = parser.load_many(file, std::size_t{8} << 20).get(lines); error) {
      fmt::print(stderr, "isnad_eval: {}: {}: {}\n", task, file, simdjson::error_message(error));
      continue;
    }
    for (auto line : lines) {
      std::string_view id, label;
      if (line["id"].get(id) == simdjson::SUCCESS && line[field].get(label) == simdjson::SUCCESS) labels[std::string(id)] = label;
    }
  }

  std::vector<Labelled> out;
  const Model& model = Model::builtin();
  const link::TermModel terms(model.lexicon());
  ingest::Sink sink;
  sink.error = [&](const Error& error) { fmt::print(stderr, "isnad_eval: {}: {}\n", task, error.text()); };
  sink.document = [&](const Document& document) {
    const auto label = labels.find(document.id);
    if (label == labels.end()) {
      fmt::print(stderr, "isnad_eval: {}: {}: no member \"{}\"\n", task, document.id, field);
      return true;
    }
    Labelled l;
    l.id = document.id;
    l.label = label->second;
    l.record = read(document, model);
    l.item = link::document_item(l.record, language::analyse(text::clean(document, model.lexicon()), model.lexicon()), terms);
    out.push_back(std::move(l));
    return true;
  };
  ingest::read_paths(files, sink);
  return out;
}

}  // namespace isnad::eval
