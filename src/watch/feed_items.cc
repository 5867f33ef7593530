#include "watch/feed_items.h"

#include <xxhash.h>

#include <cstdio>
#include <string_view>
#include <unordered_set>

#include "ingest/article_json.h"
#include "ingest/charset.h"
#include "ingest/feed.h"
#include "ingest/html/page.h"
#include "watch/teaser.h"

namespace isnad::watch {
namespace {

std::string version_of(const Document& d) {
  std::string all = d.title + '\n' + d.text + '\n' + (d.published ? d.published->to_string() : "");
  char text[20];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(XXH3_64bits(all.data(), all.size())));
  return text;
}

// What a person copies is often the address of the site: its page says where the feed is.
std::string not_a_feed(std::string_view body, const Url& from) {
  std::string out = "no feed (expected RSS, Atom or JSON Feed)";
  const auto page = ingest::html::Page::parse(body, from.shown);
  if (!page) return out;
  constexpr std::size_t kMostNamed = 3;
  std::size_t named = 0;
  for (std::uint32_t i = 1; i < page->nodes().size() && named < kMostNamed; ++i) {
    if (page->nodes()[i].tag != ingest::html::Tag::link) continue;
    const std::string type = page->attribute(i, "type");
    if (type != "application/rss+xml" && type != "application/atom+xml" && type != "application/feed+json") continue;
    const auto feed = resolve_url(from, page->attribute(i, "href"));
    if (feed) out += (named++ == 0 ? "; the page names: " : ", ") + feed->shown;
  }
  return out;
}

std::string_view trimmed(std::string_view s) {
  const std::size_t first = s.find_first_not_of(" \t\r\n\f\v");
  return first == std::string_view::npos ? std::string_view() : s.substr(first);
}

}  // namespace

FeedItems feed_items(std::string body, const std::string& charset, const Url& from, const std::string& feed, bool pages) {
  FeedItems out;
  const std::string declared = charset.empty() ? ingest::declared_charset(body) : charset;
  auto utf8 = ingest::to_utf8(std::move(body), from.shown, declared);
  if (!utf8) {
    out.error = utf8.error();
    return out;
  }
  const std::size_t size = utf8->size();
  utf8->append(ingest::ArticleParser::kPadding, '\0');
  const std::string_view text = trimmed(std::string_view(*utf8).substr(0, size));
  std::unordered_set<std::string> keys;
  const auto each = [&](Result<ingest::FeedItem> item) {
    if (!item) {
      out.error = item.error();
      return true;
    }
    if (out.items.size() >= kMostItems) {
      out.error = Error{from.shown, "more than " + std::to_string(kMostItems) + " items; the others are left out"};
      return false;
    }
    Item i;
    i.feed = feed;
    i.document = std::move(item->document);
    Document& d = i.document;
    const auto url = resolve_url(from, d.url);
    d.url = url ? url->shown : "";  // a password for the feed is none for its pages, and not for the store
    i.version = version_of(d);
    i.key = !d.id.empty() ? d.id : !d.url.empty() ? d.url : i.version;
    if (!keys.insert(i.key).second) return true;
    if (pages && url && is_teaser(d.text)) i.host = url->host;
    out.items.push_back(std::move(i));
    return true;
  };
  if (ingest::is_json_feed(text)) ingest::read_json_feed(text, from.shown, each);
  else if (ingest::is_feed(text)) ingest::read_feed(text, from.shown, each);
  else out.error = Error{from.shown, not_a_feed(text, from)};
  return out;
}

}  // namespace isnad::watch
