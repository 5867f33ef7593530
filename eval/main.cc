// isnad_eval: measures Isnad on anybody's data. Each task is in its own file.
#include <CLI/CLI.hpp>

#include "commands.h"

int main(int argc, char** argv) {
  int status = 0;
  CLI::App app("Measures Isnad on the files that it is given.", "isnad_eval");
  app.require_subcommand(1);
  isnad::eval::add_throughput(app, status);
  isnad::eval::add_names(app, status);
  isnad::eval::add_dating(app, status);
  isnad::eval::add_segmentation(app, status);
  isnad::eval::add_lemma(app, status);
  isnad::eval::add_duplicates(app, status);
  isnad::eval::add_stories(app, status);
  isnad::eval::add_links(app, status);
  isnad::eval::add_stance(app, status);
  isnad::eval::add_pages(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return status;
}
