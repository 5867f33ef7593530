#include "ingest/feed.h"

#include <libxml/xmlreader.h>
#include <simdjson.h>

#include <algorithm>
#include <memory>

#include "ingest/html/entities.h"
#include "ingest/html/fragment.h"
#include "ingest/html/metadata.h"

namespace isnad::ingest {
namespace {

std::string_view name_of(xmlTextReader* reader) {
  const xmlChar* name = xmlTextReaderConstLocalName(reader);
  return name == nullptr ? std::string_view() : reinterpret_cast<const char*>(name);
}

std::string attribute(xmlTextReader* reader, const char* name) {
  xmlChar* value = xmlTextReaderGetAttribute(reader, reinterpret_cast<const xmlChar*>(name));
  std::string out = value == nullptr ? "" : reinterpret_cast<const char*>(value);
  xmlFree(value);
  return out;
}

// An item as its elements give it, before it is decided which of them is its text.
struct Item {
  std::string title, link, id, published, teaser, full, source;
};

// What an element of an item is read into; null if it says nothing that is needed.
std::string* field(Item& item, std::string_view name) {
  if (name == "title") return &item.title;
  if (name == "link") return &item.link;
  if (name == "guid" || name == "id") return &item.id;
  if (name == "pubDate" || name == "published" || name == "date" || name == "issued") return &item.published;
  if (name == "description" || name == "summary") return &item.teaser;
  if (name == "encoded" || name == "content") return &item.full;
  if (name == "source") return &item.source;
  return nullptr;
}

FeedItem finished(Item item, const std::string& feed_title, std::size_t number) {
  FeedItem out;
  out.number = number;
  Document& d = out.document;
  d.title = html::squeezed(html::plain_text(item.title));
  d.text = html::plain_text(item.full);
  if (const std::string teaser = html::plain_text(item.teaser); teaser.size() > d.text.size()) d.text = teaser;
  d.published = html::day_in(item.published);
  d.url = html::squeezed(item.link);
  d.id = html::squeezed(item.id);
  if (d.url.empty() && d.id.starts_with("http")) d.url = d.id;
  d.outlet = html::squeezed(item.source.empty() ? feed_title : item.source);
  return out;
}

class XmlFeed {
 public:
  XmlFeed(std::string_view utf8, const std::string& where, const std::function<bool(Result<FeedItem>)>& each)
      : where_(where),
        each_(each),
        reader_(xmlReaderForMemory(utf8.data(), static_cast<int>(utf8.size()), nullptr, "UTF-8",
                                   XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_RECOVER),
                xmlFreeTextReader) {}

  void run() {
    if (!reader_) {
      each_(fail(where_, "XML: no memory"));
      return;
    }
    int status = 0;
    bool wanted = true;
    while (wanted && (status = xmlTextReaderRead(reader_.get())) == 1) wanted = node();
    if (wanted && status < 0) {
      const xmlError* e = xmlGetLastError();
      std::string message = e != nullptr && e->message != nullptr ? e->message : "broken";
      while (!message.empty() && (message.back() == '\n' || message.back() == ' ')) message.pop_back();
      each_(fail(where_ + (e != nullptr ? ":" + std::to_string(e->line) : ""), "XML: " + message));
    }
  }

 private:
  const std::string& where_;
  const std::function<bool(Result<FeedItem>)>& each_;
  std::unique_ptr<xmlTextReader, void (*)(xmlTextReader*)> reader_;
  Item item_;
  bool inside_ = false;  // an item
  int item_depth_ = 0;
  std::string* into_ = nullptr;  // the element being read
  int into_depth_ = 0;
  std::string feed_title_;
  std::size_t number_ = 0;

