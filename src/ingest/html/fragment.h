// A piece of HTML as plain text: what feeds carry.
#pragma once

#include <string>
#include <string_view>

namespace isnad::ingest::html {

/// The words of `html`, a paragraph a line; text without tags stays as it is, but for character references. Scripts and styles are
/// left out.
std::string plain_text(std::string_view html);

}  // namespace isnad::ingest::html
