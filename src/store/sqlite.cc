// A store in one SQLite file: docs/formats/store.md describes its tables.
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

#include "store/backend.h"
#include "store/packed.h"

namespace isnad::store {
namespace {

// Every step brings a store of the version before it to its own; new stores take all. Steps are never changed once released.
constexpr const char* kMigrations[] = {
    R"sql(
CREATE TABLE document (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source_id TEXT NOT NULL, path TEXT NOT NULL, url TEXT NOT NULL,
  outlet TEXT NOT NULL, title TEXT NOT NULL, published_from INTEGER, published_to INTEGER);
CREATE TABLE content (number INTEGER PRIMARY KEY REFERENCES document, record BLOB NOT NULL);
CREATE TABLE item (number INTEGER PRIMARY KEY REFERENCES document, sketch BLOB NOT NULL, items BLOB NOT NULL);
CREATE TABLE input (hash TEXT PRIMARY KEY, number INTEGER NOT NULL REFERENCES document) WITHOUT ROWID;
CREATE TABLE link_key (kind INTEGER NOT NULL, key INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (kind, key, number)) WITHOUT ROWID;
CREATE TABLE edge (kind INTEGER NOT NULL, a INTEGER NOT NULL, a_item INTEGER NOT NULL, b INTEGER NOT NULL, b_item INTEGER NOT NULL,
  score INTEGER NOT NULL, PRIMARY KEY (kind, a, a_item, b, b_item)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(text, speakers, parties, content='', tokenize="unicode61 remove_diacritics 0");
)sql",
    // Who compares before it locks sees by this that what it compared with has been linked anew meanwhile.
    R"sql(
CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO counter VALUES ('relinked', 0);
)sql",
    R"sql(
CREATE TABLE kept (kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
)sql",
};
constexpr int kVersion = static_cast<int>(std::size(kMigrations));
constexpr int kApplication = 0x49534E41;  // "ISNA"
constexpr int kBusyMilliseconds = 60'000, kRetryMilliseconds = 20;

class Statement {
 public:
  Statement(sqlite3* db, const char* sql) { sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr); }
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(std::string_view text) {
    return sqlite3_bind_text(statement_, ++at_, text.data(), static_cast<int>(text.size()), SQLITE_STATIC), *this;
  }
  Statement& bind_bytes(std::string_view bytes) {
    return sqlite3_bind_blob64(statement_, ++at_, bytes.data(), bytes.size(), SQLITE_STATIC), *this;
  }
  Statement& bind(std::int64_t n) { return sqlite3_bind_int64(statement_, ++at_, n), *this; }
  Statement& bind(const std::optional<long>& n) {
    if (n) return bind(static_cast<std::int64_t>(*n));
    return sqlite3_bind_null(statement_, ++at_), *this;
  }
  /// True for a row. After the last row, or an error that code() tells, false; the statement can then be used again.
  bool step() {
    if (statement_ == nullptr) return false;
    code_ = sqlite3_step(statement_);
    if (code_ == SQLITE_ROW) return true;
    reset();
    return false;
  }
  void reset() {
    sqlite3_reset(statement_);
    at_ = 0;
  }
  bool failed() const { return statement_ == nullptr || (code_ != SQLITE_DONE && code_ != SQLITE_ROW && code_ != SQLITE_OK); }
  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  std::string text(int column) const {
    const void* bytes = sqlite3_column_blob(statement_, column);
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(bytes == nullptr ? 0 : sqlite3_column_bytes(statement_, column))};
  }
  bool null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

 private:
  sqlite3_stmt* statement_ = nullptr;
  int at_ = 0, code_ = SQLITE_OK;
};

