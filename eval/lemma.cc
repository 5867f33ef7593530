// How well words are brought to their dictionary form: share of a corpus's words with the right lemma, without diacritics.
//
// Gold lemmas lose their diacritics, and alef wasla becomes alef; hamzas, teh marbuta and alef maksura count. Marks and numbers
// count as words, as they do in the corpus. A word that our tokenizer splits has the lemma of its first Arabic token, if it has
// one, else all its tokens together.
#include <CLI/CLI.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <memory>

#include "base/utf8.h"
#include "commands.h"
#include "language/morphemes.h"
#include "model/key.h"
#include "word_corpus.h"

namespace isnad::eval {
namespace {

using namespace training;  // word corpora

struct Options {
  std::vector<std::string> paths;
  std::size_t errors = 0;
  bool json = false;
};

int run(const Options& options) {
  const model::Lexicon& lexicon = model::Lexicon::builtin();
  std::size_t words = 0, right = 0;
  std::map<std::string, std::pair<std::size_t, std::string>> errors;
  fmt::print("{:<28}{:>8}{:>10}\n", "", "words", "lemma");
  for (const std::string& path : options.paths) {
    const auto corpora = read_word_corpora(path, lexicon);
    if (!corpora) {
      fmt::print(stderr, "isnad_eval: lemma: {}\n", corpora.error().text());
      return 1;
    }
    std::size_t n = 0, r = 0;
    for (const WordCorpus& corpus : *corpora)
      for (std::size_t i = 0; i < corpus.words.size(); ++i) {
        const GoldWord& w = corpus.words[i];
        if (w.lemma.empty()) continue;
        const std::string gold = bare(w.lemma), ours = our_lemma(w, corpus.analysis, lexicon);
        ++n;
        if (gold == ours) {
          ++r;
          continue;
        }
        if (options.errors == 0) continue;
        auto& e = errors[w.word + "  gold " + gold + " (" + w.pos + ")  ours " + ours];
        ++e.first;
        if (e.second.empty())
          e.second = (i > 0 ? corpus.words[i - 1].word : "") + " _ " + (i + 1 < corpus.words.size() ? corpus.words[i + 1].word : "");
      }
    if (n == 0) {
      fmt::print(stderr, "isnad_eval: lemma: {}: has no lemmas\n", path);
      return 1;
    }
    fmt::print("{:<28}{:>8}{:>10.4f}\n", path.substr(path.find_last_of('/', path.size() - 2) + 1), n, double(r) / double(n));
    words += n;
    right += r;
  }
  std::vector<std::pair<std::string, std::pair<std::size_t, std::string>>> sorted(errors.begin(), errors.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second.first > b.second.first; });
  for (std::size_t i = 0; i < sorted.size() && i < options.errors; ++i)
    fmt::print("{:>5}  {}   in: {}\n", sorted[i].second.first, sorted[i].first, sorted[i].second.second);
  if (options.json) fmt::print("{{\"accuracy\": {:.4f}, \"words\": {}}}\n", double(right) / double(words), words);
  return 0;
}

}  // namespace

void add_lemma(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("lemma", "How well words are brought to their dictionary form.");
  command->add_option("PATH", options->paths, "a corpus of running words with their lemmas, or a folder of such files (.tsv)")->required();
  command->add_option("--errors", options->errors, "list the so many most frequent errors");
  command->add_flag("--json", options->json, "figures as one JSON object on the last line");
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::eval
