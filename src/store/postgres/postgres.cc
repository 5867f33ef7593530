// A store in a database of PostgreSQL: docs/formats/store.md describes its tables.
//
// What is put in a transaction is gathered here and sent by COPY, all of it at the commit or before the next question. Who adds holds the
// lock on the one row of the table store; readers ask for no lock.
#include <algorithm>
#include <optional>
#include <set>
#include <unordered_map>

#include "store/backend.h"
#include "store/packed.h"
#include "store/postgres/connection.h"
#include "store/postgres/layout.h"
#include "store/postgres/words.h"

namespace isnad::store {
namespace {

using postgres::Answer;
using postgres::Connection;
using postgres::Rows;
using postgres::Values;

constexpr std::size_t kGathered = std::size_t{32} << 20;  // bytes of rows that are sent at the latest

class Postgres : public Backend {
 public:
  explicit Postgres(Connection connection) : c_(std::move(connection)) {}
  ~Postgres() override = default;

  Result<void> begin() override {
    if (doing_ != Doing::nothing) return c_.wrong("a transaction is under way");
    const auto row = settled([&]() -> Result<Answer> {
      if (auto begun = c_.run("BEGIN ISOLATION LEVEL READ COMMITTED"); !begun) return tl::unexpected(begun.error());
      // Waits for who adds, and then sees what it has added.
      auto locked = c_.ask("SELECT layout, documents, terms, relinked FROM isnad.store FOR UPDATE");
      if (!locked && c_.connected()) static_cast<void>(c_.run("ROLLBACK"));
      return locked;
    });
    if (!row) return tl::unexpected(row.error());
    if (row->rows() != 1 || row->integer(0, 0) != static_cast<std::int64_t>(postgres::migrations().size())) {
      static_cast<void>(c_.run("ROLLBACK"));
      return c_.wrong("the store has got another layout meanwhile, by a newer Isnad");
    }
    doing_ = Doing::adding;
    state_ = {static_cast<std::uint32_t>(row->integer(0, 1)), static_cast<std::uint64_t>(row->integer(0, 3))};
    terms_ = row->integer(0, 2);
    changed_ = false;
    return {};
  }

  Result<void> commit() override {
    if (doing_ != Doing::adding) return c_.wrong("no transaction is under way");
    auto done = send();
    if (done && changed_)
      done =
          noted(
              c_.ask("UPDATE isnad.store SET documents = $1, terms = $2, relinked = $3",
                     Values().integer(static_cast<std::int32_t>(state_.size)).big(terms_).big(static_cast<std::int64_t>(state_.relinked))))
              .map([](const Answer&) {});
    if (done) {
      const auto end = noted(c_.ask("COMMIT"));
      if (!end) done = tl::unexpected(end.error());
      // After an error in a transaction the server takes a commit for a wish to roll back, and says so in this way only.
      else if (end->done() != "COMMIT") done = c_.wrong("the transaction was rolled back by the server");
    }
    if (!done) return roll_back(), done;
    doing_ = Doing::nothing;
    return {};
  }

  void roll_back() override {
    if (doing_ == Doing::adding) end_on_server();
    for (Rows* rows : {&documents_, &contents_, &items_, &text_keys_, &story_keys_, &words_}) rows->clear();
    inputs_ = {}, edges_ = {};
    doing_ = Doing::nothing;
  }

  Result<void> look() override {
    if (doing_ != Doing::nothing) return c_.wrong("a transaction is under way");
    auto begun = settled([&] { return c_.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); });
    if (begun) doing_ = Doing::looking;
    return begun;
  }
  void look_away() override {
    if (doing_ == Doing::looking) end_on_server();
    doing_ = Doing::nothing;
  }

  bool connection_lost() const override { return lost_; }

  Result<bool> has_input(std::string_view input) override {
    const auto row = read("SELECT FROM isnad.input WHERE hash = $1", Values().text(input));
    if (!row) return tl::unexpected(row.error());
    return row->rows() > 0;
  }

