// The lines of a PDF as running text. Thread-safe.
#pragma once

#include <string>

#include "ingest/pdf/layout.h"

namespace isnad::ingest::pdf {

/// A paragraph a line, in UTF-8. Lines that were broken where the column ended are put together again; page numbers and what
/// stands at the same place of most pages (running heads) are left out.
std::string paragraphs(const Layout& layout);

}  // namespace isnad::ingest::pdf
