#include "output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "export/terminal.h"

namespace isnad::cli {
namespace {

// 0, or what went wrong.
int write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

bool Output::write(std::string_view bytes) {
  if (closed_ || failed_) return false;
  const int error = write_all(STDOUT_FILENO, bytes);
  if (error == 0) return true;
  closed_ = error == EPIPE;
  failed_ = !closed_;
  if (failed_) report({"standard output", std::strerror(error)});
  return false;
}

void report(const Error& error) {
  // One call, so that messages of several threads or programs do not mix.
  write_all(STDERR_FILENO, "isnad: " + output::printable(error.text()) + "\n");
}

bool on_terminal() { return ::isatty(STDOUT_FILENO) == 1; }

std::size_t terminal_width() {
  constexpr std::size_t kNarrowest = 40, kUnknown = 100;
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return std::max<std::size_t>(size.ws_col, kNarrowest);
  if (const char* columns = std::getenv("COLUMNS"))
    if (const long n = std::strtol(columns, nullptr, 10); n > 0 && n < 10000) return std::max(static_cast<std::size_t>(n), kNarrowest);
  return kUnknown;
}

}  // namespace isnad::cli
