// /searches: searches that are kept, and their feeds
#include <simdjson.h>

#include "serve/api/handlers.h"
#include "store/query.h"

namespace isnad::serve::api {
namespace {

constexpr std::size_t kFeedItems = 50, kMostSearches = 500, kLongestName = 200, kLongestQuery = 2'000;

std::optional<SavedSearch> find_search(const Call& call) {
  for (SavedSearch& s : call.service.searches())
    if (s.id == call.id) return std::move(s);
  return std::nullopt;
}

std::shared_ptr<const Found> found_by(const Call& call, const std::string& query) {
  const auto found = call.service.finder.find(call.view(), call.store, query);
  return found ? *found : nullptr;
}

void write_search(std::string& out, const Call& call, const SavedSearch& s) {
  const auto found = found_by(call, s.query);
  std::size_t total = 0, newer = 0;
  if (found != nullptr) {
    total = found->documents.size();
    for (const std::uint32_t d : found->documents) newer += d >= s.seen;
  }
  Json j(out);
  j.open('{');
  j.member("id", s.id), j.member("name", s.name), j.member("query", s.query), j.flag("alert", s.alert), j.member("who", s.who);
  j.member("at", s.at), j.count("total", total), j.count("new", newer);
  j.member("atom", "/api/v1/searches/" + s.id + "/atom"), j.member("json_feed", "/api/v1/searches/" + s.id + "/feed.json");
  j.close('}');
}

Response answer(const Call& call, const SavedSearch& s, int status = 200) {
  std::string out;
  write_search(out, call, s);
  return json(std::move(out), status);
}

// Name, query and alert of a request; what is wrong with it.
std::optional<Response> read_request(const Call& call, SavedSearch& s) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  const simdjson::padded_string padded(call.request.body);
  if (const auto error = parser.parse(padded).get(root)) return problem(400, std::string("no JSON: ") + simdjson::error_message(error));
  simdjson::dom::object members;
  if (root.get(members) != simdjson::SUCCESS) return problem(400, "the body has to be an object");
  s.alert = true;
  s.name.clear(), s.query.clear();
  bool has_query = false;
  for (const auto member : members) {
    std::string_view text;
    if (member.key == "alert") {
      if (member.value.get(s.alert) != simdjson::SUCCESS) return problem(400, "alert: has to be true or false", "alert");
    } else if (member.key == "name" || member.key == "query") {
      if (member.value.get(text) != simdjson::SUCCESS) return problem(400, std::string(member.key) + ": has to be a string", member.key);
      (member.key == "name" ? s.name : s.query) = text;
      has_query = has_query || member.key == "query";
    } else {
      return problem(400, std::string(member.key) + ": there is no such member; there are name, query, alert", member.key);
    }
  }
  if (s.name.empty() || s.name.size() > kLongestName) return problem(400, "name: has 1 to 200 bytes", "name");
  if (!has_query || s.query.size() > kLongestQuery) return problem(400, "query: has 2000 bytes at most", "query");
  if (const auto parsed = store::parse_query(s.query, call.service.model().lexicon()); !parsed)
    return problem(400, parsed.error().text(), "query");
  return std::nullopt;
}

Response kept(const Call& call, const SavedSearch& s, int status) {
  if (auto done = call.service.keep(s); !done) return problem(500, "the store cannot be written: " + done.error().text());
  return answer(call, s, status);
}

std::string xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      default:
        // XML knows no other control characters.
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out.push_back(c);
    }
  }
  return out;
}

// The latest added, and how this server is called.
std::vector<std::uint32_t> latest(const Call& call, const SavedSearch& s) {
  std::vector<std::uint32_t> out;
  if (const auto found = found_by(call, s.query)) out = found->documents;
  std::sort(out.begin(), out.end(), std::greater<>());
  if (out.size() > kFeedItems) out.resize(kFeedItems);
  return out;
}

std::string base_of(const Call& call) { return (call.request.secure ? "https://" : "http://") + std::string(call.request.header("host")); }

std::string day_of(const DocumentFacts& f) { return (f.from ? f.from->first_day().to_string() : "1970-01-01") + "T00:00:00Z"; }

std::string summary_of(const Call& call, const std::shared_ptr<const Found>& found, std::uint32_t d) {
  const auto record = record_of(call, d);
  std::string out;
  for (const Piece& p : call.service.passages.of(found->query, record->text)) out += p.text;
  return out;
}

std::string link_of(const std::string& base, const DocumentFacts& f) {
  // An address of the article's own, if it is one that a reader may open.
  const bool web = f.url.compare(0, 7, "http://") == 0 || f.url.compare(0, 8, "https://") == 0;
  return web ? f.url : base + "/#/document/" + f.id;
}

}  // namespace

