// isnad add: reads articles into a store and links them.
#include <CLI/CLI.hpp>

#include <fmt/core.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "commands.h"
#include "ingest/pipeline.h"
#include "ingest/source.h"
#include "isnad/isnad.h"
#include "output.h"
#include "progress.h"
#include "store/store.h"
#include "store_options.h"

namespace isnad::cli {
namespace {

constexpr const char* kHelp =
    R"(Reads Arabic news into a store and links it: reprints, stories, the same claims and contacts in different reports.

A PATH is what isnad read takes. The store is one file, or the schema isnad of a PostgreSQL database, made if it is not
there. What is there already is known again, and adding it twice changes nothing; neither does the order. Whatever happens,
a document is in the store with all its links or not at all: after an interruption the same command goes on where it
stopped. Several programs may add to one store at once, and it can be asked meanwhile.

A password is better kept in ~/.pgpass than in the address of a database, which other users of the machine can see.)";

constexpr const char* kExamples = R"(Examples:
  isnad add examples --store news.db
  zcat archive.jsonl.gz | isnad add - --store news.db --jobs 4
  isnad add archive.jsonl --store postgresql://desk@db.example.org/news
  isnad claims --store news.db)";

struct Options {
  StoreOptions store;
  std::vector<std::string> paths;
  unsigned jobs = std::max(1u, std::thread::hardware_concurrency());
};

std::atomic<bool> stop_asked{false};

// Adds what is given in a thread of its own, many documents in one transaction: the disk is waited for less often, and the
// readers go on meanwhile.
class BatchWriter {
 public:
  explicit BatchWriter(store::Store& store) : store_(store), thread_([this] { run(); }) {}
  ~BatchWriter() { finish(); }
  BatchWriter(const BatchWriter&) = delete;
  BatchWriter& operator=(const BatchWriter&) = delete;

  /// Waits while too much is waiting. False after a failure, which is reported.
  bool give(store::Prepared prepared) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return failed_ || waiting_.size() < kTogether; });
    if (failed_) return false;
    waiting_.push_back(std::move(prepared));
    if (waiting_.size() >= kTogether) work_.notify_one();
    return true;
  }

  /// Adds what is left.
  store::Store::Added finish() {
    {
      const std::lock_guard lock(mutex_);
      finished_ = true;
    }
    work_.notify_one();
    if (thread_.joinable()) thread_.join();
    return total_;
  }
  bool failed() const { return failed_; }  ///< after finish()

 private:
  static constexpr std::size_t kTogether = 400;
  static constexpr auto kSoon = std::chrono::milliseconds(1000);  // for who asks meanwhile
  store::Store& store_;
  std::mutex mutex_;
  std::condition_variable work_, room_;
  std::vector<store::Prepared> waiting_;
  store::Store::Added total_;
  bool finished_ = false, failed_ = false;
  std::thread thread_;

  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      work_.wait_for(lock, kSoon, [&] { return finished_ || waiting_.size() >= kTogether; });
      if (waiting_.empty()) {
        if (finished_) return;
        continue;
      }
      std::vector<store::Prepared> batch = std::move(waiting_);
      waiting_.clear();
      lock.unlock();
      room_.notify_all();
      const auto added = store_.add(batch);
      lock.lock();
      if (!added) {
        report(added.error());
        failed_ = true;
        room_.notify_all();
        return;
      }
      total_.added += added->added, total_.known += added->known, total_.copies += added->copies;
    }
  }
};

// Bytes of all files in and below the paths, for telling how long it will take; 0 with standard input.
std::size_t size_of(const std::vector<std::string>& paths) {
  namespace fs = std::filesystem;
  std::size_t sum = 0;
  std::error_code unknown;  // what cannot be read is reported when it is read
  for (const std::string& path : paths) {
    if (path == "-") return 0;
    if (fs::is_regular_file(path, unknown)) sum += fs::file_size(path, unknown);
    for (auto it = fs::recursive_directory_iterator(path, unknown); !unknown && it != fs::recursive_directory_iterator();
         it.increment(unknown))
      if (it->is_regular_file(unknown)) sum += it->file_size(unknown);
  }
  return sum;
}

int run(const Options& options) {
  const Model& model = Model::builtin();
  auto store = store::Store::open(options.store.store, true, false);
  if (!store) return report(store.error()), kTrouble;
  std::signal(SIGINT, [](int) { stop_asked = true; });
  std::signal(SIGTERM, [](int) { stop_asked = true; });

  const store::Preparer preparer(model.lexicon());
  Progress progress("documents", 0, size_of(options.paths));
  BatchWriter writer(*store);
  std::size_t skipped = 0, refused = 0;
  bool failed = false;
  const auto work = [&](Document document, std::size_t) {
    const std::string input = store::input_hash(document);
    return std::optional(preparer.of(read(document, model), input));
  };
  const auto write = [&](std::optional<store::Prepared>& prepared) {
    progress.step(1, prepared->bytes);
    return writer.give(std::move(*prepared)) && !stop_asked;
  };
  {
    // The reading thread asks what is known while another writes: each has its own connection.
    auto known = store::Store::open(options.store.store, false, true);
    if (!known) return report(known.error()), kTrouble;
    ingest::Pipeline<std::optional<store::Prepared>> pipeline(options.jobs, work, write);
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
        progress.step(1, document.text.size());
        return !stop_asked;
      }
      return pipeline.give(std::move(document)) && !stop_asked;
    };
    sink.note = report;
    sink.error = [&](const Error& error) {
      ++refused;
      report(error);
    };
    ingest::read_paths(options.paths, sink);
    pipeline.finish();
  }
  const store::Store::Added total = writer.finish();
  failed = failed || writer.failed();
  progress.end();
  const auto size = store->size();
  if (!size) return report(size.error()), kTrouble;
  fmt::print("{} added ({} of them copies), {} known, {} refused; {} documents in {}\n", total.added, total.copies, total.known + skipped,
             refused, *size, store::shown(options.store.store));
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
  command->add_option("--jobs", options->jobs, "threads (default: as many as the machine has)")
      ->check(CLI::Range(1u, 256u))
      ->type_name("N");
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::cli
