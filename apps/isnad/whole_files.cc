#include "whole_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

namespace isnad::cli {
namespace {

tl::unexpected<Error> failed(const std::string& path) { return fail(path, std::strerror(errno)); }

}  // namespace

WholeFiles::~WholeFiles() {
  if (descriptor_ >= 0) ::close(descriptor_);
  for (const File& f : files_)
    if (f.written != f.path) ::unlink(f.written.c_str());
  if (!folder_.empty()) ::rmdir(folder_.c_str());
}

Result<void> WholeFiles::folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0777) == 0) return folder_ = path, Result<void>();
  const int error = errno;
  struct stat there{};
  if (error == EEXIST && ::stat(path.c_str(), &there) == 0 && S_ISDIR(there.st_mode)) return {};
  return fail(path, error == EEXIST ? "is a file; several tables go to a folder, one to a file with --table" : std::strerror(error));
}

Result<void> WholeFiles::begin(const std::string& path) {
  if (auto done = finish(); !done) return done;
  struct stat there{};
  const bool exists = ::stat(path.c_str(), &there) == 0;
  if (exists && S_ISDIR(there.st_mode)) return fail(path, "is a folder; a file is needed");
  File file{path, path};
  if (!exists || S_ISREG(there.st_mode)) {
    // A link goes on pointing to its file.
    std::error_code unknown;
    if (const auto real = std::filesystem::canonical(path, unknown); !unknown) file.path = real.string();
    file.written = file.path + ".part-" + std::to_string(::getpid());
  }
  descriptor_ = ::open(file.written.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor_ < 0) return failed(path);
  files_.push_back(file);
  if (exists && file.written != file.path) ::fchmod(descriptor_, there.st_mode & 07777);
  return {};
}

Result<void> WholeFiles::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed(files_.back().path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> WholeFiles::finish() {
  if (descriptor_ < 0) return {};
  const int descriptor = std::exchange(descriptor_, -1);
  const File& file = files_.back();
  if (file.written != file.path && ::fsync(descriptor) != 0) {
    const auto error = failed(file.path);
    ::close(descriptor);
    return error;
  }
  if (::close(descriptor) != 0) return failed(file.path);
  return {};
}

Result<void> WholeFiles::keep() {
  if (auto done = finish(); !done) return done;
  for (File& f : files_) {
    if (f.written == f.path) continue;
    if (std::rename(f.written.c_str(), f.path.c_str()) != 0) return failed(f.path);
    f.written = f.path;
    folder_.clear();
  }
  return {};
}

}  // namespace isnad::cli
