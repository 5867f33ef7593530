#include "link/claim_item.h"

#include <algorithm>
#include <cmath>

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

ClaimItem claim_item(const Record& record, std::uint32_t statement, const language::Analysis& analysis, const TermModel& terms,
                     const Identities& identities) {
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

double speaks_of(const ClaimItem& a, const ClaimItem& b) {
  if (a.act != Act::deny && a.act != Act::confirm) return 0;
  if (b.act == a.act && a.act == Act::deny) return 0;
  if (match(a.speaker, b.speaker) >= Match::likely && a.act == Act::confirm) return 0;
  const double inside = covered(a.content, b.content), alike = cosine(a.content, b.content);
  constexpr double kCovered = 0.5, kAlike = 0.3;
  return inside >= kCovered && alike >= kAlike ? alike : 0;
}

}  // namespace isnad::link
