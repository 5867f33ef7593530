// Files that are there whole or not at all.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "isnad/result.h"

namespace isnad::cli {

/// Writes files under other names beside their places, and puts all of them there at the end. What is not kept is removed.
/// What is no file but a device or a pipe is written to as it is.
class WholeFiles {
 public:
  WholeFiles() = default;
  ~WholeFiles();
  WholeFiles(const WholeFiles&) = delete;
  WholeFiles& operator=(const WholeFiles&) = delete;

  /// Makes the folder if it is not there; it is removed again if nothing is kept.
  Result<void> folder(const std::string& path);
  /// What is written next goes to this file.
  Result<void> begin(const std::string& path);
  Result<void> write(std::string_view bytes);
  /// All files are on the disk and in their places, in the place of what was there.
  Result<void> keep();

 private:
  struct File {
    std::string path, written;  // where it belongs, where it is; the same for what is no file
  };
  std::vector<File> files_;
  std::string folder_;  // that was made
  int descriptor_ = -1;

  Result<void> finish();
};

}  // namespace isnad::cli
