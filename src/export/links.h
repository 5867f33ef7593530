// Linked claims and contacts as JSON, an object on one line without a line break: docs/formats/links.md.
#pragma once

#include <string>
#include <vector>

#include "isnad/record.h"
#include "link/linker.h"

namespace isnad::output {

/// `records` are the reports that were linked, in the same order.
std::string to_json(const link::LinkedClaim& claim, const link::Links& links, const std::vector<Record>& records);
std::string to_json(const link::LinkedContact& contact, const link::Links& links, const std::vector<Record>& records);

std::string_view to_string(link::ClaimStatus status);
std::string_view to_string(link::LinkedStatus status);

}  // namespace isnad::output
