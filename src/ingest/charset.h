// Bytes of a file as UTF-8, whatever character set they came in. Used by source.cc. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "isnad/result.h"

namespace isnad::ingest {

/// The text of a file. Tells by a byte order mark, by being UTF-8, by what is `declared` (a name as in HTTP; empty if nothing is) unless
/// the bytes are more Arabic otherwise, or by detection (Windows-1256, ISO-8859-6, UTF-16 without a mark, …); drops the byte order
/// mark. UTF-8 with a few broken places (a file that was cut) stays UTF-8, with U+FFFD there. Fails on binary data and on a
/// character set that cannot be told.
Result<std::string> to_utf8(std::string bytes, std::string_view where, std::string_view declared = {});

/// The set that a page or an XML file names near its beginning (`<meta charset>`, `encoding=`); empty if it names none.
std::string declared_charset(std::string_view bytes);
/// The same of a header's value: `text/html; charset=windows-1256`.
std::string charset_parameter(std::string_view content_type);

/// Whether `bytes`, the beginning of a longer stream, can be read on as UTF-8: valid but for a sequence cut at the end.
bool begins_as_utf8(std::string_view bytes);

/// What makes `bytes` no text at all, in words for people ("a PDF file"); empty if nothing does.
std::string binary_reason(std::string_view bytes);

}  // namespace isnad::ingest
