#include "watch/opml.h"

#include <libxml/xmlreader.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <unordered_set>

namespace isnad::watch {

bool is_opml(std::string_view xml) {
  std::string head(xml.substr(0, 4096));
  std::transform(head.begin(), head.end(), head.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return head.find("<opml") != std::string::npos;
}

Result<std::vector<std::string>> opml_feeds(std::string_view xml, const std::string& where) {
  const std::unique_ptr<xmlTextReader, void (*)(xmlTextReader*)> reader(
      xmlReaderForMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING),
      xmlFreeTextReader);
  if (!reader) return fail(where, "XML: no memory");
  std::vector<std::string> out;
  std::unordered_set<std::string> seen;
  int status = 0;
  while ((status = xmlTextReaderRead(reader.get())) == 1) {
    if (xmlTextReaderNodeType(reader.get()) != XML_READER_TYPE_ELEMENT) continue;
    for (const char* name : {"xmlUrl", "xmlurl", "xmlURL"}) {  // written as it comes
      xmlChar* value = xmlTextReaderGetAttribute(reader.get(), reinterpret_cast<const xmlChar*>(name));
      if (value == nullptr) continue;
      std::string url = reinterpret_cast<const char*>(value);
      xmlFree(value);
      if (!url.empty() && seen.insert(url).second) out.push_back(std::move(url));
    }
  }
  if (status < 0) {
    const xmlError* e = xmlGetLastError();
    std::string message = e != nullptr && e->message != nullptr ? e->message : "broken";
    while (!message.empty() && (message.back() == '\n' || message.back() == ' ')) message.pop_back();
    return fail(where + (e != nullptr ? ":" + std::to_string(e->line) : ""), "XML: " + message);
  }
  if (out.empty()) return fail(where, "no feed in it (expected outlines with xmlUrl)");
  return out;
}

}  // namespace isnad::watch
