#include "ingest/html/article.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_set>
#include <vector>

#include "ingest/html/entities.h"
#include "ingest/html/metadata.h"
#include "ingest/html/page.h"
#include "model/lexicon.h"

namespace isnad::ingest::html {
namespace {

// A block with so many letters is a paragraph; a page with fewer in all has no article.
constexpr std::size_t kParagraph = 60, kArticle = 120;
// What links make up of a block more than this is a list of links.
constexpr double kMostLinks = 0.4;
// An element with more than this of the page's words is not beside the article, whatever its class says.
constexpr double kTooMuch = 0.4;
// A neighbour of the article's element belongs to it from this share of its score.
constexpr double kNeighbour = 0.2;
// Shorter lines above the first paragraph are bylines and dates; shorter ones with links below it are lists.
constexpr std::size_t kByline = 50;

bool is_block(Tag t) {
  switch (t) {
    case Tag::address:
    case Tag::article:
    case Tag::aside:
    case Tag::blockquote:
    case Tag::body:
    case Tag::br:
    case Tag::caption:
    case Tag::center:
    case Tag::dd:
    case Tag::details:
    case Tag::dir:
    case Tag::div:
    case Tag::dl:
    case Tag::dt:
    case Tag::fieldset:
    case Tag::figcaption:
    case Tag::figure:
    case Tag::footer:
    case Tag::form:
    case Tag::h1:
    case Tag::h2:
    case Tag::h3:
    case Tag::h4:
    case Tag::h5:
    case Tag::h6:
    case Tag::header:
    case Tag::hgroup:
    case Tag::hr:
    case Tag::html:
    case Tag::li:
    case Tag::main:
    case Tag::menu:
    case Tag::nav:
    case Tag::ol:
    case Tag::p:
    case Tag::pre:
    case Tag::section:
    case Tag::summary:
    case Tag::table:
    case Tag::tbody:
    case Tag::td:
    case Tag::tfoot:
    case Tag::th:
    case Tag::thead:
    case Tag::tr:
    case Tag::ul: return true;
    default: return false;
  }
}

// Never part of an article.
bool is_apart(Tag t) {
  switch (t) {
    case Tag::audio:
    case Tag::button:
    case Tag::canvas:
    case Tag::embed:
    case Tag::figcaption:
    case Tag::footer:
    case Tag::head:
    case Tag::iframe:
    case Tag::map:
    case Tag::math:
    case Tag::menu:
    case Tag::nav:
    case Tag::noembed:
    case Tag::noframes:
    case Tag::noscript:
    case Tag::object:
    case Tag::option:
    case Tag::script:
    case Tag::select:
    case Tag::style:
    case Tag::svg:
    case Tag::template_:
    case Tag::textarea:
    case Tag::title:
    case Tag::video: return true;
    default: return false;
  }
}

bool is_heading(Tag t) { return t >= Tag::h1 && t <= Tag::h6; }

// Letters and digits: characters that are no white space and no ASCII punctuation.
std::size_t letters(std::string_view utf8) {
  std::size_t n = 0;
  for (const char c : utf8) {
    const auto b = static_cast<unsigned char>(c);
    n += (b & 0xC0) == 0xC0 || (b < 0x80 && std::isalnum(b) != 0);
  }
  return n;
}

// Words of data/ingest/page_words.
struct PageWords {
  std::vector<std::string> text, other;
  PageWords() {
    const model::Table& table = model::Lexicon::builtin().table("ingest/page_words");
    for (std::uint32_t r = 0; r < table.rows(); ++r) (table.cell(r, 0) == "text" ? text : other).emplace_back(table.cell(r, 1));
  }
};

const PageWords& page_words() {
  static const PageWords words;
  return words;
}

struct Block {
  std::string text;
  std::size_t size = 0, linked = 0;  // letters, and those in links
  std::uint32_t element = 0;         // the innermost block element around it
  Tag tag = Tag::other;
  double links() const { return size == 0 ? 0 : static_cast<double>(linked) / static_cast<double>(size); }
};

class Extractor {
 public:
  explicit Extractor(const Page& page) : page_(page), nodes_(page.nodes()) {}

  // Blocks of the article in the order of the page.
  std::vector<Block> run() {
    weigh();
    gather();
    score();
    return chosen();
  }
  // Blocks of the whole page that are in no menu and the like.
  const std::vector<Block>& all() const { return blocks_; }

 private:
  const Page& page_;
  const std::vector<Node>& nodes_;
  std::vector<std::size_t> before_;  // letters of text before each node
  std::vector<Block> blocks_;
  std::vector<double> score_;              // per node
  std::vector<std::size_t> size_, links_;  // letters of the blocks of each element, and those in links

