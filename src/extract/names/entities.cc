#include "extract/names/entities.h"

#include "extract/names/found_names.h"
#include "extract/names/gazetteer_names.h"
#include "extract/names/head_names.h"
#include "extract/names/name_clusters.h"
#include "extract/names/person_names.h"
#include "extract/names/tagged_names.h"

namespace isnad::extract {

// Each step may ask what the ones before it found; settle() decides between names that overlap.
Entities find_entities(const language::Analysis& analysis, const Document&, const model::Lexicon& lexicon) {
  FoundNames names(analysis, lexicon);
  add_tagged_names(names);
  add_gazetteer_names(names);
  add_head_names(names);
  add_titled_names(names);
  names.settle();
  add_surnames(names);
  add_state_nouns(names);
  add_short_bodies(names);
  names.settle();
  return cluster_names(names);
}

}  // namespace isnad::extract
