#include "watch/url.h"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <memory>

namespace isnad::watch {
namespace {

using Handle = std::unique_ptr<CURLU, void (*)(CURLU*)>;

std::string part(CURLU* url, CURLUPart what, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, what, &text, flags) != CURLUE_OK) return {};
  std::string out = text;
  curl_free(text);
  return out;
}

std::string trimmed(std::string_view s) {
  while (!s.empty() && std::isspace(static_cast<unsigned char>(s.front())) != 0) s.remove_prefix(1);
  while (!s.empty() && std::isspace(static_cast<unsigned char>(s.back())) != 0) s.remove_suffix(1);
  return std::string(s);
}

Result<Url> finished(CURLU* url, const std::string& given) {
  const auto bad = [&](const char* why) { return fail(given.substr(0, 200), why); };
  const std::string scheme = part(url, CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") return bad("only http:// and https:// are fetched");
  curl_url_set(url, CURLUPART_FRAGMENT, nullptr, 0);
  Url out;
  out.host = part(url, CURLUPART_HOST);
  std::transform(out.host.begin(), out.host.end(), out.host.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (out.host.empty() || curl_url_set(url, CURLUPART_HOST, out.host.c_str(), 0) != CURLUE_OK) return bad("an address without a host");
  const std::string port = part(url, CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
  out.origin = scheme + "://" + out.host + (port.empty() ? "" : ":" + port);
  const std::string query = part(url, CURLUPART_QUERY);
  out.path = part(url, CURLUPART_PATH) + (query.empty() ? "" : "?" + query);
  out.text = part(url, CURLUPART_URL, CURLU_NO_DEFAULT_PORT);
  if (out.text.size() > kLongestUrl) return bad("an address longer than 2048 bytes");
  curl_url_set(url, CURLUPART_USER, nullptr, 0);
  curl_url_set(url, CURLUPART_PASSWORD, nullptr, 0);
  out.shown = part(url, CURLUPART_URL, CURLU_NO_DEFAULT_PORT);
  return out;
}

constexpr unsigned kFlags = CURLU_URLENCODE | CURLU_NON_SUPPORT_SCHEME;

}  // namespace

Result<Url> parse_url(std::string_view text) {
  const std::string given = trimmed(text);
  const Handle url(curl_url(), curl_url_cleanup);
  if (given.size() > 2 * kLongestUrl) return fail(given.substr(0, 200), "an address longer than 2048 bytes");
  if (curl_url_set(url.get(), CURLUPART_URL, given.c_str(), kFlags) != CURLUE_OK)
    return fail(given, "no address of the web (expected https://…)");
  return finished(url.get(), given);
}

std::string shown_url(const std::string& text) {
  const auto url = parse_url(text);
  return url ? url->shown : text;
}

Result<Url> resolve_url(const Url& base, std::string_view reference) {
  const std::string given = trimmed(reference);
  if (given.size() > 2 * kLongestUrl) return fail(given.substr(0, 200), "an address longer than 2048 bytes");
  const Handle url(curl_url(), curl_url_cleanup);
  if (given.empty() || curl_url_set(url.get(), CURLUPART_URL, base.text.c_str(), kFlags) != CURLUE_OK ||
      curl_url_set(url.get(), CURLUPART_URL, given.c_str(), kFlags) != CURLUE_OK)
    return fail(given, "no address of the web (expected https://…)");
  return finished(url.get(), given);
}

}  // namespace isnad::watch
