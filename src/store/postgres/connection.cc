#include "store/postgres/connection.h"

#include <libpq-fe.h>

#include <algorithm>
#include <thread>

namespace isnad::store::postgres {
namespace {

// Taken where the address says nothing else: so a server that has vanished without a word is noticed in about a minute.
constexpr std::pair<const char*, const char*> kDefaults[] = {
    {"connect_timeout", "10"},   {"keepalives_idle", "30"},     {"keepalives_interval", "10"},
    {"keepalives_count", "3"},   {"tcp_user_timeout", "60000"}, {"fallback_application_name", "isnad"},
    {"client_encoding", "UTF8"},
};
// Of every connection. The plans that are wanted are known (few rows by an index), and statistics of a store that is just being
// filled lead to others. A program that hangs in the middle of adding holds the others up for two minutes at most.
constexpr const char* kSettings =
    "SET search_path = pg_catalog; SET jit = off; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; "
    "SET lock_timeout = '10min'; SET idle_in_transaction_session_timeout = '2min'; "
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";
constexpr int kOldestServer = 130000;  // 13
constexpr auto kFirstPause = std::chrono::milliseconds(50), kLongestPause = std::chrono::milliseconds(1000);

// Messages of libpq are of several lines.
std::string on_one_line(std::string_view message) {
  std::string out;
  for (const char c : message) {
    const bool space = c == '\n' || c == '\t' || c == ' ';
    if (!space) out.push_back(c);
    else if (!out.empty() && out.back() != ' ') out.push_back(' ');
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string without(std::string text, const std::string& secret) {
  if (secret.empty()) return text;
  for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos; at += 3) text.replace(at, secret.size(), "***");
  return text;
}

bool is_secret(const std::string& option) { return option == "password" || option == "sslpassword"; }

}  // namespace

Result<Address> Address::parse(const std::string& location) {
  constexpr const char* kForm =
      "this is no address of a database; it has the form postgresql://USER@HOST:PORT/DATABASE, with %XX for every special character in "
      "a name or password";
  char* message = nullptr;  // may repeat a part of the password
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> parsed(PQconninfoParse(location.c_str(), &message), PQconninfoFree);
  PQfreemem(message);
  if (parsed == nullptr) return fail("postgresql://", kForm);
  Address out;
  std::string user, host, port, database;
  for (const PQconninfoOption* o = parsed.get(); o->keyword != nullptr; ++o) {
    if (o->val == nullptr || *o->val == '\0') continue;
    const std::string keyword = o->keyword, value = o->val;
    out.options_.emplace_back(keyword, value);
    if (keyword == "user") user = value;
    if (keyword == "host" || (keyword == "hostaddr" && host.empty())) host = value;
    if (keyword == "port") port = value;
    if (keyword == "dbname") database = value;
  }
  // Where a password has a / or @ in it, its parts end in other places.
  if (host.find('@') != std::string::npos || database.find('@') != std::string::npos ||
      port.find_first_not_of("0123456789,") != std::string::npos)
    return fail("postgresql://", kForm);
  out.shown_ = "postgresql://";
  if (!user.empty()) out.shown_ += user + "@";
  out.shown_ += host;
  if (!port.empty()) out.shown_ += ":" + port;
  if (!database.empty()) out.shown_ += "/" + database;
  return out;
}

int Answer::rows() const { return PQntuples(result_.get()); }
bool Answer::null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
std::string_view Answer::bytes(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}
std::int64_t Answer::integer(int row, int column) const {
  const std::string_view b = bytes(row, column);
  std::uint64_t out = !b.empty() && (static_cast<unsigned char>(b[0]) & 0x80) != 0 ? ~std::uint64_t{0} : 0;  // the sign
  for (const char c : b) out = (out << 8) | static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(out);
}
std::string_view Answer::done() const { return PQcmdStatus(result_.get()); }
void Answer::clear(pg_result* result) { PQclear(result); }

void Connection::finish(pg_conn* connection) { PQfinish(connection); }
bool Connection::connected() const { return connection_ != nullptr && PQstatus(connection_.get()) == CONNECTION_OK; }

Result<Connection> Connection::open(Address address, bool read_only, std::chrono::milliseconds patience) {
  Connection out(std::move(address), read_only, patience);
  auto connected = out.connect();
  if (!connected && out.lost_ && (out.reached_ || out.server_is_starting())) connected = out.connect_again();
  if (!connected) return tl::unexpected(connected.error());
  return out;
}

Result<void> Connection::connect() {
  std::vector<const char*> keywords, values;
  for (const auto& [keyword, value] : address_.options()) keywords.push_back(keyword.c_str()), values.push_back(value.c_str());
  for (const auto& [keyword, value] : kDefaults)
    if (std::none_of(keywords.begin(), keywords.end(), [&, k = keyword](const char* there) { return std::string_view(there) == k; }))
      keywords.push_back(keyword), values.push_back(value);
  keywords.push_back(nullptr), values.push_back(nullptr);
  prepared_.clear();
  connection_.reset(PQconnectdbParams(keywords.data(), values.data(), 0));
  if (!connected()) {
    lost_ = true;
    std::string why = connection_ == nullptr ? "out of memory" : on_one_line(PQerrorMessage(connection_.get()));
    for (const auto& [keyword, value] : address_.options())
      if (is_secret(keyword)) why = without(std::move(why), value);
    return wrong(std::move(why));
  }
  PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr);
  reached_ = true;
  if (auto set = run(kSettings); !set) return set;
  if (read_only_)
    if (auto set = run("SET default_transaction_read_only = on"); !set) return set;
  const auto server = ask_once(
      "SELECT current_setting('server_version_num')::integer, current_setting('server_encoding'), current_setting('server_version')");
  if (!server) return tl::unexpected(server.error());
  if (server->integer(0, 0) < kOldestServer)
    return wrong("PostgreSQL " + std::string(server->bytes(0, 2)) + " is too old; 13 or newer is needed");
  if (server->bytes(0, 1) != "UTF8")
    return wrong("the database's encoding is " + std::string(server->bytes(0, 1)) +
                 ", UTF8 is needed: createdb --encoding UTF8 --template template0");
  return {};
}

bool Connection::server_is_starting() const {
  std::vector<const char*> keywords, values;
  for (const auto& [keyword, value] : address_.options()) keywords.push_back(keyword.c_str()), values.push_back(value.c_str());
  keywords.push_back(nullptr), values.push_back(nullptr);
  return PQpingParams(keywords.data(), values.data(), 0) == PQPING_REJECT;
}

Result<void> Connection::connect_again() {
  const auto until = std::chrono::steady_clock::now() + patience_;
  for (auto pause = kFirstPause;; pause = std::min(pause * 2, std::chrono::duration_cast<decltype(pause)>(kLongestPause))) {
    auto connected = connect();
    if (connected) return connected;
    if (std::chrono::steady_clock::now() + pause > until) return wrong("the server cannot be reached again: " + connected.error().message);
    std::this_thread::sleep_for(pause);
  }
}

Result<Answer> Connection::checked(pg_result* result) {
  Answer answer(result);
  const ExecStatusType status = PQresultStatus(result);
  lost_ = false;
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_COPY_IN) return answer;
  const char* const state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view code = state == nullptr ? "" : state;
  const char* const primary = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  std::string why = on_one_line(primary != nullptr ? primary : PQerrorMessage(connection_.get()));
  // 57P…: the server goes down. Without a code it is libpq that complains, of a connection that it may still take for a good one.
  const bool gone = PQstatus(connection_.get()) != CONNECTION_OK || code.empty() || code.starts_with("57P");
  if (gone) connection_.reset();
  lost_ = gone || code.starts_with("40");  // 40…: the server gave this transaction up for another's sake
  if (code == "42501") why += "; who may read and add is said in docs/postgresql.md";
  if (code == "55P03") why = "another program has been adding for ten minutes; try again when it is done";
  return wrong(std::move(why));
}

