// Any bytes as what a store gets from outside or from a damaged file: a query, a record's JSON, items of a report.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "isnad/isnad.h"
#include "link/item_bytes.h"
#include "store/query.h"
#include "store/record_json.h"

namespace {

void check(bool good) {
  if (!good) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace isnad;
  if (size == 0) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 3) {
    case 0: {
      const auto query = store::parse_query(bytes, Model::builtin().lexicon());
      check(query || !query.error().message.empty());
      break;
    }
    case 1: {
      const auto record = store::record_from_json(bytes);
      check(record || !record.error().message.empty());
      // What is accepted is written so that it is accepted again.
      if (record) check(store::record_from_json(to_json(*record)).has_value());
      break;
    }
    default: {
      const auto items = link::items_from_bytes(bytes);
      check(items || !items.error().message.empty());
      if (items) check(link::to_bytes(*items) == bytes);
    }
  }
  return 0;
}