  Result<std::vector<std::optional<std::uint32_t>>> find(std::span<const std::string> ids) override {
    const auto rows = read("SELECT id, number FROM isnad.document WHERE id = ANY($1)", Values().texts(ids));
    if (!rows) return tl::unexpected(rows.error());
    std::unordered_map<std::string_view, std::uint32_t> numbers;
    for (int row = 0; row < rows->rows(); ++row) numbers.emplace(rows->bytes(row, 0), static_cast<std::uint32_t>(rows->integer(row, 1)));
    std::vector<std::optional<std::uint32_t>> out;
    for (const std::string& id : ids) {
      const auto it = numbers.find(id);
      out.push_back(it == numbers.end() ? std::nullopt : std::optional(it->second));
    }
    return out;
  }

  Result<std::uint32_t> put(const StoredDocument& d, std::span<const std::uint64_t> text_keys, std::span<const std::uint64_t> story_keys,
                            const Words& words) override {
    if (doing_ != Doing::adding) return c_.wrong("no transaction is under way");
    if (documents_.bytes().size() + contents_.bytes().size() + items_.bytes().size() + words_.bytes().size() > kGathered)
      if (auto sent = send(); !sent) return tl::unexpected(sent.error());
    const std::uint32_t number = state_.size;
    documents_.row().integer(static_cast<std::int32_t>(number)).value(postgres::as_text(d.id));
    for (const std::string* text : {&d.source_id, &d.path, &d.url, &d.outlet, &d.title}) documents_.value(postgres::as_text(*text));
    for (const std::optional<long>& day : {d.from, d.to})
      if (day) documents_.integer(static_cast<std::int32_t>(*day));
      else documents_.null();
    contents_.row().integer(static_cast<std::int32_t>(number)).value(pack(d.record));
    const postgres::WordsRow row = postgres::words_row(words);
    words_.row().integer(static_cast<std::int32_t>(number)).integer(row.length);
    words_.value(row.text).value(row.speakers).value(row.parties).value(postgres::as_array(row.terms));
    if (auto noted = note_input(number, d.input); !noted) return tl::unexpected(noted.error());
    if (auto done = put_items(number, d.sketch, d.items, text_keys, story_keys); !done) return tl::unexpected(done.error());
    ++state_.size;
    terms_ += row.length;
    changed_ = true;
    return number;
  }

  Result<void> note_input(std::uint32_t number, std::string_view input) override {
    if (doing_ != Doing::adding) return c_.wrong("no transaction is under way");
    inputs_.hashes.emplace_back(input), inputs_.numbers.push_back(static_cast<std::int32_t>(number));
    return {};
  }

  Result<std::vector<std::vector<std::uint32_t>>> sharing(KeyKind kind, std::span<const std::vector<std::uint64_t>> sets, std::size_t least,
                                                          std::uint32_t from) override {
    std::vector<std::vector<std::uint32_t>> out(sets.size());
    std::vector<std::int32_t> of;
    std::vector<std::int64_t> keys;
    for (std::size_t i = 0; i < sets.size(); ++i)
      for (const std::uint64_t k : std::set<std::uint64_t>(sets[i].begin(), sets[i].end()))
        of.push_back(static_cast<std::int32_t>(i)), keys.push_back(static_cast<std::int64_t>(k));
    if (keys.empty()) return out;
    const char* const sql = kind == KeyKind::text
                                ? "SELECT s.i, k.number FROM unnest($1, $2) AS s (i, key) JOIN isnad.text_key k ON k.key = s.key "
                                  "WHERE k.number >= $3 GROUP BY 1, 2 HAVING count(*) >= $4 ORDER BY 1, 2"
                                : "SELECT s.i, k.number FROM unnest($1, $2) AS s (i, key) JOIN isnad.story_key k ON k.key = s.key "
                                  "WHERE k.number >= $3 GROUP BY 1, 2 HAVING count(*) >= $4 ORDER BY 1, 2";
    const auto rows =
        read(sql, Values().integers(of).bigs(keys).integer(static_cast<std::int32_t>(from)).big(static_cast<std::int64_t>(least)));
    if (!rows) return tl::unexpected(rows.error());
    for (int row = 0; row < rows->rows(); ++row)
      out[static_cast<std::size_t>(rows->integer(row, 0))].push_back(static_cast<std::uint32_t>(rows->integer(row, 1)));
    return out;
  }

