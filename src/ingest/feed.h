// Feeds → Documents: RSS 2.0, RSS 1.0, Atom, JSON Feed.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "isnad/document.h"
#include "isnad/result.h"

namespace isnad::ingest {

/// One item of a feed. Its text is the full article where the feed carries it, else the teaser.
struct FeedItem {
  Document document;
  std::size_t number = 0;  ///< from 1
};

/// Whether XML is one of these feeds: from its first element.
bool is_feed(std::string_view xml);
/// Gives every item to `each`, or what is wrong with it; a mistake in the XML itself ends the feed with an error. No entity is
/// expanded and nothing is fetched. `each` returns false to stop. `utf8` may declare any encoding: it is UTF-8 all the same.
void read_feed(std::string_view utf8, const std::string& where, const std::function<bool(Result<FeedItem>)>& each);

/// The same of JSON Feed; is_json_feed() from the beginning of the object.
bool is_json_feed(std::string_view json);
void read_json_feed(std::string_view utf8, const std::string& where, const std::function<bool(Result<FeedItem>)>& each);

}  // namespace isnad::ingest
