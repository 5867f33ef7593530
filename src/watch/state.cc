#include "watch/state.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "watch/url.h"

namespace isnad::watch {
namespace {

constexpr const char* kTables = R"sql(
CREATE TABLE feed (url TEXT PRIMARY KEY, moved_to TEXT NOT NULL, validated TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL,
  body TEXT NOT NULL, next_at INTEGER NOT NULL, failures INTEGER NOT NULL, gone INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE item (number INTEGER PRIMARY KEY, feed TEXT NOT NULL, key TEXT NOT NULL, version TEXT NOT NULL, versions INTEGER NOT NULL,
  stage INTEGER NOT NULL, from_page INTEGER NOT NULL, host TEXT NOT NULL, due INTEGER NOT NULL, tries INTEGER NOT NULL, seen INTEGER NOT NULL,
  url TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, published TEXT NOT NULL, outlet TEXT NOT NULL, id TEXT NOT NULL,
  UNIQUE (feed, key));
CREATE INDEX item_due ON item (stage, host, due);
CREATE INDEX item_url ON item (url);
CREATE TABLE host (name TEXT PRIMARY KEY, until INTEGER NOT NULL, failures INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE robots (origin TEXT PRIMARY KEY, reachable INTEGER NOT NULL, body TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE file (path TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;
)sql";
constexpr int kVersion = 1;
constexpr int kApplication = 0x49534E57;  // "ISNW"

enum Stage : int { kWaits = 0, kReady = 1, kDone = 2 };

// An item that changes more often is one that changes with every request: its news is not the words.
constexpr int kMostVersions = 20;
// What a feed has not named for so long is forgotten.
constexpr Millis kForgotten = 90 * kDay;

class Statement {
 public:
  Statement(sqlite3* db, const char* sql) { sqlite3_prepare_v2(db, sql, -1, &statement_, nullptr); }
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& operator<<(const std::string& text) {
    return sqlite3_bind_text(statement_, ++at_, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT), *this;
  }
  Statement& operator<<(std::int64_t n) { return sqlite3_bind_int64(statement_, ++at_, n), *this; }
  bool step() {
    code_ = statement_ == nullptr ? SQLITE_ERROR : sqlite3_step(statement_);
    return code_ == SQLITE_ROW;
  }
  bool failed() const { return code_ != SQLITE_ROW && code_ != SQLITE_DONE; }
  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  std::string text(int column) const {
    const void* bytes = sqlite3_column_blob(statement_, column);
    return bytes == nullptr
               ? ""
               : std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
  }

 private:
  sqlite3_stmt* statement_ = nullptr;
  int at_ = 0, code_ = SQLITE_OK;
};

constexpr const char* kItem = "SELECT number, feed, key, version, host, tries, url, title, text, published, outlet, id FROM item ";

Item item_of(const Statement& row) {
  Item out;
  out.number = row.integer(0), out.feed = row.text(1), out.key = row.text(2), out.version = row.text(3), out.host = row.text(4);
  out.tries = static_cast<int>(row.integer(5));
  Document& d = out.document;
  d.url = row.text(6), d.title = row.text(7), d.text = row.text(8), d.outlet = row.text(10), d.id = row.text(11);
  d.path = shown_url(out.feed);
  if (const std::string day = row.text(9); !day.empty()) d.published = Date::parse(day);
  return out;
}

std::string day_of(const Document& d) { return d.published ? d.published->to_string() : ""; }

}  // namespace

struct State::Impl {
  std::string file;
  sqlite3* db = nullptr;
  std::mutex mutex;
  std::optional<Error> error;

  ~Impl() { sqlite3_close_v2(db); }

  bool good() const { return !error; }
  void note(const Statement& statement) {
    if (statement.failed() && !error) error = Error{file, sqlite3_errmsg(db)};
  }
  // One that gives no rows.
  template <class... Values>
  void run(const char* sql, const Values&... values) {
    if (error) return;
    Statement statement(db, sql);
    static_cast<void>((statement << ... << values));
    statement.step();
    note(statement);
  }
  template <class Each, class... Values>
  void rows(const char* sql, const Each& each, const Values&... values) {
    if (error) return;
    Statement statement(db, sql);
    static_cast<void>((statement << ... << values));
    while (statement.step()) each(statement);
    note(statement);
  }

  void put_feed(const FeedState& f) {
    run("INSERT OR REPLACE INTO feed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", f.url, f.moved_to, f.validated, f.etag, f.last_modified, f.body,
        f.next_at, std::int64_t{f.failures}, std::int64_t{f.gone});
  }
};

State::State() : impl_(std::make_unique<Impl>()) {}
State::~State() = default;

Result<std::unique_ptr<State>> State::open(const std::string& file) {
  std::unique_ptr<State> out(new State);
  Impl& s = *out->impl_;
  s.file = file;
  // Addresses of feeds may hold passwords: nobody else is to read them.
  if (const int fd = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600); fd >= 0) ::close(fd);
  if (sqlite3_open_v2(file.c_str(), &s.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr) != SQLITE_OK)
    return fail(file, s.db == nullptr ? "out of memory" : sqlite3_errmsg(s.db));
  const auto sql = [&](const std::string& text) { return sqlite3_exec(s.db, text.c_str(), nullptr, nullptr, nullptr); };
  const auto trouble = [&](int code) {
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
      return fail(file, "another isnad watch uses this state; --state gives one of its own");
    return fail(file, sqlite3_errmsg(s.db));
  };
  // The lock lasts as long as the process, however it ends.
  for (const char* text : {"PRAGMA locking_mode = EXCLUSIVE", "PRAGMA journal_mode = WAL", "BEGIN EXCLUSIVE"})
    if (const int code = sql(text); code != SQLITE_OK) return trouble(code);
  std::int64_t version = 0, application = 0, tables = 0;
  s.rows("PRAGMA user_version", [&](const Statement& r) { version = r.integer(0); });
  s.rows("PRAGMA application_id", [&](const Statement& r) { application = r.integer(0); });
  s.rows("SELECT count(*) FROM sqlite_master", [&](const Statement& r) { tables = r.integer(0); });
  if (s.error) return tl::unexpected(*s.error);
  if (application != kApplication && (tables != 0 || version != 0))
    return fail(file, "a SQLite file of another program, no state of isnad watch");
  if (version > kVersion) return fail(file, "made by a newer Isnad");
  if (version == 0)
    if (const int code = sql(std::string(kTables) + "PRAGMA application_id = " + std::to_string(kApplication) +
                             "; PRAGMA user_version = " + std::to_string(kVersion));
        code != SQLITE_OK)
      return trouble(code);
  // The store is written before the state: what the state loses in a power cut is done once more.
  for (const char* text : {"COMMIT", "PRAGMA synchronous = NORMAL"})
    if (const int code = sql(text); code != SQLITE_OK) return trouble(code);
  return out;
}

std::optional<Error> State::error() {
  const std::lock_guard lock(impl_->mutex);
  return impl_->error;
}

FeedState State::feed(const std::string& url) {
  const std::lock_guard lock(impl_->mutex);
  FeedState out;
  out.url = url;
  impl_->rows(
      "SELECT moved_to, validated, etag, last_modified, body, next_at, failures, gone FROM feed WHERE url = ?",
      [&](const Statement& r) {
        out.moved_to = r.text(0), out.validated = r.text(1), out.etag = r.text(2), out.last_modified = r.text(3), out.body = r.text(4);
        out.next_at = r.integer(5), out.failures = static_cast<int>(r.integer(6)), out.gone = r.integer(7) != 0;
      },
      url);
  return out;
}

void State::put_feed(const FeedState& feed) {
  const std::lock_guard lock(impl_->mutex);
  impl_->put_feed(feed);
}

std::size_t State::put_feed(const FeedState& feed, const std::vector<Item>& items, Millis now) {
  const std::lock_guard lock(impl_->mutex);
  Impl& s = *impl_;
  std::size_t changed = 0;
  s.run("BEGIN");
  s.put_feed(feed);
  for (const Item& i : items) {
    std::string version;
    std::int64_t versions = 0;
    s.rows(
        "SELECT version, versions FROM item WHERE feed = ? AND key = ?",
        [&](const Statement& r) { version = r.text(0), versions = r.integer(1); }, feed.url, i.key);
    if (version == i.version || versions >= kMostVersions) {
      s.run("UPDATE item SET seen = ? WHERE feed = ? AND key = ?", now, feed.url, i.key);
      continue;
    }
    ++changed;
    const Document& d = i.document;
    s.run(
        "INSERT INTO item (feed, key, version, versions, stage, from_page, host, due, tries, seen, url, title, text, published, outlet, "
        "id) "
        "VALUES (?, ?, ?, 1, ?, 0, ?, 0, 0, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (feed, key) DO UPDATE SET version = excluded.version, "
        "versions = versions + 1, stage = excluded.stage, from_page = 0, host = excluded.host, due = 0, tries = 0, seen = excluded.seen, "
        "url = excluded.url, title = excluded.title, text = excluded.text, published = excluded.published, outlet = excluded.outlet, "
        "id = excluded.id",
        feed.url, i.key, i.version, std::int64_t{i.host.empty() ? kReady : kWaits}, i.host, now, d.url, d.title, d.text, day_of(d),
        d.outlet, d.id);
  }
  s.run("DELETE FROM item WHERE feed = ? AND stage = 2 AND seen < ?", feed.url, now - kForgotten);
  s.run("COMMIT");
  if (s.error) sqlite3_exec(s.db, "ROLLBACK", nullptr, nullptr, nullptr);
  return changed;
}

std::vector<std::string> State::hosts_due(Millis now) {
  const std::lock_guard lock(impl_->mutex);
  std::vector<std::string> out;
  impl_->rows("SELECT DISTINCT host FROM item WHERE stage = 0 AND due <= ?", [&](const Statement& r) { out.push_back(r.text(0)); }, now);
  return out;
}

std::vector<Item> State::pages_due(const std::string& host, Millis now, std::size_t most) {
  const std::lock_guard lock(impl_->mutex);
  std::vector<Item> out;
  impl_->rows((std::string(kItem) + "WHERE stage = 0 AND host = ? AND due <= ? ORDER BY due, number LIMIT ?").c_str(),
              [&](const Statement& r) { out.push_back(item_of(r)); }, host, now, static_cast<std::int64_t>(most));
  return out;
}

bool State::page_waits(Millis now) {
  const std::lock_guard lock(impl_->mutex);
  bool out = false;
  impl_->rows("SELECT 1 FROM item WHERE stage = 0 AND due <= ? LIMIT 1", [&](const Statement&) { out = true; }, now);
  return out;
}

void State::put_off(std::int64_t item, int tries, Millis due) {
  const std::lock_guard lock(impl_->mutex);
  impl_->run("UPDATE item SET tries = ?, due = ? WHERE number = ?", std::int64_t{tries}, due, item);
}

void State::make_ready(std::int64_t item, const Document& d, bool from_page) {
  const std::lock_guard lock(impl_->mutex);
  impl_->run("UPDATE item SET stage = 1, from_page = ?, title = ?, text = ?, published = ?, outlet = ? WHERE number = ?",
             std::int64_t{from_page}, d.title, d.text, day_of(d), d.outlet, item);
}

std::vector<Item> State::ready(std::size_t most) {
  const std::lock_guard lock(impl_->mutex);
  std::vector<Item> out;
  impl_->rows((std::string(kItem) + "WHERE stage = 1 ORDER BY number LIMIT ?").c_str(),
              [&](const Statement& r) { out.push_back(item_of(r)); }, static_cast<std::int64_t>(most));
  return out;
}

void State::done(std::int64_t item) {
  const std::lock_guard lock(impl_->mutex);
  impl_->run("UPDATE item SET stage = 2, text = '' WHERE number = ?", item);
}

bool State::knows_page(const std::string& url, std::int64_t but_item) {
  const std::lock_guard lock(impl_->mutex);
  bool out = false;
  impl_->rows(
      "SELECT 1 FROM item WHERE url = ? AND stage = 2 AND from_page = 1 AND number <> ? LIMIT 1", [&](const Statement&) { out = true; },
      url, but_item);
  return out;
}

HostSchedule::Wait State::host(const std::string& name) {
  const std::lock_guard lock(impl_->mutex);
  HostSchedule::Wait out;
  impl_->rows(
      "SELECT until, failures FROM host WHERE name = ?", [&](const Statement& r) { out = {r.integer(0), static_cast<int>(r.integer(1))}; },
      name);
  return out;
}

void State::put_host(const std::string& name, HostSchedule::Wait wait) {
  const std::lock_guard lock(impl_->mutex);
  if (wait.failures == 0) impl_->run("DELETE FROM host WHERE name = ?", name);
  else impl_->run("INSERT OR REPLACE INTO host VALUES (?, ?, ?)", name, wait.until, std::int64_t{wait.failures});
}

std::optional<State::RobotsFile> State::robots(const std::string& origin, Millis now) {
  const std::lock_guard lock(impl_->mutex);
  std::optional<RobotsFile> out;
  impl_->rows(
      "SELECT reachable, body, expires FROM robots WHERE origin = ? AND expires > ?",
      [&](const Statement& r) { out = {r.integer(0) != 0, r.text(1), r.integer(2)}; }, origin, now);
  return out;
}

void State::put_robots(const std::string& origin, const RobotsFile& file) {
  const std::lock_guard lock(impl_->mutex);
  impl_->run("DELETE FROM robots WHERE expires < ?", file.expires - 3 * kDay);
  impl_->run("INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?)", origin, std::int64_t{file.reachable}, file.body, file.expires);
}

bool State::knows_file(const std::string& path, const std::string& stamp) {
  const std::lock_guard lock(impl_->mutex);
  bool out = false;
  impl_->rows("SELECT 1 FROM file WHERE path = ? AND stamp = ?", [&](const Statement&) { out = true; }, path, stamp);
  return out;
}

void State::put_file(const std::string& path, const std::string& stamp) {
  const std::lock_guard lock(impl_->mutex);
  impl_->run("INSERT OR REPLACE INTO file VALUES (?, ?)", path, stamp);
}

}  // namespace isnad::watch
