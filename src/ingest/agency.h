// What news agencies send: NewsML-G2 and NITF (XML), ninjs (JSON), all of the IPTC. Thread-safe.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "isnad/document.h"
#include "isnad/result.h"

namespace isnad::ingest {

/// One news item. Items that are no text (pictures, films) are passed over.
struct AgencyItem {
  Document document;
  std::size_t number = 0;  ///< from 1
  std::string withdrawn;   ///< `canceled` or `withheld` if the agency takes it back: it must not be read; else empty
};

/// Whether XML is NewsML-G2 or NITF: from its first element.
bool is_agency_xml(std::string_view xml);
/// Whether JSON is ninjs (one object, an array of them, or one a line): from its keys near the beginning.
bool is_ninjs(std::string_view json);

/// Give every item to `each`, or what is wrong with it; a mistake in the XML or JSON itself ends the reading with an error. Nothing is
/// expanded or fetched. `each` returns false to stop. Title: the headline, the Arabic one if there are several; outlet: the provider;
/// day: when the content was made, else this version, else the first one; a dateline goes before the text.
void read_agency_xml(std::string_view utf8, const std::string& where, const std::function<bool(Result<AgencyItem>)>& each);
/// `utf8` must be followed by ArticleParser::kPadding readable bytes.
void read_ninjs(std::string_view utf8, const std::string& where, const std::function<bool(Result<AgencyItem>)>& each);

}  // namespace isnad::ingest
