// Noun phrases: how far a noun reaches.
#pragma once

#include <cstdint>

#include "language/analysis.h"

namespace isnad::language {

/// Whether a word can stand inside a noun phrase (noun, adjective, name, number, unknown word; no verb, no particle).
bool is_nominal(const Word& word);

/// Whether a word is definite by itself: article, pronoun suffix, or a name.
bool is_definite(const Word& word);

/// Whether token `next` goes on with the noun phrase that reaches to token `last` (inclusive) of the same sentence: an
/// adjective of it, the second noun of a construct state, a name in apposition to a title. Particles other than the article
/// begin something new.
bool continues_phrase(const Analysis& analysis, std::uint32_t last, std::uint32_t next);

/// End (exclusive) of the noun phrase that begins at token `first`, without prepositional complements and coordination.
std::uint32_t phrase_end(const Analysis& analysis, std::uint32_t first);

/// Whether the token is a preposition written apart (`في`), or a word that begins with an attached one (`بـ`, `لـ`, `كـ`).
bool is_preposition(const Word& word);

/// Whether token i begins the title of another person, behind a title that an adjective of a state closes: `الوزير المصري الملك …`.
bool opens_title(const Analysis& analysis, std::uint32_t i);

/// Whether a noun is a sound plural or dual in the genitive or accusative (`القطريين`): right behind a verb it is no subject.
bool is_oblique(const Word& word);

/// A finite verb in its chosen reading.
inline bool is_verb(const Word& word) { return word.is(model::Category::verb); }

}  // namespace isnad::language
