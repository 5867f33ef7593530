// How well names are found: exact spans of persons, organizations and locations against a corpus in columns.
//
// Tags: PERS, PER → person; ORG → organization; LOC, GPE, FAC → location; others do not count; of nested names the outermost
// does. A name counts as the corpus's tokens that it touches, so particles attached to its first word belong to it, as they do
// in these corpora.
#include <CLI/CLI.hpp>

#include <fmt/core.h>

#include <memory>

#include "commands.h"
#include "corpus.h"
#include "crf.h"

namespace isnad::eval {
namespace {

struct Options {
  std::vector<std::string> files, train_on;
  bool json = false;
};

bool append(const std::string& path, std::vector<training::LabelledText>& out) {
  auto texts = training::read_columns(path, model::Lexicon::builtin());
  if (!texts) {
    fmt::print(stderr, "isnad_eval: names: {}\n", texts.error().text());
    return false;
  }
  for (training::LabelledText& t : *texts) out.push_back(std::move(t));
  return true;
}

int run(const Options& options) {
  const model::Lexicon& lexicon = model::Lexicon::builtin();
  const auto builtin = language::NameModel::open(lexicon.model("names"));
  if (!builtin) {
    fmt::print(stderr, "isnad_eval: names: this program has no model of names (data/models/names.bin)\n");
    return 1;
  }
  std::vector<training::LabelledText> texts, corpus;
  for (const std::string& path : options.files)
    if (!append(path, texts)) return 1;
  for (const std::string& path : options.train_on)
    if (!append(path, corpus)) return 1;
  std::string bytes;
  if (!corpus.empty()) {
    const training::CrfOptions crf;
    bytes = training::train({{"corpus", &corpus, 1}}, lexicon, *builtin, crf, [&](int epoch, double loss, const std::string&) {
      fmt::print(stderr, "epoch {} of {}: loss {:.3f} a sentence\n", epoch, crf.epochs, loss);
    });
  }
  const training::Figures f = training::measure_spans(texts, lexicon, bytes.empty() ? *builtin : training::open_model(bytes));

  const char* types[] = {"person", "organization", "location", "all"};
  fmt::print("{:<14}{:>10}{:>10}{:>10}{:>10}\n", "", "precision", "recall", "f1", "names");
  for (std::size_t k = 0; k < 4; ++k)
    fmt::print("{:<14}{:>10.4f}{:>10.4f}{:>10.4f}{:>10}\n", types[k], f.rows[k].precision(), f.rows[k].recall(), f.rows[k].f1(),
               f.rows[k].wanted);
  if (!options.json) return 0;
  fmt::print("{{\"precision\": {:.4f}, \"recall\": {:.4f}, \"f1\": {:.4f}", f.all().precision(), f.all().recall(), f.all().f1());
  for (std::size_t k = 0; k < 3; ++k)
    fmt::print(", \"{}\": {{\"precision\": {:.4f}, \"recall\": {:.4f}, \"f1\": {:.4f}}}", types[k], f.rows[k].precision(),
               f.rows[k].recall(), f.rows[k].f1());
  fmt::print("}}\n");
  return 0;
}

}  // namespace

void add_names(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("names", "How well persons, organizations and locations are found: exact spans.");
  command->add_option("FILE", options->files, "corpora in columns: a token and its IOB2 tags a line, an empty line after a sentence")
      ->required();
  command->add_option(
      "--train-on", options->train_on,
      "measure a tagger trained on these corpora alone (with the program's lexicon and word clusters), as published figures are");
  command->add_flag("--json", options->json, "figures as one JSON object on the last line");
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::eval
