#include "serve/passage.h"

#include <xxhash.h>

#include <algorithm>

#include "language/analysis.h"
#include "text/clean.h"

namespace isnad::serve {
namespace {

constexpr std::size_t kBefore = 8, kWords = 34;
// Spellings that a thread knows at once, 32 bytes each; two of one place push each other out.
constexpr std::size_t kKnown = 1 << 16;

// A term that is none has 0.
std::uint32_t term_hash(std::string_view name) { return static_cast<std::uint32_t>(XXH3_64bits(name.data(), name.size())) | 1; }

struct Word {
  std::size_t begin = 0, end = 0;  // bytes
};

// What is between spaces and the marks of ASCII and Arabic, digits and letters of any script being words.
std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> out;
  bool inside = false;
  for (std::size_t i = 0; i < text.size();) {
    const auto b = static_cast<unsigned char>(text[i]);
    const std::size_t length = b < 0x80 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
    const std::string_view c = text.substr(i, length);
    const bool letter = b < 0x80 ? (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z')
                                 : c != "\u060C" && c != "\u061B" && c != "\u061F" && c != "\u00AB" && c != "\u00BB" &&
                                       !(length == 3 && b == 0xE2) && c != "\u00A0";
    if (letter && !inside) out.push_back({i, i});
    if (letter) out.back().end = std::min(i + length, text.size());
    inside = letter;
    i += length;
  }
  return out;
}

}  // namespace

void Passages::learn(std::string_view word, Known& known) const {
  Document document;
  document.text = word;
  const language::Analysis a = language::analyse(text::clean(document, lexicon_), lexicon_);
  known.terms.fill(0);
  std::size_t count = 0;
  for (std::size_t i = 0; i < a.words.size(); ++i)
    for (const std::string& name : terms_.names(a.words[i], a.tokens()[i]))
      if (count < kTerms) known.terms[count++] = term_hash(name);
}

std::vector<Piece> Passages::of(const store::Query& query, std::string_view text) {
  std::vector<std::uint32_t> wanted;
  for (const auto& alternatives : query.text.text)
    for (const auto& phrase : alternatives)
      for (const std::string& term : phrase) wanted.push_back(term_hash(term));
  thread_local std::vector<Known> known(kKnown);
  const std::vector<Word> words = words_of(text);
  std::vector<char> hit(words.size());
  std::vector<std::size_t> hits;
  if (!wanted.empty())
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::string_view word = text.substr(words[i].begin, words[i].end - words[i].begin);
      const std::uint64_t hash = XXH3_64bits(word.data(), word.size());
      Known& slot = known[hash % kKnown];
      if (slot.word != hash) learn(word, slot), slot.word = hash;
      if (std::none_of(slot.terms.begin(), slot.terms.end(),
                       [&](std::uint32_t t) { return t != 0 && std::find(wanted.begin(), wanted.end(), t) != wanted.end(); }))
        continue;
      hit[i] = 1;
      hits.push_back(i);
    }
  // The window with the most of them.
  std::size_t best = 0, most = 0;
  for (std::size_t h = 0, last = 0; h < hits.size(); ++h) {
    while (last < hits.size() && hits[last] < hits[h] + kWords - kBefore) ++last;
    if (last - h > most) most = last - h, best = hits[h];
  }
  if (words.empty()) return {};
  const std::size_t first = best > kBefore ? best - kBefore : 0, end = std::min(first + kWords, words.size());
  std::vector<Piece> out;
  const auto add = [&](std::string_view piece, bool is_hit) {
    if (piece.empty()) return;
    if (out.empty() || out.back().hit != is_hit) out.push_back({{}, is_hit});
    for (const char c : piece) out.back().text.push_back(c == '\n' ? ' ' : c);
  };
  if (first > 0) add("\u2026 ", false);
  std::size_t at = words[first].begin;
  for (std::size_t i = first; i < end; ++i) {
    add(text.substr(at, words[i].begin - at), false);
    add(text.substr(words[i].begin, words[i].end - words[i].begin), hit[i] != 0);
    at = words[i].end;
  }
  if (end < words.size()) add(" \u2026", false);
  return out;
}

}  // namespace isnad::serve
