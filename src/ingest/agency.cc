#include "ingest/agency.h"

#include <libxml/xmlreader.h>
#include <simdjson.h>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <vector>

#include "ingest/admit.h"
#include "ingest/html/fragment.h"
#include "ingest/html/metadata.h"
#include "ingest/html/page.h"

namespace isnad::ingest {
namespace {

using Each = std::function<bool(Result<AgencyItem>)>;

bool among(std::string_view s, std::initializer_list<std::string_view> all) { return std::find(all.begin(), all.end(), s) != all.end(); }

// `stat:canceled`, `ninat:text`, an address that ends in `/text`: what is behind the last mark.
std::string_view code(std::string_view qcode) {
  const std::size_t mark = qcode.find_last_of(":/");
  return mark == std::string_view::npos ? qcode : qcode.substr(mark + 1);
}

std::string withdrawn(std::string_view status) {
  const std::string_view s = code(status);
  if (among(s, {"canceled", "cancelled"})) return "canceled";
  return s == "withheld" ? "withheld" : "";
}

// Also as NITF writes it: 20131124T100000+0300.
std::optional<Date> day(std::string text) {
  if (text.size() >= 8 && std::all_of(text.begin(), text.begin() + 8, [](char c) { return c >= '0' && c <= '9'; }))
    text = text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2);
  return html::day_in(text);
}

// The first that is Arabic, else the first.
const std::string* best_of(const std::vector<std::string>& all) {
  for (const std::string& s : all)
    if (arabic_share(s) > 0.5) return &s;
  return all.empty() ? nullptr : &all.front();
}

void put_dateline(Document& d, std::string dateline) {
  dateline = html::squeezed(dateline);
  if (dateline.empty() || d.text.empty()) return;
  // Most bodies begin with it all the same.
  const std::string first_word = dateline.substr(0, dateline.find_first_of(" ,\t"));
  if (d.text.starts_with(dateline) || d.text.substr(0, 60 + first_word.size()).starts_with(first_word)) return;
  const char last = dateline.back();
  d.text = dateline + (last == '-' || last == ':' ? " " : " - ") + d.text;
}

// ---- XML -----------------------------------------------------------------------------------------------------------

std::string_view name_of(const xmlNode* n) { return n->name == nullptr ? std::string_view() : reinterpret_cast<const char*>(n->name); }

std::string attribute(const xmlNode* n, const char* name) {
  if (n == nullptr) return {};
  xmlChar* value = xmlGetProp(n, reinterpret_cast<const xmlChar*>(name));
  std::string out = value == nullptr ? "" : reinterpret_cast<const char*>(value);
  xmlFree(value);
  return out;
}

bool is_element(const xmlNode* n, std::string_view name) { return n->type == XML_ELEMENT_NODE && name_of(n) == name; }

const xmlNode* child(const xmlNode* n, std::string_view name) {
  if (n == nullptr) return nullptr;
  for (const xmlNode* c = n->children; c != nullptr; c = c->next)
    if (is_element(c, name)) return c;
  return nullptr;
}

std::vector<const xmlNode*> children(const xmlNode* n, std::string_view name) {
  std::vector<const xmlNode*> out;
  if (n != nullptr)
    for (const xmlNode* c = n->children; c != nullptr; c = c->next)
      if (is_element(c, name)) out.push_back(c);
  return out;
}

// The first element of a name below `n`, however deep (the parser limits that).
const xmlNode* below(const xmlNode* n, std::string_view name) {
  if (n == nullptr) return nullptr;
  for (const xmlNode* c = n->children; c != nullptr; c = c->next) {
    if (c->type != XML_ELEMENT_NODE) continue;
    if (name_of(c) == name) return c;
    if (const xmlNode* found = below(c, name)) return found;
  }
  return nullptr;
}

bool is_block(std::string_view name) {
  return among(name, {"p",       "div", "h1", "h2",  "h3",      "h4",      "h5",     "h6",    "hl1",         "hl2",
                      "hedline", "li",  "ul", "ol",  "dt",      "dd",      "tr",     "table", "blockquote",  "bq",
                      "block",   "br",  "hr", "pre", "section", "article", "header", "body",  "body.content"});
}

void append_words(std::string& out, const xmlNode* n) {
  for (const xmlNode* c = n->children; c != nullptr; c = c->next) {
    if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) {
      for (const char b : std::string_view(reinterpret_cast<const char*>(c->content))) out += b == '\n' || b == '\r' ? ' ' : b;
    } else if (c->type == XML_ELEMENT_NODE) {  // not into entities: they would be expanded there
      const std::string_view name = name_of(c);
      // Pictures with their captions; what NITF says of a text above and below it.
      if (among(name,
                {"head", "script", "style", "media", "figure", "figcaption", "body.head", "body.end", "object", "video", "audio", "svg"}))
        continue;
      const bool block = is_block(name);
      if (block) out += '\n';
      append_words(out, c);
      if (block) out += '\n';
      else if (name == "td" || name == "th") out += ' ';
    }
  }
}

