// /corrections
#include "serve/api/handlers.h"

namespace isnad::serve::api {
namespace {

// The words that an item of a document stands for, to be known by people and, should the numbers of items change, by programs.
std::string words_at(const Call& call, std::uint32_t document, char kind, std::uint32_t item) {
  const auto record = record_of(call, document);
  if (kind == 's' && item < record->statements.size()) return words_of(*record, record->statements[item].content);
  if (kind == 'c' && item < record->contacts.size()) return words_of(*record, record->contacts[item].evidence);
  if (kind == 'e') return call.view().facts[document]->entities[item].name->text;
  return call.view().facts[document]->title;
}

void fasten(const Call& call, Correction& c, const std::string& of, std::uint32_t document, char kind, std::uint32_t item) {
  c.anchors.push_back(
      {of, call.view().facts[document]->id, kind == 0 ? "" : kind + std::to_string(item + 1), words_at(call, document, kind, item)});
}

// Fastens what an id stands for: a group by its first mention, or by all; false if there is nothing of the id.
bool fasten_id(const Call& call, Correction& c, TargetType type, const std::string& id, bool all) {
  const View& view = call.view();
  const auto mentions = [&](const std::vector<link::Mention>& list, char kind) {
    for (std::size_t i = 0; i < (all ? list.size() : 1); ++i) fasten(call, c, id, list[i].report, kind, list[i].item);
    return true;
  };
  switch (type) {
    case TargetType::claim: {
      const auto it = view.claim_by_id.find(id);
      return it != view.claim_by_id.end() && mentions(view.links.claims[it->second].mentions, 's');
    }
    case TargetType::contact: {
      const auto it = view.contact_by_id.find(id);
      return it != view.contact_by_id.end() && mentions(view.links.contacts[it->second].mentions, 'c');
    }
    case TargetType::story: {
      const auto it = view.story_by_id.find(id);
      if (it == view.story_by_id.end()) return false;
      fasten(call, c, id, view.stories[it->second].documents.front(), 0, 0);
      return true;
    }
    case TargetType::document: {
      const auto it = view.document_by_id.find(id);
      if (it == view.document_by_id.end()) return false;
      fasten(call, c, id, it->second, 0, 0);
      return true;
    }
    case TargetType::entity: {
      const auto it = view.entity_by_id.find(id);
      if (it == view.entity_by_id.end()) return false;
      const std::uint32_t d = view.entities[it->second].documents.front();
      const auto& here = view.documents[d].entities;
      const auto at = static_cast<std::uint32_t>(std::find(here.begin(), here.end(), it->second) - here.begin());
      fasten(call, c, id, d, 'e', at);
      return true;
    }
    case TargetType::statement: break;
  }
  // DOCUMENT:s1
  const std::size_t colon = id.rfind(':');
  const auto it = view.document_by_id.find(id.substr(0, colon));
  if (colon == std::string::npos || it == view.document_by_id.end() || colon + 2 >= id.size()) return false;
  const char kind = id[colon + 1];
  const unsigned long n = std::strtoul(id.c_str() + colon + 2, nullptr, 10);
  const DocumentFacts& f = *view.facts[it->second];
  if (n == 0 || n > (kind == 's' ? f.statements.size() : kind == 'c' ? f.contacts.size() : 0)) return false;
  fasten(call, c, id, it->second, kind, static_cast<std::uint32_t>(n - 1));
  return true;
}

std::string shown(const Call& call, const View& view, const std::string& id) {
  for (std::size_t i = 0; i < view.corrections.size(); ++i)
    if (view.corrections[i].id == id) return to_json(view.corrections[i], view.applied[i]);
  static_cast<void>(call);
  return {};
}

Response stored(const Call& call, const Correction& c, int status) {
  if (auto kept = call.service.keep(c); !kept) return problem(500, "the store cannot be written: " + kept.error().text());
  const auto now = call.service.renewed();
  std::string body = now ? shown(call, *now, c.id) : std::string();
  if (body.empty()) body = to_json(c, false);
  std::string event;
  Json j(event);
  j.open('{'), j.member("id", c.id), j.member("kind", to_string(c.kind)), j.flag("undone", c.undone()), j.close('}');
  call.service.events.add("correction", event);
  return json(std::move(body), status);
}

}  // namespace

Response list_corrections(const Call& call) {
  const View& view = call.view();
  Params params(call.request);
  const Page page = page_of(params, 50, 500);
  const std::string target = params.text("target", 200);
  const auto undone = params.maybe("undone");
  if (auto wrong = params.problem()) return std::move(*wrong);
  std::vector<std::uint32_t> fitting;
  for (auto i = static_cast<std::uint32_t>(view.corrections.size()); i-- > 0;) {
    const Correction& c = view.corrections[i];
    if (undone && c.undone() != *undone) continue;
    if (!target.empty() && c.target != target && std::find(c.with.begin(), c.with.end(), target) == c.with.end() &&
        std::none_of(c.anchors.begin(), c.anchors.end(), [&](const Anchor& a) { return a.document == target || a.of == target; }))
      continue;
    fitting.push_back(i);
  }
  if (call.request.header("accept").find("application/x-ndjson") != std::string_view::npos) {
    Response out = json("");
    out.type = "application/x-ndjson";
    for (const std::uint32_t i : fitting) out.body += to_json(view.corrections[i], view.applied[i]) + '\n';
    return out;
  }
  return paged<std::uint32_t>(
      call, page, fitting, [&](std::uint32_t i) { return view.corrections[i].id; },
      [&](std::string& out, std::uint32_t i) { out += to_json(view.corrections[i], view.applied[i]); });
}

Response get_correction(const Call& call) {
  Params params(call.request);
  if (auto wrong = params.problem()) return std::move(*wrong);
  std::string body = shown(call, call.view(), call.id);
  return body.empty() ? not_found("correction", call.id) : json(std::move(body));
}

Response add_correction(const Call& call) {
  Params params(call.request);
  if (auto wrong = params.problem()) return std::move(*wrong);
  auto correction = correction_from_request(call.request.body);
  if (!correction) return problem(400, correction.error().text(), correction.error().where);
  Correction& c = *correction;
  const bool every = c.kind == CorrectionKind::speaker || c.kind == CorrectionKind::date;
  if (!fasten_id(call, c, c.type, c.target, every))
    return problem(404, "no " + std::string(to_string(c.type)) + " " + c.target, "target.id");
  for (const std::string& id : c.with)
    if (!fasten_id(call, c, c.type, id, false)) return problem(404, "no " + std::string(to_string(c.type)) + " " + id, "with");
  const char kind = c.type == TargetType::claim ? 's' : 'c';
  for (const std::string& id : c.mentions) {
    if (!fasten_id(call, c, TargetType::statement, id, false) || c.anchors.back().item.front() != kind)
      return problem(404, "no mention " + id, "mentions");
    // Only what is part of the target can be parted from it.
    const auto& list = kind == 's' ? call.view().links.claims[call.view().claim_by_id.at(c.target)].mentions
                                   : call.view().links.contacts[call.view().contact_by_id.at(c.target)].mentions;
    if (std::none_of(list.begin(), list.end(), [&](const link::Mention& m) {
          return call.view().facts[m.report]->id + ":" + kind + std::to_string(m.item + 1) == id;
        }))
      return problem(422, id + " is no mention of " + c.target, "mentions");
    if (list.size() <= c.mentions.size()) return problem(422, "at least one mention has to stay", "mentions");
  }
  c.id = new_id('k');
  c.at = utc_time();
  // Where everybody is "local", people may say who they are; a token says it otherwise.
  if (c.who.empty() || call.request.user != "local") c.who = call.request.user;
  return stored(call, c, 201);
}

Response undo_correction(const Call& call) {
  Params params(call.request);
  if (auto wrong = params.problem()) return std::move(*wrong);
  const auto now = call.service.renewed();
  const View& view = now ? *now : call.view();
  for (const Correction& c : view.corrections) {
    if (c.id != call.id) continue;
    if (c.undone()) return problem(409, "it has been undone by " + c.undone_by);
    Correction undone = c;
    undone.undone_by = call.request.user, undone.undone_at = utc_time();
    return stored(call, undone, 200);
  }
  return not_found("correction", call.id);
}

}  // namespace isnad::serve::api
