#include "store/store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "export/json.h"
#include "export/links.h"
#include "ingest/source.h"
#include "isnad/isnad.h"
#include "store/record_json.h"

namespace isnad::store {
namespace {

const model::Lexicon& lexicon() { return model::Lexicon::builtin(); }

std::vector<Record> examples() {
  std::vector<Record> out;
  ingest::Sink sink;
  sink.error = [](const Error& e) { ADD_FAILURE() << e.text(); };
  sink.document = [&](const Document& d) { return out.push_back(read(d)), true; };
  ingest::read_paths({ISNAD_SOURCE_DIR "/examples"}, sink);
  return out;
}

std::vector<Prepared> prepared(const std::vector<Record>& records) {
  const Preparer preparer(lexicon());
  std::vector<Prepared> out;
  for (const Record& r : records) out.push_back(preparer.of(r, "input " + r.id + r.path));
  return out;
}

// All that is asked of a store, as lines in an order of their own.
std::multiset<std::string> answers(Store& store) {
  const auto linked = store.linked().value();
  std::map<std::uint32_t, Record> records;
  const output::RecordSource source = [&](std::uint32_t n) -> const Record& {
    return records.try_emplace(n, store.record(n).value()).first->second;
  };
  std::multiset<std::string> out;
  for (const auto& c : linked.links.claims) out.insert(output::to_json(c, linked.links, source));
  for (const auto& c : linked.links.contacts) out.insert(output::to_json(c, linked.links, source));
  for (const auto& s : linked.links.stories) out.insert(link::story_id(linked.reports, s) + " " + std::to_string(s.size()));
  return out;
}

TEST(RecordJson, IsTheWayBack) {
  for (const Record& record : examples()) {
    const std::string json = to_json(record);
    const auto back = record_from_json(json);
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(to_json(*back), json);
  }
}

TEST(RecordJson, SaysWhatIsWrong) {
  EXPECT_FALSE(record_from_json("{"));
  EXPECT_EQ(record_from_json("{}").error().text(), "record: no \"isnad\"");
  std::string json = to_json(examples()[0]);
  const std::size_t at = json.find("\"type\":\"");
  json.replace(at, 8, "\"type\":\"x");
  EXPECT_NE(record_from_json(json).error().text().find("unknown word"), std::string::npos);
}

TEST(Store, TheOrderOfAddingDoesNotMatter) {
  std::vector<Prepared> all = prepared(examples());
  Store forward(open_memory()), backward(open_memory());
  ASSERT_TRUE(forward.add(all));
  std::reverse(all.begin(), all.end());
  for (const Prepared& p : all) ASSERT_TRUE(backward.add({p}));  // and one by one
  EXPECT_EQ(answers(forward), answers(backward));
}

TEST(Store, AddingTwiceChangesNothing) {
  const std::vector<Prepared> all = prepared(examples());
  Store store(open_memory());
  ASSERT_EQ(store.add(all).value().added, all.size());
  const auto once = answers(store);
  const auto again = store.add(all).value();
  EXPECT_EQ(again.added, 0u);
  EXPECT_EQ(again.known, all.size());
  EXPECT_EQ(answers(store), once);
}

TEST(Store, RelinkingFindsTheSame) {
  Store store(open_memory());
  ASSERT_TRUE(store.add(prepared(examples())));
  const auto before = answers(store);
  ASSERT_TRUE(store.relink(lexicon(), {}));
  EXPECT_EQ(answers(store), before);
}

// A backend to which something happens at a moment that a test chooses.
class Disturbed : public Backend {
 public:
  explicit Disturbed(std::unique_ptr<Backend> to) : to_(std::move(to)) {}
  std::function<void()> before_begin;
  enum class Commit { done, lost_before, lost_after } next_commit = Commit::done;

