#include "serve/site.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

#include "serve/api/handlers.h"
#include "serve/embedded.h"
#include "serve/gzip.h"
#include "serve/limits.h"
#include "serve/router.h"
#include "serve/service.h"

namespace isnad::serve {
namespace {

constexpr std::size_t kWorthCompressing = 1'000;
constexpr std::array<std::string_view, 7> kMethods{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"};

// Scripts, styles and fonts from here only, none of them inline: what an article brings along cannot run.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

constexpr std::string_view kWithoutDesk = R"(<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Isnad</title>
<h1>Isnad</h1>
<p>This program was built without the desk, its web application: building it needs npm. The HTTP interface is here all the same.</p>
<ul>
<li><a href="/openapi.json">/openapi.json</a> describes it</li>
<li><a href="/api/v1/statistics">/api/v1/statistics</a>, <a href="/api/v1/stories">/api/v1/stories</a>, <a href="/api/v1/contacts">/api/v1/contacts</a></li>
</ul>
</html>
)";

std::string_view type_of(std::string_view path) {
  constexpr std::pair<std::string_view, std::string_view> kTypes[] = {{".html", "text/html; charset=utf-8"},
                                                                      {".js", "text/javascript; charset=utf-8"},
                                                                      {".css", "text/css; charset=utf-8"},
                                                                      {".json", "application/json"},
                                                                      {".svg", "image/svg+xml"},
                                                                      {".png", "image/png"},
                                                                      {".ico", "image/x-icon"},
                                                                      {".woff2", "font/woff2"},
                                                                      {".webmanifest", "application/manifest+json"},
                                                                      {".txt", "text/plain; charset=utf-8"},
                                                                      {".map", "application/json"}};
  for (const auto& [ending, type] : kTypes)
    if (path.size() >= ending.size() && path.substr(path.size() - ending.size()) == ending) return type;
  return "application/octet-stream";
}

std::string tag_of(std::string_view bytes) {
  char buffer[24];
  std::snprintf(buffer, sizeof buffer, "W/\"%016llx\"", static_cast<unsigned long long>(XXH3_64bits(bytes.data(), bytes.size())));
  return buffer;
}

// Whether If-None-Match names it.
bool matches(std::string_view header, std::string_view tag) {
  if (header == "*") return true;
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(','), header.size());
    std::string_view one = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    while (!one.empty() && one.back() == ' ') one.remove_suffix(1);
    if (one == tag) return true;
  }
  return false;
}

bool is_loopback(const std::string& address) { return address == "::1" || address.compare(0, 4, "127.") == 0; }

struct StaticFile {
  std::string_view bytes;
  std::string compressed;  ///< empty if it does not become smaller
  std::string tag;
  std::string_view type;
};

class IsnadSite : public Site {
 public:
  IsnadSite(SiteOptions options, std::unique_ptr<Service> service)
      : options_(std::move(options)), service_(std::move(service)), auth_(options_.auth), rate_(options_.rate) {
    for (const embedded::File& f : embedded::desk()) add_file(f.path, f.bytes);
    has_desk_ = files_.count("index.html") != 0;
    if (!has_desk_) add_file("index.html", kWithoutDesk);
    add_file("openapi.json", embedded::openapi());
    add_file("record.schema.json", embedded::record_schema());
  }

  Result<void> listen() {
    Server::Handlers handlers;
    handlers.admit = [this](Request& r) { return admit(r); };
    handlers.answer = [this](Request& r, unsigned worker) { return answer(r, worker); };
    handlers.changes = [](const Request& r) { return r.method != "GET" && r.method != "HEAD" && r.method != "OPTIONS"; };
    handlers.done = [this](const Done& d) { done(d); };
    handlers.missed = [this](std::uint64_t after) { return missed(after); };
    auto server = Server::open(options_.server, std::move(handlers));
    if (!server) return tl::unexpected(server.error());
    server_ = std::move(*server);
    service_->events.on_event([this](std::uint64_t n, std::string bytes) { server_->publish(n, std::move(bytes)); });
    return {};
  }

