// Records and items as they lie in a database: compressed with zstd. For the backends.
#pragma once

#include <string>
#include <string_view>

#include "isnad/result.h"

namespace isnad::store {

std::string pack(std::string_view bytes);
/// `where` is the store that an error names.
Result<std::string> unpack(std::string_view packed, const std::string& where);

}  // namespace isnad::store
