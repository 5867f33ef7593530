// /contacts
#include "serve/api/handlers.h"

namespace isnad::serve::api {

Response list_contacts(const Call& call) {
  const View& view = call.view();
  Params params(call.request);
  const Page page = page_of(params, 50, 500);
  const Period period = period_of(params);
  const auto entities = entities_in(params, call, "entity");
  const auto story = story_in(params, call);
  const unsigned kinds = bits_of(params, "kind", kind_words()), statuses = bits_of(params, "status", contact_status_words());
  unsigned modes = 0;
  for (const std::size_t m : params.words("mode", mode_words())) modes |= 1u << m;
  const std::uint32_t through = entity_in(params, call, "through"), venue = entity_in(params, call, "venue");
  const std::size_t least = params.number("least", 1, 0, 1'000'000);
  const auto sort = params.words("sort", {"recent", "mentions", "added"});
  if (auto wrong = params.problem()) return std::move(*wrong);

  const std::size_t order = sort.empty() ? 0 : sort.front();
  const std::vector<std::uint32_t>& all = order == 0 ? view.contacts_latest : order == 1 ? view.contacts_mentions : view.contacts_added;
  std::vector<std::uint32_t> fitting;
  for (const std::uint32_t i : all) {
    const link::LinkedContact& c = view.links.contacts[i];
    const ContactView& v = view.contacts[i];
    if (c.mentions.size() < least || (kinds >> static_cast<unsigned>(c.kind) & 1) == 0) continue;
    if ((statuses >> static_cast<unsigned>(c.status) & 1) == 0 || (v.modes & modes) != modes || !period.has(v.from, v.to)) continue;
    if ((story && v.story != *story) || (venue != kNobody && v.venue != venue)) continue;
    const auto among = [](const std::vector<std::uint32_t>& list, std::uint32_t e) {
      return std::find(list.begin(), list.end(), e) != list.end();
    };
    if (through != kNobody && !among(v.intermediary, through)) continue;
    if (!std::all_of(entities.begin(), entities.end(), [&](std::uint32_t e) { return among(v.parties, e) || among(v.intermediary, e); }))
      continue;
    fitting.push_back(i);
  }
  return paged<std::uint32_t>(
      call, page, fitting, [&](std::uint32_t i) { return view.links.contacts[i].id; },
      [&](std::string& out, std::uint32_t i) {
        Json j(out);
        write_contact(j, call, i, 3);
      });
}

Response get_contact(const Call& call) {
  Params params(call.request);
  const auto fields = comma_separated(params.text("fields"));
  if (auto wrong = params.problem()) return std::move(*wrong);
  const auto it = call.view().contact_by_id.find(call.id);
  if (it == call.view().contact_by_id.end()) return not_found("contact", call.id);
  std::string out;
  Json j(out);
  write_contact(j, call, it->second, kAll);
  return json(with_fields(std::move(out), fields));
}

}  // namespace isnad::serve::api
