// PDF → Document: its text layer, as Arabic needs it. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "isnad/document.h"
#include "isnad/result.h"

namespace isnad::ingest::pdf {

bool is_pdf(std::string_view bytes);

/// Runs pdftotext (Poppler) as another program, in limits of time and memory. Fails without it, on what it cannot read, on encrypted
/// files and on files without text (scans). The title is that of the file's own information only if the text has it too.
Result<Document> document(std::string bytes, const std::string& where);

/// The same from what pdftotext has written (`-bbox-layout`).
Document document_of_layout(std::string_view xml);

}  // namespace isnad::ingest::pdf