class Sqlite : public Backend {
 public:
  Sqlite(sqlite3* db, std::string file)
      : db_(db),
        file_(std::move(file)),
        has_input_(db, "SELECT 1 FROM input WHERE hash = ?"),
        find_(db, "SELECT number FROM document WHERE id = ?"),
        put_(db,
             "INSERT INTO document (number, id, source_id, path, url, outlet, title, published_from, published_to) VALUES "
             "(?,?,?,?,?,?,?,?,?)"),
        put_content_(db, "INSERT INTO content (number, record) VALUES (?,?)"),
        put_input_(db, "INSERT OR IGNORE INTO input (hash, number) VALUES (?,?)"),
        put_key_(db, "INSERT OR IGNORE INTO link_key (kind, key, number) VALUES (?,?,?)"),
        put_words_(db, "INSERT INTO words (rowid, text, speakers, parties) VALUES (?,?,?,?)"),
        put_items_(db, "INSERT OR REPLACE INTO item (number, sketch, items) VALUES (?,?,?)"),
        put_edge_(db, "INSERT OR IGNORE INTO edge (kind, a, a_item, b, b_item, score) VALUES (?,?,?,?,?,?)"),
        by_key_(db, "SELECT number FROM link_key WHERE kind = ? AND key = ? AND number >= ?"),
        state_(db, "SELECT coalesce(max(number) + 1, 0), (SELECT value FROM counter WHERE name = 'relinked') FROM document"),
        document_(db, "SELECT id, source_id, path, url, outlet, title, published_from, published_to FROM document WHERE number = ?"),
        record_(db, "SELECT record FROM content WHERE number = ?"),
        sketch_(db, "SELECT sketch FROM item WHERE number = ?"),
        items_(db, "SELECT items FROM item WHERE number = ?"),
        edges_(db, "SELECT kind, a, a_item, b, b_item, score FROM edge ORDER BY kind, a, a_item, b, b_item"),
        search_(db, "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank, rowid LIMIT ?"),
        changes_(db, "PRAGMA data_version"),
        keep_(db, "INSERT OR REPLACE INTO kept (kind, id, body) VALUES (?,?,?)"),
        forget_(db, "DELETE FROM kept WHERE kind = ? AND id = ?"),
        kept_(db, "SELECT id, body FROM kept WHERE kind = ? ORDER BY id") {}
  ~Sqlite() override = default;

  Result<void> begin() override { return run("BEGIN IMMEDIATE"); }
  Result<void> commit() override {
    Result<void> done = run("COMMIT");
    if (!done) roll_back();
    return done;
  }
  void roll_back() override {
    if (sqlite3_get_autocommit(db_.get()) == 0) sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }

  Result<void> look() override { return run("BEGIN"); }
  void look_away() override { roll_back(); }

  Result<bool> has_input(std::string_view input) override {
    const bool found = has_input_.bind(input).step();
    if (found) has_input_.reset();
    if (has_input_.failed()) return trouble();
    return found;
  }

  Result<std::vector<std::optional<std::uint32_t>>> find(std::span<const std::string> ids) override {
    std::vector<std::optional<std::uint32_t>> out;
    for (const std::string& id : ids) {
      out.emplace_back();
      if (find_.bind(id).step()) {
        out.back() = static_cast<std::uint32_t>(find_.integer(0));
        find_.reset();
      }
      if (find_.failed()) return trouble();
    }
    return out;
  }

  Result<std::uint32_t> put(const StoredDocument& d, std::span<const std::uint64_t> text_keys, std::span<const std::uint64_t> story_keys,
                            const Words& words) override {
    const auto before = state();
    if (!before) return tl::unexpected(before.error());
    const std::uint32_t next = before->size;
    const std::int64_t number = next;
    put_.bind(number).bind(d.id).bind(d.source_id).bind(d.path).bind(d.url).bind(d.outlet).bind(d.title).bind(d.from).bind(d.to).step();
    if (put_.failed()) return trouble();
    const std::string packed = pack(d.record);
    put_content_.bind(number).bind_bytes(packed).step();
    if (put_content_.failed()) return trouble();
    put_words_.bind(number).bind(words.text).bind(words.speakers).bind(words.parties).step();
    if (put_words_.failed()) return trouble();
    if (auto noted = note_input(next, d.input); !noted) return tl::unexpected(noted.error());
    if (auto done = put_items(next, d.sketch, d.items, text_keys, story_keys); !done) return tl::unexpected(done.error());
    return next;
  }

