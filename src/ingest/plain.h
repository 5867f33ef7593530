// Plain text → Document. Thread-safe.
#pragma once

#include <string>

#include "isnad/document.h"

namespace isnad::ingest {

/// The whole of a text file as one document. `utf8` is valid UTF-8.
/// A first line counts as title only if it is short, does not end like a sentence or a dateline, and text follows; the
/// text keeps it (cleaning says a title once).
Document plain_document(std::string utf8, std::string path);

}  // namespace isnad::ingest
