#include "link/stance.h"

#include <algorithm>
#include <cmath>

#include "model/key.h"

namespace isnad::link {
namespace {

using text::TokenKind;

bool meet(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
  return std::any_of(a.begin(), a.end(), [&](std::string_view x) { return std::binary_search(b.begin(), b.end(), x); });
}

}  // namespace

StanceJudge::StanceJudge(const model::Lexicon& lexicon, const TermModel& terms) : terms_(terms) {
  const model::Table& table = lexicon.table("link/opposites");
  for (std::uint32_t r = 0; r < table.rows(); ++r)
    for (const bool second : {false, true})
      for (const std::string_view word : model::values(table.cell(r, second ? 1 : 0)))
        for (const TermId id : terms_.of_word(word, lexicon)) sides_[id].push_back({r, second});
}

StanceJudge::Claim StanceJudge::claim(const language::Analysis& a) const {
  Claim out;
  out.terms = terms_.terms_of(a, 0, static_cast<std::uint32_t>(a.tokens().size()));
  for (std::size_t i = 0; i < a.words.size(); ++i) {
    const text::Token& t = a.tokens()[i];
    if (t.kind == TokenKind::number) out.numbers.push_back(t.key);
    if (t.kind != TokenKind::word) continue;
    if ((a.words[i].features & model::kNegative) != 0 && a.words[i].pos == model::Pos::part) out.negated = !out.negated;
    if (const auto it = sides_.find(terms_.of(a.words[i], t)); it != sides_.end())
      out.sides.insert(out.sides.end(), it->second.begin(), it->second.end());
  }
  std::sort(out.sides.begin(), out.sides.end());
  std::sort(out.numbers.begin(), out.numbers.end());
  return out;
}

Stance StanceJudge::of(const language::Analysis& a, const language::Analysis& b) const {
  const Claim x = claim(a), y = claim(b);
  // The words of a side in one claim, of the other side in the other, and not of both sides in one.
  const auto has = [](const Claim& c, std::uint32_t pair, bool second) {
    return std::binary_search(c.sides.begin(), c.sides.end(), std::pair(pair, second));
  };
  const auto opposed = [&](const Claim& c, const Claim& d) {
    return std::any_of(c.sides.begin(), c.sides.end(), [&](const auto& side) {
      return has(d, side.first, !side.second) && !has(d, side.first, side.second) && !has(c, side.first, !side.second);
    });
  };
  const double length = std::sqrt(dot(x.terms, x.terms) * dot(y.terms, y.terms));
  const double alike = length > 0 ? dot(x.terms, y.terms) / length : 0;
  constexpr double kOneMatter = 0.02, kAgree = 0.8;
  if (alike < kOneMatter && !opposed(x, y)) return Stance::other;
  if (opposed(x, y) || x.negated != y.negated) return Stance::disagree;
  if (!x.numbers.empty() && !y.numbers.empty() && !meet(x.numbers, y.numbers)) return Stance::disagree;
  return alike >= kAgree ? Stance::agree : Stance::disagree;
}

}  // namespace isnad::link
