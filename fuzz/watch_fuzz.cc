// What servers and lists of feeds say: robots.txt, addresses, feeds, OPML.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "watch/feed_items.h"
#include "watch/opml.h"
#include "watch/robots.h"
#include "watch/url.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace isnad::watch;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  static const Url base = *parse_url("https://example.org/a/feed.xml");
  switch (data[0] % 4) {
    case 0: {
      const std::size_t line = text.find('\n');  // a path, and the file
      if (line != std::string_view::npos) Robots::parse(text.substr(line), "isnad").allows(text.substr(0, line));
      break;
    }
    case 1: {
      const auto url = resolve_url(base, text);
      // What was taken apart is taken apart again to the same.
      if (url && (!parse_url(url->text) || parse_url(url->text)->text != url->text)) __builtin_trap();
      break;
    }
    case 2: feed_items(std::string(text), "", base, "feed", true); break;
    default: opml_feeds(text, "list"); break;
  }
  return 0;
}
