// Which names mean the same: from settled names to entities and mentions.
#pragma once

#include "extract/names/entities.h"
#include "extract/names/found_names.h"

namespace isnad::extract {

/// Puts names of one thing together: the same line of the gazetteer, the same words, a person's name and its parts, a body's name
/// and a shorter one. Entities stand in order of their first mention in the body of the text; those that only the title names come last.
Entities cluster_names(const FoundNames& names);

}  // namespace isnad::extract
