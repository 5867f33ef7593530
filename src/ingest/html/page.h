// The mark-up of a web page as a tree. Used by the extraction of articles and by feeds, whose items carry HTML.
//
// Any bytes are a page, as in a browser; nothing is refused but size. Work and memory are linear in the bytes whatever they
// are: elements deeper than kDeepest count as children of the last one above, and attributes beyond kAttributes are passed
// over. (Why not a library: docs/decisions/html-reader.md.) One page is for one thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "isnad/result.h"

namespace isnad::ingest::html {

/// Elements that something is done with; all others are `other`.
enum class Tag : std::uint8_t {
  other,
  text,
  a,
  abbr,
  address,
  article,
  aside,
  audio,
  b,
  base,
  bdi,
  bdo,
  big,
  blockquote,
  body,
  br,
  button,
  canvas,
  caption,
  center,
  cite,
  code,
  col,
  colgroup,
  data,
  dd,
  del,
  details,
  dialog,
  dir,
  div,
  dl,
  dt,
  em,
  embed,
  fieldset,
  figcaption,
  figure,
  font,
  footer,
  form,
  frame,
  frameset,
  h1,
  h2,
  h3,
  h4,
  h5,
  h6,
  head,
  header,
  hgroup,
  hr,
  html,
  i,
  iframe,
  img,
  input,
  ins,
  kbd,
  label,
  legend,
  li,
  link,
  main,
  map,
  mark,
  math,
  menu,
  meta,
  nav,
  nobr,
  noembed,
  noframes,
  noscript,
  object,
  ol,
  optgroup,
  option,
  p,
  param,
  plaintext,
  pre,
  q,
  s,
  samp,
  script,
  section,
  select,
  small,
  source,
  span,
  strike,
  strong,
  style,
  sub,
  summary,
  sup,
  svg,
  table,
  tbody,
  td,
  template_,
  textarea,
  tfoot,
  th,
  thead,
  time,
  title,
  tr,
  track,
  tt,
  u,
  ul,
  var,
  video,
  wbr,
  xmp
};

struct Attribute {
  std::string_view name;  ///< as written: compare without regard to case
  std::string_view raw;   ///< with its character references
};

struct Node {
  Tag tag = Tag::other;
  std::uint32_t parent = 0;
  std::uint32_t end = 0;    ///< one past the last node below: the nodes of an element are [its number, end)
  std::uint32_t first = 0;  ///< attributes of an element: [first, first + count)
  std::uint32_t count = 0;
  std::string_view raw = {};  ///< of text: its bytes with character references (none in script and style)
};

class Page {
 public:
  static constexpr std::size_t kLargest = std::size_t{16} << 20;
  static constexpr std::size_t kMostNodes = 1'000'000;
  static constexpr std::size_t kDeepest = 256;
  static constexpr std::size_t kAttributes = 64;

  /// `utf8` must outlive the page. Fails only for a page beyond kLargest or kMostNodes; the message says which.
  static Result<Page> parse(std::string_view utf8, const std::string& where);

  /// In the order of the page; number 0 is the root, above everything.
  const std::vector<Node>& nodes() const { return nodes_; }
  /// The value of an attribute, decoded; empty if the element has none. `name` in lower case.
  std::string attribute(std::uint32_t node, std::string_view name) const;
  /// As it is written, without decoding.
  std::string_view raw_attribute(std::uint32_t node, std::string_view name) const;
  bool has_attribute(std::uint32_t node, std::string_view name) const;
  /// All text in an element, decoded, runs of white space as one space; without scripts and styles.
  std::string text_of(std::uint32_t node, std::size_t longest = 1000) const;

 private:
  friend class Builder;
  std::vector<Node> nodes_;
  std::vector<Attribute> attributes_;
};

/// `text` with white space (and no-break spaces) at its ends dropped and inside made one space.
std::string squeezed(std::string_view text);

/// Whether two names in ASCII are the same but for case; `low` is in lower case.
bool same_name(std::string_view name, std::string_view low);

}  // namespace isnad::ingest::html
