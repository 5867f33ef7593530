#include "export/links.h"

#include <algorithm>

#include "export/flow.h"
#include "export/json_writer.h"
#include "export/names.h"

namespace isnad::output {
namespace {

class Writer : JsonWriter {
 public:
  Writer(std::string& out, const link::Links& links, const RecordSource& records) : JsonWriter(out), links_(links), records_(records) {}

  void claim(const link::LinkedClaim& c) {
    open('{');
    key("id"), text(c.id);
    key("speaker"), text(c.speaker);
    key("sources"), number(c.sources);
    key("status"), text(to_string(c.status));
    key("mentions"), list(c.mentions, [&](const link::Mention& m, std::size_t) {
      const Record& r = records_(m.report);
      if (m.item < r.statements.size()) mention(r, "statement", 's', m.item, r.statements[m.item].content);
    });
    claims("confirmed_by", c.confirmed_by), claims("denied_by", c.denied_by);
    close('}');
  }

  void contact(const link::LinkedContact& c) {
    const FullestContact f = fullest(c, records_);
    const auto names = [&](const std::vector<std::string>& all) { list(all, [&](const std::string& n, std::size_t) { text(n); }); };
    open('{');
    key("id"), text(c.id);
    key("kind"), text(isnad::to_string(c.kind));
    key("parties"), names(f.parties);
    key("intermediary"), names(f.intermediary);
    key("venue"), text_or_null(f.venue);
    key("from"), text_or_null(f.from ? f.from->to_string() : "");
    key("to"), text_or_null(f.to ? f.to->to_string() : "");
    key("status"), text(to_string(c.status));
    key("sources"), number(c.sources);
    std::vector<std::pair<link::Mention, Span>> clauses;
    for (const link::Mention& m : c.mentions)
      if (const Record& r = records_(m.report); m.item < r.contacts.size())
        for (const Span& clause : r.contacts[m.item].mentions) clauses.emplace_back(m, clause);
    key("mentions"), list(clauses, [&](const auto& clause, std::size_t) {
      mention(records_(clause.first.report), "contact", 'c', clause.first.item, clause.second);
    });
    claims("confirmed_by", c.confirmed_by), claims("denied_by", c.denied_by);
    close('}');
  }

 private:
  const link::Links& links_;
  const RecordSource& records_;

  void mention(const Record& record, const char* what, char letter, std::uint32_t item, Span words) {
    open('{');
    key("document"), text(document_name(record));
    key(what), text(letter + std::to_string(item + 1));
    key("text"), text(words_of(record, words));
    close('}');
  }

