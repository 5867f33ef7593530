#include "ingest/html/page.h"

#include <algorithm>
#include <array>

#include "ingest/html/entities.h"

namespace isnad::ingest::html {
namespace {

struct Name {
  std::string_view name;
  Tag tag;
};

// clang-format off
constexpr Name kNames[] = {
#define T(x) {#x, Tag::x}
    T(a), T(abbr), T(address), T(article), T(aside), T(audio), T(b), T(base), T(bdi), T(bdo), T(big), T(blockquote), T(body), T(br),
    T(button), T(canvas), T(caption), T(center), T(cite), T(code), T(col), T(colgroup), T(data), T(dd), T(del), T(details), T(dialog),
    T(dir), T(div), T(dl), T(dt), T(em), T(embed), T(fieldset), T(figcaption), T(figure), T(font), T(footer), T(form), T(frame),
    T(frameset), T(h1), T(h2), T(h3), T(h4), T(h5), T(h6), T(head), T(header), T(hgroup), T(hr), T(html), T(i), T(iframe), T(img),
    T(input), T(ins), T(kbd), T(label), T(legend), T(li), T(link), T(main), T(map), T(mark), T(math), T(menu), T(meta), T(nav), T(nobr),
    T(noembed), T(noframes), T(noscript), T(object), T(ol), T(optgroup), T(option), T(p), T(param), T(plaintext), T(pre), T(q), T(s),
    T(samp), T(script), T(section), T(select), T(small), T(source), T(span), T(strike), T(strong), T(style), T(sub), T(summary), T(sup),
    T(svg), T(table), T(tbody), T(td), {"template", Tag::template_}, T(textarea), T(tfoot), T(th), T(thead), T(time), T(title), T(tr),
    T(track), T(tt), T(u), T(ul), T(var), T(video), T(wbr), T(xmp),
#undef T
};
// clang-format on

constexpr bool space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
constexpr bool letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

constexpr std::size_t kBuckets = 1024;
constexpr std::size_t hash_of(std::string_view name) {
  std::size_t h = name.size();
  for (const char c : name) h = h * 31 + static_cast<unsigned char>(lower(c));
  return h % kBuckets;
}

// Open addressing; every name is found within a few steps.
constexpr std::array<std::uint8_t, kBuckets> make_table() {
  std::array<std::uint8_t, kBuckets> table{};
  for (std::size_t i = 0; i < std::size(kNames); ++i) {
    std::size_t h = hash_of(kNames[i].name);
    while (table[h] != 0) h = (h + 1) % kBuckets;
    table[h] = static_cast<std::uint8_t>(i + 1);
  }
  return table;
}
constexpr auto kTable = make_table();

Tag tag_of(std::string_view name) {
  if (name.size() > 10) return Tag::other;
  for (std::size_t h = hash_of(name); kTable[h] != 0; h = (h + 1) % kBuckets)
    if (same_name(name, kNames[kTable[h] - 1].name)) return kNames[kTable[h] - 1].tag;
  return Tag::other;
}

class TagSet {
 public:
  constexpr TagSet(std::initializer_list<Tag> tags) {
    for (const Tag t : tags) bits_[static_cast<std::size_t>(t) / 64] |= std::uint64_t{1} << (static_cast<std::size_t>(t) % 64);
  }
  constexpr bool has(Tag t) const { return (bits_[static_cast<std::size_t>(t) / 64] >> (static_cast<std::size_t>(t) % 64) & 1) != 0; }

