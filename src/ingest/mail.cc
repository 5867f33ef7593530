#include "ingest/mail.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "base/utf8.h"
#include "ingest/charset.h"
#include "ingest/html/article.h"
#include "ingest/html/fragment.h"
#include "ingest/html/metadata.h"
#include "ingest/html/page.h"
#include "ingest/mime.h"

namespace isnad::ingest {
namespace {

using Fields = std::map<std::string, std::string>;  // names in small letters; the first of each

std::string lower(std::string_view s) {
  std::string out(s);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// A line with its end, taken from the front.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end == std::string_view::npos ? end : end + 1);
  text.remove_prefix(line.size());
  return line;
}

std::string_view without_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

// The length of `Name` in `Name: value`; 0 if the line is none.
std::size_t field_name(std::string_view line) {
  std::size_t n = 0;
  while (n < line.size() && line[n] > ' ' && line[n] < 0x7F && line[n] != ':') ++n;
  return n > 0 && n < line.size() && line[n] == ':' ? n : 0;
}

// Takes a header off the front, with the empty line behind it. A line that is no field ends it too, and stays.
Fields take_fields(std::string_view& text) {
  Fields out;
  std::string* last = nullptr;
  while (!text.empty()) {
    std::string_view rest = text;
    const std::string_view line = without_end(take_line(rest));
    if (line.empty()) {
      text = rest;
      break;
    }
    if ((line[0] == ' ' || line[0] == '\t') && last != nullptr) {
      *last += '\n';
      *last += line;
    } else if (const std::size_t n = field_name(line); n > 0) {
      const auto [it, fresh] = out.emplace(lower(line.substr(0, n)), "");
      last = fresh ? &it->second : nullptr;
      if (fresh) it->second = line.substr(n + 1);
    } else if (last != nullptr || line.find(':') == std::string_view::npos) {
      break;
    }
    text = rest;
  }
  return out;
}

std::string value(const Fields& f, const char* name) {
  const auto it = f.find(name);
  return it == f.end() ? std::string() : it->second;
}

// `"Name" <a@example.org>`, `a@example.org (Name)`: the name; empty if there is only the address.
std::string sender(const std::string& from) {
  const std::size_t angle = from.rfind('<');
  std::string_view name = std::string_view(from).substr(0, angle == std::string::npos ? 0 : angle);
  if (name.find_first_not_of(" \t") == std::string_view::npos) {
    const std::size_t open = from.find('('), close = from.rfind(')');
    if (open != std::string::npos && close != std::string::npos && close > open)
      name = std::string_view(from).substr(open + 1, close - open - 1);
  }
  std::string out = html::squeezed(name);
  if (out.size() > 1 && out.front() == '"' && out.back() == '"') out = out.substr(1, out.size() - 2);
  return out.find('@') == std::string::npos ? html::squeezed(out) : std::string();
}

std::string without_angles(std::string_view s) {
  std::string out = html::squeezed(s);
  if (out.size() > 1 && out.front() == '<' && out.back() == '>') out = out.substr(1, out.size() - 2);
  return out;
}

std::string decoded(std::string_view body, const std::string& encoding) {
  const std::string how = lower(html::squeezed(encoding));
  if (how == "base64") return mime::from_base64(body);
  if (how == "quoted-printable") return mime::from_quoted_printable(body);
  return std::string(body);
}

// Kinds of attachments in which there is no article.
bool no_article(const std::string& kind) {
  for (const std::string_view start : {"image/", "audio/", "video/", "font/", "application/pgp-", "application/pkcs7-",
                                       "application/x-pkcs7-", "application/ics", "text/calendar", "text/vcard", "text/x-vcard",
                                       "message/delivery-status", "message/disposition-notification", "text/css", "application/ms-tnef"})
    if (kind.starts_with(start)) return true;
  return false;
}

std::string ending_of(const std::string& kind) {
  if (kind == "text/html") return ".html";
  if (kind == "message/rfc822") return ".eml";
  if (kind == "application/pdf") return ".pdf";
  if (kind.ends_with("json")) return ".json";
  if (kind.ends_with("xml")) return ".xml";
  return kind.starts_with("text/") ? ".txt" : "";
}

// Letters of a text that are not ASCII and no marks of it: how much Arabic there is, near enough.
std::size_t words(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    const auto b = static_cast<unsigned char>(c);
    return b >= 0xC0 || std::isalnum(b) != 0;
  }));
}

