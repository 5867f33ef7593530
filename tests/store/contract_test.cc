// What every backend has to keep. A new backend is one more line in kBackends.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>

#include "store/backend.h"
#include "store/postgres_database.h"

namespace isnad::store {
namespace {

namespace fs = std::filesystem;

// A folder of its own that goes with the test.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("isnad-store-" + std::to_string(std::random_device{}()))) { fs::create_directories(path_); }
  ~Folder() { fs::remove_all(path_); }
  std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

struct Kind {
  const char* name;
  /// Where a store can be made, and what has to live as long as it.
  std::function<std::shared_ptr<void>()> place;
  std::function<std::unique_ptr<Backend>(void* place)> open;
};

const Kind kBackends[] = {
    {"Memory", [] { return nullptr; }, [](void*) { return open_memory(); }},
    {"Sqlite", [] { return std::make_shared<Folder>(); },
     [](void* folder) { return std::move(open_sqlite(static_cast<Folder*>(folder)->file("store.db"), true, false).value()); }},
    // Needs a server, so ctest runs it apart (store.postgres).
    {"Postgres", [] { return std::make_shared<Database>(); },
     [](void* database) { return std::move(open_postgres(static_cast<Database*>(database)->address(), true, false).value()); }},
};

using Numbers = std::vector<std::uint32_t>;

StoredDocument document(const std::string& id) {
  StoredDocument d;
  d.id = id, d.input = "input of " + id, d.source_id = "source " + id, d.path = "/p/" + id, d.url = "http://x/" + id, d.outlet = "رويترز",
  d.title = "عنوان";
  d.from = -10, d.to = 16'000;
  d.record = R"({"isnad":1})" + id, d.sketch = "sketch " + id, d.items = std::string("items\0", 6) + id;
  return d;
}

class Contract : public testing::TestWithParam<Kind> {
 protected:
  std::shared_ptr<void> place_ = GetParam().place();
  std::unique_ptr<Backend> backend_ = GetParam().open(place_.get());

  std::uint32_t put(const std::string& id, std::vector<std::uint64_t> text = {}, std::vector<std::uint64_t> story = {}, Words words = {}) {
    return backend_->put(document(id), text, story, words).value();
  }