// A paragraph a line.
std::string words(const xmlNode* n) {
  if (n == nullptr) return {};
  std::string raw, out;
  append_words(raw, n);
  for (std::size_t at = 0; at < raw.size();) {
    const std::size_t end = std::min(raw.find('\n', at), raw.size());
    if (const std::string line = html::squeezed(std::string_view(raw).substr(at, end - at)); !line.empty()) {
      if (!out.empty()) out += '\n';
      out += line;
    }
    at = end + 1;
  }
  return out;
}

std::string line_of(const xmlNode* n) { return html::squeezed(words(n)); }

// A party: its name, in words or as `literal`, else the code of it.
std::string party(const xmlNode* n) {
  if (n == nullptr) return {};
  std::vector<std::string> names;
  for (const xmlNode* name : children(n, "name")) names.push_back(line_of(name));
  if (const std::string* best = best_of(names); best != nullptr && !best->empty()) return *best;
  if (std::string literal = attribute(n, "literal"); !literal.empty()) return html::squeezed(literal);
  if (std::string own = line_of(n); !own.empty()) return own;
  return std::string(code(attribute(n, "qcode")));
}

std::string first_of(std::initializer_list<std::string> all) {
  for (const std::string& s : all)
    if (!s.empty()) return s;
  return {};
}

void take_nitf(const xmlNode* nitf, Document& d, std::string& dateline) {
  const xmlNode* head = child(nitf, "head");
  const xmlNode* body = child(nitf, "body");
  const xmlNode* body_head = child(body, "body.head");
  const xmlNode* content = child(body, "body.content");
  d.text = words(content != nullptr ? content : body);
  if (d.title.empty()) d.title = first_of({line_of(child(child(body_head, "hedline"), "hl1")), line_of(child(head, "title"))});
  if (dateline.empty()) dateline = line_of(child(body_head, "dateline"));
  const xmlNode* data = child(head, "docdata");
  if (!d.published)
    d.published = day(first_of({attribute(child(data, "date.issue"), "norm"), attribute(child(data, "date.release"), "norm")}));
  if (d.id.empty()) d.id = attribute(child(data, "doc-id"), "id-string");
  if (d.outlet.empty())
    d.outlet = html::squeezed(first_of({attribute(child(head, "pubdata"), "name"), line_of(child(body_head, "distributor"))}));
}

// The body in the item's own XML or as data, the one with most Arabic.
void take_content(const xmlNode* set, Document& d, std::string& dateline) {
  Document best;
  std::string best_dateline;
  double most = -1;
  for (const xmlNode* n = set == nullptr ? nullptr : set->children; n != nullptr; n = n->next) {
    Document now;
    now.title = d.title;
    std::string now_dateline;
    if (is_element(n, "inlineXML")) {
      if (const xmlNode* nitf = child(n, "nitf")) take_nitf(nitf, now, now_dateline);
      else now.text = words(n);
    } else if (is_element(n, "inlineData")) {
      // Its line breaks mean something.
      xmlChar* raw = xmlNodeGetContent(n);
      now.text = raw == nullptr ? "" : reinterpret_cast<const char*>(raw);
      xmlFree(raw);
      if (attribute(n, "contenttype").find("html") != std::string::npos) now.text = html::plain_text(now.text);
      if (!attribute(n, "encoding").empty()) now.text.clear();  // base64: pictures
    } else {
      continue;
    }
    const double arabic = arabic_share(now.text) * static_cast<double>(now.text.size());
    if (arabic <= most) continue;
    most = arabic;
    best = std::move(now);
    best_dateline = std::move(now_dateline);
  }
  d.text = std::move(best.text);
  if (d.title.empty()) d.title = std::move(best.title);
  if (d.outlet.empty()) d.outlet = std::move(best.outlet);
  if (!d.published) d.published = best.published;
  if (dateline.empty()) dateline = std::move(best_dateline);
}

