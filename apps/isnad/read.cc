// isnad read: records of files, folders and standard input.
#include <CLI/CLI.hpp>

#include <cstdlib>
#include <memory>
#include <string_view>
#include <thread>

#include "commands.h"
#include "export/html.h"
#include "export/json.h"
#include "export/terminal.h"
#include "ingest/pipeline.h"
#include "ingest/source.h"
#include "isnad/isnad.h"
#include "output.h"

namespace isnad::cli {
namespace {

constexpr const char* kHelp =
    R"(Reads Arabic news and prints a record of each article: who said what, on whose word, when; who met whom.

A PATH is a file, a folder (read with all below it, in order of names; hidden files, README and LICENSE are
passed over), or - for standard input. What a file holds is seen from its content:

  plain text          one article; a short first line without a full stop is its title
  article JSON        {"id", "title", "text", "published", "source", "url"}: one object, an array of objects,
                      or one object a line; "text" must be there, the others may be null or missing
  web page            its article, without menus, related links, captions and comments
  feed                RSS, Atom or JSON Feed: one document an item
  agency item         NewsML-G2, NITF or ninjs: one document an item
  web archive         WARC or WACZ: the pages in it
  Word document       its paragraphs
  e-mail              what a message says, then its attachments; a mailbox
  PDF                 its text layer (needs pdftotext)
  zip, gzip, zstd     any of these, compressed

UTF-8, UTF-16, Windows-1256 and ISO-8859-6 are told apart. Files of one object a line are read as a stream of
any size; other files, and single lines, may have 64 MB. At most 8 articles a thread are in memory at once.

Text that was once read in the wrong set is mended where that is certain, with a note on standard error.
What cannot be read is one line there; the rest is read, and the exit status is 1.)";

constexpr const char* kExamples = R"(Examples:
  isnad read examples/06-baghdad-talks-confirmed.json
  isnad read examples --format jsonl > records.jsonl
  isnad read examples --format html > records.html
  isnad read examples/08-cuba-undated.json --explain --format text
  isnad read examples --undated --jobs 4 --format jsonl | wc -l
  cat examples/09-prisoner-swap-web-residue.txt | isnad read -)";

struct Options {
  std::vector<std::string> paths;
  std::string format;
  bool undated = false;
  bool explain = false;
  unsigned jobs = std::max(1u, std::thread::hardware_concurrency());
};

int run(const Options& options) {
  const Model& model = Model::builtin();
  const std::string format = !options.format.empty() ? options.format : on_terminal() ? "text" : "jsonl";
  Output out;
  output::HtmlPage page(model);
  output::TerminalStyle style;
  style.explain = options.explain;
  style.width = terminal_width();
  style.isolate = on_terminal();
  const char* const term = std::getenv("TERM");
  style.color = on_terminal() && std::getenv("NO_COLOR") == nullptr && (term == nullptr || std::string_view(term) != "dumb");

  const auto write = [&](std::string& text) { return out.write(text); };
  const auto work = [&](Document document, std::size_t number) {
    if (options.undated) document.published.reset();
    const Record record = read(document, model);
    std::string text;
    if (format == "text") {
      output::append_terminal(text, record, style);
    } else if (format == "html") {
      page.append_record(text, record, number);
    } else {
      text.reserve(record.text.size() * 4);
      output::append_json(text, record);
      text.push_back('\n');
    }
    return text;
  };

  if (format == "html") {
    std::string head;
    page.append_head(head);
    out.write(head);
  }
  bool trouble = false;
  {
    ingest::Pipeline<std::string> pipeline(options.jobs, work, write);
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
  if (format == "html") {
    std::string foot;
    page.append_foot(foot);
    out.write(foot);
  }
  return trouble || out.failed() ? kTrouble : kDone;
}

}  // namespace

void add_read(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("read", kHelp);
  command->footer(kExamples);
  command->add_option("PATH", options->paths, "files, folders, or - for standard input")->required();
  command->add_option("--format", options->format, "text for people (default on a terminal), jsonl for programs (default elsewhere), html")
      ->check(CLI::IsMember({"text", "jsonl", "html"}))
      ->type_name("FORMAT");
  command->add_flag("--undated", options->undated, "ignore the dates that articles bear, and tell them from the text");
  command->add_option("--jobs", options->jobs, "threads (default: as many as the machine has)")
      ->check(CLI::Range(1u, 256u))
      ->type_name("N");
  command->add_flag("--explain", options->explain, "with text: show the patterns and clues behind the findings");
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::cli