Response list_searches(const Call& call) {
  Params params(call.request);
  if (auto wrong = params.problem()) return std::move(*wrong);
  std::string out;
  Json j(out);
  j.open('{');
  j.array("items", call.service.searches(), [&](const SavedSearch& s) { write_search(out, call, s); });
  j.close('}');
  return json(std::move(out));
}

Response get_search(const Call& call) {
  Params params(call.request);
  if (auto wrong = params.problem()) return std::move(*wrong);
  const auto s = find_search(call);
  return s ? answer(call, *s) : not_found("search", call.id);
}

Response save_search(const Call& call) {
  SavedSearch s;
  if (auto wrong = read_request(call, s)) return std::move(*wrong);
  if (call.service.searches().size() >= kMostSearches) return problem(409, "500 searches are kept; delete one first");
  s.id = new_id('q'), s.at = utc_time(), s.who = call.request.user;
  s.seen = static_cast<std::uint32_t>(call.view().facts.size());
  return kept(call, s, 201);
}

Response change_search(const Call& call) {
  auto s = find_search(call);
  if (!s) return not_found("search", call.id);
  if (auto wrong = read_request(call, *s)) return std::move(*wrong);
  return kept(call, *s, 200);
}

Response delete_search(const Call& call) {
  if (!find_search(call)) return not_found("search", call.id);
  if (auto done = call.service.forget_search(call.id); !done) return problem(500, "the store cannot be written: " + done.error().text());
  Response out;
  out.status = 204;
  return out;
}

Response mark_search_seen(const Call& call) {
  auto s = find_search(call);
  if (!s) return not_found("search", call.id);
  s->seen = static_cast<std::uint32_t>(call.view().facts.size());
  return kept(call, *s, 200);
}

Response get_atom(const Call& call) {
  const auto s = find_search(call);
  if (!s) return not_found("search", call.id);
  const auto found = found_by(call, s->query);
  const std::string base = base_of(call), self = base + call.request.target.plain;
  const std::vector<std::uint32_t> documents = latest(call, *s);
  std::string updated = s->at;
  for (const std::uint32_t d : documents) updated = std::max(updated, day_of(*call.view().facts[d]));
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"ar\">\n";
  out += "<id>urn:isnad:search:" + s->id + "</id>\n<title>" + xml(s->name) + "</title>\n<updated>" + updated + "</updated>\n";
  out += "<link rel=\"self\" href=\"" + xml(self) + "\"/>\n<generator>Isnad</generator>\n<author><name>Isnad</name></author>\n";
  for (const std::uint32_t d : documents) {
    const DocumentFacts& f = *call.view().facts[d];
    out += "<entry>\n<id>urn:isnad:document:" + f.id + "</id>\n<title>" + xml(f.title.empty() ? f.name : f.title) + "</title>\n";
    out += "<updated>" + day_of(f) + "</updated>\n<link href=\"" + xml(link_of(base, f)) + "\"/>\n";
    if (!f.outlet->text.empty()) out += "<author><name>" + xml(f.outlet->text) + "</name></author>\n";
    out += "<summary>" + xml(found ? summary_of(call, found, d) : "") + "</summary>\n</entry>\n";
  }
  Response answer = json(out + "</feed>\n");
  answer.type = "application/atom+xml; charset=utf-8";
  return answer;
}

Response get_json_feed(const Call& call) {
  const auto s = find_search(call);
  if (!s) return not_found("search", call.id);
  const auto found = found_by(call, s->query);
  const std::string base = base_of(call);
  std::string out;
  Json j(out);
  j.open('{');
  j.member("version", "https://jsonfeed.org/version/1.1"), j.member("title", s->name), j.member("description", s->query);
  j.member("home_page_url", base + "/"), j.member("feed_url", base + call.request.target.plain), j.member("language", "ar");
  j.array("items", latest(call, *s), [&](std::uint32_t d) {
    const DocumentFacts& f = *call.view().facts[d];
    j.open('{');
    j.member("id", "urn:isnad:document:" + f.id), j.member("url", link_of(base, f)), j.member("title", f.title.empty() ? f.name : f.title);
    j.member("content_text", found ? summary_of(call, found, d) : "");
    if (f.from) j.member("date_published", day_of(f));
    if (!f.outlet->text.empty())
      j.array("authors", std::vector<std::string>{f.outlet->text},
              [&](const std::string& name) { j.open('{'), j.member("name", name), j.close('}'); });
    j.close('}');
  });
  j.close('}');
  Response answer = json(std::move(out));
  answer.type = "application/feed+json; charset=utf-8";
  return answer;
}

}  // namespace isnad::serve::api
