// How fast the stages of reading are, and the whole, over examples/. Bytes are those of the articles' UTF-8.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "export/json.h"
#include "ingest/source.h"
#include "isnad/isnad.h"
#include "language/analysis.h"
#include "text/clean.h"
#include "text/tokens.h"

namespace isnad {
namespace {

const std::vector<Document>& articles() {
  static const std::vector<Document> all = [] {
    std::vector<Document> found;
    ingest::Sink sink;
    sink.document = [&](Document d) {
      found.push_back(std::move(d));
      return true;
    };
    sink.error = [](const Error& e) { std::fprintf(stderr, "%s\n", e.text().c_str()); };
    ingest::read_paths({ISNAD_SOURCE_DIR "/examples"}, sink);
    // A speed over nothing would look splendid.
    if (found.size() < 10) {
      std::fprintf(stderr, "read_bench: fewer than 10 articles in examples/\n");
      std::abort();
    }
    return found;
  }();
  return all;
}

void count(benchmark::State& state) {
  std::size_t bytes = 0;
  for (const Document& d : articles()) bytes += d.text.size() + d.title.size();
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * articles().size()));
}

void BM_Clean(benchmark::State& state) {
  const model::Lexicon& lexicon = Model::builtin().lexicon();
  for (auto _ : state)
    for (const Document& d : articles()) benchmark::DoNotOptimize(text::clean(d, lexicon));
  count(state);
}
BENCHMARK(BM_Clean);

std::vector<text::CleanText> cleaned() {
  std::vector<text::CleanText> all;
  for (const Document& d : articles()) all.push_back(text::clean(d, Model::builtin().lexicon()));
  return all;
}

void BM_Tokenize(benchmark::State& state) {
  const std::vector<text::CleanText> texts = cleaned();
  for (auto _ : state)
    for (const text::CleanText& t : texts) benchmark::DoNotOptimize(text::tokenize(t));
  count(state);
}
BENCHMARK(BM_Tokenize);

// Tokenizing included.
void BM_Analyse(benchmark::State& state) {
  const std::vector<text::CleanText> texts = cleaned();
  const model::Lexicon& lexicon = Model::builtin().lexicon();
  for (auto _ : state)
    for (const text::CleanText& t : texts) benchmark::DoNotOptimize(language::analyse(text::CleanText(t), lexicon));
  count(state);
}
BENCHMARK(BM_Analyse);

void BM_Read(benchmark::State& state) {
  std::size_t statements = 0;
  for (auto _ : state) {
    statements = 0;
    for (const Document& d : articles()) statements += read(d).statements.size();
  }
  if (statements == 0) state.SkipWithError("no statement was found");
  count(state);
}
BENCHMARK(BM_Read)->Unit(benchmark::kMillisecond);

void BM_ToJson(benchmark::State& state) {
  std::vector<Record> records;
  for (const Document& d : articles()) records.push_back(read(d));
  std::string out;
  for (auto _ : state) {
    out.clear();
    for (const Record& r : records) output::append_json(out, r);
    benchmark::DoNotOptimize(out.data());
  }
  count(state);
}
BENCHMARK(BM_ToJson);

}  // namespace
}  // namespace isnad
