// How fast documents become records, on one core, from the bytes of the file to the JSON of the record.
#include <CLI/CLI.hpp>

#include <fmt/core.h>
#include <sys/resource.h>

#include <chrono>
#include <limits>
#include <memory>

#include "commands.h"
#include "export/json.h"
#include "ingest/source.h"
#include "isnad/isnad.h"

namespace isnad::eval {
namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  std::vector<std::string> files;
  bool lines = false;
  bool json = false;
  std::size_t limit = std::numeric_limits<std::size_t>::max();
};

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double peak_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

int run(const Options& options) {
  const Model& model = Model::builtin();
  read(Document{}, model);  // what is made at the first use is no part of the rate

  std::size_t documents = 0, text_bytes = 0, json_bytes = 0, statements = 0, contacts = 0, errors = 0;
  double reading = 0;
  std::string json;
  const Clock::time_point start = Clock::now();
  ingest::Sink sink;
  sink.plain_lines = options.lines;
  sink.error = [&](const Error& error) {
    ++errors;
    fmt::print(stderr, "isnad_eval: {}\n", error.text());
  };
  sink.document = [&](const Document& document) {
    const Clock::time_point begun = Clock::now();
    const Record record = read(document, model);
    json.clear();
    output::append_json(json, record);
    reading += seconds_since(begun);
    ++documents;
    text_bytes += document.text.size() + document.title.size();
    json_bytes += json.size();
    statements += record.statements.size();
    contacts += record.contacts.size();
    return documents < options.limit;
  };
  ingest::read_paths(options.files, sink);
  const double seconds = seconds_since(start);
  if (documents == 0) {
    fmt::print(stderr, "isnad_eval: throughput: no document could be read\n");
    return 1;
  }

  const double mb = static_cast<double>(text_bytes) / 1e6;
  const double mb_per_s = mb / seconds, documents_per_s = static_cast<double>(documents) / seconds;
  fmt::print("documents    {:>12}\n", documents);
  fmt::print("unreadable   {:>12}\n", errors);
  fmt::print("text         {:>12.2f} MB\n", mb);
  fmt::print("records      {:>12.2f} MB of JSON\n", static_cast<double>(json_bytes) / 1e6);
  fmt::print("statements   {:>12}\n", statements);
  fmt::print("contacts     {:>12}\n", contacts);
  fmt::print("time         {:>12.2f} s, of which {:.2f} s reading\n", seconds, reading);
  fmt::print("rate         {:>12.2f} MB/s, {:.1f} documents/s on one core\n", mb_per_s, documents_per_s);
  fmt::print("peak memory  {:>12.1f} MB\n", peak_mb());
  if (options.json)
    fmt::print("{{\"mb_per_s\": {:.3f}, \"documents_per_s\": {:.1f}, \"peak_mb\": {:.1f}}}\n", mb_per_s, documents_per_s, peak_mb());
  return 0;
}

}  // namespace

void add_throughput(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("throughput", "How fast documents become records on one core, and in how much memory.");
  command->add_option("FILE", options->files, "article JSON, one object a line or a file; plain text; folders; - for standard input")
      ->required();
  command->add_flag("--lines", options->lines, "plain text with one document a line, \" \xC2\xB6 \" standing for line breaks");
  command->add_flag("--json", options->json, "figures as one JSON object on the last line");
  command->add_option("--limit", options->limit, "stop after so many documents");
  command->footer("A compressed corpus may be piped: zstd -dc corpus.txt.zst | isnad_eval throughput --lines -");
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::eval