  void weigh() {
    before_.assign(nodes_.size() + 1, 0);
    std::uint32_t skipped = 0;  // inside what has no words
    std::string words;
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
      before_[i + 1] = before_[i];
      if (nodes_[i].tag == Tag::script || nodes_[i].tag == Tag::style || nodes_[i].tag == Tag::noscript)
        skipped = std::max(skipped, nodes_[i].end);
      if (nodes_[i].tag != Tag::text || i < skipped) continue;
      words.clear();
      append_decoded(words, nodes_[i].raw);
      before_[i + 1] += letters(words);
    }
  }
  double share(std::uint32_t i) const {
    return before_.back() == 0 ? 0 : static_cast<double>(before_[nodes_[i].end] - before_[i]) / static_cast<double>(before_.back());
  }

  std::string classes(std::uint32_t i) const {
    std::string s(page_.raw_attribute(i, "class"));
    s += ' ';
    s += page_.raw_attribute(i, "id");
    std::transform(s.begin(), s.end(), s.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return s;
  }
  static bool any_of(const std::vector<std::string>& words, const std::string& in) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& w) { return in.find(w) != std::string::npos; });
  }

  // Whether nothing below the element is the article's.
  bool beside(std::uint32_t i) const {
    const Tag tag = nodes_[i].tag;
    if (is_apart(tag)) return true;
    if (tag == Tag::html || tag == Tag::body || tag == Tag::main || tag == Tag::article || tag == Tag::text) return false;
    std::string style(page_.raw_attribute(i, "style"));
    style.erase(std::remove(style.begin(), style.end(), ' '), style.end());
    if (page_.has_attribute(i, "hidden") || style.find("display:none") != std::string::npos) return true;
    if (share(i) > kTooMuch) return false;
    if (tag == Tag::aside) return true;
    if (nodes_[i].count == 0) return false;
    const std::string names = classes(i);
    return names.size() > 1 && any_of(page_words().other, names);
  }

  void gather() {
    std::vector<std::uint32_t> open{0};  // block elements
    std::uint32_t link_end = 0;
    Block block;
    const auto flush = [&] {
      block.text = squeezed(block.text);
      if (!block.text.empty() && block.size > 0) blocks_.push_back(std::move(block));
      block = {};
    };
    for (std::uint32_t i = 1; i < nodes_.size(); ++i) {
      while (open.size() > 1 && nodes_[open.back()].end <= i) {
        flush();
        open.pop_back();
      }
      const Node& n = nodes_[i];
      if (n.tag == Tag::text) {
        if (block.text.empty()) {
          block.element = open.back();
          block.tag = nodes_[open.back()].tag;
        }
        std::string words;
        append_decoded(words, n.raw);
        const std::size_t size = letters(words);
        block.size += size;
        if (i < link_end) block.linked += size;
        block.text += words;
        continue;
      }
      if (beside(i)) {
        if (is_block(n.tag)) flush();
        else block.text += ' ';
        i = n.end - 1;
        continue;
      }
      // One that was never closed is no link of what follows it.
      if (n.tag == Tag::a && page_.has_attribute(i, "href") && share(i) <= kTooMuch) link_end = std::max(link_end, n.end);
      if (is_block(n.tag)) {
        flush();
        if (n.tag != Tag::br && n.tag != Tag::hr) open.push_back(i);
      } else if (n.tag == Tag::img) {
        block.text += ' ';
      }
    }
    flush();
  }

  // Every paragraph speaks for the element it is in, and less for those above: the article's is where most meet.
  void score() {
    score_.assign(nodes_.size(), 0);
    size_.assign(nodes_.size(), 0);
    links_.assign(nodes_.size(), 0);
    for (const Block& b : blocks_) {
      size_[b.element] += b.size;
      links_[b.element] += b.linked;
      if (b.size < kParagraph || b.links() > kMostLinks || is_heading(b.tag)) continue;
      constexpr std::size_t kLong = 600;
      const double points = 1.0 + static_cast<double>(std::min(b.size, kLong)) / 100.0 * (1.0 - b.links());
      std::uint32_t element = b.element;
      // `p` and the like only hold the paragraph.
      double share = 1.0;
      if (b.tag == Tag::p || b.tag == Tag::blockquote || b.tag == Tag::li) element = nodes_[element].parent;
      for (const double next : {0.5, 0.25, 0.1}) {
        score_[element] += points * share;
        share = next;
        if (element == 0) break;
        element = nodes_[element].parent;
      }
    }
    for (std::uint32_t i = static_cast<std::uint32_t>(nodes_.size()); i-- > 1;) {
      size_[nodes_[i].parent] += size_[i];
      links_[nodes_[i].parent] += links_[i];
    }
    for (std::uint32_t i = 1; i < nodes_.size(); ++i) {
      if (score_[i] == 0) continue;
      if (size_[i] > 0) score_[i] *= 1.0 - static_cast<double>(links_[i]) / static_cast<double>(size_[i]);
      if (nodes_[i].tag == Tag::article || page_.raw_attribute(i, "itemprop") == "articleBody") score_[i] *= 1.3;
      else if (any_of(page_words().text, classes(i))) score_[i] *= 1.15;
    }
  }

  std::vector<Block> chosen() {
    std::uint32_t best = 0;
    for (std::uint32_t i = 1; i < nodes_.size(); ++i)
      if (score_[i] > score_[best]) best = i;
    if (score_[best] <= 0) return {};
    // Neighbours of the best element that hold paragraphs as well.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> ranges;
    const std::uint32_t above = nodes_[best].parent;
    for (std::uint32_t i = above + 1; i < nodes_[above].end; i = nodes_[i].end) {
      const bool neighbour = i != best && nodes_[i].tag != Tag::text && size_[i] >= kParagraph &&
                             static_cast<double>(links_[i]) <= kMostLinks / 2 * static_cast<double>(size_[i]) &&
                             (score_[i] >= kNeighbour * score_[best] || nodes_[i].tag == Tag::p);
      if (i == best || neighbour) ranges.emplace_back(i, nodes_[i].end);
    }
    std::vector<Block> out;
    for (Block& b : blocks_) {
      const std::uint32_t at = b.element;
      const bool inside = std::any_of(ranges.begin(), ranges.end(), [&](const auto& r) { return r.first <= at && at < r.second; });
      if (inside && (b.links() <= kMostLinks || b.size >= 4 * kParagraph)) out.push_back(b);
    }
    return out;
  }
};