  void claims(const char* name, const std::vector<std::uint32_t>& all) {
    key(name), list(all, [&](std::uint32_t i, std::size_t) { text(links_.claims[i].id); });
  }
};

std::string source_count(std::uint32_t n) { return std::to_string(n) + (n == 1 ? " source" : " sources"); }

std::string chain_of(const std::vector<Party>& chain) {
  std::string out;
  for (const Party& p : chain) (out += out.empty() ? std::string_view() : kArrow) += p.name;
  return out;
}

// Who printed it, and when.
std::string where(const Record& r) {
  std::string out = r.outlet.empty() ? document_name(r) : r.outlet;
  if (r.published.from) out += " " + r.published.from->to_string();
  return out;
}

void answers(Flow& flow, const link::Links& links, const std::vector<std::uint32_t>& confirmed, const std::vector<std::uint32_t>& denied) {
  for (const std::uint32_t i : confirmed)
    flow.add("confirmed by", kGreen).text(links.claims[i].speaker, kParty).add("(" + links.claims[i].id + ")", kDim).print("      ", 6);
  for (const std::uint32_t i : denied)
    flow.add("denied by", kRed).text(links.claims[i].speaker, kParty).add("(" + links.claims[i].id + ")", kDim).print("      ", 6);
}

}  // namespace

const std::string& document_name(const Record& r) { return !r.source_id.empty() ? r.source_id : !r.path.empty() ? r.path : r.id; }

FullestContact fullest(const link::LinkedContact& contact, const RecordSource& records) {
  FullestContact out;
  std::size_t most = 0;
  for (const link::Mention& m : contact.mentions) {
    const Record& r = records(m.report);
    if (m.item >= r.contacts.size()) continue;
    const Contact& c = r.contacts[m.item];
    const std::size_t says = 1 + c.parties.size() + (c.venue ? 1 : 0) + (c.from ? 1 : 0) + c.intermediary.size();
    if (says <= most) continue;
    most = says;
    out = {};
    out.mention = m;
    for (const Party& p : c.parties) out.parties.push_back(p.name);
    for (const Party& p : c.intermediary) out.intermediary.push_back(p.name);
    if (c.venue) out.venue = c.venue->name;
    out.from = c.from, out.to = c.to;
  }
  return out;
}

std::string_view to_string(link::ClaimStatus status) {
  switch (status) {
    case link::ClaimStatus::claimed: return "claimed";
    case link::ClaimStatus::confirmed: return "confirmed";
    case link::ClaimStatus::denied: return "denied";
    case link::ClaimStatus::disputed: break;
  }
  return "disputed";
}

std::string_view to_string(link::LinkedStatus status) {
  switch (status) {
    case link::LinkedStatus::held: return "held";
    case link::LinkedStatus::planned: return "planned";
    case link::LinkedStatus::proposed: return "proposed";
    case link::LinkedStatus::denied: return "denied";
    case link::LinkedStatus::cancelled: return "cancelled";
    case link::LinkedStatus::disputed: break;
  }
  return "disputed";
}

std::string to_json(const link::LinkedClaim& claim, const link::Links& links, const RecordSource& records) {
  std::string out;
  Writer(out, links, records).claim(claim);
  return out;
}

std::string to_json(const link::LinkedContact& contact, const link::Links& links, const RecordSource& records) {
  std::string out;
  Writer(out, links, records).contact(contact);
  return out;
}

void append_terminal(std::string& out, const link::LinkedClaim& claim, const link::Links& links, const RecordSource& records,
                     const TerminalStyle& style) {
  Flow flow(out, style);
  flow.add(claim.id, kDim)
      .text(claim.speaker, kParty)
      .add(to_string(claim.status), kYellow)
      .add(source_count(claim.sources), kDim)
      .print("", 2);
  for (const link::Mention& m : claim.mentions) {
    const Record& r = records(m.report);
    if (m.item >= r.statements.size()) continue;
    const Statement& s = r.statements[m.item];
    flow.text(words_of(r, s.content)).print("    ", 4);
    flow.add(where(r), kDim, Flow::Direction::text).add(chain_of(s.chain), kChain, Flow::Direction::chain).print("      ", 6);
  }
  answers(flow, links, claim.confirmed_by, claim.denied_by);
}

void append_terminal(std::string& out, const link::LinkedContact& contact, const link::Links& links, const RecordSource& records,
                     const TerminalStyle& style) {
  const FullestContact f = fullest(contact, records);
  Flow flow(out, style);
  std::string parties, through;
  for (const std::string& p : f.parties) (parties += parties.empty() ? std::string_view() : kBoth) += p;
  for (const std::string& p : f.intermediary) (through += through.empty() ? std::string_view() : kMiddot) += p;
  flow.add(contact.id, kDim);
  if (f.from) flow.add(f.from->to_string() + (f.to && *f.to != *f.from ? std::string(kDash) + f.to->to_string() : ""), kDate);
  flow.add(parties, kParty, Flow::Direction::text).add(isnad::to_string(contact.kind)).add(to_string(contact.status), kYellow);
  if (!through.empty()) flow.add("through").text(through, kParty);
  if (!f.venue.empty()) flow.add("at").text(f.venue, kParty);
  flow.add(source_count(contact.sources), kDim).print("", 2);
  for (const link::Mention& m : contact.mentions) {
    const Record& r = records(m.report);
    if (m.item >= r.contacts.size()) continue;
    flow.text(words_of(r, r.contacts[m.item].evidence)).print("    ", 4);
    flow.add(where(r), kDim, Flow::Direction::text)
        .add(chain_of(r.contacts[m.item].according_to), kChain, Flow::Direction::chain)
        .print("      ", 6);
  }
  answers(flow, links, contact.confirmed_by, contact.denied_by);
}

}  // namespace isnad::output
