#include "ingest/source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

#include "base/utf8.h"
#include "ingest/admit.h"
#include "ingest/article_json.h"
#include "ingest/charset.h"
#include "ingest/plain.h"

namespace isnad::ingest {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTooLarge = "larger than 64 MB (split it, or give articles one a line)";
constexpr std::string_view kBlank = " \t\r\n\f\v";

std::string_view trim(std::string_view s) {
  const std::size_t first = s.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return s.substr(first, s.find_last_not_of(kBlank) - first + 1);
}

// A buffer over a file descriptor. Unread bytes are always followed by ArticleParser::kPadding readable bytes.
class Input {
 public:
  explicit Input(int fd) : fd_(fd) {}
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input() {
    if (fd_ > 0) ::close(fd_);
  }

  std::string_view unread() const { return {buffer_.data() + begin_, end_ - begin_}; }
  bool ended() const { return ended_; }
  int error() const { return error_; }
  void skip(std::size_t bytes) { begin_ += bytes; }

  /// Reads more, at most `limit` unread bytes in all. False if nothing was added: at the end, at the limit, on an error.
  bool more(std::size_t limit) {
    constexpr std::size_t kStep = std::size_t{256} << 10;
    if (ended_ || end_ - begin_ >= limit) return false;
    if (begin_ > 0 && (begin_ == end_ || begin_ >= buffer_.size() / 2)) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    // Doubled, not stepped: a long line would be copied once a step.
    if (buffer_.size() < end_ + kStep / 2 + ArticleParser::kPadding) buffer_.resize(std::max(kStep, end_ * 2) + ArticleParser::kPadding);
    const std::size_t room = std::min(buffer_.size() - ArticleParser::kPadding - end_, limit - (end_ - begin_));
    ssize_t got = 0;
    do got = ::read(fd_, buffer_.data() + end_, room);
    while (got < 0 && errno == EINTR);
    if (got <= 0) {
      ended_ = true;
      if (got < 0) error_ = errno;
      return false;
    }
    end_ += static_cast<std::size_t>(got);
    return true;
  }

  /// Replaces what is unread, and all that would follow, by `bytes`.
  void become(std::string bytes) {
    buffer_ = std::move(bytes);
    begin_ = 0;
    end_ = buffer_.size();
    buffer_.resize(end_ + ArticleParser::kPadding);
    ended_ = true;
  }

 private:
  int fd_;
  std::string buffer_;
  std::size_t begin_ = 0, end_ = 0;
  bool ended_ = false;
  int error_ = 0;
};

// One input from its first byte to its last.
class Reader {
 public:
  Reader(Input& input, std::string path, std::string name, const Sink& sink, ArticleParser& parser)
      : input_(input), path_(std::move(path)), name_(std::move(name)), sink_(sink), parser_(parser) {}

  /// False if the sink wants no more.
  bool read() {
    while (input_.unread().size() < kPeek && input_.more(kPeek)) {}
    if (input_.error() != 0) return complain(std::strerror(input_.error()));
    if (const std::string reason = binary_reason(input_.unread().substr(0, kPeek)); !reason.empty())
      return complain("binary data (" + reason + "), not text");
    if (input_.unread().starts_with("\xEF\xBB\xBF")) input_.skip(3);
    // Lines are converted one by one: an archive need not fit into memory because one letter in it is broken.
    if (!begins_as_utf8(input_.unread()) && !by_lines() && !convert_all()) return true;
    if (trim(input_.unread()).empty() && input_.ended()) return complain("empty");

    if (sink_.plain_lines) return plain_lines();
    const std::string_view start = trim(input_.unread());
    if (start_of_markup(start)) return complain("a web page or XML, not an article (give its text, or article JSON)");
    if (looks_like(start, '{', "\"}")) return one_object() ? whole_object() : json_lines();
    if (looks_like(start, '[', "{]")) return array();
    return plain();
  }

 private:
  static constexpr std::size_t kPeek = std::size_t{64} << 10;

  bool complain(std::string_view message) {
    sink_.error({name_, std::string(message)});
    return true;
  }

  bool give(Document document, const std::string& where) {
    if (const auto good = admit(document, where); !good) {
      sink_.error(good.error());
      return true;
    }
    return sink_.document(std::move(document));
  }

