#include "text/tokens.h"

#include "model/key.h"

namespace isnad::text {
namespace {

using model::char_class;
using model::CharClass;
using model::fold_char;

bool is_quote(char32_t c) {
  switch (c) {
    case U'"':
    case 0x00AB:
    case 0x00BB:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2039:
    case 0x203A:
    case 0xFF02: return true;
    default: return false;
  }
}

bool is_single_quote(char32_t c) { return c == U'\'' || c == 0x2018 || c == 0x2019 || c == 0x201A || c == 0x201B || c == U'`'; }

bool is_number_mark(char32_t c) { return c == U'.' || c == U',' || c == 0x066B || c == 0x066C; }

bool ends_sentence(char32_t c) { return c == U'.' || c == U'!' || c == U'?' || c == 0x061F || c == 0x06D4 || c == 0x2026; }

class Tokenizer {
 public:
  explicit Tokenizer(const CleanText& text) : chars_(text.chars), title_end_(text.title_end) {
    out_.keys = std::make_unique_for_overwrite<char[]>(2 * chars_.size() + 1);  // two for a ligature
    out_.tokens.reserve(chars_.size() / 5 + 8);
  }

  TokenizedText run() {
    const std::uint32_t n = size();
    for (std::uint32_t i = 0; i < n;) {
      const char32_t c = chars_[i];
      if (c == U'\n') {
        end_paragraph();
        ++paragraph_;
        ++i;
        glued_ = false;
        continue;
      }
      switch (char_class(c)) {
        case CharClass::space:
          glued_ = false;
          ++i;
          break;
        case CharClass::arabic: i = take_run(i, CharClass::arabic); break;
        case CharClass::latin: i = take_run(i, CharClass::latin); break;
        case CharClass::digit: i = take_number(i); break;
        case CharClass::mark: i = take_run(i, CharClass::arabic); break;
        default: i = tag_mark(i) ? i + 1 : take_mark(i); break;
      }
    }
    end_paragraph();
    return std::move(out_);
  }

 private:
  const std::u32string& chars_;
  std::uint32_t title_end_;
  TokenizedText out_;
  std::size_t keys_used_ = 0;
  bool glued_ = false;
  std::uint32_t paragraph_ = 0;
  std::uint32_t paragraph_first_ = 0;

  std::uint32_t size() const { return static_cast<std::uint32_t>(chars_.size()); }
  char32_t at(std::uint32_t i) const { return i < size() ? chars_[i] : 0; }

  // The marks of a hashtag are no punctuation: `#` before its first letter, `_` between its words.
  bool tag_mark(std::uint32_t i) const {
    const auto letter = [&](std::uint32_t k) { return char_class(at(k)) == CharClass::arabic || char_class(at(k)) == CharClass::latin; };
    if (chars_[i] == U'#') return letter(i + 1);
    return chars_[i] == U'_' && i > 0 && letter(i - 1) && letter(i + 1);
  }

  Token& push(std::uint32_t start, std::uint32_t end, TokenKind kind) {
    Token t;
    t.span = {start, end};
    t.kind = kind;
    t.glued = glued_;
    out_.tokens.push_back(t);
    glued_ = true;
    return out_.tokens.back();
  }

  std::uint32_t take_run(std::uint32_t i, CharClass kind) {
    const std::uint32_t start = i;
    char* key = out_.keys.get() + keys_used_;
    std::size_t length = 0;
    for (; i < size(); ++i) {
      const CharClass c = char_class(chars_[i]);
      const bool inside = c == kind || c == CharClass::mark || (kind == CharClass::latin && c == CharClass::digit) ||
                          (kind == CharClass::latin && model::is_apostrophe(chars_[i]) && char_class(at(i + 1)) == CharClass::latin);
      if (!inside) break;
      if (const char k = fold_char(chars_[i]); k != 0 && c != CharClass::punctuation) key[length++] = k;
      if (model::is_lam_alef(chars_[i])) key[length++] = model::kAlef;
    }
    if (length == 0) return i;  // marks alone: no token
    keys_used_ += length;
    Token& t = push(start, i, TokenKind::word);
    t.latin = kind == CharClass::latin;
    t.key = {key, length};
    return i;
  }

