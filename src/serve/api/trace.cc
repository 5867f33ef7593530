// /trace
#include "export/links.h"
#include "export/names.h"
#include "serve/api/handlers.h"

namespace isnad::serve::api {
namespace {

struct Branch {
  link::Mention mention;
  std::vector<std::uint32_t> copies;  // documents that reprint it and say the same
};

struct Root {
  std::string name;
  PartyKind kind = PartyKind::media;
  std::uint32_t entity = kNobody;
  std::vector<Branch> branches;
};

const std::vector<Party>& chain_of(const Record& record, bool contact, std::uint32_t item) {
  return contact ? record.contacts[item].according_to : record.statements[item].chain;
}

// By the root of each mention's chain; reprints of one text stand behind the first of them.
std::vector<Root> roots_of(const Call& call, const std::vector<link::Mention>& mentions, bool contact) {
  const View& view = call.view();
  std::vector<Root> out;
  for (const link::Mention& m : mentions) {
    const auto record = record_of(call, m.report);
    const auto& chain = chain_of(*record, contact, m.item);
    Root root;
    if (!chain.empty()) {
      root.name = chain.back().name, root.kind = chain.back().kind;
      root.entity = view.entity_of(m.report, chain.back().entity).value_or(kNobody);
    } else {
      const DocumentFacts& f = *view.facts[m.report];
      root.name = f.outlet->text.empty() ? f.name : f.outlet->text;
    }
    auto known = std::find_if(out.begin(), out.end(), [&](const Root& r) {
      return root.entity != kNobody ? r.entity == root.entity : r.entity == kNobody && r.name == root.name;
    });
    if (known == out.end()) known = out.insert(out.end(), std::move(root));
    const std::uint32_t copies = view.documents[m.report].copies;
    const auto original = std::find_if(known->branches.begin(), known->branches.end(), [&](const Branch& b) {
      return copies != kNobody && b.mention.report != m.report && view.documents[b.mention.report].copies == copies;
    });
    if (original != known->branches.end()) original->copies.push_back(m.report);
    else known->branches.push_back({m, {}});
  }
  return out;
}

void write_answers(Json& j, const Call& call, const char* name, const std::vector<std::uint32_t>& claims) {
  const View& view = call.view();
  j.array(name, claims, [&](std::uint32_t i) {
    const link::LinkedClaim& c = view.links.claims[i];
    const link::Mention& m = c.mentions.front();
    const auto record = record_of(call, m.report);
    const Span span = record->statements[m.item].content;
    j.open('{');
    j.member("id", c.id), j.member("speaker", c.speaker), j.member("text", words_of(*record, span));
    j.member("document_id", view.facts[m.report]->id), j.member("item", "s" + std::to_string(m.item + 1));
    j.count("start", span.start), j.count("end", span.end), j.member_or_null("outlet", view.facts[m.report]->outlet->text);
    j.member("published", view.facts[m.report]->from);
    j.close('}');
  });
}

}  // namespace

Response get_trace(const Call& call) {
  const View& view = call.view();
  Params params(call.request);
  if (auto wrong = params.problem()) return std::move(*wrong);
  const auto contact = view.contact_by_id.find(call.id);
  const auto claim = view.claim_by_id.find(call.id);
  const bool is_contact = contact != view.contact_by_id.end();
  if (!is_contact && claim == view.claim_by_id.end()) return not_found("claim or contact", call.id);

  const auto& mentions = is_contact ? view.links.contacts[contact->second].mentions : view.links.claims[claim->second].mentions;
  std::string out;
  Json j(out);
  j.open('{');
  j.member("id", call.id), j.member("type", is_contact ? "contact" : "claim");
  if (is_contact) {
    const link::LinkedContact& c = view.links.contacts[contact->second];
    const link::Mention& m = view.contacts[contact->second].fullest;
    std::string title;
    for (const PartyFacts& p : view.facts[m.report]->contacts[m.item].parties) (title += title.empty() ? "" : " \u2194 ") += p.name->text;
    j.member("status", output::to_string(c.status)), j.member("title", title), j.count("sources", c.sources);
  } else {
    const link::LinkedClaim& c = view.links.claims[claim->second];
    j.member("status", output::to_string(c.status)), j.member("title", c.speaker), j.count("sources", c.sources);
  }
  j.array("roots", roots_of(call, mentions, is_contact), [&](const Root& root) {
    j.open('{');
    j.member("root", root.name), j.member("kind", to_string(root.kind)), j.member_or_null("entity", entity_id(view, root.entity));
    j.array("mentions", root.branches, [&](const Branch& b) {
      const auto record = record_of(call, b.mention.report);
      const DocumentFacts& f = *view.facts[b.mention.report];
      const Span span = is_contact ? record->contacts[b.mention.item].evidence : record->statements[b.mention.item].content;
      j.open('{');
      j.member("document", f.name), j.member("document_id", f.id), j.member_or_null("outlet", f.outlet->text);
      j.member_or_null("title", f.title), j.member("published", f.from);
      j.member("item", (is_contact ? "c" : "s") + std::to_string(b.mention.item + 1));
      j.array("chain", chain_of(*record, is_contact, b.mention.item), [&](const Party& p) { write_party(j, view, b.mention.report, p); });
      j.member("text", words_of(*record, span)), j.count("start", span.start), j.count("end", span.end);
      j.array("copies", b.copies, [&](std::uint32_t d) { write_document_ref(j, view, d); });
      j.close('}');
    });
    j.close('}');
  });
  const auto& confirmed = is_contact ? view.links.contacts[contact->second].confirmed_by : view.links.claims[claim->second].confirmed_by;
  const auto& denied = is_contact ? view.links.contacts[contact->second].denied_by : view.links.claims[claim->second].denied_by;
  write_answers(j, call, "confirmed_by", confirmed), write_answers(j, call, "denied_by", denied);
  j.close('}');
  return json(std::move(out));
}

}  // namespace isnad::serve::api