  Result<void> note_input(std::uint32_t number, std::string_view input) override {
    put_input_.bind(input).bind(std::int64_t{number}).step();
    if (put_input_.failed()) return trouble();
    return {};
  }

  Result<std::vector<std::vector<std::uint32_t>>> sharing(KeyKind kind, std::span<const std::vector<std::uint64_t>> sets, std::size_t least,
                                                          std::uint32_t from) override {
    std::vector<std::vector<std::uint32_t>> out;
    std::vector<std::uint64_t> distinct;
    std::vector<std::uint32_t> met;
    for (const std::vector<std::uint64_t>& keys : sets) {
      distinct.assign(keys.begin(), keys.end());
      std::sort(distinct.begin(), distinct.end());
      distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
      met.clear();
      for (const std::uint64_t key : distinct) {
        by_key_.bind(static_cast<std::int64_t>(kind)).bind(static_cast<std::int64_t>(key)).bind(std::int64_t{from});
        while (by_key_.step()) met.push_back(static_cast<std::uint32_t>(by_key_.integer(0)));
        if (by_key_.failed()) return trouble();
      }
      std::sort(met.begin(), met.end());
      out.emplace_back();
      for (std::size_t i = 0; i < met.size();) {
        std::size_t j = i;
        while (j < met.size() && met[j] == met[i]) ++j;
        if (j - i >= least) out.back().push_back(met[i]);
        i = j;
      }
    }
    return out;
  }

  Result<void> connect(std::span<const link::Edge> edges) override {
    for (const link::Edge& e : edges) {
      put_edge_.bind(static_cast<std::int64_t>(e.kind))
          .bind(std::int64_t{e.a.report})
          .bind(std::int64_t{e.a.item})
          .bind(std::int64_t{e.b.report})
          .bind(std::int64_t{e.b.item})
          .bind(std::int64_t{e.score})
          .step();
      if (put_edge_.failed()) return trouble();
    }
    return {};
  }

  Result<void> forget_links() override {
    if (auto keys = run("DELETE FROM link_key"); !keys) return keys;
    return run("DELETE FROM edge; UPDATE counter SET value = value + 1 WHERE name = 'relinked'");
  }

  Result<void> put_items(std::uint32_t number, std::string_view sketch, std::string_view items, std::span<const std::uint64_t> text_keys,
                         std::span<const std::uint64_t> story_keys) override {
    const std::string packed = pack(items);
    put_items_.bind(std::int64_t{number}).bind_bytes(sketch).bind_bytes(packed).step();
    if (put_items_.failed()) return trouble();
    return put_keys(number, text_keys, story_keys);
  }

  Result<State> state() override {
    State out;
    if (state_.step()) {
      out = {static_cast<std::uint32_t>(state_.integer(0)), static_cast<std::uint64_t>(state_.integer(1))};
      state_.reset();
    }
    if (state_.failed()) return trouble();
    return out;
  }

  Result<StoredDocument> document(std::uint32_t number) override {
    StoredDocument out;
    if (!document_.bind(std::int64_t{number}).step()) {
      if (document_.failed()) return trouble();
      return fail(file_, "no document " + std::to_string(number));
    }
    out.number = number;
    out.id = document_.text(0), out.source_id = document_.text(1), out.path = document_.text(2), out.url = document_.text(3);
    out.outlet = document_.text(4), out.title = document_.text(5);
    if (!document_.null(6)) out.from = static_cast<long>(document_.integer(6));
    if (!document_.null(7)) out.to = static_cast<long>(document_.integer(7));
    document_.reset();
    return out;
  }

  Result<std::string> record(std::uint32_t number) override { return unpacked(record_, number); }
  Result<std::vector<std::string>> sketches(std::span<const std::uint32_t> numbers) override {
    return each(numbers, [&](std::uint32_t n) { return blob(sketch_, n); });
  }
  Result<std::vector<std::string>> items(std::span<const std::uint32_t> numbers) override {
    return each(numbers, [&](std::uint32_t n) { return unpacked(items_, n); });
  }

