// Any bytes as a file: page, feed, archive, whatever they look like. Documents or errors, never anything else.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/utf8.h"
#include "ingest/source.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace isnad;
  ingest::Sink sink;
  sink.document = [](Document d) {
    if (!base::valid_utf8(d.text) || !base::valid_utf8(d.title)) std::abort();
    return true;
  };
  sink.error = [](const Error& e) {
    if (e.message.empty()) std::abort();
  };
  ingest::read_bytes(std::string(reinterpret_cast<const char*>(data), size), "f", sink);
  return 0;
}
