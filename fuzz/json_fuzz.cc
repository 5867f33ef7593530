// Any bytes as article JSON, as one object and as an array: a document or an error, never anything else.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "ingest/admit.h"
#include "ingest/article_json.h"
#include "ingest/charset.h"
#include "ingest/plain.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace isnad::ingest;
  // Exactly the padding that is promised: a read beyond it is found.
  std::string bytes(reinterpret_cast<const char*>(data), size);
  bytes.resize(size + ArticleParser::kPadding);
  bytes.shrink_to_fit();
  const std::string_view json = std::string_view(bytes).substr(0, size);
  ArticleParser parser;
  const auto one = parser.parse(json, "f", 1);
  if (!one && one.error().message.empty()) std::abort();
  if (one && !admit(*one, "f") && admit(*one, "f").error().message.empty()) std::abort();
  parser.parse_array(json, "f", [](isnad::Result<isnad::Document> document, std::size_t) {
    if (!document && document.error().message.empty()) std::abort();
    return true;
  });
  if (auto text = to_utf8(std::string(json), "f")) plain_document(std::move(*text), "f");
  return 0;
}
