// isnad add: reads articles into a store and links them.
#include <CLI/CLI.hpp>

#include <fmt/core.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <memory>
#include <optional>
#include <thread>

#include "commands.h"
#include "ingest/source.h"
#include "isnad/isnad.h"
#include "output.h"
#include "pipeline.h"
#include "progress.h"
#include "store/store.h"
#include "store_options.h"

namespace isnad::cli {
namespace {

constexpr const char* kHelp =
    R"(Reads Arabic news into a store and links it: reprints, stories, the same claims and contacts in different reports.

A PATH is what isnad read takes. The store is one file, made if it is not there. What is there already is known again,
and adding it twice changes nothing; neither does the order. Whatever happens, a document is in the store with all its
links or not at all: after an interruption the same command goes on where it stopped. Several programs may add to one
store at once, and it can be asked meanwhile.)";

constexpr const char* kExamples = R"(Examples:
  isnad add examples --store news.db
  zcat archive.jsonl.gz | isnad add - --store news.db --jobs 4
  isnad claims --store news.db)";

struct Options {
  StoreOptions store;
  std::vector<std::string> paths;
  unsigned jobs = std::max(1u, std::thread::hardware_concurrency());
};

std::atomic<bool> stop_asked{false};

int run(const Options& options) {
  const Model& model = Model::builtin();
  auto store = store::Store::open(options.store.store, true, false);
  if (!store) return report(store.error()), kTrouble;
  std::signal(SIGINT, [](int) { stop_asked = true; });
  std::signal(SIGTERM, [](int) { stop_asked = true; });

  // What is written together: fewer waits for the disk, and soon enough for who asks meanwhile.
  constexpr std::size_t kTogether = 200;
  constexpr auto kSoon = std::chrono::milliseconds(500);
  const store::Preparer preparer(model.lexicon());
  std::vector<store::Prepared> batch;
  store::Store::Added total;
  std::size_t skipped = 0, refused = 0;
  bool failed = false;
  Progress progress("documents");
  auto last = std::chrono::steady_clock::now();
  const auto flush = [&] {
    if (batch.empty() || failed) return;
    const auto added = store->add(batch);
    batch.clear();
    last = std::chrono::steady_clock::now();
    if (!added) {
      failed = true;
      return report(added.error());
    }
    total.added += added->added, total.known += added->known, total.copies += added->copies;
  };
  const auto work = [&](Document document, std::size_t) {
    const std::string input = store::input_hash(document);
    return std::optional(preparer.of(read(document, model), input));
  };
  const auto write = [&](std::optional<store::Prepared>& prepared) {
    progress.step(1, prepared->bytes);
    batch.push_back(std::move(*prepared));
    if (batch.size() >= kTogether || std::chrono::steady_clock::now() - last > kSoon) flush();
    return !failed && !stop_asked;
  };
  {
    // The reading thread asks what is known while another writes: each has its own connection.
    auto known = store::Store::open(options.store.store, false, true);
    if (!known) return report(known.error()), kTrouble;
    Pipeline<std::optional<store::Prepared>> pipeline(options.jobs, work, write);
    ingest::Sink sink;
    sink.document = [&](Document document) {
      const auto there = known->knows(store::input_hash(document));
      if (!there) {
        report(there.error());
        failed = true;
        return false;
      }
      if (*there) {
        ++skipped;
        return !stop_asked;
      }
      return pipeline.give(std::move(document)) && !stop_asked;
    };
    sink.error = [&](const Error& error) {
      ++refused;
      report(error);
    };
    ingest::read_paths(options.paths, sink);
    pipeline.finish();
  }
  flush();
  progress.end();
  const auto size = store->size();
  if (!size) return report(size.error()), kTrouble;
  fmt::print("{} added ({} of them copies), {} known, {} refused; {} documents in {}\n", total.added, total.copies, total.known + skipped, refused, *size, options.store.store);
  if (stop_asked) report({"add", "stopped; the same command goes on from here"});
  return failed || refused > 0 || stop_asked ? kTrouble : kDone;
}

}  // namespace

void add_add(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("add", kHelp);
  command->footer(kExamples);
  command->add_option("PATH", options->paths, "files, folders, or - for standard input")->required();
  add_store_options(*command, options->store, false);
  command->add_option("--jobs", options->jobs, "threads (default: as many as the machine has)")->check(CLI::Range(1u, 256u))->type_name("N");
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::cli
