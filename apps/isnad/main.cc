// isnad: the command line. Each command is in its own file.
#include <CLI/CLI.hpp>

#include <csignal>
#include <iostream>

#include "commands.h"

int main(int argc, char** argv) {
  using namespace isnad::cli;
  // A reader that goes away is seen by write(), and ends the work in order.
  std::signal(SIGPIPE, SIG_IGN);

  int status = kDone;
  CLI::App app("Isnad reads Arabic news and keeps who said what, on whose word, when, and where it was printed.", "isnad");
  app.set_version_flag("--version", "isnad " ISNAD_VERSION, "print the version");
  app.set_help_flag("-h,--help", "print this help");
  app.require_subcommand(1);
  add_read(app, status);
  add_date(app, status);
  for (const auto add : {add_add, add_search, add_timeline, add_who, add_trace, add_stories, add_claims, add_contacts, add_status,
                         add_relink, add_export, add_watch, add_serve})
    add(app, status);

  std::string topic;
  CLI::App* help = app.add_subcommand("help", "explain a command: isnad help read");
  help->add_option("COMMAND", topic, "the command");
  help->callback([&] {
    const CLI::App* about = &app;
    for (const CLI::App* command : app.get_subcommands({}))
      if (command->get_name() == topic) about = command;
    if (about == &app && !topic.empty()) {
      std::cerr << "isnad: help: no command \"" << topic << "\"; isnad --help lists them\n";
      status = kUsage;
      return;
    }
    std::cout << (about == &app ? app.help() : about->help(app.get_name())) << std::flush;
    if (!std::cout) status = kTrouble;
  });
  app.footer("isnad help COMMAND explains a command, with examples.");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  }
  return status;
}