  Result<void> connect(std::span<const link::Edge> edges) override {
    if (doing_ != Doing::adding) return c_.wrong("no transaction is under way");
    for (const link::Edge& e : edges) {
      const std::uint32_t values[] = {static_cast<std::uint32_t>(e.kind), e.a.report, e.a.item, e.b.report, e.b.item, e.score};
      for (std::size_t i = 0; i < std::size(values); ++i) edges_.columns[i].push_back(static_cast<std::int32_t>(values[i]));
    }
    return {};
  }

  Result<void> forget_links() override {
    if (doing_ != Doing::adding) return c_.wrong("no transaction is under way");
    if (auto sent = send(); !sent) return sent;
    for (const char* sql :
         {"DELETE FROM isnad.text_key", "DELETE FROM isnad.story_key", "DELETE FROM isnad.edge", "DELETE FROM isnad.item"})
      if (auto done = noted(c_.ask(sql)); !done) return tl::unexpected(done.error());
    ++state_.relinked;
    changed_ = true;
    return {};
  }

  Result<void> put_items(std::uint32_t number, std::string_view sketch, std::string_view items, std::span<const std::uint64_t> text_keys,
                         std::span<const std::uint64_t> story_keys) override {
    if (doing_ != Doing::adding) return c_.wrong("no transaction is under way");
    items_.row().integer(static_cast<std::int32_t>(number)).value(sketch).value(pack(items));
    for (const auto& [rows, keys] : {std::pair(&text_keys_, text_keys), std::pair(&story_keys_, story_keys)})
      for (const std::uint64_t k : std::set<std::uint64_t>(keys.begin(), keys.end()))
        rows->row().integer(static_cast<std::int64_t>(k)).integer(static_cast<std::int32_t>(number));
    return {};
  }

  Result<State> state() override {
    if (doing_ == Doing::adding) return state_;
    const auto row = read("SELECT documents, relinked FROM isnad.store", Values());
    if (!row) return tl::unexpected(row.error());
    if (row->rows() != 1) return c_.wrong("the store is damaged: its table store is empty");
    return State{static_cast<std::uint32_t>(row->integer(0, 0)), static_cast<std::uint64_t>(row->integer(0, 1))};
  }

  Result<StoredDocument> document(std::uint32_t number) override {
    const auto row =
        read("SELECT id, source_id, path, url, outlet, title, published_from, published_to FROM isnad.document WHERE number = $1",
             Values().integer(static_cast<std::int32_t>(number)));
    if (!row) return tl::unexpected(row.error());
    if (row->rows() == 0) return none(number);
    StoredDocument out;
    out.number = number;
    int column = 0;
    for (std::string* text : {&out.id, &out.source_id, &out.path, &out.url, &out.outlet, &out.title}) *text = row->bytes(0, column++);
    for (std::optional<long>* day : {&out.from, &out.to}) {
      if (!row->null(0, column)) *day = static_cast<long>(row->integer(0, column));
      ++column;
    }
    return out;
  }

  Result<std::string> record(std::uint32_t number) override {
    const auto row = read("SELECT record FROM isnad.content WHERE number = $1", Values().integer(static_cast<std::int32_t>(number)));
    if (!row) return tl::unexpected(row.error());
    return row->rows() == 0 ? none(number) : unpack(row->bytes(0, 0), c_.shown());
  }

  Result<std::vector<std::string>> sketches(std::span<const std::uint32_t> numbers) override {
    return each(numbers, "SELECT number, sketch FROM isnad.item WHERE number = ANY($1)",
                [](std::string_view bytes) { return Result<std::string>(bytes); });
  }
  Result<std::vector<std::string>> items(std::span<const std::uint32_t> numbers) override {
    return each(numbers, "SELECT number, items FROM isnad.item WHERE number = ANY($1)",
                [&](std::string_view bytes) { return unpack(bytes, c_.shown()); });
  }