  std::string url() const override {
    const std::string& a = options_.server.address;
    return std::string(options_.server.certificate.empty() ? "http://" : "https://") +
           (a.find(':') != std::string::npos ? "[" + a + "]" : a) + ":" + std::to_string(server_->port()) + "/";
  }
  bool has_desk() const override { return has_desk_; }
  void run() override { server_->run(); }

 private:
  SiteOptions options_;
  std::unique_ptr<Server> server_;  // outlives the service's events
  std::unique_ptr<Service> service_;
  Auth auth_;
  RateLimit rate_;
  std::map<std::string, StaticFile, std::less<>> files_;
  bool has_desk_ = false;

  void add_file(std::string_view path, std::string_view bytes) {
    StaticFile f{bytes, gzip(bytes, 9), tag_of(bytes), type_of(path)};
    if (f.compressed.size() + bytes.size() / 20 > bytes.size()) f.compressed.clear();
    files_.emplace(path, std::move(f));
  }

  static bool is_api(const Request& r) { return r.target.path.size() >= 2 && r.target.path[0] == "api" && r.target.path[1] == "v1"; }

  // Before the body is read.
  std::optional<Response> admit(Request& r) {
    r.route = "other";
    std::optional<Response> out = look_at(r);
    if (out) finish(r, *out);
    return out;
  }

  std::optional<Response> look_at(Request& r) {
    if (std::find(kMethods.begin(), kMethods.end(), r.method) == kMethods.end()) return problem(501, "no such method");
    const bool changes = r.method != "GET" && r.method != "HEAD" && r.method != "OPTIONS";
    if (changes && r.header("content-length").empty() && r.header("transfer-encoding").empty() && r.method != "DELETE")
      r.body.clear();  // a POST without a body is as good as one with an empty one
    if (const std::string_view length = r.header("content-length");
        !length.empty() && std::strtoull(std::string(length).c_str(), nullptr, 10) > options_.server.body_bytes)
      return problem(413, "the body is larger than the " + std::to_string(options_.server.body_bytes >> 20) + " MB that this server takes");
    Need need = Need::nothing;
    if (is_api(r)) {
      if (r.method == "OPTIONS") return preflight(r);
      const bool session = r.target.path.size() == 3 && r.target.path[2] == "session";
      if (session) {
        r.route = "/session";
        if (r.method != "GET" && r.method != "HEAD" && r.method != "POST" && r.method != "DELETE")
          return not_allowed("GET, HEAD, POST, DELETE");
        need = r.method == "DELETE" ? Need::read : Need::nothing;
      } else {
        const Match match = find_route(r.method, r.target.path, 2);
        if (match.route == nullptr)
          return match.allowed.empty() ? problem(404, "there is nothing at this path; /openapi.json lists what there is")
                                       : not_allowed(match.allowed);
        r.route = match.route->pattern;
        need = match.route->need;
      }
    } else {
      if (r.method == "OPTIONS" || changes) return not_allowed("GET, HEAD");
      if (r.target.plain == "/metrics") need = Need::read, r.route = "/metrics";
      else if (r.target.plain == "/healthz" || r.target.plain == "/readyz") r.route = r.target.plain;
      else r.route = "/desk";
    }
    if (auto refused = auth_.check(r, need)) {
      service_->metrics.refused("auth");
      return refused;
    }
    if (!rate_.take(r.user.empty() || r.user == "local" ? r.peer : r.user)) {
      service_->metrics.refused("rate");
      Response out = problem(429, "more than " + std::to_string(static_cast<int>(options_.rate)) + " requests a second");
      out.headers.emplace_back("Retry-After", "1");
      return out;
    }
    return std::nullopt;
  }

  static Response not_allowed(const std::string& allowed) {
    Response out = problem(405, "this path has the methods " + allowed);
    out.headers.emplace_back("Allow", allowed);
    return out;
  }

