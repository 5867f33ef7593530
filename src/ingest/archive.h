// Files inside a zip archive, and the words of an office document (.docx). Nothing is written to disk.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "ingest/bytes.h"
#include "isnad/result.h"

namespace isnad::ingest {

/// Gives every file of an archive in order of their names, with its path inside; directories are passed over. `bytes` is the whole
/// archive. Encrypted and broken members are errors, and the rest goes on. `each` returns false to stop.
void read_zip(std::string bytes, const std::string& where,
              const std::function<bool(const std::string& path, Result<std::unique_ptr<ByteSource>>)>& each);

/// The paragraphs of word/document.xml, a line each. Fails on broken XML.
Result<std::string> docx_text(std::string_view xml, const std::string& where);

}  // namespace isnad::ingest
