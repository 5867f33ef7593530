// How well words are taken apart: share of a corpus's words whose pieces are all right.
//
// Our scheme and theirs. PADT (pieces joined by `|`): conjunctions, prepositions, the future particle, the article and pronoun
// suffixes are pieces, everything else is the stem: so are ours, with the endings put back to their stems. Farasa (joined by
// `+`) also cuts the feminine ending, plural, dual and tanwin endings and a verb's subject suffix: we cut them by the features
// of the reading that was chosen (language/morphemes.h). A stem itself is not compared, since it is what remains: one of the
// two corpora spells it as it would stand alone. The article after lam counts as a piece of its own, as in both corpora.
// A word that our tokenizer splits (a preposition on digits) has the pieces of its tokens.
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

using language::MorphemeKind;

struct Options {
  std::vector<std::string> paths;
  std::size_t errors = 0;
  bool json = false;
};

using Pieces = std::vector<std::string>;  // keys

bool is_prefix(const std::string& key) {
  return (key.size() == 1 && std::string_view("\xE8\xE1\xC8\xE4\xE3\xD3").find(key[0]) != std::string_view::npos) || key == "\xC7\xE4";
}

std::size_t stem_of(const Pieces& pieces) {
  std::size_t i = 0;
  while (i + 1 < pieces.size() && is_prefix(pieces[i])) ++i;
  return i;
}

bool same(const Pieces& gold, const Pieces& ours) {
  if (gold.size() != ours.size()) return false;
  const std::size_t stem = stem_of(gold);
  for (std::size_t i = 0; i < gold.size(); ++i)
    if (i != stem && gold[i] != ours[i]) return false;
  return true;
}

bool is_ending(const std::string& tag, const std::string& key) {
  return tag == "NSUFF" || tag == "CASE" || (tag == "PRON" && (key == "\xCA" || key == "\xE8\xC7" || key == "\xE8\xE6" || key == "\xE6" || key == "\xC7" || key == "\xC7\xE6" || key == "\xCA\xC7"));
}

Pieces gold_pieces(const GoldWord& w, bool endings) {
  Pieces out;
  for (std::size_t i = 0; i < w.pieces.size(); ++i) {
    const std::string key = model::fold_utf8(w.pieces[i]);
    if (!endings && i > 0 && i < w.tags.size() && is_ending(w.tags[i], key)) {
      out.back() += key;
      continue;
    }
    out.push_back(key);
  }
  return out;
}

Pieces our_pieces(const GoldWord& w, const language::Analysis& a, const model::Lexicon& lexicon, bool endings) {
  Pieces out;
  for (std::uint32_t t = w.first; t < w.last; ++t) {
    const std::string_view key = a.tokens()[t].key;
    if (a.tokens()[t].kind != text::TokenKind::word) {
      if (t > w.first && a.tokens()[t - 1].kind != text::TokenKind::word) out.back() += key;
      else out.emplace_back(key);
      continue;
    }
    for (const language::Morpheme& m : language::morphemes(a, t, lexicon)) {
      if (m.kind == MorphemeKind::ending && !endings) {
        out.back() += key.substr(m.begin, m.end - m.begin);
        continue;
      }
      out.emplace_back(m.kind == MorphemeKind::article ? std::string_view("\xC7\xE4") : key.substr(m.begin, m.end - m.begin));
    }
  }
  if (out.empty()) out.emplace_back();
  return out;
}

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
        const bool clitics = same(gold_pieces(w, false), our_pieces(w, corpus.analysis, lexicon, false));
        const Pieces gold = gold_pieces(w, corpus.farasa), ours = our_pieces(w, corpus.analysis, lexicon, corpus.farasa);
        const bool all = same(gold, ours);
        ++n;
        r += all ? 1 : 0;
        c += clitics ? 1 : 0;
        if (all || options.errors == 0) continue;
        auto& e = errors[(clitics ? "ending " : "clitic ") + w.word + "  gold " + joined(gold) + "  ours " + joined(ours)];
        ++e.first;
        if (e.second.empty()) e.second = (i > 0 ? corpus.words[i - 1].word : "") + " _ " + (i + 1 < corpus.words.size() ? corpus.words[i + 1].word : "");
      }
    fmt::print("{:<28}{:>8}{:>12.4f}{:>14.4f}\n", path.substr(path.find_last_of('/', path.size() - 2) + 1), n, n ? double(r) / double(n) : 0, n ? double(c) / double(n) : 0);
    words += n;
    right += r;
    clitics_right += c;
  }
  std::vector<std::pair<std::string, std::pair<std::size_t, std::string>>> sorted(errors.begin(), errors.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second.first > b.second.first; });
  for (std::size_t i = 0; i < sorted.size() && i < options.errors; ++i)
    fmt::print("{:>5}  {}   in: {}\n", sorted[i].second.first, sorted[i].first, sorted[i].second.second);
  if (options.json)
    fmt::print("{{\"accuracy\": {:.4f}, \"clitics_accuracy\": {:.4f}, \"words\": {}}}\n", words ? double(right) / double(words) : 0, words ? double(clitics_right) / double(words) : 0, words);
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