 private:
  std::array<std::uint64_t, 3> bits_{};
};

constexpr TagSet kVoid = {Tag::base,  Tag::br,   Tag::col,  Tag::embed, Tag::frame,  Tag::hr,    Tag::img,
                          Tag::input, Tag::link, Tag::meta, Tag::param, Tag::source, Tag::track, Tag::wbr};
// Their content is no mark-up, up to their end tag.
constexpr TagSet kRaw = {Tag::script, Tag::style, Tag::textarea, Tag::title, Tag::iframe, Tag::noembed, Tag::noframes, Tag::xmp};
// Their end tag ends only themselves: it never takes blocks opened inside with it.
constexpr TagSet kInline = {Tag::other, Tag::a,    Tag::abbr, Tag::b,    Tag::bdi,  Tag::bdo,   Tag::big,  Tag::cite,   Tag::code,
                            Tag::data,  Tag::del,  Tag::em,   Tag::font, Tag::form, Tag::i,     Tag::ins,  Tag::kbd,    Tag::label,
                            Tag::mark,  Tag::nobr, Tag::q,    Tag::s,    Tag::samp, Tag::small, Tag::span, Tag::strike, Tag::strong,
                            Tag::sub,   Tag::sup,  Tag::time, Tag::tt,   Tag::u,    Tag::var};
constexpr TagSet kClosesP = {
    Tag::address, Tag::article, Tag::aside,    Tag::blockquote, Tag::center,  Tag::details, Tag::dialog, Tag::dir,  Tag::div,  Tag::dl,
    Tag::dd,      Tag::dt,      Tag::fieldset, Tag::figcaption, Tag::figure,  Tag::footer,  Tag::form,   Tag::h1,   Tag::h2,   Tag::h3,
    Tag::h4,      Tag::h5,      Tag::h6,       Tag::header,     Tag::hgroup,  Tag::hr,      Tag::li,     Tag::main, Tag::menu, Tag::nav,
    Tag::ol,      Tag::p,       Tag::pre,      Tag::section,    Tag::summary, Tag::table,   Tag::ul,     Tag::xmp};
constexpr TagSet kScope = {Tag::td, Tag::th, Tag::table, Tag::caption, Tag::button, Tag::object, Tag::template_};
constexpr TagSet kTableParts = {Tag::table, Tag::caption, Tag::colgroup, Tag::tbody, Tag::thead, Tag::tfoot, Tag::tr, Tag::td, Tag::th};
constexpr TagSet kLists = {Tag::ul, Tag::ol, Tag::menu, Tag::dir, Tag::dl};

}  // namespace

bool same_name(std::string_view name, std::string_view low) {
  if (name.size() != low.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i)
    if (lower(name[i]) != low[i]) return false;
  return true;
}

class Builder {
 public:
  Builder(std::string_view s, Page& page) : s_(s), nodes_(page.nodes_), attributes_(page.attributes_) {
    nodes_.reserve(s.size() / 24 + 16);
    nodes_.push_back({});
    open_.push_back(0);
  }

  // False: too many nodes.
  bool build() {
    std::size_t at = 0;
    while (at < s_.size()) {
      if (nodes_.size() > Page::kMostNodes) return false;
      const std::size_t mark = s_.find('<', at);
      if (mark == std::string_view::npos || mark + 1 >= s_.size()) {
        text(at, s_.size());
        break;
      }
      const char c = s_[mark + 1];
      if (letter(c)) {
        text(at, mark);
        at = start_tag(mark + 1);
      } else if (c == '/' && mark + 2 < s_.size() && letter(s_[mark + 2])) {
        text(at, mark);
        at = end_tag(mark + 2);
      } else if (c == '!' || c == '?' || c == '/') {
        text(at, mark);
        at = comment(mark + 1);
      } else {
        text(at, mark + 1);
        at = mark + 1;
      }
    }
    while (!open_.empty()) pop();
    return true;
  }

 private:
  void text(std::size_t from, std::size_t to) {
    if (from >= to) return;
    Node& last = nodes_.back();
    // A `<` that opens nothing must not cut words in two.
    if (last.tag == Tag::text && last.parent == top() && last.raw.data() + last.raw.size() == s_.data() + from) {
      last.raw = {last.raw.data(), last.raw.size() + (to - from)};
      return;
    }
    Node node;
    node.tag = Tag::text;
    node.parent = top();
    node.end = static_cast<std::uint32_t>(nodes_.size() + 1);
    node.raw = s_.substr(from, to - from);
    nodes_.push_back(node);
  }

  std::size_t comment(std::size_t at) {
    if (s_.substr(at, 3) == "!--") {
      if (s_.substr(at + 3, 1) == ">") return at + 4;
      const std::size_t end = s_.find("-->", at + 3);
      return end == std::string_view::npos ? s_.size() : end + 3;
    }
    const std::size_t end = s_.find('>', at);
    return end == std::string_view::npos ? s_.size() : end + 1;
  }

  std::size_t name_end(std::size_t at) const {
    while (at < s_.size() && !space(s_[at]) && s_[at] != '>' && s_[at] != '/') ++at;
    return at;
  }