Result<void> Connection::run(const std::string& sql) {
  return checked(PQexec(connection_.get(), sql.c_str())).map([](const Answer&) {});
}

Result<Answer> Connection::ask(const char* sql, const Values& values) {
  auto known = prepared_.find(sql);
  if (known == prepared_.end()) {
    const std::string name = "s" + std::to_string(prepared_.size());
    if (auto done = checked(PQprepare(connection_.get(), name.c_str(), sql, static_cast<int>(values.size()), values.types.data())); !done)
      return done;
    known = prepared_.emplace(sql, name).first;
  }
  std::vector<const char*> starts;
  std::vector<int> lengths, formats(values.size(), 1);
  for (const std::string& v : values.values) starts.push_back(v.data()), lengths.push_back(static_cast<int>(v.size()));
  return checked(PQexecPrepared(connection_.get(), known->second.c_str(), static_cast<int>(values.size()), starts.data(), lengths.data(),
                                formats.data(), 1));
}

Result<Answer> Connection::ask_once(const std::string& sql, const Values& values) {
  std::vector<const char*> starts;
  std::vector<int> lengths, formats(values.size(), 1);
  for (const std::string& v : values.values) starts.push_back(v.data()), lengths.push_back(static_cast<int>(v.size()));
  return checked(PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(values.size()), values.types.data(), starts.data(),
                              lengths.data(), formats.data(), 1));
}

Result<void> Connection::copy(const char* sql, const Rows& rows) {
  if (auto begun = checked(PQexec(connection_.get(), sql)); !begun) return tl::unexpected(begun.error());
  constexpr std::string_view kHead("PGCOPY\n\xFF\r\n\0\0\0\0\0\0\0\0\0", 19), kEnd("\xFF\xFF", 2);
  constexpr std::size_t kAtOnce = std::size_t{1} << 20;
  const auto put = [&](std::string_view bytes) {
    for (; !bytes.empty(); bytes.remove_prefix(std::min(kAtOnce, bytes.size())))
      if (PQputCopyData(connection_.get(), bytes.data(), static_cast<int>(std::min(kAtOnce, bytes.size()))) != 1) return false;
    return true;
  };
  if (!put(kHead) || !put(rows.bytes()) || !put(kEnd) || PQputCopyEnd(connection_.get(), nullptr) != 1) {
    std::string why = on_one_line(PQerrorMessage(connection_.get()));
    connection_.reset();  // in the middle of rows nothing else can be said on it
    lost_ = true;
    return wrong(std::move(why));
  }
  auto done = checked(PQgetResult(connection_.get()));
  while (pg_result* more = PQgetResult(connection_.get())) PQclear(more);
  return done.map([](const Answer&) {});
}

}  // namespace isnad::store::postgres
