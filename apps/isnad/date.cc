// isnad date: when articles were published, with the clues.
#include <CLI/CLI.hpp>

#include <cstdlib>
#include <memory>
#include <string_view>
#include <thread>

#include "commands.h"
#include "export/json.h"
#include "export/terminal.h"
#include "ingest/pipeline.h"
#include "ingest/source.h"
#include "isnad/isnad.h"
#include "output.h"

namespace isnad::cli {
namespace {

constexpr const char* kHelp =
    R"(Tells when Arabic news articles were published, and from which of their words that is seen.

An article that bears no date is dated from its text: dates it names and what it says of them ("24 November current",
"Tuesday, 8 October"), events of known date, who holds which office, what was in the news when, and a date in its
address. The answer is an interval of days, each clue with the place where it stands; clues that other clues
contradict are shown as set aside. How far each kind of clue can be trusted was counted in news of known date; the
interval holds most of the likelihood. Where the clues say too little for ten years, only the bounds they set are given.

An article that bears a date keeps it; what its text says against that date is shown. --undated ignores the date.

A PATH is what isnad read takes: a file, a folder, or - for standard input; plain text, article JSON, web pages, feeds,
archives.)";

constexpr const char* kExamples = R"(Examples:
  isnad date examples/08-cuba-undated.json
  isnad date examples --format jsonl | head -n 3
  isnad date examples --undated --format text
  cat examples/09-prisoner-swap-web-residue.txt | isnad date -)";

struct Options {
  std::vector<std::string> paths;
  std::string format;
  bool undated = false;
  unsigned jobs = std::max(1u, std::thread::hardware_concurrency());
};

int run(const Options& options) {
  const Model& model = Model::builtin();
  const bool text_format = !options.format.empty() ? options.format == "text" : on_terminal();
  Output out;
  output::TerminalStyle style;
  style.explain = true;
  style.width = terminal_width();
  style.isolate = on_terminal();
  const char* const term = std::getenv("TERM");
  style.color = on_terminal() && std::getenv("NO_COLOR") == nullptr && (term == nullptr || std::string_view(term) != "dumb");

  const auto work = [&](Document document, std::size_t) {
    if (options.undated) document.published.reset();
    Record record = date(document, model);
    std::string text;
    if (text_format) {
      record.times.clear();
      output::append_terminal(text, record, style);
    } else {
      output::append_date_json(text, record);
      text.push_back('\n');
    }
    return text;
  };
  bool trouble = false;
  {
    ingest::Pipeline<std::string> pipeline(options.jobs, work, [&](std::string& text) { return out.write(text); });
    ingest::Sink sink;
    sink.document = [&](Document document) { return pipeline.give(std::move(document)); };
    sink.note = report;
    sink.error = [&](const Error& error) {
      trouble = true;
      report(error);
    };
    ingest::read_paths(options.paths, sink);
    pipeline.finish();
  }
  return trouble || out.failed() ? kTrouble : kDone;
}

}  // namespace

void add_date(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("date", kHelp);
  command->footer(kExamples);
  command->add_option("PATH", options->paths, "files, folders, or - for standard input")->required();
  command->add_option("--format", options->format, "text for people (default on a terminal), jsonl for programs (default elsewhere)")
      ->check(CLI::IsMember({"text", "jsonl"}))
      ->type_name("FORMAT");
  command->add_flag("--undated", options->undated, "ignore the dates that articles bear, and tell them from the text");
  command->add_option("--jobs", options->jobs, "threads (default: as many as the machine has)")
      ->check(CLI::Range(1u, 256u))
      ->type_name("N");
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::cli
