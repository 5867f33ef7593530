// All that knows Boost.Beast and Asio.
#include "serve/http/server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace isnad::serve {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using std::chrono::seconds;

constexpr std::size_t kWaiting = 2'000;                 // requests for workers; more are told to come again
constexpr auto kPatience = seconds(15);                 // a request that has waited so long for a worker is told to come again
constexpr std::size_t kLiveBytes = 256 * 1024;          // not yet taken by a live connection
constexpr std::size_t kSlowestBytesASecond = 8 * 1024;  // that a client has to take
constexpr auto kHeartbeat = seconds(15);

// Work for threads of its own, first come, first served.
class Workers {
 public:
  using Job = std::function<void(unsigned)>;
  Workers(unsigned count, unsigned first) {
    for (unsigned i = 0; i < count; ++i) threads_.emplace_back([this, i, first] { run(first + i); });
  }
  ~Workers() { finish(); }
  /// When all that was given has been done.
  void finish() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    for (std::thread& t : threads_)
      if (t.joinable()) t.join();
  }
  bool give(Job job) {
    {
      const std::lock_guard lock(mutex_);
      if (jobs_.size() >= kWaiting) return false;
      jobs_.push_back(std::move(job));
    }
    changed_.notify_one();
    return true;
  }
  std::size_t waiting() const {
    const std::lock_guard lock(mutex_);
    return jobs_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;

  void run(unsigned number) {
    // Signals are for the thread that serves.
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] { return stopped_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      Job job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      job(number);
      job = nullptr;
      lock.lock();
    }
  }
};

class Connection {
 public:
  virtual ~Connection() = default;
  virtual void close_if_idle() = 0;
  virtual void send_live(std::uint64_t number, const std::shared_ptr<const std::string>& bytes) = 0;
  virtual void abort() = 0;
};

class Core : public Server {
 public:
  Core(const ServerOptions& options, Handlers handlers) : options_(options), handlers_(std::move(handlers)) {}

  Result<void> listen() {
    beast::error_code error;
    const auto address = asio::ip::make_address(options_.address, error);
    if (error) return fail(options_.address, "no address: 127.0.0.1, ::1, 0.0.0.0 or another of this machine");
    if (!options_.certificate.empty()) {
      tls_.emplace(asio::ssl::context::tls_server);
      tls_->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1 |
                        asio::ssl::context::no_sslv2 | asio::ssl::context::no_sslv3);
      if (tls_->use_certificate_chain_file(options_.certificate, error); error) return fail(options_.certificate, error.message());
      if (tls_->use_private_key_file(options_.key, asio::ssl::context::pem, error); error) return fail(options_.key, error.message());
    }
    const tcp::endpoint endpoint(address, options_.port);
    const std::string where = options_.address + " port " + std::to_string(options_.port);
    if (acceptor_.open(endpoint.protocol(), error); error) return fail(where, error.message());
    acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (acceptor_.bind(endpoint, error); error) return fail(where, error.message());
    if (acceptor_.listen(1024, error); error) return fail(where, error.message());
    port_ = acceptor_.local_endpoint(error).port();
    return {};
  }

  std::uint16_t port() const override { return port_; }

  void run() override {
    workers_ = std::make_unique<Workers>(options_.workers, 0);
    changer_ = std::make_unique<Workers>(1, options_.workers);
    signals_.async_wait([this](beast::error_code error, int) {
      if (!error) begin_stop();
    });
    accept();
    beat();
    io_.run();
    workers_->finish();
    changer_->finish();
    connections_.clear();
  }

  void stop() override {
    asio::post(io_, [this] { begin_stop(); });
  }

  void publish(std::uint64_t number, std::string bytes) override {
    auto shared = std::make_shared<const std::string>(std::move(bytes));
    asio::post(io_, [this, number, shared] {
      const std::vector<Connection*> all(live_.begin(), live_.end());
      for (Connection* c : all)
        if (live_.count(c) != 0) c->send_live(number, shared);
    });
  }

  Counts counts() const override { return {connection_count_, live_count_, workers_ ? workers_->waiting() : 0}; }

  // For connections.
  const ServerOptions& options() const { return options_; }
  const Handlers& handlers() const { return handlers_; }
  asio::io_context& io() { return io_; }
  bool stopping() const { return stopping_; }
  Workers& workers_for(const Request& request) { return handlers_.changes(request) ? *changer_ : *workers_; }

  void went_live(Connection* c) {
    live_.insert(c);
    live_count_ = live_.size();
  }
  void gone(Connection* c, const std::string& peer) {
    live_.erase(c);
    live_count_ = live_.size();
    if (auto it = of_peer_.find(peer); it != of_peer_.end() && --it->second == 0) of_peer_.erase(it);
    // Not now: it may be further up in the calls.
    asio::post(io_, [this, c] {
      connections_.erase(c);
      connection_count_ = connections_.size();
      if (stopping_ && connections_.empty()) finish();
    });
  }

 private:
  ServerOptions options_;
  Handlers handlers_;
  asio::io_context io_{1};
  std::optional<asio::ssl::context> tls_;
  tcp::acceptor acceptor_{io_};
  asio::signal_set signals_{io_, SIGINT, SIGTERM};
  asio::steady_timer deadline_{io_}, heartbeat_{io_}, again_{io_};
  std::uint16_t port_ = 0;
  bool stopping_ = false;
  std::unique_ptr<Workers> workers_, changer_;
  std::map<Connection*, std::shared_ptr<Connection>> connections_;
  std::set<Connection*> live_;
  std::map<std::string, std::size_t> of_peer_;
  std::atomic<std::size_t> connection_count_{0}, live_count_{0};

  void accept();
  void begin(tcp::socket socket);

  void beat() {
    heartbeat_.expires_after(kHeartbeat);
    heartbeat_.async_wait([this](beast::error_code error) {
      if (error) return;
      publish(~std::uint64_t{0}, ": still here\n\n");
      beat();
    });
  }

  void begin_stop() {
    if (stopping_) return;
    stopping_ = true;
    beast::error_code ignored;
    acceptor_.close(ignored);
    heartbeat_.cancel();
    again_.cancel();
    signals_.cancel();
    std::vector<std::shared_ptr<Connection>> all;
    for (const auto& [c, shared] : connections_) all.push_back(shared);
    for (const auto& c : all) c->close_if_idle();
    if (connections_.empty()) return finish();
    deadline_.expires_after(seconds(options_.stop_seconds));
    deadline_.async_wait([this](beast::error_code error) {
      if (!error) io_.stop();
    });
  }

  void finish() { deadline_.cancel(); }
};

