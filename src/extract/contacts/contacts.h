// Contacts: who met, called, visited, wrote to or agreed with whom, where, when, through whom, and whether it took place.
#pragma once

#include <vector>

#include "extract/contacts/contact_frames.h"
#include "extract/names/entities.h"
#include "extract/statements/statements.h"
#include "extract/time/times.h"
#include "isnad/record.h"
#include "language/analysis.h"

namespace isnad::extract {

/// Every distinct contact of a text, in order of its first mention; repeated mentions of one are merged. A contact inside
/// reported words has the statement and its chain, one that the reporter tells as a fact has none.
std::vector<Contact> find_contacts(const language::Analysis& analysis, const Entities& entities, const Times& times,
                                   const std::vector<FoundStatement>& statements, const ContactFrames& frames,
                                   const model::Lexicon& lexicon);

}  // namespace isnad::extract
