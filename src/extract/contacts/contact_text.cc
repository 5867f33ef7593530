#include "extract/contacts/contact_text.h"

#include <algorithm>

#include "language/phrase.h"

namespace isnad::extract {

using language::Word;
using model::Category;
using text::kNoToken;
using text::Token;
using text::TokenKind;

namespace {

constexpr std::uint32_t kLongestTitle = 4;     // words
constexpr std::uint32_t kLongestClause = 120;  // tokens: text without marks stays linear
constexpr std::uint64_t kBetween = std::uint64_t{1} << static_cast<unsigned>(ContactWord::between);

}  // namespace

ContactText::ContactText(const language::Analysis& a, const Entities& e, const Times& t, const std::vector<FoundStatement>& s,
                         const ContactFrames& f, const model::Lexicon& l)
    : analysis(a), entities(e), times(t), statements(s), frames(f), lexicon(l) {
  timex_at.assign(a.tokens().size(), kNoToken);
  for (std::uint32_t m = 0; m < t.mentions.size(); ++m)
    for (std::uint32_t i = t.mentions[m].first; i < t.mentions[m].last; ++i) timex_at[i] = m;
  titled_at.assign(a.tokens().size(), kNoToken);
  for (std::uint32_t m = 0; m < e.mentions.size(); ++m)
    if (const Mention& mention = e.mentions[m]; type_of(mention) == EntityType::person && mention.phrase_first < mention.first) {
      // `المسؤول عن عقد لقاء بين فلان وفلان` is no title of the one named next.
      bool title = true;
      for (std::uint32_t i = mention.phrase_first; i < mention.first; ++i)
        title =
            title && f.of_noun(word(i)) == nullptr && f.of_verb(word(i)) == nullptr && (f.functions(token(i).key, word(i)) & kBetween) == 0;
      if (title) titled_at[mention.phrase_first] = m;
    }
  find_titles();
  in_title.assign(a.tokens().size(), false);
  for (std::uint32_t i = 0; i < titled_at.size(); ++i)
    if (const Mention* m = titled(i))
      for (std::uint32_t j = i; j < m->first; ++j) in_title[j] = true;
  functions.assign(a.tokens().size(), 0);
  sport.assign(a.sentences().size(), false);
  for (std::uint32_t i = 0; i < functions.size(); ++i) {
    if (!is_word(i)) continue;
    functions[i] = f.functions(token(i).key, word(i));
    if (is(ContactWord::sport, i)) sport[token(i).sentence] = true;
  }
  // The shorter content is the inner one.
  statement_of.assign(a.tokens().size(), kNoToken);
  for (std::uint32_t k = 0; k < s.size(); ++k)
    for (std::uint32_t i = s[k].content_first; i < s[k].content_last && i < statement_of.size(); ++i) {
      const std::uint32_t other = statement_of[i];
      if (other == kNoToken || s[k].content_last - s[k].content_first < s[other].content_last - s[other].content_first) statement_of[i] = k;
    }
}

// Titles of several words that the words alone do not show (`ولي العهد`) and that stand before a person's other titles.
void ContactText::find_titles() {
  for (std::uint32_t m = 0; m < entities.mentions.size(); ++m) {
    const Mention& mention = entities.mentions[m];
    if (type_of(mention) != EntityType::person || mention.phrase_first < 2 || language::opens_title(analysis, mention.phrase_first))
      continue;
    const std::uint32_t first = sentence_of(mention.first).first;
    std::uint32_t end = mention.phrase_first;
    if (end > first && is_comma(end - 1)) --end;
    while (end > first && end + 3 > mention.phrase_first && is_word(end - 1) && word(end - 1).pos == model::Pos::adj &&
           !word(end - 1).has(language::kAnd))
      --end;
    for (std::uint32_t start = end, stop = back(end, first, kLongestTitle); start-- > stop;) {
      std::uint32_t node = model::Lexicon::kRoot;
      for (std::uint32_t i = start; i < end && node != model::Lexicon::kNowhere; ++i) {
        const std::uint32_t next = lexicon.step(node, token(i).key);
        node = next != model::Lexicon::kNowhere || i > start ? next : lexicon.step(node, word(i).name);
      }
      if (node == model::Lexicon::kNowhere) continue;
      const auto senses = lexicon.senses_at(node);
      if (std::any_of(senses.begin(), senses.end(), [](const model::Sense& s) { return s.category == Category::title; }))
        titled_at[start] = m;
    }
  }
}

bool ContactText::is_comma(std::uint32_t i) const {
  const Token& t = token(i);
  return t.kind == TokenKind::punctuation && (t.mark == 0x060C || t.mark == U',' || t.mark == 0x061B);
}

bool ContactText::is_relative(std::uint32_t i) const {
  return is_word(i) && word(i).pos == model::Pos::pron && (word(i).features & model::kRelative) != 0;
}

const Mention* ContactText::mention(std::uint32_t i) const {
  const std::uint32_t m = entities.mention_at[i];
  return m != kNoToken && entities.mentions[m].first == i ? &entities.mentions[m] : nullptr;
}

bool ContactText::is_preposition(std::uint32_t i) const {
  const Word& w = word(i);
  return is_word(i) && titled_at[i] == kNoToken &&
         (w.pos == model::Pos::adp || w.has(language::kBy) || w.has(language::kFor) || w.has(language::kLike));
}

std::uint32_t ContactText::clause_begin(std::uint32_t i) const {
  const std::uint32_t first = std::max(sentence_of(i).first, i > kLongestClause ? i - kLongestClause : 0);
  for (std::uint32_t j = i; j-- > first;) {
    const Token& t = token(j);
    if (t.kind == TokenKind::punctuation && (t.mark == U':' || t.mark == 0x061B)) return j + 1;
    // Longer quoted words, and what follows a dateline: `باريس (رويترز) - `.
    if (t.kind == TokenKind::quote && t.opens && t.partner != kNoToken && t.partner > i && t.partner > j + 5) return j + 1;
    if (t.kind == TokenKind::punctuation && j > first && j < first + 14 && (t.mark == U'-' || t.mark == 0x2013 || t.mark == 0x2014) &&
        token(j - 1).kind == TokenKind::punctuation)
      return j + 1;
    if (is_comma(j) && j + 1 < i && (is_verb(j + 1) || word(j + 1).pos == model::Pos::sconj)) return j + 1;
    if (t.kind != TokenKind::word) continue;
    if (word(j).pos == model::Pos::sconj && (is(ContactWord::clause, j) || word(j).stem.size() == 2)) return j + 1;
    if (j < i && is(ContactWord::clause, j)) return j + 1;
  }
  return first;
}

std::uint32_t ContactText::clause_end(std::uint32_t i) const {
  const std::uint32_t last = std::min(sentence_of(i).last, i + kLongestClause);
  for (std::uint32_t j = i + 1; j < last; ++j) {
    const Token& t = token(j);
    if (t.kind == TokenKind::punctuation && (t.mark == U':' || t.mark == 0x061B)) return j;
    if (t.kind == TokenKind::word &&
        (is(ContactWord::clause, j) || (word(j).pos == model::Pos::sconj && word(j).stem.size() == 2 && word(j).has(language::kAnd))))
      return j;
    if (is_comma(j) && j + 1 < last && !is(ContactWord::lasts, j + 1) &&
        (is_verb(j + 1) || word(j + 1).pos == model::Pos::sconj ||
         (word(j + 1).is(Category::participle) && word(j + 1).find(Category::title) == nullptr)))
      return j;
  }
  return last;
}

std::uint32_t ContactText::mentions_from(std::uint32_t i) const {
  const auto it = std::lower_bound(entities.mentions.begin(), entities.mentions.end(), i,
                                   [](const Mention& m, std::uint32_t t) { return m.first < t; });
  return static_cast<std::uint32_t>(it - entities.mentions.begin());
}

std::uint32_t ContactText::times_from(std::uint32_t i) const {
  const auto it =
      std::lower_bound(times.mentions.begin(), times.mentions.end(), i, [](const TimeMention& m, std::uint32_t t) { return m.first < t; });
  return static_cast<std::uint32_t>(it - times.mentions.begin());
}

}  // namespace isnad::extract
