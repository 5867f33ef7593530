// Any text as one that was misread: what is mended can be broken again, and good Arabic is never touched.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/utf8.h"
#include "ingest/charset.h"
#include "ingest/mojibake.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace isnad;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const std::string text = base::encode(base::decode(bytes));
  if (const auto mended = ingest::mend(text)) {
    if (!base::valid_utf8(mended->text) || mended->text == text || mended->lines == 0) std::abort();
    // What is mended is Arabic; it must not be taken for a mistake itself.
    if (ingest::mend(mended->text)) std::abort();
  }
  ingest::declared_charset(bytes);
  if (const auto utf8 = ingest::to_utf8(bytes, "f", ingest::charset_parameter(bytes)); utf8 && !base::valid_utf8(*utf8)) std::abort();
  return 0;
}