  bool node() {
    xmlTextReader* r = reader_.get();
    const int depth = xmlTextReaderDepth(r);
    switch (xmlTextReaderNodeType(r)) {
      case XML_READER_TYPE_ELEMENT: {
        const std::string_view name = name_of(r);
        if (!inside_ && (name == "item" || name == "entry")) {
          item_ = {};
          inside_ = true;
          item_depth_ = depth;
        } else if (inside_ && into_ == nullptr && depth == item_depth_ + 1) {
          open(name, depth);
        } else if (!inside_ && name == "title" && depth <= 2 && feed_title_.empty()) {
          into_ = &feed_title_;
          into_depth_ = depth;
        } else if (into_ != nullptr && depth > into_depth_) {
          *into_ += "<" + std::string(name) + ">";  // Atom's xhtml, or a teaser with its tags unescaped
        }
        if (xmlTextReaderIsEmptyElement(r) == 1) return ended(depth);
        return true;
      }
      case XML_READER_TYPE_TEXT:
      case XML_READER_TYPE_CDATA:
      case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        if (into_ != nullptr)
          if (const xmlChar* value = xmlTextReaderConstValue(r)) *into_ += reinterpret_cast<const char*>(value);
        return true;
      case XML_READER_TYPE_END_ELEMENT: return ended(depth);
      default: return true;
    }
  }

  void open(std::string_view name, int depth) {
    xmlTextReader* r = reader_.get();
    if (name == "link") {
      // Atom: the address is an attribute; `alternate` is the article.
      if (const std::string href = attribute(r, "href"); !href.empty()) {
        const std::string rel = attribute(r, "rel");
        if (rel.empty() || rel == "alternate") item_.link = href;
        return;
      }
    }
    std::string* to = field(item_, name);
    if (to == nullptr || !to->empty()) return;
    // media:content and the like hold no words.
    const xmlChar* prefix = xmlTextReaderConstPrefix(r);
    if (prefix != nullptr && std::string_view(reinterpret_cast<const char*>(prefix)) == "media") return;
    into_ = to;
    into_depth_ = depth;
  }

  bool ended(int depth) {
    if (into_ != nullptr && depth == into_depth_) into_ = nullptr;
    else if (into_ != nullptr && depth > into_depth_) *into_ += "<br>";
    if (!inside_ || depth != item_depth_) return true;
    inside_ = false;
    into_ = nullptr;
    return each_(finished(std::move(item_), feed_title_, ++number_));
  }
};

}  // namespace

bool is_feed(std::string_view xml) {
  // Behind declarations and comments.
  for (std::size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at + 1)) {
    if (xml.substr(at, 4) == "<!--") {
      at = xml.find("-->", at);
      if (at == std::string_view::npos) return false;
      continue;
    }
    if (at + 1 < xml.size() && (xml[at + 1] == '?' || xml[at + 1] == '!')) continue;
    const std::string_view name = xml.substr(at + 1, 8);
    return name.starts_with("rss") || name.starts_with("feed") || name.starts_with("rdf:RDF");
  }
  return false;
}

void read_feed(std::string_view utf8, const std::string& where, const std::function<bool(Result<FeedItem>)>& each) {
  XmlFeed(utf8, where, each).run();
}

bool is_json_feed(std::string_view json) { return json.substr(0, 400).find("jsonfeed.org/version") != std::string_view::npos; }

void read_json_feed(std::string_view utf8, const std::string& where, const std::function<bool(Result<FeedItem>)>& each) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (const auto e = parser.parse(utf8.data(), utf8.size()).get(root); e != simdjson::SUCCESS) {
    each(fail(where, std::string("broken JSON: ") + simdjson::error_message(e)));
    return;
  }
  const auto text = [](const simdjson::dom::element& e, const char* name) {
    std::string_view s;
    return e[name].get(s) == simdjson::SUCCESS ? std::string(s) : std::string();
  };
  simdjson::dom::array items;
  if (root["items"].get(items) != simdjson::SUCCESS) {
    each(fail(where, "a JSON Feed without \"items\""));
    return;
  }
  const std::string title = text(root, "title");
  std::size_t number = 0;
  for (const simdjson::dom::element& e : items) {
    Item item;
    item.title = text(e, "title");
    item.link = text(e, "url");
    item.id = text(e, "id");
    item.published = text(e, "date_published");
    item.teaser = text(e, "summary");
    item.full = text(e, "content_html");
    FeedItem out = finished(std::move(item), title, ++number);
    if (const std::string plain = text(e, "content_text"); plain.size() > out.document.text.size()) out.document.text = plain;
    if (!each(std::move(out))) return;
  }
}

}  // namespace isnad::ingest