// Nothing for an item that is no text.
std::optional<Result<AgencyItem>> news_item(const xmlNode* n, std::size_t number, const std::string& where) {
  AgencyItem out;
  out.number = number;
  Document& d = out.document;
  const xmlNode *item = child(n, "itemMeta"), *content = child(n, "contentMeta"), *set = child(n, "contentSet"),
                *rights = child(n, "rightsInfo");
  const std::string kind = attribute(child(item, "itemClass"), "qcode");
  if (!kind.empty() && !among(code(kind), {"text", "composite", "plaintext"})) return std::nullopt;
  out.withdrawn = withdrawn(first_of({attribute(child(item, "pubStatus"), "qcode"), attribute(child(item, "pubStatus"), "uri")}));
  d.id = attribute(n, "guid");
  if (d.id.starts_with("http://") || d.id.starts_with("https://")) d.url = d.id;
  std::vector<std::string> headlines;
  for (const xmlNode* h : children(content, "headline")) headlines.push_back(line_of(h));
  for (const xmlNode* h : children(item, "title")) headlines.push_back(line_of(h));
  if (const std::string* best = best_of(headlines)) d.title = *best;
  const auto time = [](const xmlNode* in, const char* name) { return line_of(child(in, name)); };
  d.published = day(first_of(
      {time(content, "contentModified"), time(content, "contentCreated"), time(item, "versionCreated"), time(item, "firstCreated")}));
  d.outlet = first_of({party(child(item, "provider")), party(child(content, "infoSource")), line_of(child(content, "creditline")),
                       party(child(rights, "copyrightHolder"))});
  std::string dateline = line_of(child(content, "dateline"));
  take_content(set, d, dateline);
  put_dateline(d, std::move(dateline));
  if (d.text.empty() && out.withdrawn.empty())
    return Result<AgencyItem>(
        fail(where, below(set, "remoteContent") != nullptr ? "NewsML: its text is in another file" : "NewsML: an item without text"));
  return Result<AgencyItem>(std::move(out));
}

std::string_view local(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// The name of the first element, behind declarations and comments, without its prefix.
std::string_view root_of(std::string_view xml) {
  for (std::size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at + 1)) {
    if (xml.substr(at, 4) == "<!--") {
      at = xml.find("-->", at);
      if (at == std::string_view::npos) return {};
      continue;
    }
    if (at + 1 < xml.size() && (xml[at + 1] == '?' || xml[at + 1] == '!')) continue;
    std::size_t end = at + 1;
    while (end < xml.size() && end < at + 60 && xml[end] != ' ' && xml[end] != '>' && xml[end] != '/' && xml[end] != '\n' &&
           xml[end] != '\r' && xml[end] != '\t')
      ++end;
    return local(xml.substr(at + 1, end - at - 1));
  }
  return {};
}

// ---- JSON ----------------------------------------------------------------------------------------------------------

using Element = simdjson::dom::element;

std::string text_at(const Element& e, const char* name) {
  std::string_view s;
  return e[name].get(s) == simdjson::SUCCESS ? std::string(s) : std::string();
}

std::vector<Element> list_at(const Element& e, const char* name) {
  std::vector<Element> out;
  simdjson::dom::array all;
  if (e[name].get(all) == simdjson::SUCCESS)
    for (const Element x : all) out.push_back(x);
  return out;
}

std::string body_words(const std::string& body, bool plain) { return plain ? body : html::plain_text(body); }

std::optional<Result<AgencyItem>> ninjs_item(const Element& e, std::size_t number, const std::string& where) {
  if (!e.is_object()) return Result<AgencyItem>(fail(where, "ninjs: expected an object"));
  const std::string kind = text_at(e, "type");
  if (!kind.empty() && !among(kind, {"text", "composite"})) return std::nullopt;
  AgencyItem out;
  out.number = number;
  out.withdrawn = withdrawn(text_at(e, "pubstatus"));
  Document& d = out.document;
  d.id = first_of({text_at(e, "uri"), text_at(e, "guid")});
  if (d.id.starts_with("http://") || d.id.starts_with("https://")) d.url = d.id;
  std::vector<std::string> headlines;
  for (const Element& h : list_at(e, "headlines")) headlines.push_back(html::squeezed(html::plain_text(text_at(h, "value"))));
  if (const std::string one = text_at(e, "headline"); !one.empty()) headlines.push_back(html::squeezed(html::plain_text(one)));
  if (const std::string* best = best_of(headlines)) d.title = *best;
  std::vector<std::string> bodies;
  for (const Element& b : list_at(e, "bodies"))
    bodies.push_back(body_words(text_at(b, "value"), text_at(b, "contenttype").find("plain") != std::string::npos));
  if (const std::string plain = text_at(e, "body_text"); !plain.empty()) bodies.push_back(plain);
  for (const char* name : {"body_xhtml", "body_html"})
    if (const std::string body = text_at(e, name); !body.empty()) bodies.push_back(body_words(body, false));
  if (const std::string* best = best_of(bodies)) d.text = *best;
  d.published = day(
      first_of({text_at(e, "contentmodified"), text_at(e, "contentcreated"), text_at(e, "versioncreated"), text_at(e, "firstcreated")}));
  for (const Element& s : list_at(e, "infosources"))
    if (d.outlet.empty()) d.outlet = html::squeezed(text_at(s, "name"));
  if (d.outlet.empty())
    d.outlet = html::squeezed(first_of({text_at(e, "infosource"), text_at(e, "source"), text_at(e, "copyrightholder")}));
  put_dateline(d, text_at(e, "dateline"));
  if (d.text.empty() && out.withdrawn.empty()) return Result<AgencyItem>(fail(where, "ninjs: an item without text"));
  return Result<AgencyItem>(std::move(out));
}

}  // namespace

