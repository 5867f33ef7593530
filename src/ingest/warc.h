// Web archives (ISO 28500): the pages in a WARC file, one record after the other.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "isnad/result.h"

namespace isnad::ingest {

/// What a record of type response, resource or conversion holds.
struct WarcRecord {
  std::string url;           ///< WARC-Target-URI
  std::string id;            ///< WARC-Record-ID
  std::string content_type;  ///< of the body, in small letters
  std::string body;          ///< without HTTP's header, its chunks and its compression
};

/// Named values, as WARC and HTTP write them; names in small letters.
using Headers = std::map<std::string, std::string>;
/// From the first line behind the opening line to the empty one. Lines without a colon are passed over.
Headers parse_headers(std::string_view lines);

/// The record from its header and its block (Content-Length bytes). Nothing for records that hold no page: requests, metadata,
/// answers that are no success, images. Fails on an HTTP answer that cannot be taken apart.
Result<std::optional<WarcRecord>> warc_record(const Headers& header, std::string_view block, const std::string& where);

}  // namespace isnad::ingest
