// Any bytes as a file: page, feed, archive, whatever they look like. Documents or errors, never anything else. (PDF starts another
// program: pdf_fuzz has what is ours of it.)
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/utf8.h"
#include "ingest/pdf/pdf.h"
#include "ingest/source.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace isnad;
  if (ingest::pdf::is_pdf({reinterpret_cast<const char*>(data), size})) return 0;
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
