// gzip of answers. Thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace isnad::serve {

/// Whether an Accept-Encoding takes gzip.
bool takes_gzip(std::string_view accept_encoding);
/// `level`: 1 (fast) to 9.
std::string gzip(std::string_view bytes, int level);

}  // namespace isnad::serve
