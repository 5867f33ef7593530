#include "watch/fetch.h"

#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <mutex>
#include <utility>

namespace isnad::watch {
namespace {

constexpr long kSlowBytes = 200, kSlowSeconds = 20;  // slower than so many bytes a second for so long is given up
constexpr std::size_t kLongestHeaders = std::size_t{256} << 10;
constexpr std::size_t kLongestValidator = 1024;

std::string lower(std::string_view s) {
  std::string out(s);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

bool is_page(const std::string& content_type) {
  const std::string type = lower(content_type);
  return type.empty() || type.starts_with("text/html") || type.starts_with("application/xhtml");
}

// One request under way.
struct Transfer {
  const AddressPolicy* policy = nullptr;
  Request request;
  std::uint64_t id = 0;
  CURL* easy = nullptr;
  curl_slist* headers = nullptr;
  std::string body;
  std::size_t header_bytes = 0;
  std::string refused;   // the address
  std::string given_up;  // why
  bool enough = false;   // of a body of which the beginning was asked for
  char error[CURL_ERROR_SIZE] = {};

  Transfer() = default;
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer() {
    curl_easy_cleanup(easy);
    curl_slist_free_all(headers);
  }

  std::string header(const char* name) const {
    curl_header* found = nullptr;
    if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK) return {};
    return found->value;
  }
  long status() const {
    long out = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &out);
    return out;
  }
};

// The one place where connections are made: what is refused here is never spoken to.
curl_socket_t open_socket(void* to, curlsocktype, curl_sockaddr* at) {
  auto& transfer = *static_cast<Transfer*>(to);
  const std::optional<Address> address = address_of(at->addr);
  if (!address || !transfer.policy->permits(*address)) {
    transfer.refused = address ? to_text(*address) : "an address of an unknown kind";
    return CURL_SOCKET_BAD;
  }
  return ::socket(at->family, at->socktype | SOCK_CLOEXEC, at->protocol);
}

std::size_t take_body(char* bytes, std::size_t, std::size_t size, void* to) {
  auto& transfer = *static_cast<Transfer*>(to);
  const long status = transfer.status();
  if (status < 200 || status > 299) return size;  // what errors and redirects say is for people
  if (transfer.body.empty() && transfer.request.only_pages) {
    if (const std::string type = transfer.header("Content-Type"); !is_page(type)) {
      transfer.given_up = "no web page (" + type.substr(0, 80) + ")";
      return 0;
    }
  }
  if (transfer.body.size() + size > transfer.request.largest) {
    if (transfer.request.beginning) {
      transfer.body.append(bytes, transfer.request.largest - transfer.body.size());
      transfer.enough = true;
      return 0;
    }
    transfer.given_up = "larger than " + std::to_string(transfer.request.largest >> 10) + " KB unpacked";
    return 0;
  }
  transfer.body.append(bytes, size);
  return size;
}

std::size_t take_header(char*, std::size_t, std::size_t size, void* to) {
  auto& transfer = *static_cast<Transfer*>(to);
  transfer.header_bytes += size;
  if (transfer.header_bytes <= kLongestHeaders) return size;
  transfer.given_up = "headers without end";
  return 0;
}

// Of a body that nobody wants, only so much is waited for.
int watch_size(void* to, curl_off_t, curl_off_t got, curl_off_t, curl_off_t) {
  auto& transfer = *static_cast<Transfer*>(to);
  if (transfer.request.beginning || static_cast<std::size_t>(got) <= transfer.request.largest) return 0;
  if (transfer.given_up.empty()) transfer.given_up = "larger than " + std::to_string(transfer.request.largest >> 10) + " KB";
  return 1;
}

Failure failure(const Transfer& t, CURLcode code) {
  if (!t.given_up.empty()) return {Failure::Kind::unusable, t.given_up};
  // Other addresses of the same name may have been tried as well; what was refused is the news.
  if (!t.refused.empty() && code == CURLE_COULDNT_CONNECT)
    return {Failure::Kind::refused, t.refused + " is no public address; --allow permits it"};
  switch (code) {
    case CURLE_FILESIZE_EXCEEDED: return {Failure::Kind::unusable, "larger than " + std::to_string(t.request.largest >> 10) + " KB"};
    case CURLE_PARTIAL_FILE: return {Failure::Kind::unreachable, "cut off (its length says more than there came)"};
    case CURLE_OPERATION_TIMEDOUT: return {Failure::Kind::unreachable, "took too long"};
    case CURLE_PEER_FAILED_VERIFICATION: return {Failure::Kind::unusable, std::string("certificate: ") + t.error};
    case CURLE_BAD_CONTENT_ENCODING: return {Failure::Kind::unusable, "compressed data that is broken"};
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT: return {Failure::Kind::unusable, t.error[0] != '\0' ? t.error : curl_easy_strerror(code)};
    default: return {Failure::Kind::unreachable, t.error[0] != '\0' ? t.error : curl_easy_strerror(code)};
  }
}

Response response(Transfer& t) {
  Response out;
  out.status = t.status();
  out.body = std::move(t.body);
  const auto validator = [&](const char* name) {
    std::string value = t.header(name);
    return value.size() > kLongestValidator ? std::string() : value;
  };
  out.etag = validator("ETag");
  out.last_modified = validator("Last-Modified");
  out.content_type = t.header("Content-Type");
  if (out.status >= 300 && out.status < 400) out.location = t.header("Location");
  const std::string cache = lower(t.header("Cache-Control"));
  if (const std::size_t age = cache.find("max-age="); age != std::string::npos && (age == 0 || cache[age - 1] != '-')) {
    constexpr std::size_t kName = 8;
    std::from_chars(cache.data() + age + kName, cache.data() + cache.size(), out.max_age_s);
  }
  curl_off_t seconds = 0;
  if (curl_easy_getinfo(t.easy, CURLINFO_RETRY_AFTER, &seconds) == CURLE_OK && seconds > 0) out.retry_after_s = static_cast<long>(seconds);
  const char* address = nullptr;
  if (curl_easy_getinfo(t.easy, CURLINFO_PRIMARY_IP, &address) == CURLE_OK && address != nullptr) out.address = address;
  return out;
}

}  // namespace