template <class Stream>
class HttpConnection : public Connection, public std::enable_shared_from_this<HttpConnection<Stream>> {
 public:
  template <class... Arguments>
  HttpConnection(Core& core, std::string peer, bool local, Arguments&&... arguments)
      : core_(core), peer_(std::move(peer)), local_(local), stream_(std::forward<Arguments>(arguments)...) {}

  void begin() {
    if constexpr (kSecure) {
      lowest().expires_after(seconds(core_.options().header_seconds));
      stream_.async_handshake(asio::ssl::stream_base::server, [self = this->shared_from_this()](beast::error_code error) {
        if (error) return self->leave();
        self->read();
      });
    } else {
      read();
    }
  }

  void close_if_idle() override {
    if (idle_ || live_) abort();
  }
  void abort() override { lowest().cancel(), lowest().close(); }

  void send_live(std::uint64_t number, const std::shared_ptr<const std::string>& bytes) override {
    constexpr std::uint64_t kNoEvent = ~std::uint64_t{0};
    if (number != kNoEvent) {
      if (number <= last_) return;
      last_ = number;
    }
    live_bytes_ += bytes->size();
    // Who does not take what comes is let go: it can come back and ask for what it missed.
    if (live_bytes_ > kLiveBytes) return abort();
    waiting_.push_back(bytes);
    if (!writing_) write_live();
  }

 private:
  static constexpr bool kSecure = !std::is_same_v<Stream, beast::tcp_stream>;

  Core& core_;
  std::string peer_;
  bool local_;
  Stream stream_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::optional<http::response<http::string_body>> response_;
  std::optional<http::response_serializer<http::empty_body>> live_head_;
  http::response<http::empty_body> live_response_;
  http::response<http::empty_body> go_on_;
  std::shared_ptr<Request> request_;
  Clock::time_point began_;
  bool idle_ = false, live_ = false, writing_ = false, left_ = false, head_only_ = false;
  std::uint64_t last_ = 0;
  std::deque<std::shared_ptr<const std::string>> waiting_;
  std::size_t live_bytes_ = 0;
  char ignored_ = 0;

  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

  void leave() {
    if (left_) return;
    left_ = true;
    lowest().close();
    core_.gone(this, peer_);
  }

