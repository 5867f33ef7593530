// What a web page says of its article in its head and in structured data. Used by article.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/html/page.h"
#include "isnad/date.h"

namespace isnad::ingest::html {

struct Metadata {
  std::vector<std::string> titles;  ///< the surest first
  std::optional<Date> published;
  std::string outlet, url;
  std::string body;  ///< the article's words as structured data has them; mostly empty
};

/// From meta and link elements, JSON-LD, microdata and `time`; the day also from the address.
Metadata metadata(const Page& page);

/// A day as pages write it: ISO 8601, RFC 822, `03/06/2020` (day first), `24 نيسان / أبريل 2020`. Nothing if there is none.
std::optional<Date> day_in(std::string_view text);

}  // namespace isnad::ingest::html
