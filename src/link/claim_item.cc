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

ClaimItem claim_item(const Record& record, std::uint32_t statement, const language::Analysis& analysis, const TermModel& terms, const Identities& identities) {
  const Statement& s = record.statements[statement];
  ClaimItem out;
  out.speaker = identities.of(record, s.speaker);
  for (std::size_t i = 0; i + 1 < s.chain.size(); ++i) out.chain.push_back(identities.of(record, s.chain[i]));
  out.act = s.act;
  const auto& tokens = analysis.tokens();
  const auto first = std::partition_point(tokens.begin(), tokens.end(), [&](const text::Token& t) { return t.span.end <= s.content.start; });
  const auto last = std::partition_point(first, tokens.end(), [&](const text::Token& t) { return t.span.start < s.content.end; });
  out.content = terms.terms_of(analysis, static_cast<std::uint32_t>(first - tokens.begin()), static_cast<std::uint32_t>(last - tokens.begin()));
  return out;
}

bool same_claim(const ClaimItem& a, const ClaimItem& b) {
  constexpr double kSame = 0.42, kLikely = 0.45, kState = 0.55, kInside = 0.75;
  constexpr double kLeastWeight = 12;  // of a word or two, nothing can be said
  const Match who = match(a.speaker, b.speaker);
  if (who == Match::none) return false;
  if ((a.act == Act::deny) != (b.act == Act::deny)) return false;
  if ((a.act == Act::no_comment) != (b.act == Act::no_comment)) return false;
  const double alike = cosine(a.content, b.content);
  const double least = std::min(weight_of(a.content), weight_of(b.content));
  if (least < kLeastWeight) return alike > 0.9 && who >= Match::likely;
  const double inside = std::max(covered(a.content, b.content), covered(b.content, a.content));
  const double threshold = who == Match::same ? kSame : who == Match::likely ? kLikely : kState;
  return alike >= threshold || (who >= Match::likely && inside >= kInside && alike >= threshold * 0.75);
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
