// What pdftotext could write, and any bytes as a PDF whose glyphs are turned around. pdftotext itself is not run.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/utf8.h"
#include "ingest/pdf/glyph_order.h"
#include "ingest/pdf/pdf.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace isnad::ingest;
  std::string bytes(reinterpret_cast<const char*>(data), size);
  const isnad::Document d = pdf::document_of_layout(bytes);
  if (!isnad::base::valid_utf8(d.text) || !isnad::base::valid_utf8(d.title)) std::abort();
  pdf::turn_glyphs(bytes);
  if (bytes.size() != size) std::abort();
  return 0;
}
