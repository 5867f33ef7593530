// What a word is: its clitics, stem, part of speech and what the lexicon knows of it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "model/lexicon.h"
#include "text/clean.h"
#include "text/tokens.h"

namespace isnad::language {

/// Proclitics of a word, as bits.
enum Proclitic : std::uint8_t {
  kAnd = 1,    ///< waw
  kThen = 2,   ///< feh
  kBy = 4,     ///< beh
  kFor = 8,    ///< lam
  kLike = 16,  ///< kaf
  kWill = 32,  ///< seen
  kThe = 64,   ///< definite article
};

/// Person, gender and number of a pronoun suffix.
enum class Enclitic : std::uint8_t { none, me, us, you, him, her, them, them_two };

/// A token taken apart. Parallel to the tokens of the text.
struct Word {
  model::Pos pos = model::Pos::unknown;
  std::uint8_t proclitics = 0;
  Enclitic enclitic = Enclitic::none;
  std::string_view stem;                 ///< key without clitics (article cut too)
  std::string_view name;                 ///< key without conjunction and preposition, the article kept (`للX` read as `الX`)
  std::span<const model::Sense> senses;  ///< what the lexicon says of the stem (or of stem with article)
  const model::Sense* sense = nullptr;   ///< the one chosen in context; null for an unknown word
  std::uint32_t features = 0;            ///< model::Feature bits of the chosen sense and of affixes

  bool has(Proclitic p) const { return (proclitics & p) != 0; }
  bool is(model::Category c) const { return sense != nullptr && sense->category == c; }
  /// Whether any reading is of the category.
  const model::Sense* find(model::Category c) const {
    for (const model::Sense& s : senses)
      if (s.category == c) return &s;
    return nullptr;
  }
};

/// A text after the language layer: input of every extractor. Moves, does not copy.
struct Analysis {
  text::CleanText text;
  text::TokenizedText tokenized;
  std::vector<Word> words;  ///< parallel to tokenized.tokens

  const std::vector<text::Token>& tokens() const { return tokenized.tokens; }
  const std::vector<text::Sentence>& sentences() const { return tokenized.sentences; }
  /// The span from the beginning of token `first` to the end of token `last - 1`.
  Span span(std::uint32_t first, std::uint32_t last) const { return {tokens()[first].span.start, tokens()[last - 1].span.end}; }
};

/// Takes every word of a text apart, in context.
Analysis analyse(text::CleanText text, const model::Lexicon& lexicon);
/// The same with the tokens of that text, where more is known of them than the text says (which sentences are headlines).
Analysis analyse(text::CleanText text, text::TokenizedText tokenized, const model::Lexicon& lexicon);

}  // namespace isnad::language
