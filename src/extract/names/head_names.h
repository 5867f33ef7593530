// Names that a noun begins or announces: `وزارة الدفاع الألمانية`, `موقع بلومبرغ`, `مدينة حلب` (lexicon/heads).
#pragma once

#include "extract/names/found_names.h"

namespace isnad::extract {

/// Adds bodies, media and places by their head nouns. The gazetteer's and the tagger's names must be there already.
void add_head_names(FoundNames& names);

/// Adds heads of bodies that stand alone with the article for a body named in full before or after (`الوزارة`, `السفارة`). Names must be
/// settled.
void add_short_bodies(FoundNames& names);

}  // namespace isnad::extract
