// Any bytes as NewsML-G2, NITF and ninjs.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/utf8.h"
#include "ingest/agency.h"
#include "ingest/article_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace isnad;
  // The reader gets valid UTF-8 only.
  std::string utf8 = base::encode(base::decode({reinterpret_cast<const char*>(data), size}));
  const std::size_t length = utf8.size();
  utf8.resize(length + ingest::ArticleParser::kPadding);
  const auto each = [](Result<ingest::AgencyItem> item) {
    if (item && (!base::valid_utf8(item->document.text) || !base::valid_utf8(item->document.title))) std::abort();
    if (!item && item.error().message.empty()) std::abort();
    return true;
  };
  ingest::read_agency_xml(std::string_view(utf8).substr(0, length), "f", each);
  ingest::read_ninjs(std::string_view(utf8).substr(0, length), "f", each);
  return 0;
}
