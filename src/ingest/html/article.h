// The article of a web page: its words without menus, related links, captions, share bars and comments, and what the page says of
// it: title, day, outlet, address. No site needs a template.
#pragma once

#include <string>
#include <string_view>

#include "isnad/document.h"
#include "isnad/result.h"

namespace isnad::ingest::html {

/// `utf8` is the page. The text has a paragraph a line. Fails where Page::parse() does, and on a page without an article's worth of
/// words; `where` names it in the error. Thread-safe.
Result<Document> article(std::string_view utf8, const std::string& where);

}  // namespace isnad::ingest::html
