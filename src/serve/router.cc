#include "serve/router.h"

namespace isnad::serve {
namespace {

constexpr Changes kStore = Changes::with_store, kBody = Changes::with_body, kNo = Changes::always;

constexpr Route kRoutes[] = {
    {"GET", "/documents", Need::read, kStore, api::list_documents},
    {"POST", "/documents", Need::write, kNo, api::add_documents},
    {"GET", "/documents/{id}", Need::read, kStore, api::get_document},
    {"GET", "/statements", Need::read, kStore, api::list_statements},
    {"GET", "/claims", Need::read, kStore, api::list_claims},
    {"GET", "/claims/{id}", Need::read, kStore, api::get_claim},
    {"GET", "/contacts", Need::read, kStore, api::list_contacts},
    {"GET", "/contacts/{id}", Need::read, kStore, api::get_contact},
    {"GET", "/entities", Need::read, kStore, api::list_entities},
    {"GET", "/entities/{id}", Need::read, kStore, api::get_entity},
    {"GET", "/stories", Need::read, kStore, api::list_stories},
    {"GET", "/stories/{id}", Need::read, kStore, api::get_story},
    {"GET", "/timeline", Need::read, kStore, api::get_timeline},
    {"GET", "/network", Need::read, kStore, api::get_network},
    {"GET", "/trace/{id}", Need::read, kStore, api::get_trace},
    {"GET", "/statistics", Need::read, kStore, api::get_statistics},
    {"GET", "/search", Need::read, kStore, api::search},
    {"GET", "/search/help", Need::read, kBody, api::get_query_help},
    {"GET", "/search/suggest", Need::read, kStore, api::suggest},
    {"GET", "/corrections", Need::read, kBody, api::list_corrections},
    {"POST", "/corrections", Need::write, kNo, api::add_correction},
    {"GET", "/corrections/{id}", Need::read, kStore, api::get_correction},
    {"POST", "/corrections/{id}/undo", Need::write, kNo, api::undo_correction},
    {"GET", "/searches", Need::read, kBody, api::list_searches},
    {"POST", "/searches", Need::write, kNo, api::save_search},
    {"GET", "/searches/{id}", Need::read, kBody, api::get_search},
    {"PUT", "/searches/{id}", Need::write, kNo, api::change_search},
    {"DELETE", "/searches/{id}", Need::write, kNo, api::delete_search},
    {"POST", "/searches/{id}/seen", Need::write, kNo, api::mark_search_seen},
    {"GET", "/searches/{id}/atom", Need::read, kBody, api::get_atom},
    {"GET", "/searches/{id}/feed.json", Need::read, kBody, api::get_json_feed},
    {"GET", "/events", Need::read, kNo, api::get_events},
};

bool fits(std::string_view pattern, const std::vector<std::string>& path, std::size_t skip, std::string& id) {
  std::size_t at = 1, n = skip;
  while (at <= pattern.size()) {
    const std::size_t end = std::min(pattern.find('/', at), pattern.size());
    const std::string_view segment = pattern.substr(at, end - at);
    if (n >= path.size()) return false;
    if (segment == "{id}") id = path[n];
    else if (segment != path[n]) return false;
    ++n;
    at = end + 1;
  }
  return n == path.size();
}

}  // namespace

Match find_route(std::string_view method, const std::vector<std::string>& path, std::size_t skip) {
  Match out;
  for (const Route& r : kRoutes) {
    std::string id;
    if (!fits(r.pattern, path, skip, id)) continue;
    if (r.method == method || (r.method == "GET" && method == "HEAD")) {
      out.route = &r, out.id = std::move(id);
      return out;
    }
    out.allowed += out.allowed.empty() ? "" : ", ";
    out.allowed += r.method;
    if (r.method == "GET") out.allowed += ", HEAD";
  }
  return out;
}

}  // namespace isnad::serve