  Response preflight(const Request& r) const {
    Response out;
    out.status = 204;
    if (auth_.allowed_origin(r)) {
      out.headers.emplace_back("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
      out.headers.emplace_back("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match, Last-Event-ID, X-CSRF-Token");
      out.headers.emplace_back("Access-Control-Max-Age", "600");
    }
    return out;
  }

  // On a worker.
  Response answer(Request& r, unsigned worker) {
    Response out;
    try {
      out = route(r, worker);
    } catch (const api::StoreTrouble& trouble) {
      out = problem(500, "the store cannot be read: " + trouble.error.text());
    } catch (const std::bad_alloc&) {
      out = problem(503, "not enough memory for this answer");
    } catch (const std::exception& error) {
      // A mistake of this program: the answer is lost, the server is not.
      out = problem(500, "a mistake of this server");
      std::fprintf(stderr, "isnad: serve: %s: %s\n", r.route.c_str(), error.what());
    }
    finish(r, out);
    return out;
  }

  Response route(Request& r, unsigned worker) {
    if (!is_api(r)) return plain(r);
    if (r.route == "/session")
      return r.method == "POST" ? api::log_in(auth_, r) : r.method == "DELETE" ? api::log_out(auth_, r) : api::get_session(auth_, r);
    const Match match = find_route(r.method, r.target.path, 2);
    const auto view = service_->view();
    if (view == nullptr) {
      const std::string trouble = service_->trouble();
      Response out = problem(503, trouble.empty() ? "the store is still being read; come again" : "the store cannot be read: " + trouble);
      out.headers.emplace_back("Retry-After", "1");
      return out;
    }
    std::string tag;
    if (match.route->changes == Changes::with_store) {
      tag = "W/\"" + view->version + "\"";
      if (matches(r.header("if-none-match"), tag)) return unchanged(tag);
    }
    store::Store& store = worker < options_.server.workers ? service_->reader(worker) : service_->writer();
    Response out = match.route->answer({*service_, r, view, store, match.id});
    if (out.status != 200) return out;
    if (match.route->changes == Changes::with_body) {
      tag = tag_of(out.body);
      if (matches(r.header("if-none-match"), tag)) return unchanged(tag);
    }
    if (!tag.empty()) {
      out.headers.emplace_back("ETag", tag);
      out.headers.emplace_back("Cache-Control", "private, no-cache");
    }
    return out;
  }

  static Response unchanged(const std::string& tag) {
    Response out;
    out.status = 304;
    out.headers.emplace_back("ETag", tag);
    return out;
  }

  // All that is not the API.
  Response plain(const Request& r) {
    const std::string& path = r.target.plain;
    Response out;
    if (path == "/healthz") {
      out.type = "text/plain; charset=utf-8", out.body = "alive\n";
      return out;
    }
    if (path == "/readyz") {
      const std::string trouble = service_->trouble();
      if (service_->view() == nullptr) return problem(503, trouble.empty() ? "the store is still being read" : trouble);
      if (!trouble.empty()) return problem(503, trouble);
      out.type = "text/plain; charset=utf-8", out.body = "ready\n";
      return out;
    }
    if (path == "/metrics") {
      const Server::Counts counts = server_->counts();
      service_->metrics.connections(counts.connections, counts.live, counts.waiting);
      out.type = "text/plain; version=0.0.4; charset=utf-8", out.body = service_->metrics.text();
      return out;
    }
    auto file = files_.find(std::string_view(path).substr(1));
    // A view of the desk is a path of its own that no file has: the desk finds its way by it.
    const bool page = file == files_.end() && r.target.path.size() <= 3 && path.find('.', path.rfind('/')) == std::string::npos;
    if (page && (has_desk_ || path == "/")) file = files_.find("index.html");
    if (file == files_.end()) return problem(404, "there is nothing at this path");
    const StaticFile& f = file->second;
    if (matches(r.header("if-none-match"), f.tag)) return unchanged(f.tag);
    out.type = f.type;
    out.headers.emplace_back("ETag", f.tag);
    // Files under assets/ have a name that changes with what is in them.
    const bool lasting = path.compare(0, 8, "/assets/") == 0;
    out.headers.emplace_back("Cache-Control", lasting ? "public, max-age=31536000, immutable" : "no-cache");
    if (!f.compressed.empty()) out.headers.emplace_back("Vary", "Accept-Encoding");
    if (!f.compressed.empty() && takes_gzip(r.header("accept-encoding"))) {
      out.body = f.compressed;
      out.headers.emplace_back("Content-Encoding", "gzip");
    } else {
      out.body = f.bytes;
    }
    return out;
  }

  // What every answer has.
  void finish(const Request& r, Response& out) const {
    const auto has = [&](std::string_view name) {
      return std::any_of(out.headers.begin(), out.headers.end(), [&](const auto& h) { return h.first == name; });
    };
    if (is_api(r) && !out.live_after) {
      out.headers.emplace_back("Vary", "Accept-Encoding, Authorization, Cookie, Origin");
      if (out.body.size() >= kWorthCompressing && !has("Content-Encoding") && takes_gzip(r.header("accept-encoding"))) {
        if (std::string packed = gzip(out.body, 4); !packed.empty()) {
          out.body = std::move(packed);
          out.headers.emplace_back("Content-Encoding", "gzip");
        }
      }
      if (!has("Cache-Control")) out.headers.emplace_back("Cache-Control", "no-store");
    }
    out.headers.emplace_back("X-Content-Type-Options", "nosniff");
    out.headers.emplace_back("Referrer-Policy", "no-referrer");
    out.headers.emplace_back("X-Frame-Options", "DENY");
    out.headers.emplace_back("Content-Security-Policy", kPolicy);
    out.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    if (r.secure) out.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
    if (const auto origin = auth_.allowed_origin(r)) {
      out.headers.emplace_back("Access-Control-Allow-Origin", *origin);
      out.headers.emplace_back("Access-Control-Expose-Headers", "ETag, Link, Retry-After");
    } else {
      out.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
    }
  }

  void done(const Done& d) {
    const bool known = std::find(kMethods.begin(), kMethods.end(), d.request.method) != kMethods.end();
    service_->metrics.request(d.request.route.empty() ? "other" : d.request.route, known ? d.request.method : "other", d.status, d.seconds,
                              d.bytes);
    if (!options_.log) return;
    std::string line;
    Json j(line);
    j.open('{');
    j.member("at", utc_time()), j.member("peer", d.request.peer), j.member_or_null("user", d.request.user);
    j.member("method", d.request.method), j.member("target", std::string_view(d.request.raw).substr(0, 500));
    j.count("status", static_cast<std::size_t>(d.status)), j.count("bytes", d.bytes);
    char ms[32];
    std::snprintf(ms, sizeof ms, "%.2f", d.seconds * 1000);
    j.raw("ms", ms);
    j.close('}');
    options_.log(line);
  }

  std::pair<std::string, std::uint64_t> missed(std::uint64_t after) const {
    auto [bytes, last] = service_->events.since(after);
    const auto view = service_->view();
    std::string data;
    Json j(data);
    j.open('{');
    j.member("version", view ? view->version : ""), j.count("documents", view ? view->facts.size() : 0);
    j.close('}');
    return {"retry: 3000\nevent: hello\ndata: " + data + "\n\n" + bytes, last};
  }

 public:
  // The service's thread tells the server of events: it has to go first.
  ~IsnadSite() override { service_.reset(); }
};

}  // namespace

Result<std::unique_ptr<Site>> Site::open(SiteOptions options, const Model& model) {
  if (options.server.certificate.empty() != options.server.key.empty())
    return fail("--certificate", "needs --key, and the other way round");
  if (!is_loopback(options.server.address) && options.auth.tokens.empty())
    return fail(options.server.address,
                "everybody who reaches this address could read and change the store: give --tokens FILE (isnad serve --tokens "
                "FILE --new-token NAME makes one), or stay on 127.0.0.1");
  auto service = Service::open(options.store, options.server.workers, model);
  if (!service) return tl::unexpected(service.error());
  auto site = std::make_unique<IsnadSite>(std::move(options), std::move(*service));
  if (auto listening = site->listen(); !listening) return tl::unexpected(listening.error());
  return std::unique_ptr<Site>(std::move(site));
}

}  // namespace isnad::serve
