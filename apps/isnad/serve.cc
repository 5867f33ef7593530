// isnad serve: the HTTP interface and the desk.
#include <CLI/CLI.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/resource.h>
#include <unistd.h>

#include <memory>
#include <mutex>

#include "commands.h"
#include "isnad/model.h"
#include "output.h"
#include "serve/site.h"
#include "store_options.h"

namespace isnad::cli {
namespace {

constexpr const char* kHelp =
    R"(Answers questions on a store by HTTP: an interface for programs under /api/v1 (described at /openapi.json), and the desk, a
web application for people. What others add to the store meanwhile is shown as it comes.

Only this machine can reach it, and whoever uses this machine may read and write. To listen elsewhere it wants tokens, each with a role;
it keeps their hashes only. It ends on SIGTERM or Ctrl-C when what is under way has been answered.)";

constexpr const char* kExamples = R"(Examples:
  isnad serve --store news.db
  isnad serve --tokens tokens --new-token maryam --role write
  isnad serve --store news.db --address 0.0.0.0 --tokens tokens --certificate cert.pem --key key.pem)";

struct Options {
  StoreOptions store;
  serve::SiteOptions site;
  std::string tokens, new_token, role = "read", log = "-";
  std::size_t body_megabytes = 16;
};

// A line at once, so that several writers of a file do not mix.
class Log {
 public:
  bool open(const std::string& file) {
    if (file == "-") fd_ = STDERR_FILENO;
    else if (file != "none") fd_ = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    return file == "none" || fd_ >= 0;
  }
  void write(std::string line) const {
    line += '\n';
    // A log that cannot be written (a full disk) is no reason to stop answering.
    if (fd_ >= 0 && ::write(fd_, line.data(), line.size()) < 0) return;
  }

 private:
  int fd_ = -1;
};

int run(Options& options) {
  if (!options.new_token.empty()) {
    if (options.tokens.empty()) return report({"--new-token", "needs --tokens FILE, the file that it is kept in"}), kUsage;
    const auto token = serve::add_token(options.tokens, options.new_token, options.role == "write");
    if (!token) return report(token.error()), kTrouble;
    fmt::print("{}\n", *token);
    return kDone;
  }
  if (!options.tokens.empty()) {
    auto tokens = serve::load_tokens(options.tokens);
    if (!tokens) return report(tokens.error()), kTrouble;
    if (tokens->empty()) return report({options.tokens, "has no token; --new-token NAME makes one"}), kTrouble;
    options.site.auth.tokens = std::move(*tokens);
  }
  Log log;
  if (!log.open(options.log)) return report({options.log, "cannot be written"}), kTrouble;
  if (options.log != "none") options.site.log = [&](const std::string& line) { log.write(line); };
  options.site.store = options.store.store;
  options.site.server.body_bytes = options.body_megabytes << 20;

  // A connection each is a file; the system's usual 1024 is for programs that have none.
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  auto site = serve::Site::open(options.site, Model::builtin());
  if (!site) return report(site.error()), kTrouble;
  fmt::print("{}\n", (*site)->url());
  if (!(*site)->has_desk()) fmt::print(stderr, "isnad: serve: built without the desk (that needs npm): the HTTP interface only\n");
  std::fflush(stdout);
  (*site)->run();
  return kDone;
}

}  // namespace

void add_serve(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  serve::ServerOptions& server = options->site.server;
  server.port = 8780;
  CLI::App* command = app.add_subcommand("serve", kHelp);
  command->footer(kExamples);
  add_store_options(*command, options->store, false);
  command->add_option("--port", server.port, "port to listen on (default: 8780; 0: one that is free)")->type_name("N");
  command->add_option("--address", server.address, "address to listen on (default: 127.0.0.1)")->type_name("ADDRESS");
  command->add_option("--tokens", options->tokens, "file of tokens: who asks needs one")->type_name("FILE");
  command->add_option("--new-token", options->new_token, "make a token of this name, print it, add its hash to --tokens, and end")
      ->type_name("NAME");
  command->add_option("--role", options->role, "what the new token may do: read (default) or write")
      ->check(CLI::IsMember({"read", "write"}))
      ->type_name("ROLE");
  command->add_option("--certificate", server.certificate, "certificates in PEM, the server's first: speak TLS")->type_name("FILE");
  command->add_option("--key", server.key, "the certificate's key in PEM")->type_name("FILE");
  command->add_option("--host", options->site.auth.hosts, "a name by which the server is called, besides localhost; may be repeated")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("NAME");
  command->add_option("--allow-origin", options->site.auth.origins, "a site whose pages may ask with a token (CORS); may be repeated")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("ORIGIN");
  command->add_option("--workers", server.workers, "requests answered at once (default: 4)")->check(CLI::Range(1u, 64u))->type_name("N");
  command->add_option("--max-body", options->body_megabytes, "largest body taken, in MB (default: 16)")
      ->check(CLI::Range(1, 1024))
      ->type_name("MB");
  command->add_option("--max-connections", server.connections, "connections at once (default: 12000)")
      ->check(CLI::Range(1, 1'000'000))
      ->type_name("N");
  command->add_option("--rate", options->site.rate, "requests a second of one who asks (default: no limit)")
      ->check(CLI::Range(0.0, 1e6))
      ->type_name("N");
  command->add_option("--log", options->log, "where a line of JSON a request goes: a file, - for standard error (default), none")
      ->type_name("FILE");
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::cli
