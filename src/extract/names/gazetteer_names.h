// Names of the gazetteer where they stand in a text: states, capitals that act for them, places, bodies, media, persons.
#pragma once

#include "extract/names/found_names.h"

namespace isnad::extract {

/// Adds the longest name of the gazetteer at every place. Names that are ordinary words too count only in quotation marks or
/// brackets (`outlets.tsv`, column ambiguous), or where the tagger saw a name; so the tagger's names must be there already.
void add_gazetteer_names(FoundNames& names);

/// Adds nouns that stand for a state which the text names elsewhere (`المملكة`; lexicon/states).
void add_state_nouns(FoundNames& names);

}  // namespace isnad::extract
