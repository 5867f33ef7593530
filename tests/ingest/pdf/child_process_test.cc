#include "ingest/pdf/child_process.h"

#include <gtest/gtest.h>

namespace isnad::ingest {
namespace {

using namespace std::chrono_literals;

TEST(ChildProcess, GivesItsOutputAndStatus) {
  const auto r = run_child({"sh", "-c", "cat; echo complaint >&2; exit 3"}, std::string(1 << 20, 'x'), "f");
  ASSERT_TRUE(r);
  EXPECT_EQ(r->output, std::string(1 << 20, 'x'));
  EXPECT_EQ(r->errors, "complaint\n");
  EXPECT_EQ(r->status, 3);
}

TEST(ChildProcess, ThatIsNotThereIsAnError) {
  EXPECT_EQ(run_child({"no-such-program"}, "", "f").error().text(), "f: no-such-program is not installed");
}

TEST(ChildProcess, IsEndedWhenItTakesTooLong) {
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(run_child({"sleep", "30"}, "", "f", {.time = 1s}).error().message, "sleep took longer than 1 s");
  EXPECT_EQ(run_child({"sh", "-c", "exec >&-; sleep 30"}, "", "f", {.time = 1s}).error().message, "sh took longer than 1 s");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
}

TEST(ChildProcess, IsEndedWhenItWritesTooMuch) {
  EXPECT_EQ(run_child({"yes"}, "", "f", {.output = std::size_t{1} << 20}).error().message, "yes wrote more than 1 MB");
}

TEST(ChildProcess, HasNotAllTheMemory) {
  const auto r = run_child({"sh", "-c", "ulimit -v"}, "", "f", {.memory = std::size_t{64} << 20});
  ASSERT_TRUE(r);
  EXPECT_EQ(r->output, "65536\n");
}

TEST(ChildProcess, ThatCrashesIsAnError) {
  EXPECT_EQ(run_child({"sh", "-c", "kill -SEGV $$"}, "", "f").error().message, "sh was ended by signal 11");
}

}  // namespace
}  // namespace isnad::ingest