  void read() {
    if (core_.stopping()) return leave();
    head_only_ = false;
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(core_.options().header_bytes));
    parser_->body_limit(core_.options().body_bytes);
    request_ = std::make_shared<Request>();
    idle_ = true;
    lowest().expires_after(seconds(core_.options().header_seconds));
    http::async_read_header(stream_, buffer_, *parser_, [self = this->shared_from_this()](beast::error_code error, std::size_t) {
      self->idle_ = false;
      self->began_ = Clock::now();
      if (!error) return self->head_read();
      if (error == http::error::header_limit || error == http::error::buffer_overflow)
        return self->refuse(431, "the head of a request has at most 16 kB");
      // Silence and leaving need no answer; what is no HTTP gets one.
      if (error.category() == http::make_error_code(http::error::bad_method).category() && error != http::error::end_of_stream &&
          error != http::error::partial_message)
        return self->refuse(error == http::error::body_limit ? 413 : 400, error == http::error::body_limit
                                                                              ? "the body is larger than this server takes"
                                                                              : "no HTTP request: " + error.message());
      self->leave();
    });
  }

  void head_read() {
    const auto& message = parser_->get();
    Request& r = *request_;
    r.method = std::string(message.method_string());
    r.raw = std::string(message.target());
    r.peer = peer_, r.local = local_, r.secure = kSecure;
    for (const auto& field : message) {
      std::string name(field.name_string());
      for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      r.headers.emplace_back(std::move(name), std::string(field.value()));
    }
    head_only_ = message.method() == http::verb::head;
    if (message.version() != 11 && message.version() != 10) return refuse(400, "HTTP/1.1 is spoken here");
    auto target = parse_target(r.raw);
    if (!target) return refuse(400, "the path or the query is badly written: a path begins with / and is escaped UTF-8");
    r.target = std::move(*target);
    if (auto refused = core_.handlers().admit(r)) return write(std::move(*refused), !parser_->is_done());
    if (parser_->is_done()) return body_read();
    if (beast::iequals(message[http::field::expect], "100-continue")) {
      go_on_ = {http::status::continue_, 11};
      http::async_write(stream_, go_on_, [self = this->shared_from_this()](beast::error_code error, std::size_t) {
        if (error) return self->leave();
        self->read_body();
      });
      return;
    }
    read_body();
  }

  void read_body() {
    lowest().expires_after(seconds(core_.options().body_seconds));
    http::async_read(stream_, buffer_, *parser_, [self = this->shared_from_this()](beast::error_code error, std::size_t) {
      if (!error) return self->body_read();
      if (error == http::error::body_limit) return self->refuse(413, "the body is larger than this server takes");
      if (error == beast::error::timeout) return self->leave();
      if (error.category() == http::make_error_code(http::error::bad_method).category() && error != http::error::end_of_stream &&
          error != http::error::partial_message)
        return self->refuse(400, "no HTTP request: " + error.message());
      self->leave();
    });
  }

  void body_read() {
    request_->body = std::move(parser_->get().body());
    lowest().expires_never();
    auto self = this->shared_from_this();
    const bool taken = core_.workers_for(*request_).give([self, since = Clock::now()](unsigned worker) {
      Response answer;
      if (Clock::now() - since > kPatience) {
        answer = problem(503, "too many requests are waiting; come again");
        answer.headers.emplace_back("Retry-After", "2");
      } else {
        answer = self->core_.handlers().answer(*self->request_, worker);
      }
      asio::post(self->core_.io(), [self, answer = std::move(answer)]() mutable { self->write(std::move(answer), false); });
    });
    if (taken) return;
    Response answer = problem(503, "too many requests are waiting; come again");
    answer.headers.emplace_back("Retry-After", "2");
    write(std::move(answer), false);
  }

  void refuse(int status, const std::string& detail) { write(problem(status, detail), true); }

  void write(Response answer, bool then_close) {
    const bool keep = !then_close && !core_.stopping() && parser_->keep_alive() && parser_->is_done();
    if (answer.live_after && answer.status == 200) return begin_live(std::move(answer));
    response_.emplace(static_cast<http::status>(answer.status), 11);
    const std::size_t bytes = answer.body.size();
    if (!answer.type.empty() && answer.status != 204 && answer.status != 304) response_->set(http::field::content_type, answer.type);
    for (const auto& [name, value] : answer.headers) response_->insert(name, value);
    response_->keep_alive(keep);
    if (answer.status != 204 && answer.status != 304) response_->content_length(bytes);
    if (!head_only_) response_->body() = std::move(answer.body);
    const int status = answer.status;
    lowest().expires_after(seconds(20) + seconds(bytes / kSlowestBytesASecond));
    const auto written = [self = this->shared_from_this(), keep, status, bytes](beast::error_code error, std::size_t) {
      self->core_.handlers().done({*self->request_, status, bytes, std::chrono::duration<double>(Clock::now() - self->began_).count()});
      self->response_.reset();
      if (error) return self->leave();
      if (!keep) return self->say_goodbye();
      self->read();
    };
    if (head_only_) {
      head_serializer_.emplace(*response_);
      return http::async_write_header(stream_, *head_serializer_, written);
    }
    http::async_write(stream_, *response_, written);
  }
  std::optional<http::response_serializer<http::string_body>> head_serializer_;

  // What the client still sends is taken for a moment, so that it gets to read the answer before the connection is reset.
  void say_goodbye() {
    beast::error_code ignored;
    lowest().socket().shutdown(tcp::socket::shutdown_send, ignored);
    lowest().expires_after(seconds(2));
    linger();
  }
  void linger() {
    buffer_.clear();
    lowest().async_read_some(buffer_.prepare(16 * 1024), [self = this->shared_from_this()](beast::error_code error, std::size_t) {
      if (error) return self->leave();
      // The two seconds are for all of it: the timer is not set anew.
      self->linger();
    });
  }

  void begin_live(Response answer) {
    core_.handlers().done({*request_, 200, 0, std::chrono::duration<double>(Clock::now() - began_).count()});
    live_response_ = {http::status::ok, 11};
    live_response_.set(http::field::content_type, "text/event-stream; charset=utf-8");
    for (const auto& [name, value] : answer.headers) live_response_.insert(name, value);
    live_response_.keep_alive(false);
    live_head_.emplace(live_response_);
    lowest().expires_after(seconds(20));
    http::async_write_header(stream_, *live_head_,
                             [self = this->shared_from_this(), after = *answer.live_after](beast::error_code error, std::size_t) {
                               if (error || self->core_.stopping()) return self->leave();
                               // Both in one turn of the thread that publishes: nothing falls between what was missed and what comes.
                               auto [bytes, last] = self->core_.handlers().missed(after);
                               self->live_ = true;
                               self->core_.went_live(self.get());
                               self->parser_.reset();
                               self->buffer_.shrink_to_fit();
                               self->request_.reset();
                               self->lowest().expires_never();
                               self->watch();
                               if (!bytes.empty())
                                 self->send_live(~std::uint64_t{0}, std::make_shared<const std::string>(std::move(bytes)));
                               self->last_ = last;
                             });
  }

  // A live connection sends nothing; reading tells that it has gone.
  void watch() {
    stream_.async_read_some(asio::buffer(&ignored_, 1),
                            [self = this->shared_from_this()](beast::error_code, std::size_t) { self->leave(); });
  }

  void write_live() {
    writing_ = true;
    asio::async_write(stream_, asio::buffer(*waiting_.front()), [self = this->shared_from_this()](beast::error_code error, std::size_t) {
      self->writing_ = false;
      if (error || self->left_) return self->leave();
      self->live_bytes_ -= self->waiting_.front()->size();
      self->waiting_.pop_front();
      if (!self->waiting_.empty()) self->write_live();
    });
  }
};