  // `first`, and then one of `second`: what tells JSON from a text that begins with a bracket.
  static bool looks_like(std::string_view text, char first, std::string_view second) {
    if (text.empty() || text[0] != first) return false;
    const std::size_t next = text.find_first_not_of(kBlank, 1);
    return next == std::string_view::npos ? false : second.find(text[next]) != std::string_view::npos;
  }

  static bool start_of_markup(std::string_view text) {
    std::string head(text.substr(0, 14));
    std::transform(head.begin(), head.end(), head.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return head.starts_with("<!doctype") || head.starts_with("<html") || head.starts_with("<?xml") || head.starts_with("<rss") ||
           head.starts_with("<feed");
  }

  // All of the input in the buffer. False, with a complaint, if it is too large or cannot be read.
  bool read_all() {
    while (input_.more(kLargest + 1)) {}
    if (input_.error() != 0) return complain(std::strerror(input_.error())), false;
    if (input_.unread().size() > kLargest) return complain(kTooLarge), false;
    return true;
  }

  // Whether what is not UTF-8 here can be read line by line all the same.
  bool by_lines() {
    if (input_.unread().find('\0') != std::string_view::npos) return false;
    return sink_.plain_lines || (looks_like(trim(input_.unread()), '{', "\"}") && !one_object());
  }

  // The line as UTF-8; `repaired` keeps it if it was not. Nothing, with a complaint, if it cannot be told what it is.
  std::optional<std::string_view> as_utf8(std::string_view line, std::string& repaired) {
    if (base::valid_utf8(line)) return line;
    auto text = to_utf8(std::string(line), place(line_));
    if (!text) {
      sink_.error(text.error());
      return std::nullopt;
    }
    repaired = std::move(*text);
    const std::size_t size = repaired.size();
    repaired.resize(size + ArticleParser::kPadding);
    return std::string_view(repaired).substr(0, size);
  }

  bool convert_all() {
    if (!read_all()) return false;
    auto text = to_utf8(std::string(input_.unread()), name_);
    if (!text) {
      sink_.error(text.error());
      return false;
    }
    input_.become(std::move(*text));
    return true;
  }

  // The next line without its end. Lines longer than kLargest are complained about and left out.
  bool next_line(std::string_view& line) {
    input_.skip(taken_);
    taken_ = 0;
    std::size_t searched = 0;
    bool too_long = false;
    for (;;) {
      const std::size_t end = input_.unread().find('\n', searched);
      if (end != std::string_view::npos) {
        ++line_;
        if (too_long) {
          input_.skip(end + 1);
          too_long = false;
          searched = 0;
          continue;
        }
        line = input_.unread().substr(0, end);
        taken_ = end + 1;
        return true;
      }
      searched = input_.unread().size();
      if (searched > kLargest || (too_long && searched > 0)) {
        if (!too_long) sink_.error({place(line_ + 1), "a line longer than 64 MB"});
        too_long = true;
        input_.skip(searched);
        searched = 0;
      }
      if (input_.more(kLargest + 1)) continue;
      if (input_.error() != 0) return complain(std::strerror(input_.error())), false;
      if (!input_.ended()) continue;  // at the limit: the line is too long
      if (searched == 0 || too_long) return false;
      line = input_.unread();
      taken_ = line.size();
      ++line_;
      return true;
    }
  }

  std::string place(std::size_t line) const { return name_ + ":" + std::to_string(line); }

  // Whether the input is one object over several lines: its first line does not end one, and the second opens none.
  bool one_object() {
    std::size_t at = 0;
    for (int seen = 0; seen < 2;) {
      std::size_t end = input_.unread().find('\n', at);
      while (end == std::string_view::npos && input_.more(kLargest + 1)) end = input_.unread().find('\n', at);
      const std::string_view line = trim(input_.unread().substr(at, end == std::string_view::npos ? end : end - at));
      if (!line.empty()) {
        ++seen;
        if (seen == 1 && line.size() > 1 && line.back() == '}') return false;
        if (seen == 2) return !looks_like(line, '{', "\"}");
      }
      if (end == std::string_view::npos) return true;
      at = end + 1;
    }
    return true;
  }

  bool whole_object() {
    if (!read_all()) return true;
    auto document = parser_.parse(input_.unread(), name_, 1);
    if (!document) {
      sink_.error(document.error());
      return true;
    }
    document->path = path_;
    return give(std::move(*document), name_);
  }

  bool json_lines() {
    std::string_view bytes;
    std::string repaired;
    while (next_line(bytes)) {
      const std::optional<std::string_view> line = as_utf8(trim(bytes), repaired);
      if (!line || line->empty()) continue;
      auto document = parser_.parse(*line, name_, line_);
      if (!document) {
        sink_.error(document.error());
        continue;
      }
      document->path = path_;
      if (!give(std::move(*document), place(line_))) return false;
    }
    return true;
  }

  bool array() {
    if (!read_all()) return true;
    bool go_on = true;
    parser_.parse_array(input_.unread(), name_, [&](Result<Document> document, std::size_t line) {
      if (!document) {
        sink_.error(document.error());
        return true;
      }
      document->path = path_;
      return go_on = give(std::move(*document), place(line));
    });
    return go_on;
  }

  bool plain() {
    if (!read_all()) return true;
    auto text = to_utf8(std::string(input_.unread()), name_);
    if (!text) {
      sink_.error(text.error());
      return true;
    }
    return give(plain_document(std::move(*text), path_), name_);
  }

  bool plain_lines() {
    constexpr std::string_view kPilcrow = " \xC2\xB6 ";
    std::string_view bytes;
    std::string repaired;
    while (next_line(bytes)) {
      const std::optional<std::string_view> line = as_utf8(trim(bytes), repaired);
      if (!line || line->empty()) continue;
      std::string text;
      text.reserve(line->size());
      for (std::size_t at = 0;;) {
        const std::size_t mark = line->find(kPilcrow, at);
        text.append(line->substr(at, mark == std::string_view::npos ? mark : mark - at));
        if (mark == std::string_view::npos) break;
        text.push_back('\n');
        at = mark + kPilcrow.size();
      }
      if (!give(plain_document(std::move(text), path_), place(line_))) return false;
    }
    return true;
  }

  Input& input_;
  std::string path_, name_;  // name_: for messages
  const Sink& sink_;
  ArticleParser& parser_;
  std::size_t line_ = 0;   // number of the line given last
  std::size_t taken_ = 0;  // its bytes, still unread in the input
};

class Walk {
 public:
  explicit Walk(const Sink& sink) : sink_(sink) {}