// Words shared by two titles, as a share of the shorter.
double alike(std::string_view a, std::string_view b) {
  const auto words = [](std::string_view s) {
    std::unordered_set<std::string> out;
    for (std::size_t i = 0; i < s.size();) {
      const std::size_t end = std::min(s.find(' ', i), s.size());
      if (end > i) out.emplace(s.substr(i, end - i));
      i = end + 1;
    }
    return out;
  };
  const auto x = words(a), y = words(b);
  if (x.empty() || y.empty()) return 0;
  std::size_t both = 0;
  for (const std::string& w : x) both += y.count(w);
  return static_cast<double>(both) / static_cast<double>(std::min(x.size(), y.size()));
}

// The headline as it stands on the page: the heading most like what the head says, else that.
std::string headline(const Page& page, const Metadata& meta) {
  constexpr double kSame = 0.7;
  const std::string named = meta.titles.empty() ? std::string() : meta.titles.front();
  std::string best;
  double score = named.empty() ? 0 : kSame;
  const auto& nodes = page.nodes();
  for (std::uint32_t i = 1; i < nodes.size(); ++i) {
    if (nodes[i].tag != Tag::h1 && nodes[i].tag != Tag::h2 && nodes[i].tag != Tag::h3) continue;
    std::string text = page.text_of(i);
    if (letters(text) < 8) continue;
    const double s = named.empty() ? (nodes[i].tag == Tag::h1 ? 1.0 : 0.0) : alike(text, named) + (nodes[i].tag == Tag::h1 ? 0.05 : 0.0);
    if (s > score) score = s, best = std::move(text);
  }
  return best.empty() ? named : best;
}

}  // namespace

Result<Document> article(std::string_view utf8, const std::string& where) {
  auto page = Page::parse(utf8, where);
  if (!page) return tl::unexpected(page.error());
  const Metadata meta = metadata(*page);
  Extractor extractor(*page);
  std::vector<Block> blocks = extractor.run();
  Document out;
  out.title = headline(*page, meta);
  out.url = meta.url;
  out.outlet = meta.outlet;
  out.published = meta.published;
  // Above the first paragraph stand the title once more, a byline, a date.
  std::size_t first = 0;
  while (first < blocks.size() && blocks[first].size < kByline) ++first;
  if (first == blocks.size()) first = 0;
  std::size_t size = 0;
  for (std::size_t i = first; i < blocks.size(); ++i) {
    const Block& b = blocks[i];
    if (b.text == out.title || (b.tag == Tag::h1 && alike(b.text, out.title) > 0.9)) continue;
    if (b.size < kByline && b.linked > 0) continue;
    size += b.size;
    if (!out.text.empty()) out.text += '\n';
    out.text += b.text;
  }
  if (size < kArticle && letters(meta.body) > std::max(size, kArticle)) {
    out.text = meta.body;
    size = letters(meta.body);
  }
  if (size < kArticle)
    return fail(where, "a web page without an article (fewer than " + std::to_string(kArticle) + " letters of running text)");
  // A day that only stands on the page: above the article, in a line of its own.
  if (!out.published)
    for (const Block& b : extractor.all()) {
      if (b.size >= kByline * 2) continue;
      if (const auto d = day_in(b.text)) {
        out.published = d;
        break;
      }
    }
  return out;
}

}  // namespace isnad::ingest::html
