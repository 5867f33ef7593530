#include "export/choice.h"

#include <algorithm>

namespace isnad::output {
namespace {

bool has_document(const Choice& choice, std::uint32_t number) {
  return !choice.documents || std::binary_search(choice.documents->begin(), choice.documents->end(), number);
}

// Whether a report was printed in the period, as far as its days are known.
bool printed_in_period(const Choice& choice, const link::DocumentItem& document) {
  if (!choice.after && !choice.before) return true;
  if (!document.published) return false;
  return (!choice.after || document.published->to >= choice.after->first_day().day_number()) &&
         (!choice.before || document.published->from <= choice.before->last_day().day_number());
}

// Whether everybody asked for is among those that `each_identity` shows.
template <class Identities>
bool all_take_part(const Choice& choice, Identities each_identity) {
  return std::all_of(choice.parties.begin(), choice.parties.end(), [&](const link::Identity& asked) {
    bool found = false;
    each_identity([&](const link::Identity& i) { found = found || link::takes_part(asked, i); });
    return found;
  });
}

bool fits(const Choice& choice, const link::LinkedContact& c, const link::LinkedReports& linked) {
  return std::any_of(c.mentions.begin(), c.mentions.end(), [&](const link::Mention& m) { return has_document(choice, m.report); }) &&
         all_take_part(choice, [&](const auto& show) {
           for (const link::Mention& m : c.mentions)
             for (const link::Identity& p : linked.reports[m.report].contacts[m.item].parties) show(p);
         });
}

bool fits(const Choice& choice, const link::LinkedClaim& c, const link::LinkedReports& linked) {
  return std::any_of(c.mentions.begin(), c.mentions.end(),
                     [&](const link::Mention& m) {
                       return has_document(choice, m.report) && printed_in_period(choice, linked.reports[m.report].document);
                     }) &&
         all_take_part(choice, [&](const auto& show) {
           for (const link::Mention& m : c.mentions) {
             const link::ClaimItem& item = linked.reports[m.report].claims[m.item];
             show(item.speaker);
             for (const link::Identity& i : item.chain) show(i);
           }
         });
}

std::vector<std::uint32_t> indexes_of(const std::vector<bool>& set) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < set.size(); ++i)
    if (set[i]) out.push_back(i);
  return out;
}

}  // namespace

std::vector<std::uint32_t> chosen_contacts(const Choice& choice, const link::LinkedReports& linked, const RecordSource& records) {
  struct Row {
    std::optional<Date> from;
    std::uint32_t index;
  };
  std::vector<Row> rows;
  const std::vector<link::LinkedContact>& contacts = linked.links.contacts;
  for (std::uint32_t i = 0; i < contacts.size(); ++i) {
    if (!fits(choice, contacts[i], linked)) continue;
    const FullestContact f = fullest(contacts[i], records);
    if (choice.after && (!f.from || f.from->last_day() < choice.after->first_day())) continue;
    if (choice.before && (!f.from || f.from->first_day() > choice.before->last_day())) continue;
    rows.push_back({f.from, i});
  }
  std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
    if (a.from.has_value() != b.from.has_value()) return a.from.has_value();
    if (a.from && *a.from != *b.from) return *a.from < *b.from;
    return contacts[a.index].id < contacts[b.index].id;
  });
  std::vector<std::uint32_t> out;
  for (const Row& row : rows) out.push_back(row.index);
  return out;
}

Chosen choose(const Choice& choice, const link::LinkedReports& linked, const RecordSource& records) {
  const link::Links& links = linked.links;
  std::vector<bool> documents(linked.reports.size()), claims(links.claims.size()), contacts(links.contacts.size());
  if (choice.parties.empty())
    for (std::uint32_t r = 0; r < documents.size(); ++r)
      documents[r] = has_document(choice, r) && printed_in_period(choice, linked.reports[r].document);
  for (std::uint32_t i = 0; i < claims.size(); ++i) claims[i] = fits(choice, links.claims[i], linked);
  for (const std::uint32_t i : chosen_contacts(choice, linked, records)) contacts[i] = true;

  // The claims that tell of a contact, by the statement of each mention.
  std::vector<std::vector<std::uint32_t>> claim_of(linked.reports.size());
  for (std::uint32_t r = 0; r < claim_of.size(); ++r) claim_of[r].resize(linked.reports[r].claims.size());
  for (std::uint32_t i = 0; i < claims.size(); ++i)
    for (const link::Mention& m : links.claims[i].mentions) claim_of[m.report][m.item] = i;
  const auto answers = [&](const auto& item) {
    for (const std::uint32_t i : item.confirmed_by) claims[i] = true;
    for (const std::uint32_t i : item.denied_by) claims[i] = true;
  };
  for (std::uint32_t i = 0; i < contacts.size(); ++i) {
    if (!contacts[i]) continue;
    for (const link::Mention& m : links.contacts[i].mentions)
      if (const auto said = linked.reports[m.report].contacts[m.item].statement) claims[claim_of[m.report][*said]] = true;
    answers(links.contacts[i]);
  }
  // What answers an answer is answered too: until nothing is added.
  for (std::vector<bool> before; before != claims;) {
    before = claims;
    for (std::uint32_t i = 0; i < claims.size(); ++i)
      if (before[i]) answers(links.claims[i]);
  }
  for (std::uint32_t i = 0; i < claims.size(); ++i)
    if (claims[i])
      for (const link::Mention& m : links.claims[i].mentions) documents[m.report] = true;
  for (std::uint32_t i = 0; i < contacts.size(); ++i)
    if (contacts[i])
      for (const link::Mention& m : links.contacts[i].mentions) documents[m.report] = true;

  Chosen out{indexes_of(documents), indexes_of(claims), indexes_of(contacts)};
  std::sort(out.documents.begin(), out.documents.end(),
            [&](std::uint32_t a, std::uint32_t b) { return linked.reports[a].document.id < linked.reports[b].document.id; });
  return out;
}

}  // namespace isnad::output
