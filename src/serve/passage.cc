#include "serve/passage.h"

#include <algorithm>
#include <functional>
#include <unordered_set>

#include "language/analysis.h"
#include "text/clean.h"

namespace isnad::serve {
namespace {

constexpr std::size_t kBefore = 8, kWords = 34, kKnown = 20'000;

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

Passages::Terms Passages::terms_of(std::string_view word) {
  std::string key(word);
  Shard& shard = shards_[std::hash<std::string>()(key) % shards_.size()];
  {
    const std::lock_guard lock(shard.mutex);
    if (const auto it = shard.known.find(key); it != shard.known.end()) return it->second;
  }
  Document document;
  document.text = key;
  const language::Analysis a = language::analyse(text::clean(document, lexicon_), lexicon_);
  auto out = std::make_shared<std::vector<std::string>>();
  for (std::size_t i = 0; i < a.words.size(); ++i)
    for (std::string& name : terms_.names(a.words[i], a.tokens()[i])) out->push_back(std::move(name));
  const std::lock_guard lock(shard.mutex);
  if (shard.known.size() >= kKnown) shard.known.clear();
  return shard.known[key] = std::move(out);
}

std::vector<Piece> Passages::of(const store::Query& query, std::string_view text) {
  std::unordered_set<std::string_view> wanted;
  for (const auto& alternatives : query.text.text)
    for (const auto& phrase : alternatives) wanted.insert(phrase.begin(), phrase.end());
  const std::vector<Word> words = words_of(text);
  std::vector<char> hit(words.size());
  std::vector<std::size_t> hits;
  if (!wanted.empty())
    for (std::size_t i = 0; i < words.size(); ++i) {
      const Terms terms = terms_of(text.substr(words[i].begin, words[i].end - words[i].begin));
      if (!std::any_of(terms->begin(), terms->end(), [&](const std::string& t) { return wanted.count(t) != 0; })) continue;
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
