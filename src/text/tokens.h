// Tokens, quotations and sentences of a cleaned text.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "isnad/span.h"
#include "text/clean.h"

namespace isnad::text {

enum class TokenKind : std::uint8_t {
  word,         ///< letters (Arabic or other), with their diacritics
  number,       ///< digits with inner decimal or thousands marks: 3.5, 1,200
  quote,        ///< a quotation mark of any kind: see Token::partner
  punctuation,  ///< any other single mark or symbol
};

constexpr std::uint32_t kNoToken = 0xFFFFFFFF;

struct Token {
  Span span;
  TokenKind kind = TokenKind::word;
  bool latin = false;                  ///< a word in Latin letters
  bool glued = false;                  ///< no space between it and the token before it
  char32_t mark = 0;                   ///< the character, for quote and punctuation
  std::string_view key;                ///< folded (model/key.h); for number: digits with '.' as decimal mark and no thousands marks
  std::uint32_t partner = kNoToken;    ///< for quote: the token of the other mark, kNoToken if it has none
  bool opens = false;                  ///< for quote: opens a quotation
  std::uint32_t quotation = kNoToken;  ///< the opening mark of the innermost paired quotation the token is in (marks excluded)
  std::uint32_t sentence = 0;
};

/// The most tokens of a sentence: of 1,000 in real news one has over 225. Text without any full stop is cut, at commas where it
/// has some, so that what looks through a sentence for each of its words stays linear in the text.
constexpr std::uint32_t kLongestSentence = 600;

/// Tokens [first, last), at most kLongestSentence. Sentences do not cross paragraphs; a full stop inside a paired quotation does not
/// end a sentence.
struct Sentence {
  std::uint32_t first = 0, last = 0;
  std::uint32_t paragraph = 0;
  bool title = false;
};

struct TokenizedText {
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;
  std::unique_ptr<char[]> keys;  ///< what Token::key points into
};

TokenizedText tokenize(const CleanText& text);

}  // namespace isnad::text
