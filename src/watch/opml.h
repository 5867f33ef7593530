// Lists of feeds as other programs write them: OPML 1.0 and 2.0. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "isnad/result.h"

namespace isnad::watch {

bool is_opml(std::string_view xml);
/// The xmlUrl of every outline at any depth, in order, each once. Fails on broken XML with `where:line`, and if there is none.
Result<std::vector<std::string>> opml_feeds(std::string_view xml, const std::string& where);

}  // namespace isnad::watch
