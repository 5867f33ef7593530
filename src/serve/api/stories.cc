// /stories
#include "serve/api/handlers.h"

namespace isnad::serve::api {
namespace {

void write_story(std::string& out, const View& view, std::uint32_t story, std::size_t documents) {
  const StoryView& s = view.stories[story];
  Json j(out);
  j.open('{');
  j.member("id", s.id);
  j.member("title", view.facts[s.documents.front()]->title);
  j.member("from", s.from), j.member("to", s.to), j.count("document_count", s.documents.size());
  j.count("claims", s.claims.size()), j.count("contacts", s.contacts.size()), j.count("denials", s.denials);
  j.count("confirmations", s.confirmations);
  const auto end = s.documents.begin() + static_cast<std::ptrdiff_t>(std::min(documents, s.documents.size()));
  j.array("documents", std::vector<std::uint32_t>(s.documents.begin(), end), [&](std::uint32_t d) {
    const DocumentFacts& f = *view.facts[d];
    j.open('{');
    j.member("document", f.name), j.member("document_id", f.id), j.member_or_null("outlet", f.outlet->text);
    j.member_or_null("title", f.title), j.member("from", f.from);
    j.count("copies", view.documents[d].copies == kNobody ? 0 : view.links.copies[view.documents[d].copies].size() - 1);
    j.close('}');
  });
  j.close('}');
}

}  // namespace

Response list_stories(const Call& call) {
  const View& view = call.view();
  Params params(call.request);
  const Page page = page_of(params, 50, 500);
  const Period period = period_of(params);
  const auto entities = entities_in(params, call, "entity");
  const std::size_t least = params.number("least", 2, 0, 1'000'000);
  const auto sort = params.words("sort", {"recent", "documents", "added"});
  if (auto wrong = params.problem()) return std::move(*wrong);
  const std::size_t order = sort.empty() ? 0 : sort.front();
  const std::vector<std::uint32_t>& all = order == 0 ? view.stories_latest : order == 1 ? view.stories_documents : view.stories_added;
  std::vector<std::uint32_t> fitting;
  for (const std::uint32_t i : all) {
    const StoryView& s = view.stories[i];
    if (s.documents.size() < least || !period.has(s.from, s.to)) continue;
    const auto names = [&](std::uint32_t e) {
      return std::any_of(s.documents.begin(), s.documents.end(), [&](std::uint32_t d) {
        const auto& named = view.documents[d].entities;
        return std::find(named.begin(), named.end(), e) != named.end();
      });
    };
    if (std::all_of(entities.begin(), entities.end(), names)) fitting.push_back(i);
  }
  return paged<std::uint32_t>(
      call, page, fitting, [&](std::uint32_t i) { return view.stories[i].id; },
      [&](std::string& out, std::uint32_t i) { write_story(out, view, i, 10); });
}

Response get_story(const Call& call) {
  Params params(call.request);
  const auto fields = comma_separated(params.text("fields"));
  if (auto wrong = params.problem()) return std::move(*wrong);
  const auto it = call.view().story_by_id.find(call.id);
  if (it == call.view().story_by_id.end()) return not_found("story", call.id);
  std::string out;
  write_story(out, call.view(), it->second, kAll);
  return json(with_fields(std::move(out), fields));
}

}  // namespace isnad::serve::api
