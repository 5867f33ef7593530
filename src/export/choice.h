// Which contacts, claims and documents of a store are asked for: those of somebody, of a period, of certain documents.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "export/links.h"
#include "isnad/date.h"
#include "link/identity.h"
#include "link/linker.h"

namespace isnad::output {

/// What is not given asks for nothing.
struct Choice {
  std::vector<link::Identity> parties;  ///< all of them take part
  std::optional<Date> after, before;    ///< days, both included: of a contact when it took place, of others when they were printed
  std::optional<std::vector<std::uint32_t>> documents;  ///< ascending: only what one of these tells

  bool everything() const { return parties.empty() && !after && !before && !documents; }
};

/// Contacts in order of time, those without a date last: indexes into Links::contacts. A contact without a date is in no period.
std::vector<std::uint32_t> chosen_contacts(const Choice& choice, const link::LinkedReports& linked, const RecordSource& records);

/// What hangs together for a choice: nothing in it refers to what is not in it.
struct Chosen {
  std::vector<std::uint32_t> documents;  ///< in the order of their report ids
  std::vector<std::uint32_t> claims;     ///< indexes into Links::claims, ascending
  std::vector<std::uint32_t> contacts;   ///< indexes into Links::contacts, ascending
};

/// Contacts as above; claims that the parties make or pass on, printed in the period; the claims that tell of, confirm or deny one of
/// these, and the documents that any of them stands in. Where no party is asked for, all documents of the period too.
Chosen choose(const Choice& choice, const link::LinkedReports& linked, const RecordSource& records);

}  // namespace isnad::output
