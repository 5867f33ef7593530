// The walk over a text's words in which each is taken apart, whoever chooses its reading: the program or its training.
#pragma once

#include <functional>

#include "language/candidates.h"

namespace isnad::language {

/// Chooses among the readings of a token; null for none of them. The readings live until it returns.
using Choose = std::function<const Candidate*(std::uint32_t token, std::span<const Candidate> readings, const Context& context)>;

/// Makes the reading of a token with that key its word.
void take(const Candidate& reading, std::string_view key, Word& word);

/// Fills analysis.words from its text and tokens. Asks where a word has no reading or several.
void read_words(Analysis& analysis, const model::Lexicon& lexicon, const model::WordModel* words, const Choose& choose);

}  // namespace isnad::language
