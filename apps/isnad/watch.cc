// isnad watch: feeds and folders into a store, for as long as it runs.
#include <CLI/CLI.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "commands.h"
#include "export/json_writer.h"
#include "export/terminal.h"
#include "isnad/isnad.h"
#include "output.h"
#include "store/store.h"
#include "store_options.h"
#include "watch/feeds.h"
#include "watch/folders.h"
#include "watch/opml.h"

namespace isnad::cli {
namespace {

constexpr const char* kHelp =
    R"(Keeps a store up to date with feeds and folders: asks each feed from time to time, fetches the article where the feed only
has its beginning, and adds what is new. Ends with SIGTERM or ctrl-c, and goes on where it stopped.

A SOURCE is the address of a feed (RSS, Atom, JSON Feed), an OPML file with many, which is looked at again when it changes,
or a folder, whose files are what isnad read takes. What happens is a line each on standard output.

robots.txt decides which pages are fetched; a host is asked one thing at a time, with a pause between; addresses that are
not public (loopback, private networks) are refused. docs/watch.md says more.)";

constexpr const char* kExamples = R"(Examples:
  isnad watch https://example.org/rss.xml --store news.db
  isnad watch feeds.opml incoming/ --store news.db --every 30m --contact mailto:desk@example.org
  isnad watch feeds.opml --store news.db --once                          # from cron
  isnad watch http://10.1.2.3/feed.xml --allow 10.1.0.0/16 --store news.db)";

struct Options {
  StoreOptions store;
  std::vector<std::string> sources, allowed;
  std::string state, contact, ca_file;
  double every_s = 15 * 60, pause_s = 2, timeout_s = 60, look_s = 10;
  std::size_t connections = 8, largest_mb = 16;
  bool once = false, no_pages = false;
};

watch::Stop stop;
int wake_up = -1;

void ask_to_stop() {
  stop.asked = true;
  // Wakes whoever waits; the byte is never read.
  if (wake_up >= 0 && ::write(wake_up, "", 1) < 0) return;
}

// A second signal ends the program at once: nothing is lost by it.
bool catch_signals() {
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return false;
  stop.fd = ends[0];
  wake_up = ends[1];
  struct sigaction action{};
  action.sa_handler = [](int) { ask_to_stop(); };
  action.sa_flags = SA_RESETHAND;
  return ::sigaction(SIGTERM, &action, nullptr) == 0 && ::sigaction(SIGINT, &action, nullptr) == 0;
}

// Events as lines; from several threads.
class EventLog {
 public:
  explicit EventLog(bool as_text) : as_text_(as_text) {}

  void operator()(const watch::Event& event) {
    const std::lock_guard lock(mutex_);
    if (!out_.write(as_text_ ? text(event) : json(event))) ask_to_stop();  // nobody reads it any more, or the disk is full
  }
  bool failed() const { return out_.failed(); }

 private:
  std::mutex mutex_;
  Output out_;
  bool as_text_;

  static std::string time() {
    const std::time_t seconds = static_cast<std::time_t>(watch::now() / watch::kSecond);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
  }

  static std::string text(const watch::Event& event) {
    std::string line = time() + "  " + event.what + " " + event.result;
    if (!event.subject.empty()) line += "  " + event.subject;
    for (const auto& [name, value] : event.more) {
      line += "  " + std::string(name) + "=";
      if (const auto* number = std::get_if<std::int64_t>(&value)) line += std::to_string(*number);
      else line += std::get<std::string>(value);
    }
    return output::printable(line) + "\n";
  }

  static std::string json(const watch::Event& event) {
    std::string line;
    output::JsonWriter w(line);
    w.open('{');
    w.key("time"), w.text(time());
    w.key("event"), w.text(event.what);
    w.key("result"), w.text(event.result);
    w.key("subject"), w.text_or_null(event.subject);
    for (const auto& [name, value] : event.more) {
      w.key(name);
      if (const auto* number = std::get_if<std::int64_t>(&value)) line += std::to_string(*number);
      else w.text(std::get<std::string>(value));
    }
    w.close('}');
    return line + "\n";
  }
};

// Reads documents and adds them. Every thread has its own connection to the store.
class Adder {
 public:
  static Result<std::shared_ptr<Adder>> open(const std::string& file) {
    auto store = store::Store::open(file, true, false);
    if (!store) return tl::unexpected(store.error());
    return std::shared_ptr<Adder>(new Adder(std::move(*store)));
  }

