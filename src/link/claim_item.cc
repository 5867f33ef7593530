#include "link/claim_item.h"

#include <algorithm>
#include <cmath>

#include "model/key.h"

namespace isnad::link {
namespace {

double cosine(const Terms& a, const Terms& b) {
  const double aa = dot(a, a), bb = dot(b, b);
  return aa > 0 && bb > 0 ? dot(a, b) / std::sqrt(aa * bb) : 0;
}

double weight_of(const Terms& terms) {
  double sum = 0;
  for (const Term& t : terms) sum += t.weight;
  return sum;
}

}  // namespace

ClaimWords::ClaimWords(const model::Lexicon& lexicon, const TermModel& terms) {
  const model::Table& open = lexicon.table("link/tentative");
  for (std::uint32_t r = 0; r < open.rows(); ++r) tentative_.insert(model::fold_utf8(open.cell(r, 0)));
  const model::Table& nouns = lexicon.table("frames/relations");
  for (std::uint32_t r = 0; r < nouns.rows(); ++r)
    for (const TermId id : terms.of_word(nouns.cell(r, 0), lexicon)) claims_.push_back(id);
  std::sort(claims_.begin(), claims_.end());
}

ClaimItem claim_item(const Record& record, std::uint32_t statement, const language::Analysis& analysis, const TermModel& terms,
                     const Identities& identities, const ClaimWords& words, const model::Lexicon& lexicon) {
  const Statement& s = record.statements[statement];
  ClaimItem out;
  out.speaker = identities.of(record, s.speaker);
  for (std::size_t i = 0; i + 1 < s.chain.size(); ++i) out.chain.push_back(identities.of(record, s.chain[i]));
  out.act = s.act;
  const auto& tokens = analysis.tokens();
  const auto first =
      std::partition_point(tokens.begin(), tokens.end(), [&](const text::Token& t) { return t.span.end <= s.content.start; });
  const auto last = std::partition_point(first, tokens.end(), [&](const text::Token& t) { return t.span.start < s.content.end; });
  out.content =
      terms.terms_of(analysis, static_cast<std::uint32_t>(first - tokens.begin()), static_cast<std::uint32_t>(last - tokens.begin()));
  for (auto t = first; t != last; ++t) out.tentative = out.tentative || words.tentative(t->key);
  // What a denial says of itself is not what it denies.
  if (out.act == Act::deny || out.act == Act::confirm) std::erase_if(out.content, [&](const Term& t) { return words.names_claim(t.id); });
  for (const std::string& key : out.speaker.words)
    for (const TermId id : terms.of_word(model::key_to_utf8(key), lexicon)) out.name.push_back(id);
  std::sort(out.name.begin(), out.name.end());
  return out;
}

StoryWords::StoryWords(const std::vector<ClaimItem>& a, const std::vector<ClaimItem>& b) {
  std::vector<TermId> all;
  for (const auto* claims : {&a, &b})
    for (const ClaimItem& c : *claims)
      for (const Term& t : c.content) all.push_back(t.id);
  std::sort(all.begin(), all.end());
  for (std::size_t i = 0; i < all.size();) {
    std::size_t j = i;
    while (j < all.size() && all[j] == all[i]) ++j;
    // Twice is what one claim of both reports gives.
    if (j - i > 2) counts_.push_back({all[i], static_cast<std::uint32_t>(j - i)});
    i = j;
  }
}

Terms StoryWords::weighed(const Terms& content) const {
  Terms out = content;
  auto c = counts_.begin();
  for (Term& t : out) {
    while (c != counts_.end() && c->first < t.id) ++c;
    if (c != counts_.end() && c->first == t.id) t.weight *= std::sqrt(2.0f / static_cast<float>(c->second));
  }
  return out;
}

double same_claim(const ClaimItem& a, const Terms& content_a, const ClaimItem& b, const Terms& content_b) {
  constexpr double kSame = 0.40, kLikely = 0.42, kState = 0.55, kInside = 0.75;
  constexpr double kLeastWeight = 10;  // of a word or two, nothing can be said
  const Match who = match(a.speaker, b.speaker);
  if (who == Match::none) return 0;
  if ((a.act == Act::deny) != (b.act == Act::deny)) return 0;
  if ((a.act == Act::no_comment) != (b.act == Act::no_comment)) return 0;
  const double alike = cosine(content_a, content_b);
  if (std::min(weight_of(content_a), weight_of(content_b)) < kLeastWeight) return alike > 0.9 && who >= Match::likely ? alike : 0;
  const double inside = std::max(covered(content_a, content_b), covered(content_b, content_a));
  const double threshold = who == Match::same ? kSame : who == Match::likely ? kLikely : kState;
  return alike >= threshold || (who >= Match::likely && inside >= kInside && alike >= threshold * 0.75) ? alike : 0;
}

double agree(const ClaimItem& a, const Terms& content_a, const ClaimItem& b, const Terms& content_b) {
  constexpr double kAgree = 0.55, kLeastWeight = 10;
  const auto asserts = [](const ClaimItem& c) {
    return c.act == Act::say || c.act == Act::confirm || c.act == Act::promise || c.act == Act::threaten || c.act == Act::offer;
  };
  if (!asserts(a) || !asserts(b) || match(a.speaker, b.speaker) >= Match::likely) return 0;
  if (std::min(weight_of(content_a), weight_of(content_b)) < kLeastWeight) return 0;
  const double alike = cosine(content_a, content_b);
  return alike >= kAgree ? alike : 0;
}

double speaks_of(const ClaimItem& a, const ClaimItem& b) {
  if (a.act != Act::deny && a.act != Act::confirm) return 0;
  if (b.act == a.act && a.act == Act::deny) return 0;
  if (match(a.speaker, b.speaker) >= Match::likely) return 0;
  // Who said it may stand in the denial (`the claims of his former wife that …`): that is no part of what was said.
  Terms said = a.content;
  const auto named = std::erase_if(said, [&](const Term& t) { return std::binary_search(b.name.begin(), b.name.end(), t.id); });
  const double inside = covered(said, b.content), alike = cosine(said, b.content);
  constexpr double kCovered = 0.5, kAlike = 0.3, kAlikeNamed = 0.2;
  return inside >= kCovered && alike >= (named > 0 ? kAlikeNamed : kAlike) ? alike : 0;
}

}  // namespace isnad::link
