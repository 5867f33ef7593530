// Corpora of running words with their pieces and lemmas, analysed as texts: what words are
// learnt from and measured on.
#pragma once

#include <string>
#include <vector>

#include "isnad/result.h"
#include "language/analysis.h"

namespace isnad::training {

/// One word of the corpus and the tokens that it became: [first, last) of the analysis.
struct GoldWord {
  std::string word;
  std::vector<std::string> pieces;
  std::vector<std::string> tags;  ///< a part of speech a piece, if the corpus has them
  std::string lemma, pos;         ///< empty if the corpus has none
  std::uint32_t first = 0, last = 0;
};

struct WordCorpus {
  std::string path;
  std::vector<GoldWord> words;
  language::Analysis analysis;
  bool farasa = false;  ///< pieces joined by `+`, as Farasa cuts; else by `|`, as PADT is cut
};

/// Reads a file or every .tsv file of a folder: word, pieces, and perhaps parts of speech, lemma, part of speech. An empty line
/// ends a paragraph. Lines that begin with `#` and a letter are comments.
Result<std::vector<WordCorpus>> read_word_corpora(const std::string& path, const model::Lexicon& lexicon);

using Pieces = std::vector<std::string>;  // keys

/// The corpus's pieces of a word; without `endings`, those go back to their stems.
Pieces gold_pieces(const GoldWord& word, bool endings);
/// Ours, in the corpus's scheme: the article is always alef and lam. `endings` as in Farasa's; without them `particles_whole`
/// as PADT leaves particles like li-anna and mimma.
Pieces our_pieces(const GoldWord& word, const language::Analysis& analysis, const model::Lexicon& lexicon, bool endings,
                  bool particles_whole = false);
/// Whether all pieces but the stem, which is what remains, are the same.
bool same(const Pieces& gold, const Pieces& ours);

/// A lemma without diacritics, alef wasla as alef.
std::string bare(const std::string& lemma);
/// Our lemma of a corpus's word, bare.
std::string our_lemma(const GoldWord& word, const language::Analysis& analysis, const model::Lexicon& lexicon);

}  // namespace isnad::training