std::size_t letters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool ends_sentence(std::string_view line) {
  for (const std::string_view stop : {".", "!", "?", ":", "\xD8\x9F", "\xDB\x94", "\xE2\x80\xA6"})  // Arabic question mark and full stop
    if (line.ends_with(stop)) return true;
  return false;
}

// The paragraphs of a plain part: programs break lines at seventy-odd letters, and say so (`format=flowed`: a space at the end; with
// `delsp` it is not the text's) or not. What stands below a signature's dashes goes.
std::string unwrapped(std::string_view text, bool flowed, bool delsp) {
  constexpr std::size_t kNarrowest = 50, kWidest = 80;
  std::vector<std::string_view> lines;
  std::size_t width = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = without_end(take_line(rest));
    if (line == "-- ") break;
    lines.push_back(line);
    width = std::max(width, letters(line));
  }
  const bool wrapped = width >= kNarrowest && width <= kWidest;
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string_view line = lines[i];
    if (flowed && line.starts_with(' ')) line.remove_prefix(1);
    const std::string_view next = i + 1 < lines.size() ? lines[i + 1] : std::string_view();
    const bool joins = !line.empty() && !next.empty() && !line.starts_with('>') && !next.starts_with('>');
    if (flowed && joins && line.ends_with(' ')) {
      if (delsp) line.remove_suffix(1);
      out += line;
      continue;
    }
    out += line;
    if (i + 1 == lines.size()) break;
    // The first word of the next line would have found no room.
    const bool full =
        wrapped && !flowed && joins && letters(line) + 1 + letters(next.substr(0, next.find(' '))) > width && !ends_sentence(line);
    out += full ? ' ' : '\n';
  }
  return out;
}

class Reader {
 public:
  explicit Reader(Mail& mail) : mail_(mail) {}

  void part(const Fields& fields, std::string_view body, int depth) {
    if (++parts_ > kMostParts) {
      if (parts_ == kMostParts + 1) mail_.troubles.emplace_back("more than 1000 parts; the rest is passed over");
      return;
    }
    const mime::Field type = mime::parse_field(fields.contains("content-type") ? value(fields, "content-type") : "text/plain");
    const mime::Field disposition = mime::parse_field(value(fields, "content-disposition"));
    const std::string& kind = type.value;
    if (kind.starts_with("multipart/") && !type["boundary"].empty()) {
      if (depth >= kDeepestPart) {
        mail_.troubles.emplace_back("parts inside parts, more than 20 times; passed over");
        return;
      }
      parts(type["boundary"], body, depth);
      return;
    }
    std::string name = !disposition["filename"].empty() ? disposition["filename"] : type["name"];
    const bool attached = disposition.value == "attachment" || !name.empty();
    if ((kind == "text/plain" || kind == "text/html" || kind.empty()) && !attached) {
      text(kind == "text/html", decoded(body, value(fields, "content-transfer-encoding")), type);
      return;
    }
    if (no_article(kind)) return;
    if (const std::size_t slash = name.find_last_of("/\\"); slash != std::string::npos) name = name.substr(slash + 1);
    std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    if (name.empty() || name == "." || name == "..") name = "part-" + std::to_string(parts_) + ending_of(kind);
    // Two of one name are two files.
    if (const std::size_t same = ++names_[name]; same > 1) name += "#" + std::to_string(same);
    mail_.attachments.push_back({std::move(name), type["charset"], decoded(body, value(fields, "content-transfer-encoding"))});
  }

  /// Which of the texts is the document's.
  void finish() {
    Document& d = mail_.document;
    const bool plain = words(plain_) >= words(html_text_);
    d.text = plain ? std::move(plain_) : std::move(html_text_);
    if (!plain) {
      if (!page_.url.empty() && d.url.empty()) d.url = page_.url;
    }
    mail_.has_text = words(d.text) > 0;
  }

 private:
  Mail& mail_;
  std::size_t parts_ = 0;
  std::string plain_, html_text_;
  Document page_;
  std::map<std::string, std::size_t> names_;