  // Behind the tag's name: its attributes, kept if `node` is given. Returns the place behind the `>`.
  std::size_t attributes(std::size_t at, Node* node) {
    while (at < s_.size()) {
      while (at < s_.size() && (space(s_[at]) || s_[at] == '/')) ++at;
      if (at >= s_.size()) break;
      if (s_[at] == '>') return at + 1;
      const std::size_t first = at;
      ++at;  // a name may begin with =
      while (at < s_.size() && !space(s_[at]) && s_[at] != '=' && s_[at] != '>' && s_[at] != '/') ++at;
      const std::string_view name = s_.substr(first, at - first);
      std::string_view value;
      std::size_t next = at;
      while (next < s_.size() && space(s_[next])) ++next;
      if (next < s_.size() && s_[next] == '=') {
        at = next + 1;
        while (at < s_.size() && space(s_[at])) ++at;
        if (at < s_.size() && (s_[at] == '"' || s_[at] == '\'')) {
          const std::size_t end = s_.find(s_[at], at + 1);
          if (end == std::string_view::npos) return s_.size();
          value = s_.substr(at + 1, end - at - 1);
          at = end + 1;
        } else {
          const std::size_t begin = at;
          while (at < s_.size() && !space(s_[at]) && s_[at] != '>') ++at;
          value = s_.substr(begin, at - begin);
        }
      }
      if (node != nullptr && node->count < Page::kAttributes) {
        attributes_.push_back({name, value});
        ++node->count;
      }
    }
    return s_.size();
  }

  std::size_t start_tag(std::size_t at) {
    const std::size_t end = name_end(at);
    const Tag tag = tag_of(s_.substr(at, end - at));
    if ((tag == Tag::html || tag == Tag::body) && opened(tag)) return attributes(end, nullptr);
    make_room(tag);
    Node node;
    node.tag = tag;
    node.first = static_cast<std::uint32_t>(attributes_.size());
    const std::size_t behind = attributes(end, &node);
    node.parent = top();
    const auto number = static_cast<std::uint32_t>(nodes_.size());
    node.end = number + 1;
    nodes_.push_back(node);
    if (kVoid.has(tag)) return behind;
    if (kRaw.has(tag)) return raw_text(tag, s_.substr(at, end - at), behind, number);
    // `<div/>` opens a div all the same, as in a browser; in a drawing it does not.
    if (tag == Tag::other && behind >= 2 && s_[behind - 2] == '/' && opened(Tag::svg)) return behind;
    if (open_.size() >= Page::kDeepest) {
      ++too_deep_;
      return behind;
    }
    open_.push_back(number);
    ++count(tag);
    return behind;
  }

  std::size_t raw_text(Tag tag, std::string_view name, std::size_t at, std::uint32_t number) {
    std::size_t end = at;
    for (;;) {
      end = s_.find("</", end);
      if (end == std::string_view::npos) {
        end = s_.size();
        break;
      }
      const std::string_view there = s_.substr(end + 2, name.size());
      const std::size_t behind = end + 2 + name.size();
      const bool same = there.size() == name.size() &&
                        std::equal(there.begin(), there.end(), name.begin(), [](char x, char y) { return lower(x) == lower(y); });
      if (same && (behind >= s_.size() || space(s_[behind]) || s_[behind] == '>' || s_[behind] == '/')) break;
      end += 2;
    }
    if (end > at && tag != Tag::style) {
      Node node;
      node.tag = Tag::text;
      node.parent = number;
      node.end = static_cast<std::uint32_t>(nodes_.size() + 1);
      node.raw = s_.substr(at, end - at);
      nodes_.push_back(node);
      nodes_[number].end = node.end;
    }
    const std::size_t close = s_.find('>', end);
    return close == std::string_view::npos ? s_.size() : close + 1;
  }

  // Ends what cannot hold a new element of this kind.
  void make_room(Tag tag) {
    if (kClosesP.has(tag) && opened(Tag::p)) close(Tag::p, kScope, kScope);
    switch (tag) {
      case Tag::li: close(Tag::li, kLists, kScope); break;
      case Tag::dd:
      case Tag::dt:
        close(Tag::dd, kLists, kScope);
        close(Tag::dt, kLists, kScope);
        break;
      case Tag::a: close(Tag::a, kTableParts, kScope); break;
      case Tag::option: close(Tag::option, {Tag::select}, kScope); break;
      case Tag::td:
      case Tag::th:
        close(Tag::td, {Tag::table, Tag::tr}, {Tag::template_});
        close(Tag::th, {Tag::table, Tag::tr}, {Tag::template_});
        break;
      case Tag::tr: close(Tag::tr, {Tag::table}, {Tag::template_}); break;
      case Tag::tbody:
      case Tag::thead:
      case Tag::tfoot:
        close(Tag::tbody, {Tag::table}, {Tag::template_});
        close(Tag::thead, {Tag::table}, {Tag::template_});
        close(Tag::tfoot, {Tag::table}, {Tag::template_});
        break;
      case Tag::body:
        if (opened(Tag::head)) close(Tag::head, {Tag::html}, kScope);
        break;
      default: break;
    }
  }

