#include "serve/auth.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <fstream>
#include <sstream>

namespace isnad::serve {
namespace {

constexpr std::string_view kCookie = "isnad_session", kPrefix = "isnad_";
constexpr std::int64_t kSessionSeconds = 12 * 3600;
constexpr int kMostFailures = 10;
constexpr std::int64_t kFailureSeconds = 60;
constexpr std::size_t kMostSessions = 10'000, kMostPeers = 10'000;

std::string hex(const unsigned char* bytes, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back("0123456789abcdef"[bytes[i] >> 4]);
    out.push_back("0123456789abcdef"[bytes[i] & 15]);
  }
  return out;
}

// Tokens and cookies are 32 random bytes: guessing them is hopeless, so a plain hash keeps them as well as a slow one.
std::string sha256(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  return hex(digest.data(), size);
}

std::string secret() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) std::abort();  // without chance there is no safety
  return hex(bytes.data(), bytes.size());
}

bool same(std::string_view a, std::string_view b) { return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0; }

std::string_view cookie(const Request& request) {
  for (const auto& [name, value] : request.headers) {
    if (name != "cookie") continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      std::string_view one = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
      if (one.size() > kCookie.size() && one.substr(0, kCookie.size()) == kCookie && one[kCookie.size()] == '=')
        return one.substr(kCookie.size() + 1);
    }
  }
  return {};
}

std::string_view bearer(const Request& request) {
  const std::string_view value = request.header("authorization");
  constexpr std::string_view kBearer = "Bearer ";
  return value.substr(0, kBearer.size()) == kBearer ? value.substr(kBearer.size()) : std::string_view();
}

bool good_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '@';
  });
}

std::string_view without_port(std::string_view host) {
  if (!host.empty() && host.front() == '[') return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

bool changes(const Request& request) { return request.method != "GET" && request.method != "HEAD" && request.method != "OPTIONS"; }

}  // namespace

Result<std::vector<Token>> load_tokens(const std::string& file) {
  std::ifstream in(file);
  if (!in) return fail(file, "cannot be read; isnad serve --tokens FILE --new-token NAME makes it");
  std::vector<Token> out;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::string name, role, hash, more;
    if (!(words >> name)) continue;
    const std::string where = file + ":" + std::to_string(number);
    constexpr std::string_view kHash = "sha256:";
    if (!(words >> role >> hash) || words >> more || (role != "read" && role != "write") || hash.substr(0, kHash.size()) != kHash ||
        hash.size() != kHash.size() + 64)
      return fail(where, "a line is NAME read|write sha256:HEX");
    if (std::any_of(out.begin(), out.end(), [&](const Token& t) { return t.name == name; }))
      return fail(where, "the name \"" + name + "\" is there twice");
    out.push_back({name, role == "write", hash.substr(kHash.size())});
  }
  if (in.bad()) return fail(file, "cannot be read");
  return out;
}

