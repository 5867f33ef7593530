// /documents
#include <map>

#include "export/json.h"
#include "export/links.h"
#include "ingest/source.h"
#include "serve/api/handlers.h"

namespace isnad::serve::api {
namespace {

constexpr std::size_t kMostDocuments = 2'000;  // of one request

}  // namespace

Response list_documents(const Call& call) {
  const View& view = call.view();
  Params params(call.request);
  const Page page = page_of(params, 50, 500);
  const Period period = period_of(params);
  const std::vector<std::string> outlets = params.all("outlet");
  const std::vector<std::uint32_t> entities = entities_in(params, call, "entity");
  const auto story = story_in(params, call);
  const auto sort = params.words("sort", {"published", "added"});
  if (auto wrong = params.problem()) return std::move(*wrong);

  std::vector<std::uint32_t> fitting;
  const auto look_at = [&](std::uint32_t d) {
    const DocumentFacts& f = *view.facts[d];
    if (!period.has(f.from, f.to) || (story && view.documents[d].story != *story)) return;
    if (!outlets.empty() && std::find(outlets.begin(), outlets.end(), f.outlet->text) == outlets.end()) return;
    const auto& named = view.documents[d].entities;
    if (!std::all_of(entities.begin(), entities.end(),
                     [&](std::uint32_t e) { return std::find(named.begin(), named.end(), e) != named.end(); }))
      return;
    fitting.push_back(d);
  };
  if (!sort.empty() && sort.front() == 1) {
    for (auto d = static_cast<std::uint32_t>(view.facts.size()); d-- > 0;) look_at(d);
  } else {
    for (const std::uint32_t d : view.documents_latest) look_at(d);
  }
  return paged<std::uint32_t>(
      call, page, fitting, [&](std::uint32_t d) { return view.facts[d]->id; },
      [&](std::string& out, std::uint32_t d) {
        Json j(out);
        j.open('{');
        document_summary_members(j, view, d);
        j.close('}');
      });
}

Response get_document(const Call& call) {
  const View& view = call.view();
  Params params(call.request);
  const auto fields = comma_separated(params.text("fields"));
  if (auto wrong = params.problem()) return std::move(*wrong);
  const auto it = view.document_by_id.find(call.id);
  if (it == view.document_by_id.end()) return not_found("document", call.id);
  const std::uint32_t d = it->second;
  const auto record = record_of(call, d);
  std::string out;
  Json j(out);
  j.open('{');
  document_summary_members(j, view, d);
  j.raw("record", isnad::to_json(*record));
  j.key("links"), j.open('{');
  std::size_t n = 0;
  j.array("statements", view.claim_of[d], [&](std::uint32_t i) {
    const link::LinkedClaim& c = view.links.claims[i];
    j.open('{');
    j.member("statement", "s" + std::to_string(++n)), j.member("claim", c.id), j.member("status", output::to_string(c.status));
    j.count("sources", c.sources), j.count("mention_count", c.mentions.size());
    j.close('}');
  });
  n = 0;
  j.array("contacts", view.contact_of[d], [&](std::uint32_t i) {
    const link::LinkedContact& c = view.links.contacts[i];
    j.open('{');
    j.member("contact", "c" + std::to_string(++n)), j.member("id", c.id), j.member("status", output::to_string(c.status));
    j.count("sources", c.sources), j.count("mention_count", c.mentions.size());
    j.close('}');
  });
  n = 0;
  j.array("entities", record->entities, [&](const Entity&) {
    const std::uint32_t e = n < view.documents[d].entities.size() ? view.documents[d].entities[n] : kNobody;
    j.open('{');
    j.member("entity", "e" + std::to_string(++n)), j.member_or_null("id", entity_id(view, e));
    j.close('}');
  });
  std::vector<std::uint32_t> copies;
  if (view.documents[d].copies != kNobody)
    for (const std::uint32_t c : view.links.copies[view.documents[d].copies])
      if (c != d) copies.push_back(c);
  j.array("copies", copies, [&](std::uint32_t c) { write_document_ref(j, view, c); });
  j.close('}');
  std::vector<std::size_t> corrections;
  for (std::size_t i = 0; i < view.corrections.size(); ++i) {
    const auto& anchors = view.corrections[i].anchors;
    if (std::any_of(anchors.begin(), anchors.end(), [&](const Anchor& a) { return a.document == call.id; })) corrections.push_back(i);
  }
  j.array("corrections", corrections, [&](std::size_t i) { out += to_json(view.corrections[i], view.applied[i]); });
  j.close('}');
  return json(with_fields(std::move(out), fields));
}

Response add_documents(const Call& call) {
  Params params(call.request);
  if (auto wrong = params.problem()) return std::move(*wrong);
  std::vector<store::Prepared> prepared;
  std::vector<std::pair<std::string, std::string>> refused;  // where, message
  bool too_many = false;
  ingest::Sink sink;
  sink.document = [&](Document document) {
    if (prepared.size() >= kMostDocuments) {
      too_many = true;
      return false;
    }
    // What a request calls itself is no path of this machine.
    document.path.clear();
    const std::string input = store::input_hash(document);
    prepared.push_back(call.service.preparer().of(read(document, call.service.model()), input));
    return true;
  };
  sink.error = [&](const Error& error) { refused.emplace_back(error.where, error.message); };
  ingest::read_bytes(call.request.body, "body", sink);
  if (too_many) return problem(413, "more than " + std::to_string(kMostDocuments) + " articles in one request");
  if (prepared.empty()) {
    std::string detail = "there is no article in the body: ";
    detail += refused.empty() ? "it is empty" : refused.front().second;
    return problem(422, detail);
  }
  const auto added = call.service.writer().add(prepared);
  if (!added) return problem(500, "the store cannot be written: " + added.error().text());
  call.service.metrics.added(added->added);
  const auto now = call.service.renewed();
  std::string out;
  Json j(out);
  j.open('{');
  j.count("added", added->added), j.count("known", added->known), j.count("copies", added->copies);
  j.count("total", now ? now->facts.size() : 0);
  j.array("documents", prepared, [&](const store::Prepared& p) { j.text(p.document.id); });
  j.array("refused", refused, [&](const auto& r) {
    j.open('{');
    j.member("where", r.first), j.member("message", r.second);
    j.close('}');
  });
  j.close('}');
  return json(std::move(out), added->added > 0 ? 201 : 200);
}

}  // namespace isnad::serve::api
