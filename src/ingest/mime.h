// The encodings of e-mail: what headers and bodies look like on the wire, as bytes and as UTF-8. Thread-safe.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace isnad::ingest::mime {

/// Bytes of base64 text; what is no letter of it is passed over.
std::string from_base64(std::string_view text);
/// Bytes of quoted-printable text. `underscores` are spaces, as in headers. What is broken stays as it is.
std::string from_quoted_printable(std::string_view text, bool underscores = false);

/// A header's value as UTF-8: `=?UTF-8?B?2YrZiNmF?=` decoded (pieces of one letter put together), other bytes by detection.
std::string header_text(std::string_view value);

/// `text/html; charset="utf-8"` in its parts: the kind in small letters, and parameters by their names in small letters, decoded
/// (RFC 2231: pieces, `name*=UTF-8''%D9…`).
struct Field {
  std::string value;
  std::map<std::string, std::string> parameters;
  const std::string& operator[](const std::string& name) const;
};
Field parse_field(std::string_view text);

}  // namespace isnad::ingest::mime
