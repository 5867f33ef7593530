// A statement as it is compared with those of other reports: is it the same claim, does it deny or confirm one?
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "link/document_item.h"
#include "link/identity.h"

namespace isnad::link {

struct ClaimItem {
  Identity speaker;
  std::vector<Identity> chain;  ///< those who pass it on, outermost first, without the speaker
  Act act = Act::say;
  Terms content;                ///< weighed, not of length one
};

ClaimItem claim_item(const Record& record, std::uint32_t statement, const language::Analysis& analysis, const TermModel& terms, const Identities& identities);

/// Whether two statements of reports near each other in time are one claim: one speaker, the same said.
bool same_claim(const ClaimItem& a, const ClaimItem& b);
/// How surely the first, a denial or confirmation, speaks of the second: 0 if not.
double speaks_of(const ClaimItem& a, const ClaimItem& b);

}  // namespace isnad::link
