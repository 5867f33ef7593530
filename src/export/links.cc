#include "export/links.h"

#include <algorithm>

#include "export/json_writer.h"
#include "export/names.h"

namespace isnad::output {
namespace {

// The article's own id, else where it came from.
const std::string& name_of(const Record& r) { return !r.source_id.empty() ? r.source_id : !r.path.empty() ? r.path : r.id; }

class Writer : JsonWriter {
 public:
  Writer(std::string& out, const link::Links& links, const std::vector<Record>& records) : JsonWriter(out), links_(links), records_(records) {}

  void claim(const link::LinkedClaim& c) {
    open('{');
    key("id"), text(c.id);
    key("speaker"), text(c.speaker);
    key("sources"), number(c.sources);
    key("status"), text(to_string(c.status));
    key("mentions"), list(c.mentions, [&](const link::Mention& m, std::size_t) {
      const Record& r = records_[m.report];
      mention(r, "statement", 's', m.item, r.statements[m.item].content);
    });
    claims("confirmed_by", c.confirmed_by), claims("denied_by", c.denied_by);
    close('}');
  }

  void contact(const link::LinkedContact& c) {
    // What the mention that says most says.
    const Contact* fullest = nullptr;
    for (const link::Mention& m : c.mentions) {
      const Contact& one = records_[m.report].contacts[m.item];
      const auto says = [](const Contact& x) { return x.parties.size() + (x.venue ? 1u : 0u) + (x.from ? 1u : 0u) + x.intermediary.size(); };
      if (fullest == nullptr || says(one) > says(*fullest)) fullest = &one;
    }
    const auto names = [&](const std::vector<Party>& parties) {
      list(parties, [&](const Party& p, std::size_t) { text(p.name); });
    };
    open('{');
    key("id"), text(c.id);
    key("kind"), text(isnad::to_string(c.kind));
    key("parties"), names(fullest->parties);
    key("intermediary"), names(fullest->intermediary);
    key("venue"), text_or_null(fullest->venue ? fullest->venue->name : "");
    key("from"), text_or_null(fullest->from ? fullest->from->to_string() : "");
    key("to"), text_or_null(fullest->to ? fullest->to->to_string() : "");
    key("status"), text(to_string(c.status));
    key("sources"), number(c.sources);
    key("mentions"), list(c.mentions, [&](const link::Mention& m, std::size_t) {
      const Record& r = records_[m.report];
      mention(r, "contact", 'c', m.item, r.contacts[m.item].evidence);
    });
    claims("confirmed_by", c.confirmed_by), claims("denied_by", c.denied_by);
    close('}');
  }

 private:
  const link::Links& links_;
  const std::vector<Record>& records_;

  void mention(const Record& record, const char* what, char letter, std::uint32_t item, Span words) {
    open('{');
    key("document"), text(name_of(record));
    key(what), text(letter + std::to_string(item + 1));
    key("text"), text(words_of(record, words));
    close('}');
  }

  void claims(const char* name, const std::vector<std::uint32_t>& all) {
    key(name), list(all, [&](std::uint32_t i, std::size_t) { text(links_.claims[i].id); });
  }
};

}  // namespace

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

std::string to_json(const link::LinkedClaim& claim, const link::Links& links, const std::vector<Record>& records) {
  std::string out;
  Writer(out, links, records).claim(claim);
  return out;
}

std::string to_json(const link::LinkedContact& contact, const link::Links& links, const std::vector<Record>& records) {
  std::string out;
  Writer(out, links, records).contact(contact);
  return out;
}

}  // namespace isnad::output
