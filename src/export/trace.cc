#include "export/trace.h"

#include <map>

#include "export/flow.h"
#include "export/json_writer.h"
#include "export/names.h"

namespace isnad::output {
namespace {

struct Branch {
  std::string document, outlet, date, words;
  std::vector<std::string> chain;  // outermost first
};

struct Answer {
  std::string id, speaker, words;
};

struct Trace {
  std::string id, type, status, title;
  std::uint32_t sources = 0;
  std::vector<std::pair<std::string, std::vector<Branch>>> roots;
  std::vector<Answer> confirmed, denied;
};

void add(Trace& trace, const Record& r, const std::vector<Party>& chain, Span words) {
  Branch b;
  b.document = document_name(r), b.outlet = r.outlet, b.words = words_of(r, words);
  if (r.published.from) b.date = r.published.from->to_string();
  for (const Party& p : chain) b.chain.push_back(p.name);
  const std::string root = !b.chain.empty() ? b.chain.back() : !b.outlet.empty() ? b.outlet : b.document;
  for (auto& [name, branches] : trace.roots)
    if (name == root) return branches.push_back(std::move(b));
  trace.roots.push_back({root, {std::move(b)}});
}

std::vector<Answer> answers(const std::vector<std::uint32_t>& claims, const link::LinkedReports& linked, const RecordSource& records) {
  std::vector<Answer> out;
  for (const std::uint32_t i : claims) {
    const link::LinkedClaim& c = linked.links.claims[i];
    const link::Mention& m = c.mentions.front();
    const Record& r = records(m.report);
    out.push_back({c.id, c.speaker, m.item < r.statements.size() ? words_of(r, r.statements[m.item].content) : ""});
  }
  return out;
}

class Writer : JsonWriter {
 public:
  explicit Writer(std::string& out) : JsonWriter(out) {}
  void trace(const Trace& t) {
    open('{');
    key("id"), text(t.id);
    key("type"), text(t.type);
    key("status"), text(t.status);
    key("sources"), number(t.sources);
    key("roots"), list(t.roots, [&](const auto& root, std::size_t) {
      open('{');
      key("root"), text(root.first);
      key("mentions"), list(root.second, [&](const Branch& b, std::size_t) {
        open('{');
        key("document"), text(b.document);
        key("outlet"), text_or_null(b.outlet);
        key("chain"), list(b.chain, [&](const std::string& name, std::size_t) { text(name); });
        key("text"), text(b.words);
        close('}');
      });
      close('}');
    });
    answers("confirmed_by", t.confirmed), answers("denied_by", t.denied);
    close('}');
  }

 private:
  void answers(const char* name, const std::vector<Answer>& all) {
    key(name), list(all, [&](const Answer& a, std::size_t) {
      open('{');
      key("id"), text(a.id);
      key("speaker"), text(a.speaker);
      key("text"), text(a.words);
      close('}');
    });
  }
};

void print(std::string& out, const Trace& t, const TerminalStyle& style, bool json) {
  if (json) {
    Writer(out).trace(t);
    out += '\n';
    return;
  }
  Flow flow(out, style);
  flow.add(t.id, kDim)
      .text(t.title, kBold)
      .add(t.status, kYellow)
      .add(std::to_string(t.sources) + (t.sources == 1 ? " source" : " sources"), kDim)
      .print("", 2);
  for (const auto& [root, branches] : t.roots) {
    flow.text(root, kParty).print("\u251C\u2500 ", 3);
    for (const Branch& b : branches) {
      // From the root outwards, to who printed it.
      std::string way;
      for (std::size_t i = b.chain.size(); i-- > 0;) (way += way.empty() ? std::string_view() : std::string_view(" \u2192 ")) += b.chain[i];
      const std::string printed = (b.outlet.empty() ? b.document : b.outlet) + (b.date.empty() ? "" : " " + b.date);
      if (b.outlet.empty() || way != b.outlet) (way += way.empty() ? "" : " \u2192 ") += printed;
      flow.add(way, kChain, Flow::Direction::chain).print("\u2502  \u2514\u2500 ", 6);
      flow.text(b.words).print("\u2502     ", 6);
    }
  }
  for (const Answer& a : t.confirmed)
    flow.add("confirmed by", kGreen).text(a.speaker, kParty).text(a.words).add("(" + a.id + ")", kDim).print("\u2514\u2500 ", 3);
  for (const Answer& a : t.denied)
    flow.add("denied by", kRed).text(a.speaker, kParty).text(a.words).add("(" + a.id + ")", kDim).print("\u2514\u2500 ", 3);
}

}  // namespace

void append_trace(std::string& out, const link::LinkedClaim& claim, const link::LinkedReports& linked, const RecordSource& records,
                  const TerminalStyle& style, bool json) {
  Trace t;
  t.id = claim.id, t.type = "claim", t.status = to_string(claim.status), t.title = claim.speaker, t.sources = claim.sources;
  for (const link::Mention& m : claim.mentions) {
    const Record& r = records(m.report);
    if (m.item < r.statements.size()) add(t, r, r.statements[m.item].chain, r.statements[m.item].content);
  }
  t.confirmed = answers(claim.confirmed_by, linked, records), t.denied = answers(claim.denied_by, linked, records);
  print(out, t, style, json);
}

void append_trace(std::string& out, const link::LinkedContact& contact, const link::LinkedReports& linked, const RecordSource& records,
                  const TerminalStyle& style, bool json) {
  Trace t;
  const FullestContact f = fullest(contact, records);
  t.id = contact.id, t.type = "contact", t.status = to_string(contact.status), t.sources = contact.sources;
  for (const std::string& p : f.parties) (t.title += t.title.empty() ? std::string_view() : kBoth) += p;
  (t.title += ", ") += isnad::to_string(contact.kind);
  for (const link::Mention& m : contact.mentions) {
    const Record& r = records(m.report);
    if (m.item < r.contacts.size()) add(t, r, r.contacts[m.item].according_to, r.contacts[m.item].evidence);
  }
  t.confirmed = answers(contact.confirmed_by, linked, records), t.denied = answers(contact.denied_by, linked, records);
  print(out, t, style, json);
}

}  // namespace isnad::output
