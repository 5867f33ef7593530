#include "watch/state.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace isnad::watch {
namespace {

class StateTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("isnad_state_" + std::to_string(::getpid()) + testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::unique_ptr<State> open() {
    auto state = State::open(file());
    EXPECT_TRUE(state) << state.error().text();
    return state ? std::move(*state) : nullptr;
  }
  std::string file() const { return (folder_ / "s").string(); }
  std::filesystem::path folder_;
};

Item item(const std::string& key, const std::string& version, const std::string& host) {
  Item out;
  out.key = key, out.version = version, out.host = host;
  out.document.url = "https://" + host + "/" + key;
  out.document.text = "نص " + version;
  out.document.published = Date{2024, 5, 2};
  return out;
}

TEST_F(StateTest, ItemsWaitAreReadyAndDone) {
  FeedState feed{.url = "F", .etag = "e"};
  {
    const auto state = open();
    EXPECT_EQ(state->put_feed(feed, {item("a", "1", "h"), item("b", "1", "")}, 0), 2u);
    EXPECT_EQ(state->put_feed(feed, {item("a", "1", "h"), item("b", "1", "")}, 0), 0u);
  }
  const auto state = open();
  EXPECT_EQ(state->feed("F").etag, "e");
  EXPECT_EQ(state->hosts_due(0), std::vector<std::string>{"h"});
  const std::vector<Item> waiting = state->pages_due("h", 0, 10);
  ASSERT_EQ(waiting.size(), 1u);
  EXPECT_EQ(waiting[0].document.published, (Date{2024, 5, 2}));
  ASSERT_EQ(state->ready(10).size(), 1u);
  state->put_off(waiting[0].number, 1, 100);
  EXPECT_TRUE(state->pages_due("h", 99, 10).empty());
  EXPECT_EQ(state->pages_due("h", 100, 10)[0].tries, 1);
  state->make_ready(waiting[0].number, waiting[0].document, true);
  EXPECT_EQ(state->ready(10).size(), 2u);
  for (const Item& i : state->ready(10)) state->done(i.number);
  EXPECT_TRUE(state->ready(10).empty());
  EXPECT_TRUE(state->knows_page("https://h/a", -1));
  EXPECT_FALSE(state->knows_page("https://h/a", waiting[0].number)) << "it is no other";
  EXPECT_FALSE(state->error());
}

TEST_F(StateTest, AChangedItemIsNewButNotForEver) {
  const auto state = open();
  std::size_t fresh = 0;
  for (int i = 0; i < 100; ++i) fresh += state->put_feed({.url = "F"}, {item("a", std::to_string(i), "")}, 0);
  EXPECT_GT(fresh, 1u);
  EXPECT_LT(fresh, 50u);
}

TEST_F(StateTest, WhatFeedsNoLongerNameIsForgottenOnceDone) {
  const auto state = open();
  state->put_feed({.url = "F"}, {item("a", "1", ""), item("b", "1", "")}, 0);
  state->done(state->ready(1)[0].number);
  state->put_feed({.url = "F"}, {}, 1000 * kDay);
  EXPECT_EQ(state->ready(10).size(), 1u) << "b has not come into a store yet";
  EXPECT_EQ(state->put_feed({.url = "F"}, {item("a", "1", "")}, 1000 * kDay), 1u);
}

TEST_F(StateTest, HostsRobotsAndFiles) {
  const auto state = open();
  state->put_host("h", {77, 2});
  EXPECT_EQ(state->host("h").until, 77);
  state->put_host("h", {});
  EXPECT_EQ(state->host("h").failures, 0);
  state->put_robots("https://h", {true, "x", 50});
  EXPECT_EQ(state->robots("https://h", 49)->body, "x");
  EXPECT_FALSE(state->robots("https://h", 50));
  EXPECT_FALSE(state->knows_file("p", "1"));
  state->put_file("p", "1");
  EXPECT_TRUE(state->knows_file("p", "1"));
  EXPECT_FALSE(state->knows_file("p", "2"));
}

TEST_F(StateTest, ForeignFilesAreLeftAlone) {
  std::ofstream(file()) << std::string(5000, 'x');
  EXPECT_FALSE(State::open(file()));
  EXPECT_EQ(std::filesystem::file_size(file()), 5000u);
  EXPECT_FALSE(State::open((folder_ / "none" / "s").string()));
}

}  // namespace
}  // namespace isnad::watch
