#include "ingest/html/fragment.h"

#include <vector>

#include "ingest/html/entities.h"
#include "ingest/html/page.h"

namespace isnad::ingest::html {
namespace {

bool breaks(Tag t) {
  switch (t) {
    case Tag::p:
    case Tag::div:
    case Tag::br:
    case Tag::li:
    case Tag::h1:
    case Tag::h2:
    case Tag::h3:
    case Tag::h4:
    case Tag::h5:
    case Tag::h6:
    case Tag::tr:
    case Tag::blockquote:
    case Tag::ul:
    case Tag::ol:
    case Tag::table:
    case Tag::section:
    case Tag::article: return true;
    default: return false;
  }
}

}  // namespace

std::string plain_text(std::string_view html) {
  const auto page = Page::parse(html, "");
  if (!page) return {};
  std::string out, line;
  const auto flush = [&] {
    if (const std::string words = squeezed(line); !words.empty()) {
      if (!out.empty()) out += '\n';
      out += words;
    }
    line.clear();
  };
  const auto& nodes = page->nodes();
  std::vector<std::uint32_t> ends;  // of open elements that begin and end a line
  for (std::uint32_t i = 1; i < nodes.size(); ++i) {
    for (; !ends.empty() && ends.back() <= i; ends.pop_back()) flush();
    if (nodes[i].tag == Tag::script || nodes[i].tag == Tag::style) {
      i = nodes[i].end - 1;
      continue;
    }
    if (nodes[i].tag == Tag::text) {
      // Line breaks of plain text are breaks.
      std::string words;
      append_decoded(words, nodes[i].raw);
      for (std::size_t at = 0;;) {
        const std::size_t end = words.find('\n', at);
        line += words.substr(at, end == std::string::npos ? end : end - at);
        if (end == std::string::npos) break;
        if (nodes.size() == 2) flush();
        else line += ' ';
        at = end + 1;
      }
    } else if (breaks(nodes[i].tag)) {
      flush();
      ends.push_back(nodes[i].end);
    } else if (nodes[i].tag == Tag::img) {
      line += ' ';
    }
  }
  flush();
  return out;
}

}  // namespace isnad::ingest::html
