// A contact as it is compared with those of other reports: is it the same meeting, call, visit?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "link/document_item.h"
#include "link/identity.h"

namespace isnad::link {

struct ContactItem {
  ContactKind kind = ContactKind::meeting;
  ContactStatus status = ContactStatus::held;
  std::vector<Identity> parties;
  std::vector<Identity> according_to;  ///< outermost first
  std::optional<Identity> venue;
  std::optional<std::uint32_t> statement;  ///< index into ReportItems::claims: the one that tells of it
  std::optional<Days> days;                ///< when it took place, or is to
  Terms words;                             ///< of the clause that shows it
};

ContactItem contact_item(const Record& record, std::uint32_t contact, const language::Analysis& analysis, const TermModel& terms,
                         const Identities& identities);

/// How surely two contacts are one: 0 if not. Contacts whose days exclude each other never are.
double same_contact(const ContactItem& a, const ContactItem& b);

}  // namespace isnad::link