  Result<std::vector<link::Edge>> edges() override {
    const auto rows = read("SELECT kind, a, a_item, b, b_item, score FROM isnad.edge", Values());
    if (!rows) return tl::unexpected(rows.error());
    std::vector<link::Edge> out;
    for (int row = 0; row < rows->rows(); ++row) {
      const auto number = [&](int column) { return static_cast<std::uint32_t>(rows->integer(row, column)); };
      out.push_back({static_cast<link::Edge::Kind>(number(0)), {number(1), number(2)}, {number(3), number(4)}, number(5)});
    }
    std::sort(out.begin(), out.end());
    return out;
  }

  // All three only grow, so their sum is another after every change.
  Result<std::uint64_t> changes() override {
    const auto row = read("SELECT documents + relinked + kept FROM isnad.store", Values());
    if (!row) return tl::unexpected(row.error());
    return row->rows() == 1 ? static_cast<std::uint64_t>(row->integer(0, 0)) : 0;
  }

  Result<void> keep(const Kept& what) override {
    return read(
               "WITH done AS (INSERT INTO isnad.kept (kind, id, body) VALUES ($1, $2, $3) ON CONFLICT (kind, id) DO UPDATE SET body = $3) "
               "UPDATE isnad.store SET kept = kept + 1",
               Values().text(what.kind).text(what.id).text(postgres::as_text(what.body)))
        .map([](const Answer&) {});
  }
  Result<void> forget(std::string_view kind, std::string_view id) override {
    return read("WITH done AS (DELETE FROM isnad.kept WHERE kind = $1 AND id = $2) UPDATE isnad.store SET kept = kept + 1",
                Values().text(kind).text(id))
        .map([](const Answer&) {});
  }
  Result<std::vector<Kept>> kept(std::string_view kind) override {
    const auto rows = read("SELECT id, body FROM isnad.kept WHERE kind = $1 ORDER BY id", Values().text(kind));
    if (!rows) return tl::unexpected(rows.error());
    std::vector<Kept> out;
    for (int row = 0; row < rows->rows(); ++row)
      out.push_back({std::string(kind), std::string(rows->bytes(row, 0)), std::string(rows->bytes(row, 1))});
    return out;
  }

  Result<std::vector<std::uint32_t>> search(const TextQuery& query, std::size_t limit) override {
    if (auto sent = send(); !sent) return tl::unexpected(sent.error());
    return settled([&] { return postgres::search_words(c_, query, limit); });
  }

 private:
  enum class Doing : std::uint8_t { nothing, looking, adding };

  Connection c_;
  Doing doing_ = Doing::nothing;
  bool lost_ = false;

  // Of the transaction: how the store is with what was put, and what has not been sent yet.
  State state_;
  std::int64_t terms_ = 0;
  bool changed_ = false;
  Rows documents_{9}, contents_{2}, items_{3}, text_keys_{2}, story_keys_{2}, words_{6};
  struct {
    std::vector<std::string> hashes;
    std::vector<std::int32_t> numbers;
  } inputs_;
  struct {
    std::vector<std::int32_t> columns[6];
  } edges_;

  tl::unexpected<Error> none(std::uint32_t number) const { return c_.wrong("no document " + std::to_string(number)); }

  // Remembers whether a failure was the connection's.
  template <class Done>
  Done noted(Done done) {
    lost_ = !done && c_.lost();
    return done;
  }

  // Asks; where nothing is under way that could be lost, once more after the connection is back.
  template <class Ask>
  auto settled(Ask ask) -> decltype(ask()) {
    if (doing_ == Doing::nothing && !c_.connected())
      if (auto back = c_.connect_again(); !back) return lost_ = false, tl::unexpected(back.error());
    auto done = noted(ask());
    if (done || !lost_ || doing_ != Doing::nothing) return done;
    if (auto back = c_.connect_again(); !back) return lost_ = false, tl::unexpected(back.error());
    return noted(ask());
  }

