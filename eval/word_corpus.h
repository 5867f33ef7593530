// Corpora of running words with their pieces and lemmas, analysed as texts: what `segmentation` and `lemma` measure on.
#pragma once

#include <string>
#include <vector>

#include "isnad/result.h"
#include "language/analysis.h"

namespace isnad::eval {

/// One word of the corpus and the tokens that it became: [first, last) of the analysis.
struct GoldWord {
  std::string word;
  std::vector<std::string> pieces;
  std::vector<std::string> tags;   ///< a part of speech a piece, if the corpus has them
  std::string lemma, pos;          ///< empty if the corpus has none
  std::uint32_t first = 0, last = 0;
};

struct WordCorpus {
  std::vector<GoldWord> words;
  language::Analysis analysis;
  bool farasa = false;  ///< pieces joined by `+`, as Farasa cuts; else by `|`, as PADT is cut
};

/// Reads a file or every .tsv file of a folder: word, pieces, and perhaps parts of speech, lemma, part of speech. An empty line
/// ends a paragraph. Lines that begin with `#` and a letter are comments.
Result<std::vector<WordCorpus>> read_word_corpora(const std::string& path, const model::Lexicon& lexicon);

}  // namespace isnad::eval