Result<std::string> add_token(const std::string& file, const std::string& name, bool may_write) {
  if (!good_name(name)) return fail("--new-token", "a name has letters, digits, and - _ . @; 64 at most");
  if (access(file.c_str(), F_OK) == 0) {
    const auto there = load_tokens(file);
    if (!there) return tl::unexpected(there.error());
    if (std::any_of(there->begin(), there->end(), [&](const Token& t) { return t.name == name; }))
      return fail(file, "there is a token \"" + name + "\"; delete its line to take it back");
  }
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (out < 0) return fail(file, "cannot be written");
  const std::string token = std::string(kPrefix) + secret();
  const std::string line = name + (may_write ? " write sha256:" : " read sha256:") + sha256(token) + '\n';
  const bool written = ::write(out, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(out) == 0;
  ::close(out);
  if (!written) return fail(file, "cannot be written");
  return token;
}

Auth::Auth(AuthOptions options) : options_(std::move(options)), local_csrf_(secret()) {}

const Token* Auth::token_of(std::string_view token) const {
  const std::string hash = sha256(token);
  const Token* out = nullptr;
  for (const Token& t : options_.tokens)
    if (same(t.hash, hash)) out = &t;
  return out;
}

std::optional<Auth::Kept> Auth::kept(const Request& request) const {
  const std::string_view value = cookie(request);
  if (value.empty()) return std::nullopt;
  const std::lock_guard lock(mutex_);
  const auto it = sessions_.find(sha256(value));
  if (it == sessions_.end() || it->second.expires < std::time(nullptr)) return std::nullopt;
  return it->second;
}

bool Auth::too_many_failures(const std::string& peer) const {
  const std::lock_guard lock(mutex_);
  const auto it = failures_.find(peer);
  return it != failures_.end() && it->second.first >= kMostFailures && std::time(nullptr) - it->second.second < kFailureSeconds;
}

void Auth::failed(const std::string& peer) {
  const std::lock_guard lock(mutex_);
  if (failures_.size() >= kMostPeers) failures_.clear();
  const std::int64_t now = std::time(nullptr);
  auto& [count, since] = failures_[peer];
  if (now - since >= kFailureSeconds) count = 0, since = now;
  ++count;
}

bool Auth::own_origin(const Request& request, std::string_view origin) const {
  return origin == std::string(request.secure ? "https://" : "http://") + std::string(request.header("host"));
}

std::optional<std::string> Auth::allowed_origin(const Request& request) const {
  const std::string origin(request.header("origin"));
  if (origin.empty() || std::find(options_.origins.begin(), options_.origins.end(), origin) == options_.origins.end()) return std::nullopt;
  return origin;
}

std::optional<Response> Auth::check(Request& request, Need need) {
  const std::string_view origin = request.header("origin");
  if (options_.tokens.empty()) {
    // A page of another site that has its name point to this machine would else read all of it.
    const std::string_view host = without_port(request.header("host"));
    if (host != "localhost" && host != "127.0.0.1" && host != "[::1]" &&
        std::find(options_.hosts.begin(), options_.hosts.end(), host) == options_.hosts.end())
      return problem(421, "this server is called localhost; other names are given with --host");
    request.user = "local";
    request.may_write = true;
    if (!changes(request)) return std::nullopt;
    if (!origin.empty() && !own_origin(request, origin)) return problem(403, "a page of another site may not change anything here");
    if (need != Need::nothing && !same(request.header("x-csrf-token"), local_csrf_))
      return problem(403, "a change needs the header X-CSRF-Token, which GET /api/v1/session tells", "X-CSRF-Token");
    return std::nullopt;
  }
  if (const std::string_view token = bearer(request); !token.empty()) {
    if (too_many_failures(request.peer)) {
      Response out = problem(429, "too many wrong tokens came from this address");
      out.headers.emplace_back("Retry-After", std::to_string(kFailureSeconds));
      return out;
    }
    const Token* known = token_of(token);
    if (known == nullptr) {
      failed(request.peer);
      Response out = problem(401, "there is no such token");
      out.headers.emplace_back("WWW-Authenticate", "Bearer error=\"invalid_token\"");
      return out;
    }
    request.user = known->name, request.may_write = known->may_write;
    if (!origin.empty() && !own_origin(request, origin) && !allowed_origin(request) && changes(request))
      return problem(403, "pages of this site may not ask here; --allow-origin lets them");
  } else if (const auto session = kept(request)) {
    request.user = session->user, request.may_write = session->may_write;
    if (changes(request) && need != Need::nothing) {
      if (!origin.empty() && !own_origin(request, origin)) return problem(403, "a page of another site may not change anything here");
      if (!same(request.header("x-csrf-token"), session->csrf))
        return problem(403, "a change needs the header X-CSRF-Token, which GET /api/v1/session tells", "X-CSRF-Token");
    }
  } else if (need != Need::nothing) {
    Response out = problem(401, "a token is needed: Authorization: Bearer TOKEN");
    out.headers.emplace_back("WWW-Authenticate", "Bearer");
    return out;
  }
  if (changes(request) && need == Need::nothing && !origin.empty() && !own_origin(request, origin))
    return problem(403, "a page of another site may not change anything here");
  if (need == Need::write && !request.may_write) return problem(403, "this token may read only");
  return std::nullopt;
}

Auth::Session Auth::session(const Request& request) const {
  Session out;
  if (options_.tokens.empty()) {
    out.user = "local", out.may_write = true, out.csrf = local_csrf_;
    return out;
  }
  out.login = true;
  if (const auto session = kept(request)) out.user = session->user, out.may_write = session->may_write, out.csrf = session->csrf;
  else if (!request.user.empty()) out.user = request.user, out.may_write = request.may_write;
  return out;
}

std::optional<Auth::Session> Auth::log_in(const Request& request, std::string_view token) {
  if (options_.tokens.empty()) return session(request);
  const Token* known = token_of(token);
  if (known == nullptr) {
    failed(request.peer);
    return std::nullopt;
  }
  const std::string value = secret();
  Kept kept{known->name, secret(), known->may_write, std::time(nullptr) + kSessionSeconds};
  Session out{known->name, known->may_write, true, kept.csrf, {}};
  out.cookie = std::string(kCookie) + "=" + value + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(kSessionSeconds) +
               (request.secure ? "; Secure" : "");
  const std::lock_guard lock(mutex_);
  const std::int64_t now = std::time(nullptr);
  std::erase_if(sessions_, [&](const auto& s) { return s.second.expires < now; });
  if (sessions_.size() >= kMostSessions) sessions_.erase(sessions_.begin());
  sessions_.emplace(sha256(value), std::move(kept));
  return out;
}

void Auth::log_out(const Request& request) {
  const std::string_view value = cookie(request);
  const std::lock_guard lock(mutex_);
  if (!value.empty()) sessions_.erase(sha256(value));
}

}  // namespace isnad::serve
