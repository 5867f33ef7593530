// Who goes by a name, and what is linked to them.
#pragma once

#include <string>

#include "export/links.h"
#include "link/identity.h"
#include "link/linker.h"

namespace isnad::output {

/// Everybody whom the asked name can mean, the most often named first; nothing if there is nobody. Bearers of one surname with
/// different full names are apart. For people, or as JSON, an object a line: {"name", "kind", "country", "names": [{"name", "documents"}],
/// "roles": [role], "claims": [ids], "contacts": [ids]}.
void append_people(std::string& out, const link::Identity& asked, const link::Identities& identities, const link::LinkedReports& linked,
                   const RecordSource& records, const TerminalStyle& style, bool json);

}  // namespace isnad::output