struct Fetcher::Impl {
  FetchOptions options;
  const AddressPolicy& policy;
  CURLM* multi = nullptr;
  std::map<CURL*, std::unique_ptr<Transfer>> running;
  std::vector<Done> done;

  Impl(FetchOptions o, const AddressPolicy& p) : options(std::move(o)), policy(p) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    multi = curl_multi_init();
  }
  ~Impl() {
    for (auto& [easy, transfer] : running) curl_multi_remove_handle(multi, easy);
    running.clear();
    curl_multi_cleanup(multi);
  }

  void collect() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      const auto it = running.find(message->easy_handle);
      if (it == running.end()) continue;
      Transfer& t = *it->second;
      Done d;
      d.id = t.id;
      if (code == CURLE_OK || t.enough) d.response = response(t);
      else d.failure = failure(t, code);
      curl_multi_remove_handle(multi, t.easy);
      running.erase(it);
      done.push_back(std::move(d));
    }
  }
};

Fetcher::Fetcher(FetchOptions options, const AddressPolicy& policy) : impl_(std::make_unique<Impl>(std::move(options), policy)) {}
Fetcher::~Fetcher() = default;

void Fetcher::start(Request request, std::uint64_t id) {
  auto t = std::make_unique<Transfer>();
  t->policy = &impl_->policy;
  t->request = std::move(request);
  t->id = id;
  t->easy = curl_easy_init();
  CURL* easy = t->easy;
  const Request& r = t->request;
  curl_easy_setopt(easy, CURLOPT_URL, r.url.text.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  // A proxy of the environment would connect in our place, to anywhere.
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, t.get());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, t.get());
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, t.get());
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, watch_size);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, t.get());
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t->error);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);       // a name server that does not answer holds nothing up
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");  // all that libcurl was built with: gzip, deflate, brotli, zstd
  if (!r.beginning) curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(r.largest));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, impl_->options.connect_ms);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, impl_->options.total_ms);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, kSlowBytes);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, kSlowSeconds);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, impl_->options.agent.c_str());
  if (!impl_->options.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, impl_->options.ca_file.c_str());
  const auto add = [&](const std::string& line) {
    if (curl_slist* longer = curl_slist_append(t->headers, line.c_str())) t->headers = longer;
  };
  if (!r.accept.empty()) add("Accept: " + r.accept);
  add("Accept-Language: ar, *;q=0.5");
  if (!r.etag.empty()) add("If-None-Match: " + r.etag);
  if (!r.last_modified.empty()) add("If-Modified-Since: " + r.last_modified);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, t->headers);
  impl_->running.emplace(easy, std::move(t));
  curl_multi_add_handle(impl_->multi, easy);
}

std::size_t Fetcher::running() const { return impl_->running.size(); }

void Fetcher::work(int milliseconds, int wake_fd) {
  int running = 0;
  curl_multi_perform(impl_->multi, &running);
  impl_->collect();
  if (!impl_->done.empty()) return;
  curl_waitfd wake{wake_fd, CURL_WAIT_POLLIN, 0};
  curl_multi_poll(impl_->multi, wake_fd >= 0 ? &wake : nullptr, wake_fd >= 0 ? 1 : 0, milliseconds, nullptr);
  curl_multi_perform(impl_->multi, &running);
  impl_->collect();
}

std::vector<Fetcher::Done> Fetcher::finished() { return std::exchange(impl_->done, {}); }

}  // namespace isnad::watch
