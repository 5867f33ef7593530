// A word in pieces as it is written, and the dictionary's form of it.
//
// For whoever compares Isnad with other analysers or wants dictionary forms. Pure functions of an analysis.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "language/analysis.h"

namespace isnad::language {

enum class MorphemeKind : std::uint8_t {
  conjunction,  ///< waw, feh
  preposition,  ///< beh, lam, kaf
  future,       ///< seen
  article,
  stem,
  ending,  ///< inflection at the stem's end: teh marbuta, plural, dual, tanwin alef, a verb's person
  pronoun  ///< suffix
};

/// Letters [begin, end) of a token's key. The article after lam is one letter there; where the stem begins with lam too, none.
struct Morpheme {
  MorphemeKind kind;
  std::uint8_t begin, end;
};

/// The pieces of a token in the order of writing; together they are its key. One stem for a token that is no Arabic word.
/// Unlike Word, which keeps them whole for look-up, names that have the article (`al-Iraq`) and prepositions with a pronoun
/// (`lahu`) are in pieces.
std::vector<Morpheme> morphemes(const Analysis& analysis, std::uint32_t token, const model::Lexicon& lexicon);

/// Dictionary form of a token, undiacritized, with right hamzas: a verb's past (3rd person masculine singular), a noun's
/// singular, an adjective's masculine singular, of a particle the particle without its pronoun. An unknown word's is its
/// stem as written, without what is surely inflection.
std::string lemma(const Analysis& analysis, std::uint32_t token, const model::Lexicon& lexicon);

}  // namespace isnad::language