bool is_agency_xml(std::string_view xml) { return among(root_of(xml), {"newsItem", "newsMessage", "nitf"}); }

void read_agency_xml(std::string_view utf8, const std::string& where, const Each& each) {
  const std::unique_ptr<xmlTextReader, void (*)(xmlTextReader*)> reader(
      xmlReaderForMemory(utf8.data(), static_cast<int>(utf8.size()), nullptr, "UTF-8",
                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING),
      xmlFreeTextReader);
  if (!reader) {
    each(fail(where, "XML: no memory"));
    return;
  }
  xmlResetLastError();
  std::size_t number = 0;
  int status = xmlTextReaderRead(reader.get());
  while (status == 1) {
    const xmlChar* raw = xmlTextReaderConstLocalName(reader.get());
    const std::string_view name = raw == nullptr ? std::string_view() : reinterpret_cast<const char*>(raw);
    if (xmlTextReaderNodeType(reader.get()) != XML_READER_TYPE_ELEMENT || !among(name, {"newsItem", "nitf"})) {
      status = xmlTextReaderRead(reader.get());
      continue;
    }
    // One item at a time is a tree in memory.
    const xmlNode* node = xmlTextReaderExpand(reader.get());
    if (node == nullptr) {
      status = -1;
      break;
    }
    const std::string place = where + ": item " + std::to_string(++number);
    std::optional<Result<AgencyItem>> item;
    if (name == "nitf") {
      AgencyItem nitf;
      nitf.number = number;
      std::string dateline;
      take_nitf(node, nitf.document, dateline);
      put_dateline(nitf.document, std::move(dateline));
      if (nitf.document.text.empty()) item.emplace(fail(place, "NITF: no text"));
      else item.emplace(std::move(nitf));
    } else {
      item = news_item(node, number, place);
    }
    if (item && !each(std::move(*item))) return;
    status = xmlTextReaderNext(reader.get());
  }
  if (status < 0) {
    const xmlError* e = xmlGetLastError();
    std::string message = e != nullptr && e->message != nullptr ? e->message : "broken";
    while (!message.empty() && (message.back() == '\n' || message.back() == ' ')) message.pop_back();
    each(fail(where + (e != nullptr ? ":" + std::to_string(e->line) : ""), "XML: " + message));
  } else if (number == 0) {
    each(fail(where, "NewsML: no news item in it"));
  }
}

bool is_ninjs(std::string_view json) {
  const std::string_view head = json.substr(0, std::size_t{64} << 10);
  const auto has = [&](std::string_view key) { return head.find(key) != std::string_view::npos; };
  return (has("\"uri\"") || has("\"versioncreated\"")) && !has("\"text\":") &&
         (has("\"body_text\"") || has("\"body_xhtml\"") || has("\"body_html\"") || has("\"bodies\"") || has("\"pubstatus\""));
}

void read_ninjs(std::string_view utf8, const std::string& where, const Each& each) {
  simdjson::dom::parser parser;
  simdjson::dom::document_stream stream;
  const auto broken = [&](simdjson::error_code e) { each(fail(where, std::string("broken JSON: ") + simdjson::error_message(e))); };
  // One batch: an item may be as large as the file.
  if (const auto e = parser.parse_many(utf8.data(), utf8.size(), utf8.size() + 1).get(stream); e != simdjson::SUCCESS) return broken(e);
  std::size_t number = 0;
  const auto give = [&](const Element& e) {
    ++number;
    std::optional<Result<AgencyItem>> item = ninjs_item(e, number, where + ": item " + std::to_string(number));
    return !item || each(std::move(*item));
  };
  for (auto document : stream) {
    Element root;
    if (const auto e = document.get(root); e != simdjson::SUCCESS) return broken(e);
    simdjson::dom::array all;
    if (root.get(all) != simdjson::SUCCESS) {
      if (!give(root)) return;
      continue;
    }
    for (const Element e : all)
      if (!give(e)) return;
  }
  if (stream.truncated_bytes() > 0) broken(simdjson::INCOMPLETE_ARRAY_OR_OBJECT);
}

}  // namespace isnad::ingest
