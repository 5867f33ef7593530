// /statements, /claims
#include "export/links.h"
#include "export/names.h"
#include "serve/api/handlers.h"

namespace isnad::serve::api {
namespace {

using Item = std::pair<std::uint32_t, std::uint32_t>;  // document, statement

void write_span(Json& j, const char* name, const Record& record, Span span) {
  j.key(name), j.open('{');
  j.member("text", words_of(record, span)), j.count("start", span.start), j.count("end", span.end);
  j.close('}');
}

void write_statement(std::string& out, const Call& call, const Item& item) {
  const View& view = call.view();
  const auto [d, n] = item;
  const auto record = record_of(call, d);
  const Statement& s = record->statements[n];
  const StatementFacts& f = view.facts[d]->statements[n];
  Json j(out);
  j.open('{');
  j.member("id", view.facts[d]->id + ":s" + std::to_string(n + 1));
  j.key("document"), write_document_ref(j, view, d);
  j.member("statement", "s" + std::to_string(n + 1)), j.member("claim", view.links.claims[view.claim_of[d][n]].id);
  j.member("act", to_string(s.act)), j.member("quotation", to_string(s.quotation));
  write_span(j, "content", *record, s.content), write_span(j, "cue", *record, s.cue);
  // As somebody has corrected it, where somebody has.
  Party speaker = s.speaker;
  if (f.speaker.name->text != s.speaker.name) speaker = {f.speaker.name->text, f.speaker.kind, f.speaker.entity, std::nullopt};
  j.key("speaker"), write_party(j, view, d, speaker);
  j.array("chain", s.chain, [&, d = d](const Party& p) { write_party(j, view, d, p); });
  j.key("addressee"), s.addressee ? write_party(j, view, d, *s.addressee) : j.null();
  j.member_or_null("time", s.time);
  j.member("from", f.from ? f.from : view.facts[d]->from), j.member("to", f.from ? f.to : view.facts[d]->to);
  j.close('}');
}

}  // namespace

Response list_statements(const Call& call) {
  const View& view = call.view();
  Params params(call.request);
  const Page page = page_of(params, 50, 500);
  const Period period = period_of(params);
  const std::vector<std::string> outlets = params.all("outlet");
  const auto entities = entities_in(params, call, "entity");
  const auto story = story_in(params, call);
  const std::uint32_t speaker = entity_in(params, call, "speaker");
  const std::string document = params.text("document"), claim = params.text("claim");
  const unsigned acts = bits_of(params, "act", act_words());
  if (!document.empty() && view.document_by_id.count(document) == 0) params.wrong("document", "no document " + document);
  if (!claim.empty() && view.claim_by_id.count(claim) == 0) params.wrong("claim", "no claim " + claim);
  if (auto wrong = params.problem()) return std::move(*wrong);

  std::vector<Item> some;
  if (!claim.empty())
    for (const link::Mention& m : view.links.claims[view.claim_by_id.at(claim)].mentions) some.emplace_back(m.report, m.item);
  if (!document.empty()) {
    const std::uint32_t d = view.document_by_id.at(document);
    for (std::uint32_t i = 0; claim.empty() && i < view.facts[d]->statements.size(); ++i) some.emplace_back(d, i);
    std::erase_if(some, [&](const Item& item) { return item.first != d; });
  }
  std::vector<Item> fitting;
  for (const Item& item : claim.empty() && document.empty() ? view.statements_latest : some) {
    const auto [d, n] = item;
    const DocumentFacts& facts = *view.facts[d];
    const StatementFacts& s = facts.statements[n];
    if ((acts >> static_cast<unsigned>(s.act) & 1) == 0 || (story && view.documents[d].story != *story)) continue;
    if (!(s.from ? period.has(s.from, s.to) : period.has(facts.from, facts.to))) continue;
    if (!outlets.empty() && std::find(outlets.begin(), outlets.end(), facts.outlet->text) == outlets.end()) continue;
    const std::uint32_t by = view.entity_of(d, s.speaker.entity).value_or(kNobody);
    if (speaker != kNobody && by != speaker) continue;
    const auto takes_part = [&, d = d](std::uint32_t e) { return by == e || view.entity_of(d, s.addressee) == e; };
    if (!std::all_of(entities.begin(), entities.end(), takes_part)) continue;
    fitting.push_back(item);
  }
  return paged<Item>(
      call, page, fitting, [&](const Item& i) { return view.facts[i.first]->id + ":s" + std::to_string(i.second + 1); },
      [&](std::string& out, const Item& i) { write_statement(out, call, i); });
}

Response list_claims(const Call& call) {
  const View& view = call.view();
  Params params(call.request);
  const Page page = page_of(params, 50, 500);
  const Period period = period_of(params);
  const auto entities = entities_in(params, call, "entity");
  const auto story = story_in(params, call);
  const std::uint32_t speaker = entity_in(params, call, "speaker");
  const unsigned acts = bits_of(params, "act", act_words()), statuses = bits_of(params, "status", claim_status_words());
  const std::size_t least = params.number("least", 1, 0, 1'000'000);
  const auto sort = params.words("sort", {"recent", "mentions", "added"});
  if (auto wrong = params.problem()) return std::move(*wrong);

  const std::size_t order = sort.empty() ? 0 : sort.front();
  const std::vector<std::uint32_t>& all = order == 0 ? view.claims_latest : order == 1 ? view.claims_mentions : view.claims_added;
  std::vector<std::uint32_t> fitting;
  for (const std::uint32_t i : all) {
    const link::LinkedClaim& c = view.links.claims[i];
    const ClaimView& v = view.claims[i];
    if (c.mentions.size() < least || (acts >> static_cast<unsigned>(v.act) & 1) == 0) continue;
    if ((statuses >> static_cast<unsigned>(c.status) & 1) == 0 || !period.has(v.from, v.to)) continue;
    if ((speaker != kNobody && v.speaker != speaker) || (story && v.story != *story)) continue;
    const auto takes_part = [&](std::uint32_t e) {
      return v.speaker == e || std::any_of(c.mentions.begin(), c.mentions.end(), [&](const link::Mention& m) {
               return view.entity_of(m.report, view.facts[m.report]->statements[m.item].addressee) == e;
             });
    };
    if (!std::all_of(entities.begin(), entities.end(), takes_part)) continue;
    fitting.push_back(i);
  }
  return paged<std::uint32_t>(
      call, page, fitting, [&](std::uint32_t i) { return view.links.claims[i].id; },
      [&](std::string& out, std::uint32_t i) {
        Json j(out);
        write_claim(j, call, i, 3);
      });
}

Response get_claim(const Call& call) {
  Params params(call.request);
  const auto fields = comma_separated(params.text("fields"));
  if (auto wrong = params.problem()) return std::move(*wrong);
  const auto it = call.view().claim_by_id.find(call.id);
  if (it == call.view().claim_by_id.end()) return not_found("claim", call.id);
  std::string out;
  Json j(out);
  write_claim(j, call, it->second, kAll);
  return json(with_fields(std::move(out), fields));
}

}  // namespace isnad::serve::api
