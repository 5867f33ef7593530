// Names that the tagger found, with what does not belong to them cut off and their types made finer.
#pragma once

#include "extract/names/found_names.h"

namespace isnad::extract {

/// Adds the tagger's names: titles before persons and announcing nouns before places and bodies (`العاصمة`, `دول`) are cut off, words
/// that are no names by any reading are left out, media are told from bodies. Must come before every other way of finding names.
void add_tagged_names(FoundNames& names);

}  // namespace isnad::extract
