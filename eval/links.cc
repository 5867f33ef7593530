// Links the articles of stories in memory and writes what `isnad claims` and `isnad contacts` would print of them, for scoring.
#include <CLI/CLI.hpp>

#include <fmt/core.h>

#include <fstream>
#include <memory>

#include "commands.h"
#include "export/links.h"
#include "ingest/source.h"
#include "isnad/isnad.h"
#include "link/linker.h"

namespace isnad::eval {
namespace {

struct Options {
  std::vector<std::string> files;
  std::string claims, contacts;
};

int run(const Options& options) {
  const Model& model = Model::builtin();
  const link::ItemMaker maker(model.lexicon());
  std::vector<Record> records;
  std::vector<link::ReportItems> reports;
  ingest::Sink sink;
  sink.error = [&](const Error& error) { fmt::print(stderr, "isnad_eval: links: {}\n", error.text()); };
  sink.document = [&](const Document& document) {
    records.push_back(read(document, model));
    reports.push_back(maker.of(records.back()));
    return true;
  };
  ingest::read_paths(options.files, sink);
  const link::Links links = link::link(reports);
  const auto record = [&](std::uint32_t n) -> const Record& { return records[n]; };
  std::ofstream claims(options.claims), contacts(options.contacts);
  for (const link::LinkedClaim& c : links.claims) claims << output::to_json(c, links, record) << '\n';
  for (const link::LinkedContact& c : links.contacts) contacts << output::to_json(c, links, record) << '\n';
  claims.close(), contacts.close();
  if (!claims || !contacts) {
    fmt::print(stderr, "isnad_eval: links: {} and {} cannot both be written\n", options.claims, options.contacts);
    return 1;
  }
  fmt::print("articles {}, copies {}, stories {}, claims {}, contacts {}\n", records.size(), links.copies.size(), links.stories.size(),
             links.claims.size(), links.contacts.size());
  return 0;
}

}  // namespace

void add_links(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("links", "Links articles and writes their claims and contacts, for scoring by other programs.");
  command->add_option("FILE", options->files, "articles, as isnad read takes them")->required();
  command->add_option("--claims", options->claims, "file to write, a claim a line")->required();
  command->add_option("--contacts", options->contacts, "file to write, a contact a line")->required();
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::eval
