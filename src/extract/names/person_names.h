// Persons by what stands before their names: titles, given names, their own full names elsewhere.
#pragma once

#include "extract/names/found_names.h"

namespace isnad::extract {

/// Adds persons that follow a title or whose name is a run of name words, and gives persons found before their titles as roles.
/// `نظيره الإيراني` before a name is the office of the one whose counterpart it is.
void add_titled_names(FoundNames& names);

/// Adds last names that stand alone where the full name is found somewhere. Names must be settled.
void add_surnames(FoundNames& names);

}  // namespace isnad::extract
