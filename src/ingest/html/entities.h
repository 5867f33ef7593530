// Character references of HTML: &amp; &#1575; &#x627;. Thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace isnad::ingest::html {

/// `raw` with its references replaced; what is none stays as it is.
void append_decoded(std::string& out, std::string_view raw);
std::string decoded(std::string_view raw);

}  // namespace isnad::ingest::html