  std::uint32_t take_number(std::uint32_t i) {
    const std::uint32_t start = i;
    char* key = out_.keys.get() + keys_used_;
    std::size_t length = 0;
    for (; i < size(); ++i) {
      const char32_t c = chars_[i];
      if (char_class(c) == CharClass::digit) {
        key[length++] = fold_char(c);
      } else if (is_number_mark(c) && char_class(at(i + 1)) == CharClass::digit) {
        // A comma before exactly three digits groups thousands; every other mark is a decimal mark (or a date's full stop).
        const bool thousands = (c == U',' || c == 0x066C) && char_class(at(i + 2)) == CharClass::digit &&
                               char_class(at(i + 3)) == CharClass::digit && char_class(at(i + 4)) != CharClass::digit;
        if (!thousands) key[length++] = '.';
      } else {
        break;
      }
    }
    keys_used_ += length;
    push(start, i, TokenKind::number).key = {key, length};
    return i;
  }

  std::uint32_t take_mark(std::uint32_t i) {
    const char32_t c = chars_[i];
    // Two single quotation marks in a row are typed for one double mark.
    const bool doubled = is_single_quote(c) && at(i + 1) == c;
    const std::uint32_t end = i + (doubled ? 2 : 1);
    Token& t = push(i, end, is_quote(c) || is_single_quote(c) ? TokenKind::quote : TokenKind::punctuation);
    t.mark = doubled ? U'"' : c;
    char* key = out_.keys.get() + keys_used_++;
    *key = c < 0x80 ? static_cast<char>(c) : '?';
    t.key = {key, 1};
    return end;
  }

  void end_paragraph() {
    const auto last = static_cast<std::uint32_t>(out_.tokens.size());
    if (last == paragraph_first_) return;
    pair_quotes(paragraph_first_, last);
    split_sentences(paragraph_first_, last);
    paragraph_first_ = last;
  }

  // Which double marks open and which close, by shape, by the spaces around them, and by what is open. Marks that find no
  // partner in their paragraph stay alone. Single marks are paired only where both are clear by their spaces.
  void pair_quotes(std::uint32_t first, std::uint32_t last) {
    std::vector<std::uint32_t> open;
    auto& tokens = out_.tokens;
    for (std::uint32_t i = first; i < last; ++i) {
      Token& t = tokens[i];
      if (t.kind != TokenKind::quote) continue;
      const bool space_before = i == first || tokens[i - 1].span.end < t.span.start;
      const bool space_after = i + 1 == last || tokens[i + 1].span.start > t.span.end;
      const bool mark_before =
          i > first && tokens[i - 1].kind == TokenKind::punctuation && tokens[i - 1].mark != U')' && tokens[i - 1].mark != U'.';
      const bool mark_after = i + 1 < last && tokens[i + 1].kind != TokenKind::word && tokens[i + 1].kind != TokenKind::number;
      if (is_single_quote(t.mark)) {
        if (space_before && !space_after) open.push_back(i);
        else if (!space_before && !open.empty() && is_single_quote(tokens[open.back()].mark)) close(open, i);
        else t.kind = TokenKind::punctuation;
        continue;
      }
      bool opens;
      if (t.mark == 0x00AB) opens = !(open.size() == 1 && tokens[open.back()].mark == 0x00BB);
      else if (t.mark == 0x00BB) opens = open.empty() && space_before && !space_after;
      else if (space_before != space_after) opens = space_before || (open.empty() && mark_before);
      else if (mark_before && !mark_after && open.empty()) opens = true;
      else opens = open.empty();
      // A straight mark that looks like another opening one inside an open quotation nests only if shapes differ.
      if (opens && !open.empty() && tokens[open.back()].mark == t.mark && t.mark == U'"' && !space_before) opens = false;
      if (opens) {
        open.push_back(i);
      } else {
        while (!open.empty() && is_single_quote(tokens[open.back()].mark)) open.pop_back();
        if (!open.empty()) close(open, i);
      }
    }
    // What is left open has no partner.
    for (std::uint32_t i = first; i < last; ++i) {
      Token& t = tokens[i];
      if (t.kind == TokenKind::quote && t.partner == kNoToken && is_single_quote(t.mark)) t.kind = TokenKind::punctuation;
    }
    std::vector<std::uint32_t> inside;
    for (std::uint32_t i = first; i < last; ++i) {
      Token& t = tokens[i];
      if (t.kind == TokenKind::quote && t.partner != kNoToken) {
        if (t.opens) {
          t.quotation = inside.empty() ? kNoToken : inside.back();
          inside.push_back(i);
        } else {
          inside.pop_back();
          t.quotation = inside.empty() ? kNoToken : inside.back();
        }
      } else {
        t.quotation = inside.empty() ? kNoToken : inside.back();
      }
    }
  }

