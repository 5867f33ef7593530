// Any bytes as a message and as a mailbox.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/utf8.h"
#include "ingest/mail.h"
#include "ingest/mime.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace isnad;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto valid = [](const std::string& s) {
    if (!base::valid_utf8(s)) std::abort();
  };
  const ingest::Mail mail = ingest::read_mail(bytes);
  for (const std::string* s : {&mail.document.text, &mail.document.title, &mail.document.outlet, &mail.document.id, &mail.document.url})
    valid(*s);
  for (const ingest::Attachment& a : mail.attachments) {
    valid(a.name);
    if (a.name.find('/') != std::string::npos || a.bytes.size() > size) std::abort();
  }
  valid(ingest::mime::header_text(bytes));
  for (const auto& [name, value] : ingest::mime::parse_field(bytes).parameters) valid(value);
  std::size_t all = 0;
  for (const std::string_view m : ingest::messages_of(bytes)) all += m.size();
  if (all > size) std::abort();
  return 0;
}
