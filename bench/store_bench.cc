// How fast reports are compared, added and found: a store of the examples, many times over with other numbers in them.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>

#include "ingest/source.h"
#include "isnad/isnad.h"
#include "store/postgres/connection.h"
#include "store/store.h"

namespace {

using namespace isnad;

const std::vector<Record>& records() {
  static const std::vector<Record> all = [] {
    std::vector<Document> examples;
    ingest::Sink sink;
    sink.error = [](const Error&) {};
    sink.document = [&](Document d) { return examples.push_back(std::move(d)), true; };
    ingest::read_paths({ISNAD_SOURCE_DIR "/examples"}, sink);
    std::vector<Record> out;
    for (int n = 0; n < 40; ++n)
      for (Document d : examples) {
        d.id += std::to_string(n);
        d.text += "\n" + std::to_string(n);
        if (d.published) d.published = Date::of_day_number(d.published->day_number() + n * 10);
        out.push_back(read(d));
      }
    return out;
  }();
  return all;
}

const std::vector<store::Prepared>& prepared() {
  static const std::vector<store::Prepared> all = [] {
    const store::Preparer preparer(Model::builtin().lexicon());
    std::vector<store::Prepared> out;
    for (const Record& r : records()) out.push_back(preparer.of(r, r.id + r.source_id));
    return out;
  }();
  return all;
}

struct TemporaryFile {
  std::string path = (std::filesystem::temp_directory_path() / "isnad-bench.db").string();
  TemporaryFile() { remove(); }
  ~TemporaryFile() { remove(); }
  void remove() const {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path + end);
  }
};

void BM_Prepare(benchmark::State& state) {
  const store::Preparer preparer(Model::builtin().lexicon());
  records();  // read before the clock runs
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(preparer.of(records()[i++ % records().size()], ""));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Prepare);

void BM_AddToSqlite(benchmark::State& state) {
  prepared();
  for (auto _ : state) {
    state.PauseTiming();
    const TemporaryFile file;
    auto store = store::Store::open(file.path, true, false);
    state.ResumeTiming();
    if (!store || !store->add(prepared())) state.SkipWithError("cannot add");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(prepared().size()));
}
BENCHMARK(BM_AddToSqlite)->Unit(benchmark::kMillisecond)->UseRealTime();

// Of PostgreSQL: tests/support/postgres_server.py PROGRAM runs it with a server.
void BM_AddToPostgres(benchmark::State& state) {
  const char* const server = std::getenv("ISNAD_TEST_POSTGRES");
  if (server == nullptr) return state.SkipWithError("ISNAD_TEST_POSTGRES names no server");
  prepared();
  for (auto _ : state) {
    state.PauseTiming();
    auto connection = store::postgres::Connection::open(store::postgres::Address::parse(server).value(), false);
    if (!connection || !connection->run("DROP SCHEMA IF EXISTS isnad CASCADE")) return state.SkipWithError("cannot empty the store");
    auto store = store::Store::open(server, true, false);
    state.ResumeTiming();
    if (!store || !store->add(prepared())) state.SkipWithError("cannot add");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(prepared().size()));
}
BENCHMARK(BM_AddToPostgres)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_Search(benchmark::State& state) {
  const TemporaryFile file;
  auto store = store::Store::open(file.path, true, false);
  if (!store || !store->add(prepared())) return state.SkipWithError("cannot add");
  for (auto _ : state) {
    const auto query = store::parse_query("محادثات إيران", Model::builtin().lexicon());
    benchmark::DoNotOptimize(store->search(*query, 20));
  }
}
BENCHMARK(BM_Search)->Unit(benchmark::kMicrosecond);

void BM_Link(benchmark::State& state) {
  const TemporaryFile file;
  auto store = store::Store::open(file.path, true, false);
  if (!store || !store->add(prepared())) return state.SkipWithError("cannot add");
  for (auto _ : state) benchmark::DoNotOptimize(store->linked());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(prepared().size()));
}
BENCHMARK(BM_Link)->Unit(benchmark::kMillisecond);

}  // namespace
