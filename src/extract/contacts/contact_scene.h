// What the contacts of one report tell each other: a visit is the scene of the meetings during it.
#pragma once

#include <vector>

#include "extract/contacts/contact_sides.h"
#include "extract/contacts/contact_text.h"

namespace isnad::extract {

/// Gives meetings and talks without a venue that of the visit to their host's state that one of their sides is on.
void set_scenes(std::vector<Contact>& contacts, const ContactText& text, const ContactSides& sides);

}  // namespace isnad::extract
