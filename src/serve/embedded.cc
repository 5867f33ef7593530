#include "serve/embedded.h"

namespace isnad::serve::embedded {
namespace {

// As cmake/embed.cmake lays them out; the last entry has no name.
struct Entry {
  const char *name, *begin, *end;
};

}  // namespace

extern "C" {
extern const Entry isnad_documents_table[];  // NOLINT(modernize-avoid-c-arrays)
extern const Entry isnad_desk_table[];       // NOLINT(modernize-avoid-c-arrays)
}

namespace {

std::string_view bytes_of(const Entry& e) { return {e.begin, static_cast<std::size_t>(e.end - e.begin)}; }

std::string_view document(std::string_view name) {
  for (const Entry* e = isnad_documents_table; e->name != nullptr; ++e)
    if (name == e->name) return bytes_of(*e);
  return {};
}

}  // namespace

std::string_view openapi() { return document("openapi.json"); }
std::string_view record_schema() { return document("record.schema.json"); }
std::string_view query_help() { return document("query_help.json"); }

std::vector<File> desk() {
  std::vector<File> out;
  for (const Entry* e = isnad_desk_table; e->name != nullptr; ++e) out.push_back({e->name, bytes_of(*e)});
  return out;
}

}  // namespace isnad::serve::embedded
