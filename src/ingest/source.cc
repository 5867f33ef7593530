#include "ingest/source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>

#include "base/utf8.h"
#include "ingest/admit.h"
#include "ingest/agency.h"
#include "ingest/archive.h"
#include "ingest/article_json.h"
#include "ingest/bytes.h"
#include "ingest/charset.h"
#include "ingest/feed.h"
#include "ingest/html/article.h"
#include "ingest/mail.h"
#include "ingest/mojibake.h"
#include "ingest/pdf/pdf.h"
#include "ingest/plain.h"
#include "ingest/warc.h"

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

// A buffer over a stream. Unread bytes are always followed by ArticleParser::kPadding readable bytes.
class Input {
 public:
  explicit Input(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  std::string_view unread() const { return {buffer_.data() + begin_, end_ - begin_}; }
  bool ended() const { return ended_; }
  const std::string& error() const { return source_->error(); }
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
    const std::size_t got = source_->read(buffer_.data() + end_, room);
    ended_ = got == 0;
    end_ += got;
    return got > 0;
  }

  /// What is unread and all that follows, as a stream: for what is compressed. Nothing may be asked of this input any more.
  std::unique_ptr<ByteSource> rest() {
    class Rest final : public ByteSource {
     public:
      Rest(std::string head, std::unique_ptr<ByteSource> source) : head_(std::move(head)), source_(std::move(source)) {}
      std::size_t read(char* to, std::size_t size) override {
        if (at_ == head_.size()) return source_->read(to, size);
        const std::size_t n = std::min(size, head_.size() - at_);
        std::memcpy(to, head_.data() + at_, n);
        at_ += n;
        return n;
      }
      const std::string& error() const override { return source_->error(); }

     private:
      std::string head_;
      std::unique_ptr<ByteSource> source_;
      std::size_t at_ = 0;
    };
    return std::make_unique<Rest>(std::string(unread()), std::move(source_));
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
  std::unique_ptr<ByteSource> source_;
  std::string buffer_;
  std::size_t begin_ = 0, end_ = 0;
  bool ended_ = false;
};

// One input from its first byte to its last.
class Reader {
 public:
  /// `depth`: how many archives and compressions are around it. `charset`: what is said of it outside; empty if nothing is.
  Reader(Input& input, std::string path, std::string name, const Sink& sink, ArticleParser& parser, Growth& growth, int depth = 0,
         std::string charset = {})
      : input_(input),
        path_(std::move(path)),
        name_(std::move(name)),
        sink_(sink),
        parser_(parser),
        growth_(growth),
        depth_(depth),
        charset_(std::move(charset)) {}

