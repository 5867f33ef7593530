// What a store in PostgreSQL has beyond the contract of all backends. Needs a server: tests/support/postgres_server.py.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <thread>

#include "store/backend.h"
#include "store/postgres/connection.h"
#include "store/postgres/layout.h"
#include "store/postgres_database.h"
#include "store/store.h"

namespace isnad::store {
namespace {

using namespace std::chrono_literals;
using Numbers = std::vector<std::uint32_t>;

std::unique_ptr<Backend> open(const std::string& address, bool read_only = false, std::chrono::milliseconds patience = 5s) {
  return std::move(open_postgres(address, !read_only, read_only, patience).value());
}

std::string why_not(const std::string& address, bool create = true, bool read_only = false) {
  const auto opened = open_postgres(address, create, read_only, 100ms);
  return opened ? "" : opened.error().text();
}

StoredDocument document(const std::string& id) {
  StoredDocument d;
  d.id = id, d.input = "input of " + id, d.record = "{}", d.sketch = "s", d.items = "i";
  return d;
}

TEST(PostgresAddress, ShowsEverythingButThePassword) {
  const auto shown = [](const char* location) {
    const auto address = postgres::Address::parse(location);
    return address ? address->shown() : address.error().text();
  };
  EXPECT_EQ(shown("postgresql://desk:secret@db.example.org:5433/news"), "postgresql://desk@db.example.org:5433/news");
  EXPECT_EQ(shown("postgres://desk:se%2Fcr%40et@db/news?sslmode=require"), "postgresql://desk@db/news");
  EXPECT_EQ(shown("postgresql://db/news?user=desk&password=secret"), "postgresql://desk@db/news");
  EXPECT_EQ(shown("postgresql:///news?host=/run/postgresql"), "postgresql:///run/postgresql/news");
  EXPECT_EQ(shown("postgresql://"), "postgresql://");
}

TEST(PostgresAddress, IsRefusedWithoutAWordOfThePassword) {
  // Passwords with a character that ends them early, and other mistakes.
  for (const char* location :
       {"postgresql://desk:se/cret@db/news", "postgresql://desk:se@cret@db/news", "postgresql://desk:12/cret@db/news",
        "postgresql://desk:cret%zz@db/news", "postgresql://desk:cret@db:54x/news", "postgresql://desk:cret@[::1/news",
        "postgresql://db/news?pass=cret", "postgresql://db/news?cret"}) {
    const auto address = postgres::Address::parse(location);
    ASSERT_FALSE(address) << location;
    EXPECT_EQ(address.error().text().find("cret"), std::string::npos) << address.error().text();
    EXPECT_NE(address.error().text().find("postgresql://USER@HOST:PORT/DATABASE"), std::string::npos);
    EXPECT_EQ(shown(location), "postgresql://");
  }
}

TEST(PostgresWire, MakesTextOfAnything) {
  EXPECT_EQ(postgres::as_text("خبر"), "خبر");
  EXPECT_EQ(postgres::as_text(std::string_view("a\0b", 3)), "a\uFFFDb");
  EXPECT_EQ(postgres::as_text("a\xFFz"), "a\uFFFDz");
}

TEST(Postgres, TakesPathsThatAreNoText) {
  const Database database;
  const auto backend = open(database.address());
  StoredDocument d = document("a");
  d.path = "/news/\xFF\xFE.txt", d.title = std::string("عنوان\0", 11);
  ASSERT_TRUE(backend->begin());
  ASSERT_TRUE(backend->put(d, {}, {}, {}));
  ASSERT_TRUE(backend->commit());
  EXPECT_EQ(backend->document(0).value().path, "/news/\uFFFD\uFFFD.txt");
  EXPECT_EQ(backend->document(0).value().title, "عنوان\uFFFD");
}

TEST(Postgres, SaysWhatIsWrong) {
  const Database database;
  EXPECT_NE(why_not(database.address(), false).find("there is no store in this database; isnad add makes one"), std::string::npos);
  EXPECT_NE(why_not(database.address(), true, true).find("there is no store"), std::string::npos);
  EXPECT_NE(why_not("postgresql://nobody:geheim@127.0.0.1:1/x").find("onnection refused"), std::string::npos);
  EXPECT_EQ(why_not("postgresql://nobody:geheim@127.0.0.1:1/x").find("geheim"), std::string::npos);
  std::string missing = database.address();
  missing.replace(missing.find(database.name()), database.name().size(), "none");
  EXPECT_NE(why_not(missing).find("database \"none\" does not exist"), std::string::npos);

  const Database other;
  other.run("DROP DATABASE " + other.name());
  other.run("CREATE DATABASE " + other.name() + " ENCODING 'SQL_ASCII' TEMPLATE template0");
  EXPECT_NE(why_not(other.address()).find("encoding is SQL_ASCII, UTF8 is needed"), std::string::npos);
}

TEST(Postgres, LeavesANewerLayoutAlone) {
  const Database database;
  auto old = open(database.address());
  ASSERT_TRUE(database.connect().run("UPDATE isnad.store SET layout = 99"));
  EXPECT_NE(why_not(database.address()).find("made by a newer Isnad (layout 99, this program knows 1)"), std::string::npos);
  // Also a program that had it open.
  const auto begun = old->begin();
  ASSERT_FALSE(begun);
  EXPECT_NE(begun.error().text().find("newer Isnad"), std::string::npos);
}

TEST(Postgres, BringsAnOlderLayoutUpToDateOrLeavesItAsItWas) {
  const Database database;
  auto connection = database.connect();
  std::vector<const char*> steps(postgres::migrations().begin(), postgres::migrations().end());
  ASSERT_TRUE(postgres::prepare_layout(connection, steps, true, false));
  const int first = static_cast<int>(steps.size());
  const auto layout = [&] { return connection.ask_once("SELECT layout FROM isnad.store").value().integer(0, 0); };
  EXPECT_EQ(layout(), first);
  const auto columns = [&] {
    return connection.ask_once("SELECT count(*) FROM pg_attribute WHERE attrelid = 'isnad.document'::regclass AND attname = 'mark'")
        .value()
        .integer(0, 0);
  };

  steps.push_back("ALTER TABLE isnad.document ADD mark integer");
  auto read_only = postgres::prepare_layout(connection, steps, false, true);
  ASSERT_FALSE(read_only);
  EXPECT_NE(read_only.error().text().find("made by an older Isnad; isnad add brings it up to date"), std::string::npos);
  steps.push_back("SELECT 1 / 0");
  EXPECT_FALSE(postgres::prepare_layout(connection, steps, false, false));
  EXPECT_EQ(layout(), first);
  EXPECT_EQ(columns(), 0);
  steps.back() = "ALTER TABLE isnad.document ALTER mark SET DEFAULT 3";
  EXPECT_TRUE(postgres::prepare_layout(connection, steps, false, false));
  EXPECT_EQ(layout(), first + 2);
  EXPECT_EQ(columns(), 1);
  EXPECT_TRUE(postgres::prepare_layout(connection, steps, false, false));
}

TEST(Postgres, IsMadeOnceBySeveralPrograms) {
  const Database database;
  std::vector<std::thread> threads;
  std::vector<std::string> errors(6);
  for (std::string& e : errors) threads.emplace_back([&] { e = why_not(database.address()); });
  for (std::thread& t : threads) t.join();
  EXPECT_EQ(errors, std::vector<std::string>(6));
}

TEST(Postgres, ReadersDoNotWaitForAWriterAndAddNothing) {
  const Database database;
  const auto writer = open(database.address());
  ASSERT_TRUE(writer->begin());
  ASSERT_TRUE(writer->put(document("a"), {}, {}, {}));
  const auto reader = open(database.address(), true);
  EXPECT_EQ(reader->state().value().size, 0u);
  ASSERT_TRUE(writer->commit());
  EXPECT_EQ(reader->state().value().size, 1u);
  const auto begun = reader->begin();
  ASSERT_FALSE(begun);
  EXPECT_NE(begun.error().text().find("read-only"), std::string::npos);
  EXPECT_EQ(reader->state().value().size, 1u);  // and goes on reading
}

TEST(Postgres, ALookSeesOneMomentWhateverOthersAdd) {
  const Database database;
  const auto writer = open(database.address()), reader = open(database.address(), true);
  ASSERT_TRUE(reader->look());
  EXPECT_EQ(reader->state().value().size, 0u);
  ASSERT_TRUE(writer->begin());
  ASSERT_TRUE(writer->put(document("a"), {}, {}, {}));
  ASSERT_TRUE(writer->commit());
  EXPECT_EQ(reader->state().value().size, 0u);
  EXPECT_EQ(reader->find(std::vector<std::string>{"a"}).value().front(), std::nullopt);
  reader->look_away();
  EXPECT_EQ(reader->state().value().size, 1u);
}

TEST(Postgres, TellsOfChangesByOthers) {
  const Database database;
  const auto one = open(database.address()), other = open(database.address());
  std::uint64_t seen = one->changes().value();
  const auto changed = [&] {
    const std::uint64_t before = std::exchange(seen, one->changes().value());
    return before != seen;
  };
  EXPECT_FALSE(changed());
  ASSERT_TRUE(other->keep({"note", "a", "{}"}));
  EXPECT_TRUE(changed());
  ASSERT_TRUE(other->forget("note", "a"));
  EXPECT_TRUE(changed());
  ASSERT_TRUE(other->begin());
  ASSERT_TRUE(other->put(document("a"), {}, {}, {}));
  EXPECT_FALSE(changed());
  ASSERT_TRUE(other->commit());
  EXPECT_TRUE(changed());
  ASSERT_TRUE(other->begin());
  ASSERT_TRUE(other->forget_links());
  ASSERT_TRUE(other->commit());
  EXPECT_TRUE(changed());
  EXPECT_FALSE(changed());
}

// --- lost connections -----------------------------------------------------------------------------------------------------

// As an administrator or a restart does: ends all connections to the database but this one.
void cut(const Database& database) {
  auto c = database.connect("postgres");
  const auto done = c.ask_once("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = $1",
                               postgres::Values().text(database.name()));
  ASSERT_TRUE(done) << done.error().text();
  ASSERT_GT(done->integer(0, 0), 0);
}

TEST(Postgres, AsksAgainAfterTheConnectionWasLost) {
  const Database database;
  const auto backend = open(database.address());
  cut(database);
  EXPECT_EQ(backend->state().value().size, 0u);
  cut(database);
  EXPECT_TRUE(backend->begin());
  ASSERT_TRUE(backend->put(document("a"), {}, {}, {}));
  EXPECT_TRUE(backend->commit());
  EXPECT_FALSE(backend->connection_lost());
}

TEST(Postgres, ATransactionThatIsLostIsSaidToBe) {
  const Database database;
  const auto backend = open(database.address());
  for (const bool sent : {false, true}) {
    ASSERT_TRUE(backend->begin());
    ASSERT_TRUE(backend->put(document("a"), std::vector<std::uint64_t>{1}, {}, {}));
    if (sent) {
      ASSERT_TRUE(backend->items(Numbers{0}));
    }
    cut(database);
    ASSERT_FALSE(backend->commit());
    EXPECT_TRUE(backend->connection_lost());
    EXPECT_EQ(backend->state().value().size, 0u);
    EXPECT_FALSE(backend->connection_lost());
  }
  ASSERT_TRUE(backend->look());
  cut(database);
  EXPECT_FALSE(backend->state());
  EXPECT_TRUE(backend->connection_lost());
  backend->look_away();
  ASSERT_TRUE(backend->begin());
  ASSERT_TRUE(backend->put(document("a"), {}, {}, {}));
  ASSERT_TRUE(backend->commit());
  EXPECT_EQ(backend->state().value().size, 1u);
}

TEST(Postgres, AServerThatStaysAwayIsGivenUpAndNamed) {
  const Database database;
  const auto backend = open(database.address(), false, 300ms);
  database.run("ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS false");
  cut(database);
  const auto size = backend->state();
  database.run("ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS true");
  ASSERT_FALSE(size);
  EXPECT_NE(size.error().text().find("the server cannot be reached again"), std::string::npos) << size.error().text();
  EXPECT_NE(size.error().text().find(database.name()), std::string::npos);
  EXPECT_FALSE(backend->connection_lost());  // nobody need try again
  EXPECT_TRUE(backend->state());
}

// --- full text ------------------------------------------------------------------------------------------------------------

// Texts of few words, so that phrases and their parts meet often.
TEST(Postgres, FindsTheSameInTheSameOrderAsSqlite) {
  const Database database;
  const std::string file = (std::filesystem::temp_directory_path() / ("isnad-" + database.name() + ".db")).string();
  const auto postgres = open(database.address());
  const auto sqlite = std::move(open_sqlite(file, true, false).value());
  const std::vector<std::string> vocabulary{"نووي", "برنامج", "stateIR", "vالتقى", "وزير", "2015", "كيري", "اتفاق"};
  std::mt19937 random(20261125);
  const auto word = [&] { return vocabulary[std::min(random() % vocabulary.size(), random() % vocabulary.size())]; };
  const auto words = [&](std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) (out += word()) += i + 1 < count ? " " : "";
    return out;
  };
  for (Backend* b : {postgres.get(), sqlite.get()}) ASSERT_TRUE(b->begin());
  for (int n = 0; n < 300; ++n) {
    // A few are empty, and one is longer than any index of positions.
    const Words w{words(n == 7 ? 40'000 : random() % 40), words(random() % 4), words(random() % 4)};
    for (Backend* b : {postgres.get(), sqlite.get()}) ASSERT_TRUE(b->put(document(std::to_string(n)), {}, {}, w));
  }
  for (Backend* b : {postgres.get(), sqlite.get()}) ASSERT_TRUE(b->commit());
  std::size_t hits = 0;
  for (int n = 0; n < 300; ++n) {
    TextQuery query;
    for (std::size_t entries = random() % 3; query.text.size() < entries;) {
      std::vector<std::vector<std::string>> alternatives(1 + random() % 2);
      for (auto& phrase : alternatives)
        // FTS5 counts a phrase that overlaps itself more often: no word twice.
        for (std::size_t length = 1 + random() % 3; phrase.size() < length;)
          if (const std::string w = word(); std::find(phrase.begin(), phrase.end(), w) == phrase.end()) phrase.push_back(w);
      query.text.push_back(std::move(alternatives));
    }
    if (random() % 3 == 0) query.speakers.push_back(word());
    if (random() % 3 == 0) query.parties.push_back(word());
    const std::size_t limit = random() % 2 == 0 ? 10 : 1000;
    const Numbers wanted = sqlite->search(query, limit).value();
    EXPECT_EQ(postgres->search(query, limit).value(), wanted);
    hits += wanted.size();
  }
  EXPECT_GT(hits, 3000u);
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file + end);
}

TEST(Postgres, FindsTermsThatAreTooLongForAnIndex) {
  const Database database;
  const auto backend = open(database.address());
  std::string longest;
  std::mt19937 random(1);  // nothing that could be compressed
  while (longest.size() < 6000) longest.push_back(static_cast<char>('a' + random() % 26));
  ASSERT_TRUE(backend->begin());
  ASSERT_TRUE(backend->put(document("a"), {}, {}, {"قبل " + longest + " بعد", longest, ""}));
  ASSERT_TRUE(backend->put(document("b"), {}, {}, {"قبل بعد", "", ""}));
  ASSERT_TRUE(backend->commit());
  EXPECT_EQ(backend->search({{{{longest}}}, {}, {}}, 9).value(), Numbers{0});
  EXPECT_EQ(backend->search({{{{"قبل", longest}}}, {}, {}}, 9).value(), Numbers{0});
  EXPECT_EQ(backend->search({{{{longest, "قبل"}}}, {}, {}}, 9).value(), Numbers{});
  EXPECT_EQ(backend->search({{}, {longest}, {}}, 9).value(), Numbers{0});
}

}  // namespace
}  // namespace isnad::store
