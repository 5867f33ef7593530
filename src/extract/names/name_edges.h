// Where a name begins and ends: what stands before it without belonging to it.
#pragma once

#include "extract/names/found_names.h"

namespace isnad::extract {

/// End of the title that begins at token `first` and ends before `last`, several words long (`آية الله`) or one with the article; `first`
/// if there is none.
std::uint32_t title_words(const FoundNames& names, std::uint32_t first, std::uint32_t last);

/// Where a person's name begins among tokens [first, last): behind titles and adjectives of states (`آية الله`, `الملك`). Never `last`.
std::uint32_t person_start(const FoundNames& names, std::uint32_t first, std::uint32_t last);

/// Where a place's name begins: behind nouns that only announce it (`العاصمة العمانية مسقط`, `مدينة مشهد`). Never `last`.
std::uint32_t place_start(const FoundNames& names, std::uint32_t first, std::uint32_t last);

/// Where a medium's name begins: behind its kind (`موقع`, `صحيفة`), but not where that is part of it (`وكالة الأنباء السورية`).
std::uint32_t medium_start(const FoundNames& names, std::uint32_t first, std::uint32_t last);

/// Whether an adjective can belong to a body's head noun by gender: `وزير الخارجية الأميركي` speaks of a minister, not of a ministry.
bool agrees(const language::Word& head, const language::Word& adjective);

/// Whether token i is the adjective of the noun before it, though it can be the name of a body: `السياسة الخارجية الأميركية`.
bool adjective_of_noun(const FoundNames& names, std::uint32_t i);

}  // namespace isnad::extract
