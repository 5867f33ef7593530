// The circumstances of a contact: whether it took place, when, where, how, through whom and about what.
#pragma once

#include "extract/contacts/contact_sides.h"
#include "extract/contacts/contact_text.h"

namespace isnad::extract {

/// Where a contact stands in the text.
struct ContactPlace {
  std::uint32_t trigger = 0;
  std::uint32_t governor = text::kNoToken;   ///< the verb that the trigger depends on, where it is a noun
  std::uint32_t begin = 0, end = 0;          ///< tokens of its clause
  std::uint32_t named_for = text::kNoToken;  ///< the place behind the noun: `اتفاق فيينا`
  std::uint32_t goal = text::kNoToken;       ///< where a visit goes
  std::uint32_t topic = text::kNoToken;      ///< the object of a verb of talking: what it was about
};

/// Fills in mode, dates, status, venue, intermediary, topics, evidence and statement of a contact whose kind and sides are known.
/// The evidence is the whole clause, or, where it is only the time of something else (`خلال لقائه …`), that part of it; what is returned is
/// the part of it that tells of this contact, for clauses that tell of several.
Span find_details(const ContactText& text, const ContactSides& sides, const ContactPlace& place, Contact& contact);

}  // namespace isnad::extract
