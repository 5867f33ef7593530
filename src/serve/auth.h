// Who asks, and what he may do. Tokens lie in a file as hashes; a browser has a session in a cookie, and shows with every change that
// it has read a page of this server (CSRF). Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "isnad/result.h"
#include "serve/http/message.h"

namespace isnad::serve {

struct Token {
  std::string name;
  bool may_write = false;
  std::string hash;  ///< SHA-256, hexadecimal
};

/// A line a token: `NAME read|write sha256:HEX`; `#` begins a comment.
Result<std::vector<Token>> load_tokens(const std::string& file);
/// Makes a token, adds its hash to the file (made if it is not there, readable by its owner only), and gives the token itself: it is not
/// kept anywhere. Fails on a name that is taken.
Result<std::string> add_token(const std::string& file, const std::string& name, bool may_write);

/// What a request needs: a page or a login nothing, answers a token that may read, changes one that may write.
enum class Need { nothing, read, write };

struct AuthOptions {
  std::vector<Token> tokens;         ///< none: whoever can connect may do everything
  std::vector<std::string> origins;  ///< other sites whose pages may ask with a token
  std::vector<std::string> hosts;    ///< names by which the server is called, besides those of this machine
};

class Auth {
 public:
  explicit Auth(AuthOptions options);

  /// Sets user and may_write of the request. An answer refuses it: it is called by another name (DNS rebinding), its token is wrong, it
  /// comes from another site, it may only read.
  std::optional<Response> check(Request& request, Need need);

  struct Session {
    std::optional<std::string> user;
    bool may_write = false, login = false;
    std::string csrf;
    std::string cookie;  ///< value of Set-Cookie, of a new one
  };
  Session session(const Request& request) const;
  /// Nothing if there is no such token; too many of those from one address are refused for a while.
  std::optional<Session> log_in(const Request& request, std::string_view token);
  bool too_many_failures(const std::string& peer) const;
  void log_out(const Request& request);
  /// Of the site that a page is of, if pages of it may ask: for CORS.
  std::optional<std::string> allowed_origin(const Request& request) const;

 private:
  struct Kept {
    std::string user, csrf;
    bool may_write = false;
    std::int64_t expires = 0;
  };
  AuthOptions options_;
  std::string local_csrf_;
  mutable std::mutex mutex_;
  std::map<std::string, Kept, std::less<>> sessions_;                          // by hash of the cookie
  std::map<std::string, std::pair<int, std::int64_t>, std::less<>> failures_;  // by peer: how many, since when

  const Token* token_of(std::string_view token) const;
  std::optional<Kept> kept(const Request& request) const;
  void failed(const std::string& peer);
  bool own_origin(const Request& request, std::string_view origin) const;
};

}  // namespace isnad::serve
