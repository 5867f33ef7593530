#include "ingest/pdf/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace isnad::ingest {
namespace {

constexpr int kNotThere = 127;  // as a shell says it

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  int get() const { return fd_; }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_;
};

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

void limit(int resource, rlim_t most) {
  const rlimit r{most, most};
  ::setrlimit(static_cast<__rlimit_resource_t>(resource), &r);
}

// In the child, between fork and exec: other threads held locks when it was made, so only system calls.
[[noreturn]] void become(char* const* arguments, int in, int out, int err, pid_t parent, const ChildLimits& limits) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(kNotThere);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (::dup2(in, STDIN_FILENO) < 0 || ::dup2(out, STDOUT_FILENO) < 0 || ::dup2(err, STDERR_FILENO) < 0) ::_exit(kNotThere);
  limit(RLIMIT_AS, limits.memory);
  limit(RLIMIT_CPU, static_cast<rlim_t>(limits.time.count()));
  limit(RLIMIT_FSIZE, limits.output);
  limit(RLIMIT_CORE, 0);
  ::execvp(arguments[0], arguments);
  ::_exit(kNotThere);
}

std::string all_of(int fd, std::size_t most) {
  std::string text(most, '\0');
  const ssize_t n = ::pread(fd, text.data(), most, 0);
  text.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
  return text;
}

}  // namespace

Result<ChildResult> run_child(const std::vector<std::string>& arguments, std::string_view input, const std::string& where,
                              const ChildLimits& limits) {
  const std::string& program = arguments.front();
  const auto failed = [&](const char* what) { return fail(where, program + ": " + what + ": " + std::strerror(errno)); };
  // Files in memory need nobody to write while another reads.
  const Descriptor in(::memfd_create("input", MFD_CLOEXEC)), errors(::memfd_create("errors", MFD_CLOEXEC));
  if (in.get() < 0 || errors.get() < 0) return failed("no memory");
  if (!write_all(in.get(), input) || ::lseek(in.get(), 0, SEEK_SET) != 0) return failed("no memory");
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return failed("no pipe");
  const Descriptor out(ends[0]);
  Descriptor write_end(ends[1]);

  std::vector<char*> raw;
  raw.reserve(arguments.size() + 1);
  for (const std::string& a : arguments) raw.push_back(const_cast<char*>(a.c_str()));
  raw.push_back(nullptr);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) return failed("cannot be started");
  if (child == 0) become(raw.data(), in.get(), write_end.get(), errors.get(), parent, limits);
  write_end.close();

  ChildResult result;
  std::string trouble;
  const auto end = std::chrono::steady_clock::now() + limits.time;
  std::vector<char> buffer(std::size_t{1} << 16);
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    pollfd waiting{out.get(), POLLIN, 0};
    const int ready = left <= 0 ? 0 : ::poll(&waiting, 1, static_cast<int>(left));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) {
      trouble = program + " took longer than " + std::to_string(limits.time.count()) + " s";
      break;
    }
    const ssize_t n = ::read(out.get(), buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    result.output.append(buffer.data(), static_cast<std::size_t>(n));
    if (result.output.size() > limits.output) {
      trouble = program + " wrote more than " + std::to_string(limits.output >> 20) + " MB";
      break;
    }
  }
  // One that has closed its output but goes on would be waited for without end.
  int status = 0;
  for (bool ended = false; !ended;) {
    if (trouble.empty() && std::chrono::steady_clock::now() < end) {
      const pid_t got = ::waitpid(child, &status, WNOHANG);
      ended = got == child || (got < 0 && errno != EINTR);
      if (!ended) ::usleep(1000);
    } else {
      if (trouble.empty()) trouble = program + " took longer than " + std::to_string(limits.time.count()) + " s";
      ::kill(child, SIGKILL);
      while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
      ended = true;
    }
  }
  if (!trouble.empty()) return fail(where, trouble);
  if (WIFSIGNALED(status)) return fail(where, program + " was ended by signal " + std::to_string(WTERMSIG(status)));
  result.status = WEXITSTATUS(status);
  result.errors = all_of(errors.get(), 4096);
  if (result.status == kNotThere && result.output.empty()) return fail(where, program + " is not installed");
  return result;
}

}  // namespace isnad::ingest
