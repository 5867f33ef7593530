// Files that are part of the program: cmake/embed.cmake puts them in. Thread-safe.
#pragma once

#include <string_view>
#include <vector>

namespace isnad::serve::embedded {

std::string_view openapi();        ///< docs/api/openapi.json
std::string_view record_schema();  ///< docs/formats/record.schema.json
std::string_view query_help();     ///< query_help.json

struct File {
  std::string_view path;  ///< from the root of the site, without the first slash
  std::string_view bytes;
};
/// The desk as it was built; nothing if this program was built without it.
std::vector<File> desk();

}  // namespace isnad::serve::embedded