  bool path(const std::string& path) {
    if (path == "-") {
      Input input(STDIN_FILENO);
      return Reader(input, "-", "standard input", sink_, parser_).read();
    }
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) return complain(path, "no such file or folder");
    if (status.type() == fs::file_type::none) return complain(path, error.message());
    return status.type() == fs::file_type::directory ? folder(path) : file(path);
  }

 private:
  bool complain(const std::string& where, std::string message) {
    sink_.error({where, std::move(message)});
    return true;
  }

  bool file(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return complain(path, std::strerror(errno));
    Input input(fd);
    return Reader(input, path, path, sink_, parser_).read();
  }

  static bool passed_over(const std::string& name) {
    if (name.starts_with('.')) return true;
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower.starts_with("readme") || lower.starts_with("license") || lower.starts_with("licence");
  }

  bool folder(const fs::path& folder_path) {
    std::error_code error;
    std::vector<fs::path> entries;
    fs::directory_iterator it(folder_path, error);
    for (; !error && it != fs::directory_iterator(); it.increment(error))
      if (!passed_over(it->path().filename().string())) entries.push_back(it->path());
    if (error) complain(folder_path.string(), error.message());
    std::sort(entries.begin(), entries.end());
    for (const fs::path& entry : entries) {
      const fs::file_status link = fs::symlink_status(entry, error), status = fs::status(entry, error);
      // A link to a folder may lead back up.
      if (status.type() == fs::file_type::directory) {
        if (link.type() != fs::file_type::symlink && !folder(entry)) return false;
      } else if (status.type() == fs::file_type::regular) {
        if (!file(entry.string())) return false;
      } else if (status.type() == fs::file_type::not_found) {
        complain(entry.string(), "a link to nothing");
      }
    }
    return true;
  }

  const Sink& sink_;
  ArticleParser parser_;
};

}  // namespace

void read_paths(const std::vector<std::string>& paths, const Sink& sink) {
  Walk walk(sink);
  for (const std::string& path : paths)
    if (!walk.path(path)) return;
}

}  // namespace isnad::ingest