  std::size_t end_tag(std::size_t at) {
    const std::size_t end = name_end(at);
    const Tag tag = tag_of(s_.substr(at, end - at));
    const std::size_t behind = attributes(end, nullptr);
    if (kVoid.has(tag) || tag == Tag::body || tag == Tag::html) return behind;  // text may follow these all the same
    if (too_deep_ > 0) {
      --too_deep_;
      return behind;
    }
    if (!opened(tag)) return behind;
    if (kTableParts.has(tag)) close(tag, tag == Tag::table ? TagSet{} : TagSet{Tag::table}, {Tag::template_});
    else close(tag, kScope, kScope);
    return behind;
  }

  // Ends the innermost open element of this kind, and all inside it, unless one of the barriers stands above it. An inline
  // element is not ended over a block that was opened inside it.
  void close(Tag tag, const TagSet& barrier, const TagSet& scope) {
    if (!opened(tag)) return;
    for (std::size_t i = open_.size(); i-- > 1;) {
      const Tag there = nodes_[open_[i]].tag;
      if (there == tag) {
        while (open_.size() > i) pop();
        return;
      }
      if (barrier.has(there) || scope.has(there)) return;
      if (kInline.has(tag) && !kInline.has(there)) return;
    }
  }

  void pop() {
    Node& node = nodes_[open_.back()];
    node.end = static_cast<std::uint32_t>(nodes_.size());
    if (open_.size() > 1) --count(node.tag);
    open_.pop_back();
  }

  std::uint32_t top() const { return open_.back(); }
  std::uint32_t& count(Tag tag) { return counts_[static_cast<std::size_t>(tag)]; }
  bool opened(Tag tag) { return count(tag) > 0; }

  std::string_view s_;
  std::vector<Node>& nodes_;
  std::vector<Attribute>& attributes_;
  std::vector<std::uint32_t> open_;
  std::array<std::uint32_t, 256> counts_{};
  std::size_t too_deep_ = 0;
};

Result<Page> Page::parse(std::string_view utf8, const std::string& where) {
  if (utf8.size() > kLargest) return fail(where, "a web page larger than 16 MB");
  Page page;
  if (!Builder(utf8, page).build()) return fail(where, "a web page of more than a million elements");
  return page;
}

std::string_view Page::raw_attribute(std::uint32_t node, std::string_view name) const {
  const Node& n = nodes_[node];
  for (std::uint32_t i = n.first; i < n.first + n.count; ++i)
    if (same_name(attributes_[i].name, name)) return attributes_[i].raw;
  return {};
}

bool Page::has_attribute(std::uint32_t node, std::string_view name) const {
  const Node& n = nodes_[node];
  for (std::uint32_t i = n.first; i < n.first + n.count; ++i)
    if (same_name(attributes_[i].name, name)) return true;
  return false;
}

std::string Page::attribute(std::uint32_t node, std::string_view name) const { return decoded(raw_attribute(node, name)); }

std::string Page::text_of(std::uint32_t node, std::size_t longest) const {
  std::string text;
  for (std::uint32_t i = node; i < nodes_[node].end && text.size() < longest; ++i) {
    if (nodes_[i].tag == Tag::script || nodes_[i].tag == Tag::style) {
      i = nodes_[i].end - 1;
      continue;
    }
    if (nodes_[i].tag == Tag::text) append_decoded(text, nodes_[i].raw.substr(0, longest * 4));
    else if (!kInline.has(nodes_[i].tag)) text.push_back(' ');
  }
  return squeezed(text);
}

std::string squeezed(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool gap = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (space(c) || c == '\v' || c == '\0') {
      gap = true;
      continue;
    }
    if (c == '\xC2' && i + 1 < text.size() && text[i + 1] == '\xA0') {
      gap = true;
      ++i;
      continue;
    }
    if (gap && !out.empty()) out.push_back(' ');
    gap = false;
    out.push_back(c);
  }
  return out;
}

}  // namespace isnad::ingest::html
