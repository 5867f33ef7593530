// Where a claim or contact comes from: every chain from its roots to the outlets that printed it.
#pragma once

#include <string>

#include "export/links.h"
#include "link/linker.h"

namespace isnad::output {

/// For people as a tree, a root a branch; or as JSON, an object on one line: {"id", "type", "status", "sources", "roots": [{"root",
/// "mentions": [{"document", "outlet", "chain", "text"}]}], "confirmed_by": [{"id", "speaker", "text"}], "denied_by"}. A chain is
/// outermost first.
void append_trace(std::string& out, const link::LinkedClaim& claim, const link::LinkedReports& linked, const RecordSource& records,
                  const TerminalStyle& style, bool json);
void append_trace(std::string& out, const link::LinkedContact& contact, const link::LinkedReports& linked, const RecordSource& records,
                  const TerminalStyle& style, bool json);

}  // namespace isnad::output