  Result<std::vector<link::Edge>> edges() override {
    std::vector<link::Edge> out;
    while (edges_.step()) {
      const auto number = [&](int column) { return static_cast<std::uint32_t>(edges_.integer(column)); };
      out.push_back({static_cast<link::Edge::Kind>(number(0)), {number(1), number(2)}, {number(3), number(4)}, number(5)});
    }
    if (edges_.failed()) return trouble();
    return out;
  }

  Result<std::uint64_t> changes() override {
    std::uint64_t out = 0;
    if (changes_.step()) {
      out = static_cast<std::uint64_t>(changes_.integer(0));
      changes_.reset();
    }
    if (changes_.failed()) return trouble();
    return out;
  }
  Result<void> keep(const Kept& what) override {
    keep_.bind(what.kind).bind(what.id).bind(what.body).step();
    if (keep_.failed()) return trouble();
    return {};
  }
  Result<void> forget(std::string_view kind, std::string_view id) override {
    forget_.bind(kind).bind(id).step();
    if (forget_.failed()) return trouble();
    return {};
  }
  Result<std::vector<Kept>> kept(std::string_view kind) override {
    std::vector<Kept> out;
    kept_.bind(kind);
    while (kept_.step()) out.push_back({std::string(kind), kept_.text(0), kept_.text(1)});
    if (kept_.failed()) return trouble();
    return out;
  }

  Result<std::vector<std::uint32_t>> search(const TextQuery& query, std::size_t limit) override {
    std::string match;
    const auto quoted = [&](const std::vector<std::string>& words) {
      match += '"';
      for (const std::string& w : words) (match += w) += ' ';  // terms have letters and digits only
      match += '"';
    };
    const auto both = [&] { match += match.empty() ? "" : " AND "; };
    for (const auto& alternatives : query.text) {
      if (alternatives.empty()) continue;
      both();
      match += "text : (";
      for (std::size_t i = 0; i < alternatives.size(); ++i) {
        if (i > 0) match += " OR ";
        quoted(alternatives[i]);
      }
      match += ')';
    }
    for (const auto& [column, names] : {std::pair("speakers : ", &query.speakers), std::pair("parties : ", &query.parties)})
      for (const std::string& name : *names) {
        both();
        match += column;
        quoted({name});
      }
    std::vector<std::uint32_t> out;
    if (match.empty()) return out;
    search_.bind(match).bind(static_cast<std::int64_t>(limit));
    while (search_.step()) out.push_back(static_cast<std::uint32_t>(search_.integer(0)));
    if (search_.failed()) return trouble();
    return out;
  }

 private:
  struct Closer {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };
  std::unique_ptr<sqlite3, Closer> db_;
  std::string file_;
  Statement has_input_, find_, put_, put_content_, put_input_, put_key_, put_words_, put_items_, put_edge_, by_key_, state_, document_,
      record_, sketch_, items_, edges_, search_, changes_, keep_, forget_, kept_;

  tl::unexpected<Error> trouble() const { return fail(file_, sqlite3_errmsg(db_.get())); }

  Result<void> run(const char* sql) {
    if (sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return trouble();
    return {};
  }

  Result<void> put_keys(std::uint32_t number, std::span<const std::uint64_t> text_keys, std::span<const std::uint64_t> story_keys) {
    for (const auto& [kind, keys] : {std::pair(KeyKind::text, text_keys), std::pair(KeyKind::story, story_keys)})
      for (const std::uint64_t key : keys) {
        put_key_.bind(static_cast<std::int64_t>(kind)).bind(static_cast<std::int64_t>(key)).bind(std::int64_t{number}).step();
        if (put_key_.failed()) return trouble();
      }
    return {};
  }

  template <class One>
  static Result<std::vector<std::string>> each(std::span<const std::uint32_t> numbers, One one) {
    std::vector<std::string> out;
    for (const std::uint32_t n : numbers) {
      auto bytes = one(n);
      if (!bytes) return tl::unexpected(bytes.error());
      out.push_back(std::move(*bytes));
    }
    return out;
  }

  Result<std::string> blob(Statement& statement, std::uint32_t number) {
    if (!statement.bind(std::int64_t{number}).step()) {
      if (statement.failed()) return trouble();
      return fail(file_, "no document " + std::to_string(number));
    }
    std::string out = statement.text(0);
    statement.reset();
    return out;
  }

  Result<std::string> unpacked(Statement& statement, std::uint32_t number) {
    const auto packed = blob(statement, number);
    return packed ? unpack(*packed, file_) : packed;
  }
};

std::optional<std::int64_t> pragma(sqlite3* db, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  std::optional<std::int64_t> out;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
    out = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  return out;
}

}  // namespace