  void parts(const std::string& boundary, std::string_view body, int depth) {
    const std::string mark = "--" + boundary;
    std::string_view rest = body;
    std::size_t begin = std::string_view::npos;  // of the part being read
    while (true) {
      const std::size_t at = body.size() - rest.size();
      const bool ended = rest.empty();
      const std::string_view line = take_line(rest);
      std::string_view bare = without_end(line);
      while (!bare.empty() && (bare.back() == ' ' || bare.back() == '\t')) bare.remove_suffix(1);
      const bool marks = !ended && bare.starts_with(mark) && (bare.size() == mark.size() || bare.substr(mark.size()) == "--");
      if (!ended && !marks) continue;
      if (begin != std::string_view::npos) {
        std::string_view inside = body.substr(begin, at - begin);
        // The line's end before a boundary belongs to the boundary.
        if (inside.ends_with('\n')) inside.remove_suffix(1);
        if (inside.ends_with('\r')) inside.remove_suffix(1);
        const Fields fields = take_fields(inside);
        part(fields, inside, depth + 1);
      }
      if (ended || bare.size() > mark.size()) return;
      begin = at + line.size();
    }
  }

  void text(bool is_html, std::string bytes, const mime::Field& type) {
    const std::string& charset = type["charset"];
    if (bytes.find_first_not_of(" \t\r\n") == std::string::npos) return;
    const std::string declared = !charset.empty() ? charset : is_html ? declared_charset(bytes) : std::string();
    auto utf8 = to_utf8(std::move(bytes), "", declared);
    if (!utf8) {
      mail_.troubles.push_back(utf8.error().message);
      return;
    }
    std::string* to = is_html ? &html_text_ : &plain_;
    std::string words_of_it;
    if (!is_html) {
      std::erase(*utf8, '\r');
      words_of_it = unwrapped(*utf8, lower(type["format"]) == "flowed", lower(type["delsp"]) == "yes");
    } else if (auto article = html::article(*utf8, "")) {
      words_of_it = article->text;
      page_ = std::move(*article);
    } else {
      words_of_it = html::plain_text(*utf8);
    }
    if (!to->empty()) *to += '\n';
    *to += words_of_it;
  }
};

}  // namespace

bool is_mail(std::string_view bytes) {
  // Text that begins `Note: …` is none: two of the fields that every message has must be there, in a header that ends.
  std::string_view rest = bytes;
  std::size_t known = 0, lines = 0;
  while (!rest.empty() && lines < 2000) {
    const std::string_view line = without_end(take_line(rest));
    if (line.empty()) break;
    ++lines;
    if (line[0] == ' ' || line[0] == '\t') {
      if (lines == 1) return false;
      continue;
    }
    const std::size_t n = field_name(line);
    if (n == 0) return false;
    const std::string name = lower(line.substr(0, n));
    for (const std::string_view of_mail : {"from", "to", "date", "subject", "message-id", "mime-version", "received", "return-path",
                                           "delivered-to", "content-type", "content-transfer-encoding", "reply-to", "sender", "cc"})
      known += name == of_mail;
  }
  return known >= 2 && !rest.empty();
}

bool is_mailbox(std::string_view bytes) {
  if (!bytes.starts_with("From ")) return false;
  take_line(bytes);
  return is_mail(bytes);
}

Mail read_mail(std::string_view bytes) {
  Mail mail;
  const Fields fields = take_fields(bytes);
  Document& d = mail.document;
  d.title = html::squeezed(mime::header_text(value(fields, "subject")));
  d.published = html::day_in(html::squeezed(value(fields, "date")));
  d.outlet = sender(mime::header_text(value(fields, "from")));
  d.id = base::encode(base::decode(without_angles(value(fields, "message-id"))));
  const std::string address = base::encode(base::decode(without_angles(value(fields, "archived-at"))));
  if (address.starts_with("http://") || address.starts_with("https://")) d.url = address;
  Reader reader(mail);
  reader.part(fields, bytes, 0);
  reader.finish();
  return mail;
}

std::vector<std::string_view> messages_of(std::string_view mailbox) {
  std::vector<std::string_view> out;
  std::string_view rest = mailbox;
  std::size_t begin = std::string_view::npos;
  bool empty_before = true;
  while (true) {
    const std::size_t at = mailbox.size() - rest.size();
    const bool ended = rest.empty();
    const std::string_view line = take_line(rest);
    // Behind an empty line, and with a header behind it: words that begin so are quoted with `>` by most programs, and not by all.
    if (ended || (empty_before && line.starts_with("From ") && field_name(rest.substr(0, rest.find('\n'))) > 0)) {
      if (begin != std::string_view::npos) out.push_back(mailbox.substr(begin, at - begin));
      if (ended) return out;
      begin = at + line.size();
    }
    empty_before = without_end(line).empty();
  }
}

}  // namespace isnad::ingest