  /// False if the sink wants no more.
  bool read() {
    while (input_.unread().size() < kPeek && input_.more(kPeek)) {}
    if (!input_.error().empty()) return complain(input_.error());
    const std::string_view magic = input_.unread();
    if (magic.starts_with("\x1F\x8B")) return inside(gzip_source(input_.rest()));
    if (magic.starts_with("\x28\xB5\x2F\xFD")) return inside(zstd_source(input_.rest()));
    if (magic.starts_with("PK\x03\x04")) return zip();
    if (magic.starts_with("WARC/")) return warc();
    if (pdf::is_pdf(magic)) return pdf();
    if (is_mail(magic)) return mail();
    if (is_mailbox(magic)) return mailbox();
    if (const std::string reason = binary_reason(input_.unread().substr(0, kPeek)); !reason.empty())
      return complain("binary data (" + reason + "), not text");
    if (input_.unread().starts_with("\xEF\xBB\xBF")) input_.skip(3);
    // Lines are converted one by one: an archive need not fit into memory because one letter in it is broken.
    if (!begins_as_utf8(input_.unread()) && !by_lines() && !convert_all()) return true;
    if (trim(input_.unread()).empty() && input_.ended()) return complain("empty");

    if (sink_.plain_lines) return plain_lines();
    const std::string_view start = trim(input_.unread());
    if (starts_page(start)) return web_page();
    if (start.starts_with('<') && is_agency_xml(start)) return agency(read_agency_xml);
    if (starts_xml(start)) return is_feed(start) ? feed(read_feed) : complain("XML, but no feed, no news item and no web page");
    if (looks_like(start, '{', "\"}") && is_json_feed(start)) return feed(read_json_feed);
    if ((looks_like(start, '{', "\"}") || looks_like(start, '[', "{")) && is_ninjs(start)) return agency(read_ninjs);
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
    for (std::string* part : {&document.title, &document.text})
      if (auto mended = mend(*part)) {
        *part = std::move(mended->text);
        if (sink_.note)
          sink_.note({where, std::string("note: mended ") + to_words(mended->how) + " (" + std::to_string(mended->lines) +
                                 (mended->lines == 1 ? " line" : " lines") + ")"});
      }
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

  static std::string head_of(std::string_view text) {
    std::string head(text.substr(0, 256));
    std::transform(head.begin(), head.end(), head.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return head;
  }

  // `<!DOCTYPE html`, `<html`, perhaps behind comments.
  static bool starts_page(std::string_view text) {
    const std::string head = head_of(text);
    if (head.starts_with("<!--"))
      return head.find("<html") != std::string::npos || text.find("<html") < kPeek || text.find("<HTML") < kPeek;
    return head.starts_with("<!doctype html") || head.starts_with("<html") || head.starts_with("<head") ||
           (head.starts_with("<?xml") && head.find("<html") != std::string::npos);
  }

  static bool starts_xml(std::string_view text) {
    const std::string head = head_of(text);
    return head.starts_with("<!doctype") || head.starts_with("<?xml") || head.starts_with("<rss") || head.starts_with("<feed");
  }

  // All of the input in the buffer. False, with a complaint, if it is too large or cannot be read.
  bool read_all() {
    while (input_.more(kLargest + 1)) {}
    if (!input_.error().empty()) return complain(input_.error()), false;
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
    auto text = all_as_utf8();
    if (!text) {
      sink_.error(text.error());
      return false;
    }
    input_.become(std::move(*text));
    return true;
  }

  // What has been read, all of it. What HTTP or mail says of the set goes before what the file says.
  Result<std::string> all_as_utf8() const {
    return to_utf8(std::string(input_.unread()), name_, charset_.empty() ? declared_charset(trim(input_.unread())) : charset_);
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
      if (!input_.error().empty()) return complain(input_.error()), false;
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

  // What is compressed, or in an archive.
  bool inside(std::unique_ptr<ByteSource> source, const std::string& member = {}, std::string charset = {}) {
    constexpr int kDeepest = 4;
    if (depth_ >= kDeepest)
      return complain(member.empty() ? "compressed data inside compressed data, more than four times"
                                     : "files inside files, more than four times");
    if (growth_.spent()) return true;  // it was said where it was seen
    const std::string suffix = member.empty() ? "" : "/" + member;
    Input input(counted(std::move(source), growth_, false));
    return Reader(input, path_ + suffix, name_ + suffix, sink_, parser_, growth_, depth_ + 1, std::move(charset)).read();
  }

  // An archive, a WACZ (whose pages are in archive/), or an office document.
  bool zip() {
    if (!read_all()) return true;
    bool go_on = true, office = false, wacz = false;
    const std::string bytes(input_.unread());
    read_zip(bytes, name_, [&](const std::string& path, const Result<std::unique_ptr<ByteSource>>&) {
      office = office || path == "word/document.xml";
      wacz = wacz || path == "datapackage.json";
      return true;
    });
    read_zip(bytes, name_, [&](const std::string& path, Result<std::unique_ptr<ByteSource>> member) {
      if (!member) {
        sink_.error(member.error());
        return true;
      }
      if (office) {
        if (path == "word/document.xml") go_on = office_document(**member);
        return go_on;
      }
      if (wacz && !path.starts_with("archive/")) return true;
      return go_on = inside(std::move(*member), path);
    });
    return go_on;
  }

  bool office_document(ByteSource& source) {
    std::string xml;
    char buffer[1 << 14];
    for (std::size_t got = 0; (got = source.read(buffer, sizeof buffer)) > 0;) {
      xml.append(buffer, got);
      if (xml.size() > kLargest) return complain(kTooLarge);
    }
    if (!source.error().empty()) return complain(source.error());
    auto text = docx_text(xml, name_);
    if (!text) {
      sink_.error(text.error());
      return true;
    }
    return give(plain_document(std::move(*text), path_), name_);
  }

  // Records one after the other; each is in memory alone.
  bool warc() {
    constexpr std::size_t kLongestHeader = std::size_t{64} << 10;
    for (std::size_t number = 1;; ++number) {
      const std::string where = name_ + ": record " + std::to_string(number);
      // Between records stand empty lines.
      for (;;) {
        while (input_.unread().empty() && input_.more(kPeek)) {}
        const std::size_t blank = input_.unread().find_first_not_of("\r\n");
        input_.skip(blank == std::string_view::npos ? input_.unread().size() : blank);
        if (blank != std::string_view::npos || input_.ended()) break;
      }
      if (!input_.error().empty()) return complain(input_.error());
      if (input_.unread().empty()) return true;
      std::size_t end = std::string_view::npos;
      while ((end = input_.unread().find("\r\n\r\n")) == std::string_view::npos && input_.unread().size() < kLongestHeader)
        if (!input_.more(kLongestHeader)) break;
      if (!input_.unread().starts_with("WARC/") || end == std::string_view::npos) {
        sink_.error({where, "WARC: no record begins here"});
        return true;
      }
      const Headers header = parse_headers(input_.unread().substr(input_.unread().find('\n') + 1, end + 2));
      input_.skip(end + 4);
      const auto length = header.find("content-length");
      std::size_t size = 0;
      if (length == header.end() ||
          std::from_chars(length->second.data(), length->second.data() + length->second.size(), size).ec != std::errc()) {
        sink_.error({where, "WARC: no Content-Length"});
        return true;
      }
      if (size > kLargest) {
        sink_.error({where, "a record larger than 64 MB: passed over"});
        for (std::size_t left = size; left > 0;) {
          if (input_.unread().empty() && !input_.more(kPeek)) break;
          const std::size_t n = std::min(left, input_.unread().size());
          input_.skip(n);
          left -= n;
        }
        continue;
      }
      while (input_.unread().size() < size && input_.more(size)) {}
      if (input_.unread().size() < size) {
        sink_.error({where, "WARC: cut off (its length says more than there is)"});
        return true;
      }
      auto record = warc_record(header, input_.unread().substr(0, size), where);
      input_.skip(size);
      if (!record) {
        sink_.error(record.error());
      } else if (*record) {
        if (!archived_page(std::move(**record))) return false;
      }
    }
  }

  bool archived_page(WarcRecord record) {
    if (growth_.spent()) return true;
    Input page(counted(memory_source(std::move(record.body)), growth_, false));
    Sink sink = sink_;
    sink.document = [&](Document d) {
      if (d.url.empty()) d.url = record.url;
      return sink_.document(std::move(d));
    };
    const std::string suffix = "/" + (record.url.empty() ? record.id : record.url);
    return Reader(page, path_ + suffix, name_ + suffix, sink, parser_, growth_, depth_ + 1, charset_parameter(record.content_type)).read();
  }

  using ReadFeed = void (*)(std::string_view, const std::string&, const std::function<bool(Result<FeedItem>)>&);
  bool feed(ReadFeed read_items) {
    if (!read_all()) return true;
    auto utf8 = all_as_utf8();
    if (!utf8) {
      sink_.error(utf8.error());
      return true;
    }
    bool go_on = true;
    utf8->append(ArticleParser::kPadding, '\0');
    read_items(std::string_view(*utf8).substr(0, utf8->size() - ArticleParser::kPadding), name_, [&](Result<FeedItem> item) {
      if (!item) {
        sink_.error(item.error());
        return true;
      }
      item->document.path = path_;
      return go_on = give(std::move(item->document), name_ + ": item " + std::to_string(item->number));
    });
    return go_on;
  }

  using ReadItems = void (*)(std::string_view, const std::string&, const std::function<bool(Result<AgencyItem>)>&);
  bool agency(ReadItems read_items) {
    if (!read_all()) return true;
    auto utf8 = all_as_utf8();
    if (!utf8) {
      sink_.error(utf8.error());
      return true;
    }
    bool go_on = true;
    utf8->append(ArticleParser::kPadding, '\0');
    read_items(std::string_view(*utf8).substr(0, utf8->size() - ArticleParser::kPadding), name_, [&](Result<AgencyItem> item) {
      if (!item) {
        sink_.error(item.error());
        return true;
      }
      const std::string where = name_ + ": item " + std::to_string(item->number);
      if (!item->withdrawn.empty()) {
        if (sink_.note) sink_.note({where, "note: " + item->withdrawn + " by its agency, not read: " + item->document.id});
        return true;
      }
      item->document.path = path_;
      return go_on = give(std::move(item->document), where);
    });
    return go_on;
  }

  bool web_page() {
    if (!read_all()) return true;
    auto utf8 = all_as_utf8();
    if (!utf8) {
      sink_.error(utf8.error());
      return true;
    }
    auto document = html::article(*utf8, name_);
    if (!document) {
      sink_.error(document.error());
      return true;
    }
    document->path = path_;
    return give(std::move(*document), name_);
  }

  bool pdf() {
    if (!read_all()) return true;
    auto document = pdf::document(std::string(input_.unread()), name_);
    if (!document) {
      sink_.error(document.error());
      return true;
    }
    document->path = path_;
    return give(std::move(*document), name_);
  }

  // What a message says, and the files in it.
  bool mail() {
    if (!read_all()) return true;
    Mail mail = read_mail(input_.unread());
    for (const std::string& trouble : mail.troubles) complain("mail: " + trouble);
    if (!mail.has_text && mail.attachments.empty() && mail.troubles.empty()) return complain("empty");
    mail.document.path = path_;
    if (mail.has_text && !give(std::move(mail.document), name_)) return false;
    for (Attachment& a : mail.attachments)
      if (!inside(memory_source(std::move(a.bytes)), a.name, a.charset)) return false;
    return true;
  }

  bool mailbox() {
    if (!read_all()) return true;
    std::size_t number = 0;
    for (const std::string_view message : messages_of(input_.unread()))
      if (!inside(memory_source(std::string(message)), std::to_string(++number))) return false;
    return true;
  }

  bool plain() {
    if (!read_all()) return true;
    auto text = all_as_utf8();
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
  Growth& growth_;
  std::size_t line_ = 0;   // number of the line given last
  std::size_t taken_ = 0;  // its bytes, still unread in the input
  int depth_ = 0;
  std::string charset_;
};

class Walk {
 public:
  explicit Walk(const Sink& sink, std::vector<std::string>* only_list = nullptr) : sink_(sink), only_list_(only_list) {}

  bool path(const std::string& path) {
    if (path == "-") {
      Growth growth;
      Input input(counted(file_source(STDIN_FILENO), growth, true));
      return Reader(input, "-", "standard input", sink_, parser_, growth).read();
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
    if (only_list_ != nullptr) return only_list_->push_back(path), true;
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return complain(path, std::strerror(errno));
    Growth growth;
    Input input(counted(file_source(fd), growth, true));
    return Reader(input, path, path, sink_, parser_, growth).read();
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
  std::vector<std::string>* only_list_;  // of files, instead of reading them
  ArticleParser parser_;
};

}  // namespace

std::vector<std::string> files_below(const std::string& folder, const std::function<void(Error)>& error) {
  std::vector<std::string> out;
  Sink sink;
  sink.error = error;
  Walk(sink, &out).path(folder);
  return out;
}

void read_bytes(std::string bytes, const std::string& name, const Sink& sink, const std::string& charset) {
  ArticleParser parser;
  Growth growth;
  Input input(counted(memory_source(std::move(bytes)), growth, true));
  Reader(input, name, name, sink, parser, growth, 0, charset).read();
}

void read_paths(const std::vector<std::string>& paths, const Sink& sink) {
  Walk walk(sink);
  for (const std::string& path : paths)
    if (!walk.path(path)) return;
}

}  // namespace isnad::ingest
