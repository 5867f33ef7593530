// Folders: every file in and below them once, and again when it has changed. By looking, not by notices of the system: so it is the
// same on every file system, and after a restart.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "watch/event.h"
#include "watch/sink.h"
#include "watch/state.h"

namespace isnad::watch {

struct FolderOptions {
  std::vector<std::string> folders;
  /// Files that are no news, such as the store, with those whose names begin so (its journal); and by `device:inode` (the log).
  std::vector<std::string> own_names, own_files;
  Millis every = 10 * kSecond;  ///< from one look to the next
  bool once = false;            ///< one look, and files that are being written count as they are
};

/// `device:inode` of an open file.
std::string file_identity(int fd);

class FolderWatch {
 public:
  FolderWatch(FolderOptions options, State& state, Add add, Log log);
  /// Until the end is asked for. False if the state or, once, the store failed.
  bool run(const Stop& stop);

 private:
  FolderOptions options_;
  State& state_;
  Add add_;
  Log log_;
  std::unordered_map<std::string, std::string> settling_;  // stamps of files that may still be written
  std::unordered_set<std::string> complained_;

  bool is_own(const std::string& path) const;
  bool look(const Stop& stop);
  bool file(const std::string& path, const std::string& stamp, const Stop& stop);
};

}  // namespace isnad::watch