  Result<void> begin() override {
    if (const auto once = std::exchange(before_begin, nullptr)) once();
    return to_->begin();
  }
  Result<void> commit() override {
    const Commit how = std::exchange(next_commit, Commit::done);
    if (how == Commit::lost_before) to_->roll_back();
    else if (auto done = to_->commit(); !done) return done;
    lost_ = how != Commit::done;
    return lost_ ? Result<void>(fail("test", "the connection is lost")) : Result<void>();
  }
  bool connection_lost() const override { return lost_; }
  void roll_back() override { to_->roll_back(); }
  Result<void> look() override { return to_->look(); }
  void look_away() override { to_->look_away(); }
  Result<bool> has_input(std::string_view input) override { return to_->has_input(input); }
  Result<std::vector<std::optional<std::uint32_t>>> find(std::span<const std::string> ids) override { return to_->find(ids); }
  Result<std::uint32_t> put(const StoredDocument& d, std::span<const std::uint64_t> text_keys, std::span<const std::uint64_t> story_keys,
                            const Words& words) override {
    return to_->put(d, text_keys, story_keys, words);
  }
  Result<void> note_input(std::uint32_t number, std::string_view input) override { return to_->note_input(number, input); }
  Result<std::vector<std::vector<std::uint32_t>>> sharing(KeyKind kind, std::span<const std::vector<std::uint64_t>> sets, std::size_t least,
                                                          std::uint32_t from) override {
    return to_->sharing(kind, sets, least, from);
  }
  Result<void> connect(std::span<const link::Edge> edges) override { return to_->connect(edges); }
  Result<void> forget_links() override { return to_->forget_links(); }
  Result<void> put_items(std::uint32_t number, std::string_view sketch, std::string_view items, std::span<const std::uint64_t> text_keys,
                         std::span<const std::uint64_t> story_keys) override {
    return to_->put_items(number, sketch, items, text_keys, story_keys);
  }
  Result<State> state() override { return to_->state(); }
  Result<StoredDocument> document(std::uint32_t number) override { return to_->document(number); }
  Result<std::string> record(std::uint32_t number) override { return to_->record(number); }
  Result<std::vector<std::string>> sketches(std::span<const std::uint32_t> numbers) override { return to_->sketches(numbers); }
  Result<std::vector<std::string>> items(std::span<const std::uint32_t> numbers) override { return to_->items(numbers); }
  Result<std::vector<link::Edge>> edges() override { return to_->edges(); }
  Result<std::vector<std::uint32_t>> search(const TextQuery& query, std::size_t limit) override { return to_->search(query, limit); }

