#include "watch/folders.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "ingest/source.h"

namespace isnad::watch {
namespace {

// Documents kept in one transaction.
constexpr std::size_t kTogether = 100, kBytesTogether = std::size_t{8} << 20;

std::string identity(const struct stat& s) { return std::to_string(s.st_dev) + ":" + std::to_string(s.st_ino); }

// What changes when a file does. Empty if there is none.
std::string stamp_of(const std::string& path) {
  struct stat s{};
  if (::stat(path.c_str(), &s) != 0) return {};
  return std::to_string(s.st_size) + ":" + std::to_string(s.st_mtim.tv_sec) + "." + std::to_string(s.st_mtim.tv_nsec) + ":" +
         std::to_string(s.st_ino);
}

}  // namespace

std::string file_identity(int fd) {
  struct stat s{};
  return ::fstat(fd, &s) == 0 ? identity(s) : std::string();
}

// Otherwise the log of what is read would be read, without end.
bool FolderWatch::is_own(const std::string& path) const {
  std::error_code error;
  const std::string whole = std::filesystem::weakly_canonical(path, error).string();
  if (std::any_of(options_.own_names.begin(), options_.own_names.end(), [&](const std::string& own) { return whole.starts_with(own); }))
    return true;
  struct stat s{};
  if (::stat(path.c_str(), &s) != 0) return false;
  return std::find(options_.own_files.begin(), options_.own_files.end(), identity(s)) != options_.own_files.end();
}

FolderWatch::FolderWatch(FolderOptions options, State& state, Add add, Log log)
    : options_(std::move(options)), state_(state), add_(std::move(add)), log_(std::move(log)) {
  std::error_code error;
  for (std::string& own : options_.own_names) own = std::filesystem::weakly_canonical(own, error).string();
}

bool FolderWatch::run(const Stop& stop) {
  for (;;) {
    const bool good = look(stop);
    if (state_.error()) return false;
    if (stop.asked) return true;
    if (options_.once) return good;
    // A file that is still being written is looked at again soon.
    wait(stop, settling_.empty() ? options_.every : std::min(options_.every, 2 * kSecond));
  }
}

bool FolderWatch::look(const Stop& stop) {
  bool good = true;
  std::unordered_map<std::string, std::string> settling;
  for (const std::string& folder : options_.folders) {
    const std::vector<std::string> files = ingest::files_below(folder, [&](const Error& error) {
      if (complained_.insert(error.text()).second) log_({"file", "failed", error.where, {{"reason", error.message}}});
    });
    for (const std::string& path : files) {
      if (stop.asked) return good;
      const std::string stamp = stamp_of(path);
      if (stamp.empty() || is_own(path) || state_.knows_file(path, stamp)) continue;
      const auto before = settling_.find(path);
      if (!options_.once && (before == settling_.end() || before->second != stamp)) {
        settling[path] = stamp;
        continue;
      }
      if (!file(path, stamp, stop)) {
        good = false;
        if (!stop.asked) settling[path] = stamp;  // once more, soon
      }
    }
  }
  settling_ = std::move(settling);
  return good;
}

bool FolderWatch::file(const std::string& path, const std::string& stamp, const Stop& stop) {
  Added total;
  std::size_t refused = 0, bytes = 0;
  std::vector<Document> batch;
  bool failed = false;
  const auto flush = [&] {
    if (batch.empty()) return true;
    const auto added = add_(std::exchange(batch, {}));
    bytes = 0;
    if (!added) {
      if (!stop.asked) log_({"store", "failed", path, {{"reason", added.error().text()}}});
      failed = true;
      return false;
    }
    total.added += added->added, total.copies += added->copies, total.known += added->known;
    return true;
  };
  ingest::Sink sink;
  sink.document = [&](Document document) {
    bytes += document.text.size();
    batch.push_back(std::move(document));
    return !stop.asked && ((batch.size() < kTogether && bytes < kBytesTogether) || flush());
  };
  sink.error = [&](const Error& error) {
    ++refused;
    log_({"document", "refused", error.where, {{"reason", error.message}}});
  };
  sink.note = [&](const Error& note) { log_({"document", "mended", note.where, {{"reason", note.message}}}); };
  ingest::read_paths({path}, sink);
  if (failed || stop.asked || !flush()) return false;
  // Only now: what is killed before is read again, and what is in the store is known there.
  state_.put_file(path, stamp);
  const auto n = [](std::size_t count) { return static_cast<std::int64_t>(count); };
  log_(
      {"file", "read", path, {{"added", n(total.added)}, {"copies", n(total.copies)}, {"known", n(total.known)}, {"refused", n(refused)}}});
  return true;
}

}  // namespace isnad::watch
