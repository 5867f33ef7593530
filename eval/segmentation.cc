// How well words are taken apart: share of a corpus's words whose pieces are all right.
//
// Our scheme and theirs. PADT (pieces joined by `|`): conjunctions, prepositions, the future particle, the article and pronoun
// suffixes are pieces, everything else is the stem: so are ours, with the endings put back to their stems. Farasa (joined by
// `+`) also cuts the feminine ending, plural, dual and tanwin endings and a verb's subject suffix: we cut them by the features
// of the reading that was chosen (language/morphemes.h). A stem itself is not compared, since it is what remains: one of the
// two corpora spells it as it would stand alone. The article after lam counts as a piece of its own, as in both corpora.
// PADT leaves particles whole that we
// and Farasa cut (li-anna, mimma), but those with beh. A word that our tokenizer splits (a preposition on digits) has the pieces of its
// tokens.
#include <CLI/CLI.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <memory>

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

std::string joined(const Pieces& pieces) {
  std::string out;
  for (const std::string& p : pieces) out += (out.empty() ? "" : "+") + model::key_to_utf8(p);
  return out;
}

int run(const Options& options) {
  const model::Lexicon& lexicon = model::Lexicon::builtin();
  std::size_t words = 0, right = 0, clitics_right = 0;
  std::map<std::string, std::pair<std::size_t, std::string>> errors;
  fmt::print("{:<28}{:>8}{:>12}{:>14}\n", "", "words", "all pieces", "clitics only");
  for (const std::string& path : options.paths) {
    const auto corpora = read_word_corpora(path, lexicon);
    if (!corpora) {
      fmt::print(stderr, "isnad_eval: segmentation: {}\n", corpora.error().text());
      return 1;
    }
    std::size_t n = 0, r = 0, c = 0;
    for (const WordCorpus& corpus : *corpora)
      for (std::size_t i = 0; i < corpus.words.size(); ++i) {
        const GoldWord& w = corpus.words[i];
        const bool clitics = same(gold_pieces(w, false), our_pieces(w, corpus.analysis, lexicon, false, !corpus.farasa));
        const Pieces gold = gold_pieces(w, corpus.farasa), ours = our_pieces(w, corpus.analysis, lexicon, corpus.farasa, !corpus.farasa);
        const bool all = same(gold, ours);
        ++n;
        r += all ? 1 : 0;
        c += clitics ? 1 : 0;
        if (all || options.errors == 0) continue;
        auto& e = errors[(clitics ? "ending " : "clitic ") + w.word + "  gold " + joined(gold) + "  ours " + joined(ours)];
        ++e.first;
        if (e.second.empty())
          e.second = (i > 0 ? corpus.words[i - 1].word : "") + " _ " + (i + 1 < corpus.words.size() ? corpus.words[i + 1].word : "");
      }
    fmt::print("{:<28}{:>8}{:>12.4f}{:>14.4f}\n", path.substr(path.find_last_of('/', path.size() - 2) + 1), n,
               n ? double(r) / double(n) : 0, n ? double(c) / double(n) : 0);
    words += n;
    right += r;
    clitics_right += c;
  }
  std::vector<std::pair<std::string, std::pair<std::size_t, std::string>>> sorted(errors.begin(), errors.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second.first > b.second.first; });
  for (std::size_t i = 0; i < sorted.size() && i < options.errors; ++i)
    fmt::print("{:>5}  {}   in: {}\n", sorted[i].second.first, sorted[i].first, sorted[i].second.second);
  if (options.json)
    fmt::print("{{\"accuracy\": {:.4f}, \"clitics_accuracy\": {:.4f}, \"words\": {}}}\n", words ? double(right) / double(words) : 0,
               words ? double(clitics_right) / double(words) : 0, words);
  return 0;
}

}  // namespace

void add_segmentation(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("segmentation", "How well words are taken apart into clitics, stems and endings.");
  command->add_option("PATH", options->paths, "a corpus of running words with their pieces, or a folder of such files (.tsv)")->required();
  command->add_option("--errors", options->errors, "list the so many most frequent errors");
  command->add_flag("--json", options->json, "figures as one JSON object on the last line");
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::eval