Result<std::unique_ptr<Backend>> open_sqlite(const std::string& file, bool create, bool read_only) {
  std::error_code ignored;
  if (!create && !std::filesystem::exists(file, ignored)) return fail(file, "there is no such store; isnad add makes one");
  sqlite3* db = nullptr;
  const int flags = read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
  const auto give_up = [&](const std::string& why) {
    sqlite3_close_v2(db);
    return fail(file, why);
  };
  if (sqlite3_open_v2(file.c_str(), &db, flags, nullptr) != SQLITE_OK) return give_up(db == nullptr ? "out of memory" : sqlite3_errmsg(db));
  sqlite3_busy_timeout(db, kBusyMilliseconds);
  // A change of the journal's kind does not wait for others by itself.
  const auto run = [&](const char* sql) {
    for (int waited = 0;; waited += kRetryMilliseconds) {
      const int code = sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
      if ((code != SQLITE_BUSY && code != SQLITE_LOCKED) || waited >= kBusyMilliseconds) return code == SQLITE_OK;
      std::this_thread::sleep_for(std::chrono::milliseconds(kRetryMilliseconds));
    }
  };
  // In one transaction: another process may be making the store, and half of before and half of after would look like no store.
  if (!run("BEGIN")) return give_up(sqlite3_errmsg(db));
  const std::optional<std::int64_t> tables = pragma(db, "SELECT count(*) FROM sqlite_master"), version = pragma(db, "PRAGMA user_version"),
                                    application = pragma(db, "PRAGMA application_id");
  if (!version || !application || !tables) return give_up(sqlite3_errmsg(db));
  if (!run("COMMIT")) return give_up(sqlite3_errmsg(db));
  if (*application != kApplication && (*tables != 0 || *version != 0))
    return give_up("a SQLite file of another program, no store of Isnad");
  if (*version > kVersion)
    return give_up("made by a newer Isnad (layout " + std::to_string(*version) + ", this program knows " + std::to_string(kVersion) + ")");
  if (*version < kVersion && read_only)
    return give_up(*version == 0 ? "an empty store" : "made by an older Isnad; isnad add brings it up to date");
  if (!read_only) {
    if (!run("PRAGMA journal_mode = WAL") || !run("PRAGMA synchronous = FULL")) return give_up(sqlite3_errmsg(db));
    if (*version < kVersion) {
      if (!run("BEGIN IMMEDIATE")) return give_up(sqlite3_errmsg(db));
      // Another process may have done it meanwhile.
      for (auto v = pragma(db, "PRAGMA user_version").value_or(0); v < kVersion; ++v)
        if (!run(kMigrations[v])) return give_up(sqlite3_errmsg(db));
      const std::string done =
          "PRAGMA application_id = " + std::to_string(kApplication) + "; PRAGMA user_version = " + std::to_string(kVersion) + "; COMMIT";
      if (!run(done.c_str())) return give_up(sqlite3_errmsg(db));
    }
  }
  run("PRAGMA wal_autocheckpoint = 16384");  // pages: what is written over again need not be moved each time
  // Who adds goes to and fro among all keys; who reads goes by few pages, and a server has a connection a worker.
  run(read_only ? "PRAGMA cache_size = -16384" : "PRAGMA cache_size = -131072");
  run("PRAGMA temp_store = MEMORY");
  return std::unique_ptr<Backend>(std::make_unique<Sqlite>(db, file));
}

}  // namespace isnad::store
