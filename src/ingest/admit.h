// Which documents are worth reading. Shared by everything that brings documents in. Thread-safe.
#pragma once

#include <string>

#include "isnad/document.h"
#include "isnad/result.h"

namespace isnad::ingest {

/// Share of Arabic letters among all letters of a text, 0…1; 0 if it has no letters.
double arabic_share(std::string_view utf8);

/// Fails with `empty` or `not Arabic text (x % Arabic letters)`. `where` names the document in the error.
Result<void> admit(const Document& document, const std::string& where);

}  // namespace isnad::ingest