  Result<watch::Added> operator()(const std::vector<Document>& documents) {
    watch::Added out;
    std::vector<store::Prepared> prepared;
    for (const Document& d : documents) {
      const std::string input = store::input_hash(d);
      const auto known = store_.knows(input);
      if (!known) return tl::unexpected(known.error());
      if (*known) ++out.known;
      else prepared.push_back(preparer_.of(read(d, model_), input));
      if (stop.asked) break;  // not kept: given again by the next run
    }
    if (stop.asked && prepared.size() + out.known < documents.size()) return fail("", "stopped");
    if (prepared.empty()) return out;
    const auto added = store_.add(prepared);
    if (!added) return tl::unexpected(added.error());
    out.added = added->added, out.copies = added->copies, out.known += added->known;
    return out;
  }

 private:
  explicit Adder(store::Store store) : store_(std::move(store)) {}
  const Model& model_ = Model::builtin();
  const store::Preparer preparer_{Model::builtin().lexicon()};
  store::Store store_;
};

// What the command line names, taken apart.
struct Sources {
  std::vector<std::string> feeds, lists, folders;
};

Result<std::string> content(const std::string& path) {
  constexpr std::uintmax_t kLargestList = std::uintmax_t{16} << 20;
  std::error_code error;
  if (std::filesystem::file_size(path, error) > kLargestList && !error) return fail(path, "larger than 16 MB, no list of feeds");
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in && bytes.empty()) return fail(path, "cannot be read");
  return bytes;
}

Result<std::vector<std::string>> feeds_of(const std::string& path) {
  const auto bytes = content(path);
  if (!bytes) return tl::unexpected(bytes.error());
  if (!watch::is_opml(*bytes)) return fail(path, "neither a folder nor an OPML file (and the address of a feed begins with https://)");
  return watch::opml_feeds(*bytes, path);
}

Result<Sources> taken_apart(const std::vector<std::string>& given) {
  Sources out;
  for (const std::string& source : given) {
    std::error_code error;
    if (source.starts_with("http://") || source.starts_with("https://")) {
      if (const auto good = watch::parse_url(source); !good) return tl::unexpected(good.error());
      out.feeds.push_back(source);
    } else if (std::filesystem::is_directory(source, error)) {
      out.folders.push_back(source);
    } else if (!std::filesystem::exists(source, error)) {
      return fail(source, "no such file or folder (and the address of a feed begins with https://)");
    } else if (const auto feeds = feeds_of(source); !feeds) {
      return tl::unexpected(feeds.error());
    } else {
      out.lists.push_back(source);
    }
  }
  return out;
}

// All feeds, when a list has changed since the last call.
class FeedLists {
 public:
  FeedLists(Sources sources, watch::Log log) : sources_(std::move(sources)), log_(std::move(log)) {}

  std::optional<std::vector<std::string>> operator()() {
    std::string stamp = ".";
    for (const std::string& list : sources_.lists) {
      struct stat s{};
      if (::stat(list.c_str(), &s) == 0)
        stamp += std::to_string(s.st_mtim.tv_sec) + "." + std::to_string(s.st_mtim.tv_nsec) + ":" + std::to_string(s.st_size) + " ";
    }
    if (stamp == stamp_) return std::nullopt;
    stamp_ = stamp;
    std::vector<std::string> out = sources_.feeds;
    for (const std::string& list : sources_.lists) {
      const auto feeds = feeds_of(list);
      if (!feeds) {  // perhaps being written; what was known goes on
        log_({"list", "failed", list, {{"reason", feeds.error().text()}}});
        return std::nullopt;
      }
      log_({"list", "read", list, {{"feeds", static_cast<std::int64_t>(feeds->size())}}});
      for (const std::string& url : *feeds)
        if (std::find(out.begin(), out.end(), url) == out.end()) out.push_back(url);
    }
    return out;
  }

 private:
  Sources sources_;
  watch::Log log_;
  std::string stamp_;
};

watch::FeedOptions feed_options(const Options& options) {
  watch::FeedOptions out;
  out.every = static_cast<watch::Millis>(options.every_s * 1000);
  out.look = static_cast<watch::Millis>(options.look_s * 1000);
  out.pause = static_cast<watch::Millis>(options.pause_s * 1000);
  out.connections = options.connections;
  out.largest = options.largest_mb << 20;
  out.pages = !options.no_pages;
  out.once = options.once;
  out.fetch.agent = "isnad/" ISNAD_VERSION;
  if (!options.contact.empty()) out.fetch.agent += " (+" + options.contact + ")";
  out.fetch.ca_file = options.ca_file;
  out.fetch.total_ms = static_cast<long>(options.timeout_s * 1000);
  out.fetch.connect_ms = std::min(out.fetch.connect_ms, out.fetch.total_ms);
  return out;
}