  Result<Answer> read(const char* sql, const Values& values) {
    if (auto sent = send(); !sent) return tl::unexpected(sent.error());
    return settled([&] { return c_.ask(sql, values); });
  }

  void end_on_server() {
    if (c_.connected()) static_cast<void>(c_.run("ROLLBACK"));
  }

  // Sends what was gathered.
  Result<void> send() {
    struct Table {
      Rows* rows;
      const char* sql;
    };
    const Table tables[] = {
        {&documents_,
         "COPY isnad.document (number, id, source_id, path, url, outlet, title, published_from, published_to) FROM STDIN (FORMAT binary)"},
        {&contents_, "COPY isnad.content (number, record) FROM STDIN (FORMAT binary)"},
        {&items_, "COPY isnad.item (number, sketch, items) FROM STDIN (FORMAT binary)"},
        {&text_keys_, "COPY isnad.text_key (key, number) FROM STDIN (FORMAT binary)"},
        {&story_keys_, "COPY isnad.story_key (key, number) FROM STDIN (FORMAT binary)"},
        {&words_, "COPY isnad.words (number, length, text, speakers, parties, terms) FROM STDIN (FORMAT binary)"},
    };
    for (const Table& t : tables) {
      if (t.rows->empty()) continue;
      if (auto done = noted(c_.copy(t.sql, *t.rows)); !done) return done;
      t.rows->clear();
    }
    if (!inputs_.hashes.empty()) {
      const auto done = noted(c_.ask("INSERT INTO isnad.input (hash, number) SELECT * FROM unnest($1, $2) ON CONFLICT DO NOTHING",
                                     Values().texts(inputs_.hashes).integers(inputs_.numbers)));
      if (!done) return tl::unexpected(done.error());
      inputs_ = {};
    }
    if (!edges_.columns[0].empty()) {
      Values values;
      for (const auto& column : edges_.columns) values.integers(column);
      const auto done =
          noted(c_.ask("INSERT INTO isnad.edge (kind, a, a_item, b, b_item, score) "
                       "SELECT * FROM unnest($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                       values));
      if (!done) return tl::unexpected(done.error());
      edges_ = {};
    }
    return {};
  }

  template <class Read>
  Result<std::vector<std::string>> each(std::span<const std::uint32_t> numbers, const char* sql, Read one) {
    const std::vector<std::int32_t> wanted(numbers.begin(), numbers.end());
    const auto rows = read(sql, Values().integers(wanted));
    if (!rows) return tl::unexpected(rows.error());
    std::unordered_map<std::uint32_t, int> of;
    for (int row = 0; row < rows->rows(); ++row) of.emplace(static_cast<std::uint32_t>(rows->integer(row, 0)), row);
    std::vector<std::string> out;
    for (const std::uint32_t n : numbers) {
      const auto it = of.find(n);
      if (it == of.end()) return none(n);
      auto bytes = one(rows->bytes(it->second, 1));
      if (!bytes) return tl::unexpected(bytes.error());
      out.push_back(std::move(*bytes));
    }
    return out;
  }
};

}  // namespace

Result<std::unique_ptr<Backend>> open_postgres(const std::string& location, bool create, bool read_only,
                                               std::chrono::milliseconds patience) {
  auto address = postgres::Address::parse(location);
  if (!address) return tl::unexpected(address.error());
  for (;;) {
    auto connection = Connection::open(*address, read_only, patience);
    if (!connection) return tl::unexpected(connection.error());
    const auto ready = postgres::prepare_layout(*connection, postgres::migrations(), create, read_only);
    if (ready) return std::unique_ptr<Backend>(std::make_unique<Postgres>(std::move(*connection)));
    if (!connection->lost()) return tl::unexpected(ready.error());
    // It was there a moment ago.
    if (auto back = connection->connect_again(); !back) return tl::unexpected(back.error());
  }
}

}  // namespace isnad::store