  Numbers sharing(KeyKind kind, std::vector<std::uint64_t> keys, std::size_t least, std::uint32_t from = 0) {
    return backend_->sharing(kind, {&keys, 1}, least, from).value().front();
  }
};

TEST_P(Contract, KeepsADocumentAsItWasGiven) {
  ASSERT_TRUE(backend_->begin());
  EXPECT_EQ(put("a"), 0u);
  EXPECT_EQ(put("b"), 1u);
  ASSERT_TRUE(backend_->commit());
  EXPECT_EQ(backend_->state().value().size, 2u);
  const StoredDocument wanted = document("b"), got = backend_->document(1).value();
  EXPECT_EQ(got.number, 1u);
  EXPECT_EQ(got.id, wanted.id);
  EXPECT_EQ(got.source_id, wanted.source_id);
  EXPECT_EQ(got.path, wanted.path);
  EXPECT_EQ(got.url, wanted.url);
  EXPECT_EQ(got.outlet, wanted.outlet);
  EXPECT_EQ(got.title, wanted.title);
  EXPECT_EQ(got.from, wanted.from);
  EXPECT_EQ(got.to, wanted.to);
  EXPECT_EQ(backend_->record(1).value(), wanted.record);
  EXPECT_EQ(backend_->sketches(Numbers{1, 0}).value(), (std::vector<std::string>{wanted.sketch, document("a").sketch}));
  EXPECT_EQ(backend_->items(Numbers{1, 0}).value(), (std::vector<std::string>{wanted.items, document("a").items}));
  EXPECT_EQ(backend_->find(std::vector<std::string>{"b", "c", "a"}).value(),
            (std::vector<std::optional<std::uint32_t>>{1, std::nullopt, 0}));
  EXPECT_FALSE(backend_->document(2));
  EXPECT_FALSE(backend_->record(2));
  EXPECT_FALSE(backend_->items(Numbers{0, 2}));
  EXPECT_FALSE(backend_->sketches(Numbers{2}));
}

TEST_P(Contract, KnowsAnInputAgain) {
  ASSERT_TRUE(backend_->begin());
  put("a");
  ASSERT_TRUE(backend_->note_input(0, "other input"));
  ASSERT_TRUE(backend_->note_input(0, "other input"));
  ASSERT_TRUE(backend_->commit());
  EXPECT_EQ(backend_->state().value().size, 1u);
  EXPECT_TRUE(backend_->has_input("input of a").value());
  EXPECT_TRUE(backend_->has_input("other input").value());
  EXPECT_FALSE(backend_->has_input("input of b").value());
}

TEST_P(Contract, ADocumentIsThereOnce) {
  ASSERT_TRUE(backend_->begin());
  put("a");
  ASSERT_TRUE(backend_->commit());
  ASSERT_TRUE(backend_->begin());
  EXPECT_FALSE(backend_->put(document("a"), {}, {}, {}) && backend_->commit());
  backend_->roll_back();
  EXPECT_EQ(backend_->state().value().size, 1u);
}

TEST_P(Contract, WhatIsRolledBackIsGone) {
  ASSERT_TRUE(backend_->begin());
  put("a", {1}, {2});
  ASSERT_TRUE(backend_->commit());
  ASSERT_TRUE(backend_->begin());
  put("b", {1}, {2});
  const link::Edge edge{link::Edge::Kind::copy, {0, 0}, {1, 0}, 0};
  ASSERT_TRUE(backend_->connect({&edge, 1}));
  backend_->roll_back();
  EXPECT_EQ(backend_->state().value().size, 1u);
  EXPECT_FALSE(backend_->has_input("input of b").value());
  EXPECT_EQ(sharing(KeyKind::text, {1}, 1), Numbers{0});
  EXPECT_TRUE(backend_->edges().value().empty());
  ASSERT_TRUE(backend_->begin());  // and the store can be used on
  EXPECT_EQ(put("c"), 1u);
  ASSERT_TRUE(backend_->commit());
}

TEST_P(Contract, FindsWhoSharesKeys) {
  ASSERT_TRUE(backend_->begin());
  put("a", {1, 2, 3}, {1, 9});
  put("b", {2, 3, 4}, {8});
  put("c", {4, 5, ~0ull}, {9});
  ASSERT_TRUE(backend_->commit());
  EXPECT_EQ(sharing(KeyKind::text, {2, 3}, 2), (Numbers{0, 1}));
  EXPECT_EQ(sharing(KeyKind::text, {2, 2}, 2), Numbers{});  // one key twice is one
  EXPECT_EQ(sharing(KeyKind::text, {1, 4, ~0ull}, 2), (Numbers{2}));
  EXPECT_EQ(sharing(KeyKind::story, {9}, 1), (Numbers{0, 2}));
  EXPECT_EQ(sharing(KeyKind::story, {2, 3}, 1), Numbers{});
  EXPECT_EQ(sharing(KeyKind::text, {}, 1), Numbers{});
  EXPECT_EQ(sharing(KeyKind::text, {2, 3}, 2, 1), (Numbers{1}));  // from a number on
  const std::vector<std::vector<std::uint64_t>> sets{{5}, {}, {1, 4}};
  EXPECT_EQ(backend_->sharing(KeyKind::text, sets, 1, 0).value(), (std::vector<Numbers>{{2}, {}, {0, 1, 2}}));
}

TEST_P(Contract, KeepsEachEdgeOnce) {
  ASSERT_TRUE(backend_->begin());
  put("a"), put("b");
  const std::vector<link::Edge> edges{{link::Edge::Kind::claim, {0, 3}, {1, 4}, 0}, {link::Edge::Kind::story, {0, 0}, {1, 0}, 512}};
  ASSERT_TRUE(backend_->connect(edges));
  ASSERT_TRUE(backend_->connect(edges));
  ASSERT_TRUE(backend_->commit());
  auto got = backend_->edges().value();
  std::sort(got.begin(), got.end());
  EXPECT_EQ(got, (std::vector<link::Edge>{edges[1], edges[0]}));
}

TEST_P(Contract, ForgetsLinksAndTakesNewOnes) {
  ASSERT_TRUE(backend_->begin());
  put("a", {1}, {2}), put("b", {1}, {2});
  const link::Edge edge{link::Edge::Kind::copy, {0, 0}, {1, 0}, 0};
  ASSERT_TRUE(backend_->connect({&edge, 1}));
  ASSERT_TRUE(backend_->commit());
  const std::uint64_t relinked = backend_->state().value().relinked;
  ASSERT_TRUE(backend_->begin());
  ASSERT_TRUE(backend_->forget_links());
  ASSERT_TRUE(backend_->put_items(0, "new sketch", "new items", std::vector<std::uint64_t>{7}, {}));
  ASSERT_TRUE(backend_->commit());
  EXPECT_TRUE(backend_->edges().value().empty());
  EXPECT_EQ(backend_->state().value().relinked, relinked + 1);
  EXPECT_EQ(backend_->items(Numbers{0}).value().front(), "new items");
  EXPECT_EQ(backend_->sketches(Numbers{0}).value().front(), "new sketch");
  EXPECT_EQ(backend_->record(0).value(), document("a").record);
  EXPECT_EQ(sharing(KeyKind::text, {1, 7}, 1), Numbers{0});
}

TEST_P(Contract, WhatIsPutIsSeenInItsTransaction) {
  ASSERT_TRUE(backend_->begin());
  put("a", {1}, {2});
  EXPECT_EQ(backend_->state().value().size, 1u);
  EXPECT_EQ(sharing(KeyKind::text, {1}, 1), Numbers{0});
  EXPECT_EQ(backend_->items(Numbers{0}).value().front(), document("a").items);
  EXPECT_EQ(backend_->find(std::vector<std::string>{"a"}).value().front(), std::optional<std::uint32_t>(0));
  put("b", {1}, {2});
  EXPECT_EQ(sharing(KeyKind::story, {2}, 1), (Numbers{0, 1}));
  ASSERT_TRUE(backend_->commit());
}

TEST_P(Contract, CanBeLookedAtAsOfOneMoment) {
  ASSERT_TRUE(backend_->begin());
  put("a");
  ASSERT_TRUE(backend_->commit());
  ASSERT_TRUE(backend_->look());
  EXPECT_EQ(backend_->state().value().size, 1u);
  EXPECT_EQ(backend_->record(0).value(), document("a").record);
  EXPECT_FALSE(backend_->record(1));
  EXPECT_EQ(backend_->state().value().size, 1u);  // also after a question without an answer
  backend_->look_away();
  ASSERT_TRUE(backend_->begin());
  EXPECT_EQ(put("b"), 1u);
  ASSERT_TRUE(backend_->commit());
}

TEST_P(Contract, Searches) {
  ASSERT_TRUE(backend_->begin());
  put("a", {}, {}, {"vالتقى stateIR stateUS نووي برنامج", "كيري جون", "ظريف"});
  put("b", {}, {}, {"برنامج نووي stateIR", "ظريف", ""});
  ASSERT_TRUE(backend_->commit());
  const auto found = [&](TextQuery query) {
    auto out = backend_->search(query, 10).value();
    std::sort(out.begin(), out.end());
    return out;
  };
  EXPECT_EQ(found({{{{"برنامج"}}}, {}, {}}), (Numbers{0, 1}));
  EXPECT_EQ(found({{{{"برنامج", "نووي"}}}, {}, {}}), (Numbers{1}));                // a phrase
  EXPECT_EQ(found({{{{"stateUS"}, {"غير"}}, {{"نووي"}}}, {}, {}}), (Numbers{0}));  // one of two, and another word
  EXPECT_EQ(found({{}, {"كيري"}, {}}), (Numbers{0}));
  EXPECT_EQ(found({{}, {}, {"ظريف"}}), (Numbers{0}));
  EXPECT_EQ(found({{{{"نووي"}}}, {"ظريف"}, {}}), (Numbers{1}));
  EXPECT_EQ(found({{{{"كيري"}}}, {}, {}}), Numbers{});  // a speaker's name is no word of the text
  EXPECT_EQ(backend_->search({{{{"برنامج"}}}, {}, {}}, 1).value().size(), 1u);
}

TEST_P(Contract, KeepsWhatPeopleAdd) {
  ASSERT_TRUE(backend_->keep({"note", "b", R"({"text": "ملاحظة"})"}));
  ASSERT_TRUE(backend_->keep({"note", "a", "{}"}));
  ASSERT_TRUE(backend_->keep({"search", "a", "[]"}));
  ASSERT_TRUE(backend_->keep({"note", "a", "{\"n\": 1}"}));
  const auto notes = backend_->kept("note");
  ASSERT_TRUE(notes);
  ASSERT_EQ(notes->size(), 2u);
  EXPECT_EQ((*notes)[0].body, "{\"n\": 1}");
  EXPECT_EQ((*notes)[1].body, R"({"text": "ملاحظة"})");
  ASSERT_TRUE(backend_->forget("note", "a"));
  EXPECT_EQ(backend_->kept("note")->size(), 1u);
  EXPECT_EQ(backend_->kept("search")->size(), 1u);
}

TEST_P(Contract, NothingIsPutOutsideATransactionByHalves) {
  ASSERT_TRUE(backend_->begin());
  EXPECT_FALSE(backend_->begin());
  ASSERT_TRUE(backend_->commit());
  EXPECT_FALSE(backend_->commit());
}

INSTANTIATE_TEST_SUITE_P(Backends, Contract, testing::ValuesIn(kBackends), [](const auto& test) { return test.param.name; });

// --- what only files can do ---------------------------------------------------------------------------------------------

TEST(Sqlite, KeepsWhatWasCommitted) {
  const Folder folder;
  const std::string file = folder.file("store.db");
  {
    auto backend = open_sqlite(file, true, false).value();
    ASSERT_TRUE(backend->begin());
    ASSERT_TRUE(backend->put(document("a"), {}, {}, {}));
    ASSERT_TRUE(backend->commit());
    ASSERT_TRUE(backend->begin());
    ASSERT_TRUE(backend->put(document("b"), {}, {}, {}));
  }  // closed without commit
  const auto backend = open_sqlite(file, false, true).value();
  EXPECT_EQ(backend->state().value().size, 1u);
  EXPECT_FALSE(backend->begin() && backend->put(document("c"), {}, {}, {})) << "opened for reading only";
}

TEST(Sqlite, ReadersDoNotWaitForAWriter) {
  const Folder folder;
  const std::string file = folder.file("store.db");
  const auto writer = open_sqlite(file, true, false).value();
  ASSERT_TRUE(writer->begin());
  ASSERT_TRUE(writer->put(document("a"), {}, {}, {}));
  const auto reader = open_sqlite(file, false, true).value();
  EXPECT_EQ(reader->state().value().size, 0u);
  ASSERT_TRUE(writer->commit());
  EXPECT_EQ(reader->state().value().size, 1u);
}

std::string why_not(const std::string& file, bool create = true) {
  const auto opened = open_sqlite(file, create, false);
  return opened ? "" : opened.error().text();
}

TEST(Sqlite, SaysWhatIsWrongWithAFile) {
  const Folder folder;
  EXPECT_NE(why_not(folder.file("missing.db"), false).find("no such store"), std::string::npos);
  EXPECT_NE(why_not(folder.file("no/folder/store.db")).find("unable to open"), std::string::npos);

  std::ofstream(folder.file("text.db"))
      << "هذا نص وليس قاعدة بيانات، وهو طويل بما يكفي ليقرأ منه رأس الملف كاملا ثم بعض ما بعده من الصفحات";
  EXPECT_NE(why_not(folder.file("text.db")).find("not a database"), std::string::npos);

  // A store whose first page is overwritten in the middle.
  ASSERT_EQ(why_not(folder.file("broken.db")), "");
  {
    std::fstream f(folder.file("broken.db"), std::ios::in | std::ios::out | std::ios::binary);
    f.seekp(100);
    f << std::string(3000, '\x5A');
  }
  EXPECT_NE(why_not(folder.file("broken.db")), "");
}

}  // namespace
}  // namespace isnad::store
