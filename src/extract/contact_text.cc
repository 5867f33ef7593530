#include "extract/contact_text.h"

#include "language/phrase.h"

namespace isnad::extract {

using language::Word;
using model::Category;
using text::kNoToken;
using text::Token;
using text::TokenKind;

ContactText::ContactText(const language::Analysis& a, const Entities& e, const Times& t, const std::vector<FoundStatement>& s, const ContactFrames& f,
                         const model::Lexicon& l)
    : analysis(a), entities(e), times(t), statements(s), frames(f), lexicon(l) {
  timex_at.assign(a.tokens().size(), kNoToken);
  for (std::uint32_t m = 0; m < t.mentions.size(); ++m)
    for (std::uint32_t i = t.mentions[m].first; i < t.mentions[m].last; ++i) timex_at[i] = m;
  functions.assign(a.tokens().size(), 0);
  for (std::uint32_t i = 0; i < functions.size(); ++i)
    if (is_word(i)) functions[i] = f.functions(token(i).key, word(i));
}

bool ContactText::is_comma(std::uint32_t i) const {
  const Token& t = token(i);
  return t.kind == TokenKind::punctuation && (t.mark == 0x060C || t.mark == U',' || t.mark == 0x061B);
}

bool ContactText::is_relative(std::uint32_t i) const { return is_word(i) && word(i).pos == model::Pos::pron && (word(i).features & model::kRelative) != 0; }

const Mention* ContactText::mention(std::uint32_t i) const {
  const std::uint32_t m = entities.mention_at[i];
  return m != kNoToken && entities.mentions[m].first == i ? &entities.mentions[m] : nullptr;
}

std::uint32_t ContactText::clause_begin(std::uint32_t i) const {
  const std::uint32_t first = sentence_of(i).first;
  for (std::uint32_t j = i; j-- > first;) {
    const Token& t = token(j);
    if (t.kind == TokenKind::punctuation && (t.mark == U':' || t.mark == 0x061B)) return j + 1;
    if (is_comma(j) && j + 1 < i && (word(j + 1).is(Category::verb) || word(j + 1).pos == model::Pos::sconj)) return j + 1;
    if (t.kind != TokenKind::word) continue;
    if (word(j).pos == model::Pos::sconj && (is(ContactWord::clause, j) || (word(j).stem.size() == 2 && word(j).enclitic == language::Enclitic::none))) return j + 1;
    if (j < i && is(ContactWord::clause, j)) return j + 1;
  }
  return first;
}

std::uint32_t ContactText::clause_end(std::uint32_t i) const {
  const std::uint32_t last = sentence_of(i).last;
  for (std::uint32_t j = i + 1; j < last; ++j) {
    const Token& t = token(j);
    if (t.kind == TokenKind::punctuation && (t.mark == U':' || t.mark == 0x061B)) return j;
    if (t.kind == TokenKind::word && is(ContactWord::clause, j)) return j;
    if (is_comma(j) && j + 1 < last && (word(j + 1).is(Category::verb) || word(j + 1).pos == model::Pos::sconj || word(j + 1).is(Category::participle))) return j;
  }
  return last;
}

std::uint32_t ContactText::statement_at(std::uint32_t i) const {
  std::uint32_t best = kNoToken;
  for (std::uint32_t k = 0; k < statements.size(); ++k) {
    const FoundStatement& s = statements[k];
    if (i < s.content_first || i >= s.content_last) continue;
    if (best == kNoToken || s.content_last - s.content_first < statements[best].content_last - statements[best].content_first) best = k;
  }
  return best;
}

}  // namespace isnad::extract