  void close(std::vector<std::uint32_t>& open, std::uint32_t i) {
    Token& a = out_.tokens[open.back()];
    a.opens = true;
    a.partner = i;
    out_.tokens[i].partner = open.back();
    open.pop_back();
  }

  // A full stop that belongs to an abbreviation (one letter before it), or stands without spaces between the parts of one: short
  // names of letters (`bi.bi.si`), Latin addresses. Between longer Arabic words only a space is missing.
  bool abbreviation(std::uint32_t first, std::uint32_t i, std::uint32_t last) const {
    const auto& tokens = out_.tokens;
    if (i == first || i + 1 >= last || tokens[i].mark != U'.' || !tokens[i].glued) return false;
    const Token &before = tokens[i - 1], &after = tokens[i + 1];
    if (before.kind != TokenKind::word || after.kind != TokenKind::word) return false;
    if (before.key.size() <= 1) return true;
    return after.glued && ((before.latin && after.latin) || (before.key.size() <= 2 && after.key.size() <= 2));
  }

  // Behind the last comma before token `end`, not far from it; `end` if there is none.
  std::uint32_t pause_before(std::uint32_t end) const {
    for (std::uint32_t i = end; i > end - kLongestSentence / 2; --i)
      if (const char32_t mark = out_.tokens[i - 1].mark; mark == U',' || mark == 0x060C || mark == U';' || mark == 0x061B) return i;
    return end;
  }

  void split_sentences(std::uint32_t first, std::uint32_t last) {
    auto& tokens = out_.tokens;
    const bool title = tokens[first].span.start < title_end_;
    std::uint32_t begin = first;
    const auto keep = [&](std::uint32_t end) {
      const auto id = static_cast<std::uint32_t>(out_.sentences.size());
      for (std::uint32_t k = begin; k < end; ++k) tokens[k].sentence = id;
      out_.sentences.push_back({begin, end, paragraph_, title});
      begin = end;
    };
    const auto end_at = [&](std::uint32_t end) {
      while (end - begin > kLongestSentence) keep(pause_before(begin + kLongestSentence));
      if (end != begin) keep(end);
    };
    for (std::uint32_t i = first; i < last; ++i) {
      Token& t = tokens[i];
      // A quotation that closes right after its own full stop ends the sentence, unless a comma goes on.
      if (t.kind == TokenKind::quote && !t.opens && t.partner != kNoToken && t.quotation == kNoToken && i > first && t.glued &&
          (tokens[i - 1].mark == U'.' || tokens[i - 1].mark == U'!' || tokens[i - 1].mark == 0x061F) && t.partner + 2 < i &&
          !(i + 1 < last && tokens[i + 1].glued)) {
        end_at(i + 1);
        continue;
      }
      if (t.kind != TokenKind::punctuation || !ends_sentence(t.mark)) continue;
      if (t.quotation != kNoToken || abbreviation(first, i, last)) continue;
      // Two dots or more are a pause inside a sentence unless the line ends there.
      const bool dots = (t.mark == U'.' && i + 1 < last && tokens[i + 1].mark == U'.' && tokens[i + 1].glued) || t.mark == 0x2026 ||
                        (i > first && t.mark == U'.' && t.glued && tokens[i - 1].mark == U'.');
      if (dots && i + 1 < last) continue;
      std::uint32_t end = i + 1;
      // Closing marks right after the stop belong to the sentence.
      while (end < last && tokens[end].glued && (tokens[end].mark == U')' || (tokens[end].kind == TokenKind::quote && !tokens[end].opens)))
        ++end;
      end_at(end);
      i = end - 1;
    }
    end_at(last);
  }
};

}  // namespace

TokenizedText tokenize(const CleanText& text) { return Tokenizer(text).run(); }

}  // namespace isnad::text