int run(const Options& options) {
  watch::AddressPolicy policy;
  for (const std::string& range : options.allowed)
    if (const auto good = policy.allow(range); !good) return report(good.error()), kUsage;
  if (options.contact.find_first_of("\r\n") != std::string::npos) return report({"--contact", "more than one line"}), kUsage;
  const auto sources = taken_apart(options.sources);
  if (!sources) return report(sources.error()), kTrouble;
  if (!catch_signals()) return report({"watch", "no pipe"}), kTrouble;

  auto feed_adder = Adder::open(options.store.store), folder_adder = Adder::open(options.store.store);
  for (const auto* adder : {&feed_adder, &folder_adder})
    if (!*adder) return report(adder->error()), kTrouble;
  const std::string beside = store::is_database(options.store.store) ? "isnad.db" : options.store.store;
  const std::string state_file = options.state.empty() ? beside + ".watch" : options.state;
  auto state = watch::State::open(state_file);
  if (!state) return report(state.error()), kTrouble;

  EventLog events(as_text(options.store));
  const watch::Log log = [&](const watch::Event& event) { events(event); };
  log({"start",
       "watching",
       store::shown(options.store.store),
       {{"state", state_file}, {"folders", static_cast<std::int64_t>(sources->folders.size())}}});

  bool good = true;
  std::thread folders;
  if (!sources->folders.empty()) {
    watch::FolderOptions o;
    o.folders = sources->folders;
    o.own_names = {options.store.store, state_file};
    o.own_files = {watch::file_identity(STDOUT_FILENO), watch::file_identity(STDERR_FILENO)};
    o.every = static_cast<watch::Millis>(options.look_s * 1000);
    o.once = options.once;
    folders = std::thread([&, o] {
      watch::FolderWatch folder_watch(o, **state, [adder = *folder_adder](const std::vector<Document>& d) { return (*adder)(d); }, log);
      if (!folder_watch.run(stop)) {
        good = false;
        if (!options.once) ask_to_stop();
      }
    });
  }
  bool feeds_good = true;
  if (!sources->feeds.empty() || !sources->lists.empty()) {
    watch::FeedWatch feeds(
        feed_options(options), policy, **state, FeedLists(*sources, log),
        [adder = *feed_adder](const std::vector<Document>& d) { return (*adder)(d); }, log);
    feeds_good = feeds.run(stop);
    if (!feeds_good && !options.once) ask_to_stop();
  }
  if (folders.joinable()) folders.join();
  if (const auto error = (*state)->error()) {
    report(*error);
    feeds_good = false;
  }
  log({"stop", stop.asked ? "asked" : "done", store::shown(options.store.store), {}});
  return good && feeds_good && !events.failed() ? kDone : kTrouble;
}

}  // namespace

void add_watch(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("watch", kHelp);
  command->footer(kExamples);
  const auto time = [] {
    return CLI::AsNumberWithUnit(std::map<std::string, double>{{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}},
                                 CLI::AsNumberWithUnit::CASE_SENSITIVE, "TIME");
  };
  command->add_option("SOURCE", options->sources, "addresses of feeds, OPML files, folders")->required();
  add_store_options(*command, options->store, true);
  command->add_option("--state", options->state, "what it remembers between runs (default: the store's name with .watch)")
      ->type_name("FILE");
  command->add_flag("--once", options->once, "look at every source once and end; status 1 if a feed or a file could not be had");
  command->add_option("--every", options->every_s, "from one request of a feed to the next: 30s, 15m, 2h (default: 15m)")
      ->transform(time())
      ->check(CLI::PositiveNumber)
      ->type_name("TIME");
  command->add_option("--look", options->look_s, "from one look into folders and OPML files to the next (default: 10s)")
      ->transform(time())
      ->check(CLI::PositiveNumber)
      ->type_name("TIME");
  command->add_flag("--no-pages", options->no_pages, "take teasers as they are, fetch no pages");
  command->add_option("--allow", options->allowed, "permit an address or a range that is not public: 127.0.0.1, 10.0.0.0/8")
      ->type_name("ADDRESS");
  command->add_option("--contact", options->contact, "where sites can reach you, told with every request: an address or mailto:…")
      ->type_name("TEXT");
  command->add_option("--pause", options->pause_s, "between two requests to one host (default: 2s)")
      ->transform(time())
      ->check(CLI::NonNegativeNumber)
      ->type_name("TIME");
  command->add_option("--connections", options->connections, "requests at once, each to another host (default: 8)")
      ->check(CLI::Range(1, 256))
      ->type_name("N");
  command->add_option("--timeout", options->timeout_s, "longest time for one request (default: 60s)")
      ->transform(time())
      ->check(CLI::Range(0.1, 3600.0))
      ->type_name("TIME");
  command->add_option("--largest", options->largest_mb, "largest feed or page, unpacked (default: 16)")
      ->check(CLI::Range(1, 64))
      ->type_name("MB");
  command->add_option("--ca", options->ca_file, "certificates to trust instead of the system's (PEM)")
      ->check(CLI::ExistingFile)
      ->type_name("FILE");
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::cli
