#include "link/contact_item.h"

#include <algorithm>
#include <cmath>

namespace isnad::link {
namespace {

bool one_kind(ContactKind a, ContactKind b) {
  const auto talk = [](ContactKind k) { return k == ContactKind::meeting || k == ContactKind::talks; };
  return a == b || (talk(a) && talk(b));
}

// How well the sides of the one are those of the other: 0 (some side has no counterpart) to 1.
double sides(const std::vector<Identity>& a, const std::vector<Identity>& b) {
  const auto& few = a.size() <= b.size() ? a : b;
  const auto& many = a.size() <= b.size() ? b : a;
  if (few.empty()) return 0;
  std::vector<bool> used(many.size(), false);
  double sum = 0;
  std::size_t matched = 0;
  std::vector<bool> done(few.size(), false);
  for (const Match wanted : {Match::same, Match::likely, Match::state})
    for (std::size_t i = 0; i < few.size(); ++i) {
      if (done[i]) continue;
      for (std::size_t j = 0; j < many.size(); ++j) {
        if (used[j] || match(few[i], many[j]) != wanted) continue;
        used[j] = done[i] = true;
        ++matched;
        sum += wanted == Match::same ? 1.0 : wanted == Match::likely ? 0.9 : 0.5;
        break;
      }
    }
  const std::size_t needed = std::min<std::size_t>(2, few.size());
  return matched < needed ? 0 : sum / static_cast<double>(matched);
}

double cosine(const Terms& a, const Terms& b) {
  const double aa = dot(a, a), bb = dot(b, b);
  return aa > 0 && bb > 0 ? dot(a, b) / std::sqrt(aa * bb) : 0;
}

}  // namespace

ContactItem contact_item(const Record& record, std::uint32_t contact, const language::Analysis& analysis, const TermModel& terms,
                         const Identities& identities) {
  const Contact& c = record.contacts[contact];
  ContactItem out;
  out.kind = c.kind;
  out.status = c.status;
  out.statement = c.statement;
  for (const Party& p : c.parties) out.parties.push_back(identities.of(record, p));
  for (const Party& p : c.according_to) out.according_to.push_back(identities.of(record, p));
  if (c.venue) out.venue = identities.of(record, *c.venue);
  if (c.from || c.to) {
    const Date from = c.from ? *c.from : *c.to, to = c.to ? *c.to : *c.from;
    out.days = Days{from.day_number(), to.last_day().day_number()};
  }
  const auto& tokens = analysis.tokens();
  const auto first =
      std::partition_point(tokens.begin(), tokens.end(), [&](const text::Token& t) { return t.span.end <= c.evidence.start; });
  const auto last = std::partition_point(first, tokens.end(), [&](const text::Token& t) { return t.span.start < c.evidence.end; });
  out.words =
      terms.terms_of(analysis, static_cast<std::uint32_t>(first - tokens.begin()), static_cast<std::uint32_t>(last - tokens.begin()));
  return out;
}

double same_contact(const ContactItem& a, const ContactItem& b) {
  if (!one_kind(a.kind, b.kind)) return 0;
  if (a.days && b.days && (a.days->from > b.days->to + 1 || b.days->from > a.days->to + 1)) return 0;
  if (a.venue && b.venue && !a.venue->country.empty() && !b.venue->country.empty() && a.venue->country != b.venue->country) return 0;
  const double who = sides(a.parties, b.parties);
  if (who == 0) return 0;
  constexpr double kSides = 0.8, kWords = 0.3;
  const double alike = cosine(a.words, b.words);
  if (who < kSides && alike < kWords) return 0;
  return who + alike + (a.kind == b.kind ? 0.2 : 0.0);
}

}  // namespace isnad::link