 private:
  std::unique_ptr<Backend> to_;
  bool lost_ = false;
};

std::multiset<std::string> answers_when_undisturbed() {
  Store store(open_memory());
  EXPECT_TRUE(store.add(prepared(examples())));
  return answers(store);
}

TEST(Store, SeesWhatOthersAddBetweenItsComparingAndItsAdding) {
  const std::vector<Prepared> all = prepared(examples());
  const auto from = [&](std::size_t first, std::size_t end) {
    return std::vector<Prepared>(all.begin() + static_cast<long>(first), all.begin() + static_cast<long>(end));
  };
  const std::size_t n = all.size();
  auto backend = std::make_unique<Disturbed>(open_memory());
  Disturbed& disturb = *backend;
  Store store(std::move(backend));
  ASSERT_TRUE(store.add(from(0, n / 4)));
  // Others, and some of the same.
  disturb.before_begin = [&] { ASSERT_TRUE(store.add(from(n / 3, n / 2 + 2))); };
  const auto added = store.add(from(n / 4, n)).value();
  EXPECT_EQ(added.known, n / 2 + 2 - n / 3);
  EXPECT_EQ(added.added, n - n / 4 - added.known);
  EXPECT_EQ(store.size().value(), n);
  EXPECT_EQ(answers(store), answers_when_undisturbed());
}

TEST(Store, SeesThatOthersRelinkBetweenItsComparingAndItsAdding) {
  const std::vector<Prepared> all = prepared(examples());
  const auto half = all.begin() + static_cast<long>(all.size() / 2);
  auto backend = std::make_unique<Disturbed>(open_memory());
  Disturbed& disturb = *backend;
  Store store(std::move(backend));
  ASSERT_TRUE(store.add({all.begin(), half}));
  disturb.before_begin = [&] { ASSERT_TRUE(store.relink(lexicon(), {})); };
  ASSERT_TRUE(store.add({half, all.end()}));
  EXPECT_EQ(answers(store), answers_when_undisturbed());
}

TEST(Store, AddsOnceWhereAConnectionIsLostInTheMiddle) {
  const std::vector<Prepared> all = prepared(examples());
  for (const auto how : {Disturbed::Commit::lost_before, Disturbed::Commit::lost_after}) {
    auto backend = std::make_unique<Disturbed>(open_memory());
    Disturbed& disturb = *backend;
    Store store(std::move(backend));
    disturb.next_commit = how;
    const auto added = store.add(all).value();
    EXPECT_EQ(added.added, all.size());  // by whichever attempt
    EXPECT_EQ(added.known, 0u);
    EXPECT_EQ(store.size().value(), all.size());
    EXPECT_EQ(answers(store), answers_when_undisturbed());
  }
}

TEST(Query, IsReadOrRefusedWithItsPlace) {
  const auto wrong = [](const char* text) {
    const auto q = parse_query(text, lexicon());
    return q ? std::string() : q.error().text();
  };
  EXPECT_EQ(wrong(""), "");
  EXPECT_EQ(wrong("كيري \"البرنامج النووي\" speaker:\"جون كيري\" act:deny after:2015-08 before:2016"), "");
  EXPECT_NE(wrong("كيري \"البرنامج").find("column 6: the quotation mark is not closed"), std::string::npos);
  EXPECT_NE(wrong("spaeker:كيري").find("column 1: no field \"spaeker:\""), std::string::npos);
  EXPECT_NE(wrong("act:lie").find("no act \"lie\""), std::string::npos);
  EXPECT_NE(wrong("after:أمس").find("no date"), std::string::npos);
  EXPECT_NE(wrong("speaker:").find("a field without a value"), std::string::npos);
}

TEST(Search, FindsWordsInAnyFormAndPeopleByWhatTheyDo) {
  Store store(open_memory());
  Document one, two;
  one.id = "one", one.published = Date{2020, 5, 2};
  one.text = "التقى وزير الخارجية الأردني أيمن الصفدي نظيره العراقي فؤاد حسين في عمان. ونفى الصفدي وجود خلاف مع بغداد.";
  two.id = "two", two.published = Date{2021, 5, 2};
  two.text = "قال وزير الخارجية الأردني أيمن الصفدي إن اللقاء مع الوفد السوري كان مفيدا.";
  ASSERT_TRUE(store.add(prepared({read(one), read(two)})));
  const auto found = [&](const char* text) {
    std::set<std::string> out;
    const auto query = parse_query(text, lexicon());
    if (!query) return out.insert(query.error().text()), out;
    const auto numbers = store.search(*query, 10);
    if (!numbers) return out.insert(numbers.error().text()), out;
    for (const std::uint32_t n : *numbers) out.insert(store.document(n).value().source_id);
    return out;
  };
  using Ids = std::set<std::string>;
  EXPECT_EQ(found("الأردن"), (Ids{"one", "two"}));  // by the adjective
  EXPECT_EQ(found("التقى"), (Ids{"one", "two"}));   // verb and noun
  EXPECT_EQ(found("بالوفد"), Ids{"two"});           // clitics
  EXPECT_EQ(found("speaker:الصفدي"), (Ids{"one", "two"}));
  EXPECT_EQ(found("speaker:الصفدي act:deny"), Ids{"one"});
  EXPECT_EQ(found("party:حسين"), Ids{"one"});
  EXPECT_EQ(found("after:2021"), Ids{"two"});
  EXPECT_EQ(found("before:2020-12-31 الصفدي"), Ids{"one"});
  EXPECT_EQ(found("طوكيو"), Ids{});
}

}  // namespace
}  // namespace isnad::store
