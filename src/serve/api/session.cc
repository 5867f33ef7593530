// /session, /events
#include <simdjson.h>

#include <charconv>

#include "serve/api/handlers.h"

namespace isnad::serve::api {
namespace {

Response answer(const Auth::Session& session) {
  std::string out;
  Json j(out);
  j.open('{');
  j.member_or_null("name", session.user.value_or(""));
  j.member_or_null("role", !session.user ? "" : session.may_write ? "write" : "read");
  j.flag("login", session.login), j.member_or_null("csrf", session.csrf);
  j.close('}');
  Response response = json(std::move(out));
  response.headers.emplace_back("Cache-Control", "no-store");
  if (!session.cookie.empty()) response.headers.emplace_back("Set-Cookie", session.cookie);
  return response;
}

}  // namespace

Response get_session(Auth& auth, const Request& request) { return answer(auth.session(request)); }

Response log_in(Auth& auth, const Request& request) {
  if (auth.too_many_failures(request.peer)) {
    Response out = problem(429, "too many wrong tokens came from this address");
    out.headers.emplace_back("Retry-After", "60");
    return out;
  }
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  const simdjson::padded_string padded(request.body);
  std::string_view token;
  if (parser.parse(padded).get(root) != simdjson::SUCCESS || root["token"].get(token) != simdjson::SUCCESS)
    return problem(400, "the body has to be {\"token\": …}", "token");
  const auto session = auth.log_in(request, token);
  return session ? answer(*session) : problem(401, "there is no such token");
}

Response log_out(Auth& auth, const Request& request) {
  auth.log_out(request);
  Response out;
  out.status = 204;
  out.headers.emplace_back("Set-Cookie", "isnad_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
  return out;
}

Response get_events(const Call& call) {
  const std::string_view last = call.request.header("last-event-id");
  std::uint64_t after = call.service.events.since(0).second;
  if (!last.empty()) {
    const auto end = std::from_chars(last.data(), last.data() + last.size(), after);
    if (end.ec != std::errc() || end.ptr != last.data() + last.size())
      return problem(400, "Last-Event-ID is the id of an event", "Last-Event-ID");
  }
  Response out;
  if (call.request.method == "HEAD") out.type = "text/event-stream; charset=utf-8";
  else out.live_after = after;
  out.headers.emplace_back("Cache-Control", "no-store");
  return out;
}

}  // namespace isnad::serve::api