void Core::accept() {
  acceptor_.async_accept([this](beast::error_code error, tcp::socket socket) {
    if (stopping_) return;
    if (!error) {
      begin(std::move(socket));
      return accept();
    }
    // No file descriptors left, or the like: not at once again.
    again_.expires_after(std::chrono::milliseconds(50));
    again_.async_wait([this](beast::error_code stopped) {
      if (!stopped) accept();
    });
  });
}

void Core::begin(tcp::socket socket) {
  beast::error_code error;
  const auto remote = socket.remote_endpoint(error);
  if (error) return;
  socket.set_option(tcp::no_delay(true), error);
  const std::string peer = remote.address().to_string();
  const bool local = remote.address().is_loopback();
  if (connections_.size() >= options_.connections) return;  // closed unheard
  if (std::size_t& of = of_peer_[peer]; !local && of >= options_.connections_of_one) return;
  ++of_peer_[peer];
  const auto keep = [&](auto connection) {
    connections_.emplace(connection.get(), connection);
    connection_count_ = connections_.size();
    connection->begin();
  };
  if (tls_) keep(std::make_shared<HttpConnection<beast::ssl_stream<beast::tcp_stream>>>(*this, peer, local, std::move(socket), *tls_));
  else keep(std::make_shared<HttpConnection<beast::tcp_stream>>(*this, peer, local, std::move(socket)));
}

}  // namespace

Result<std::unique_ptr<Server>> Server::open(const ServerOptions& options, Handlers handlers) {
  auto core = std::make_unique<Core>(options, std::move(handlers));
  if (auto listening = core->listen(); !listening) return tl::unexpected(listening.error());
  return std::unique_ptr<Server>(std::move(core));
}

}  // namespace isnad::serve
