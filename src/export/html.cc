#include "export/html.h"

#include <algorithm>
#include <unordered_map>

#include "base/utf8.h"
#include "export/html_style.h"
#include "export/names.h"
#include "export/record_text.h"
#include "model/lexicon.h"

namespace isnad::output {
namespace {

// ---- escaping ------------------------------------------------------------------------------------------------------

bool bidi_control(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// Text for an element or a quoted attribute. What would turn the direction of the rest of the page is named instead.
void escape(std::string& out, std::string_view utf8) {
  const std::u32string chars = base::decode(utf8);
  for (const char32_t c : chars) {
    switch (c) {
      case '<': out += "&lt;"; continue;
      case '>': out += "&gt;"; continue;
      case '&': out += "&amp;"; continue;
      case '"': out += "&quot;"; continue;
      case '\'': out += "&#39;"; continue;
      default: break;
    }
    if (bidi_control(c)) {
      static constexpr char kHex[] = "0123456789ABCDEF";
      out += "[U+";
      for (int shift = 12; shift >= 0; shift -= 4) out.push_back(kHex[(c >> shift) & 15]);
      out.push_back(']');
    } else if ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0)) {
      base::append_utf8(out, 0xFFFD);
    } else {
      base::append_utf8(out, c);
    }
  }
}

std::string escaped(std::string_view utf8) {
  std::string out;
  escape(out, utf8);
  return out;
}

// ---- words ---------------------------------------------------------------------------------------------------------

class Labels {
 public:
  explicit Labels(const model::Lexicon& lexicon) : table_(lexicon.table("export/labels")) {
    const std::uint32_t key = table_.column("key"), ar = table_.column("ar");
    for (std::uint32_t row = 0; row < table_.rows(); ++row) words_.emplace(table_.cell(row, key), table_.cell(row, ar));
  }

  // A word that the table lacks shows its key: seen, and found by the test that looks for every key.
  std::string operator()(std::string_view group, std::string_view name) const {
    const std::string key = std::string(group) + "." + std::string(name);
    const auto found = words_.find(key);
    return escaped(found == words_.end() ? key : found->second);
  }

 private:
  const model::Table& table_;
  std::unordered_map<std::string_view, std::string_view> words_;
};

std::string link(std::size_t number, char letter, std::size_t index) {
  return "d" + std::to_string(number) + letter + std::to_string(index + 1);
}

// ---- the article with its annotations ------------------------------------------------------------------------------

struct Mark {
  Span span;
  std::string_view kind;  // CSS class
  std::string title;      // escaped; shown when pointed at
  std::string id;         // anchor, or empty
};

// Opens and closes marks in order of the text. Marks that cross are cut where they cross: elements only nest.
class MarkedText {
 public:
  MarkedText(std::string& out, const RecordText& text, std::vector<Mark> marks) : out_(out), text_(text), marks_(std::move(marks)) {
    std::erase_if(marks_, [&](const Mark& m) { return m.span.empty() || m.span.end > text_.length(); });
    std::stable_sort(marks_.begin(), marks_.end(), [](const Mark& a, const Mark& b) {
      return a.span.start != b.span.start ? a.span.start < b.span.start : a.span.end > b.span.end;
    });
  }

  void append(Span line) {
    // Marks that began on an earlier line are still open.
    for (std::size_t i : open_) begin(i);
    for (std::uint32_t at = line.start; at < line.end;) {
      close_at(at);
      for (; next_ < marks_.size() && marks_[next_].span.start <= at; ++next_) {
        open_.push_back(next_);
        begin(next_);
      }
      std::uint32_t stop = line.end;
      if (next_ < marks_.size()) stop = std::min(stop, marks_[next_].span.start);
      for (std::size_t i : open_) stop = std::min(stop, marks_[i].span.end);
      escape(out_, text_.words({at, stop}));
      at = stop;
    }
    close_at(line.end);
    for (std::size_t i = 0; i < open_.size(); ++i) out_ += "</mark>";
  }

 private:
  void begin(std::size_t i) {
    Mark& mark = marks_[i];
    out_ += "<mark class=\"";
    out_ += mark.kind;
    out_ += '"';
    if (!mark.id.empty()) {
      out_ += " id=\"" + mark.id + "\"";
      mark.id.clear();  // the first piece bears it
    }
    if (!mark.title.empty()) out_ += " title=\"" + mark.title + "\"";
    out_ += '>';
  }

  void close_at(std::uint32_t at) {
    const auto first = std::find_if(open_.begin(), open_.end(), [&](std::size_t i) { return marks_[i].span.end <= at; });
    if (first == open_.end()) return;
    const auto keep = static_cast<std::size_t>(first - open_.begin());
    for (std::size_t i = open_.size(); i-- > keep;) out_ += "</mark>";
    std::vector<std::size_t> again;
    for (std::size_t i = keep; i < open_.size(); ++i)
      if (marks_[open_[i]].span.end > at) again.push_back(open_[i]);
    open_.resize(keep);
    for (const std::size_t i : again) {
      open_.push_back(i);
      begin(i);
    }
  }

  std::string& out_;
  const RecordText& text_;
  std::vector<Mark> marks_;
  std::vector<std::size_t> open_;  // outermost first
  std::size_t next_ = 0;
};

// ---- one record ----------------------------------------------------------------------------------------------------

class RecordHtml {
 public:
  RecordHtml(std::string& out, const Record& record, std::size_t number, const Labels& labels)
      : out_(out), record_(record), number_(number), label_(labels), text_(record.text) {}

  void write() {
    out_ += "<article class=\"doc\" id=\"d" + std::to_string(number_) + "\"><div class=\"sheet\">\n";
    meta();
    out_ += "<div class=\"cols\">\n<div class=\"text\">\n";
    text();
    out_ += "</div>\n<aside class=\"side\">\n";
    statements();
    contacts();
    conditions();
    relations();
    dating();
    entities();
    out_ += "</aside>\n</div></div></article>\n";
  }

 private:
  void bdi(std::string_view utf8, std::string_view css = {}) {
    out_ += css.empty() ? "<bdi>" : "<bdi class=\"" + std::string(css) + "\">";
    escape(out_, utf8);
    out_ += "</bdi>";
  }

  // Codes, dates and paths, which run from left to right.
  void code(std::string_view utf8) {
    out_ += "<bdi dir=\"ltr\">";
    escape(out_, utf8);
    out_ += "</bdi>";
  }

  void interval(const std::optional<Date>& from, const std::optional<Date>& to) {
    if (!from && !to) {
      out_ += label_("field", "unknown");
      return;
    }
    std::string all = from ? from->to_string() : "";
    if (from != to) all += " \xE2\x80\x93 " + (to ? to->to_string() : std::string());
    code(all);
  }

  void meta() {
    out_ += "<p class=\"meta\">";
    if (!record_.outlet.empty()) {
      out_ += "<span><b>";
      bdi(record_.outlet);
      out_ += "</b></span>";
    }
    out_ += "<span>" + label_("field", "published") + ": <b>";
    interval(record_.published.from, record_.published.to);
    out_ += "</b> (" + label_("basis", to_string(record_.published.basis)) + ")</span>";
    // Only web addresses become links: what a file calls its url may be a script.
    if (record_.url.starts_with("http://") || record_.url.starts_with("https://"))
      out_ += "<span><a rel=\"noreferrer\" href=\"" + escaped(record_.url) + "\">" + label_("field", "source") + "</a></span>";
    if (!record_.path.empty()) {
      out_ += "<span>" + label_("field", "path") + ": ";
      code(record_.path);
      out_ += "</span>";
    }
    out_ += "</p>\n";
  }

  void text() {
    std::vector<Mark> marks;
    const auto add = [&](Span span, std::string_view kind, std::string title, std::string id = {}) {
      marks.push_back({span, kind, std::move(title), std::move(id)});
    };
    // Of marks on the same words, those added first stand outside.
    for (std::size_t i = 0; i < record_.statements.size(); ++i) {
      const Statement& s = record_.statements[i];
      add(s.content, "content", label_("act", to_string(s.act)) + ": " + escaped(s.speaker.name), link(number_, 's', i) + "t");
    }
    for (std::size_t i = 0; i < record_.contacts.size(); ++i)
      add(record_.contacts[i].evidence, "contact", label_("contact", to_string(record_.contacts[i].kind)), link(number_, 'c', i) + "t");
    for (const Condition& c : record_.conditions) {
      add(c.if_span, "condition", label_("field", "if"));
      add(c.then_span, "condition", label_("field", "then"));
    }
    for (const Evidence& e : record_.published.evidence) add(e.span, "dating", escaped(e.clue));
    for (const Statement& s : record_.statements) add(s.cue, "cue", label_("kind", "cue"));
    for (const Timex& t : record_.times) add(t.span, "time", escaped(t.value));
    for (const Entity& e : record_.entities)
      for (const Span& mention : e.mentions) add(mention, to_string(e.type), escaped(e.name));

    MarkedText marked(out_, text_, std::move(marks));
    const std::u32string chars = base::decode(record_.text);
    for (std::size_t begin = 0, line = 0; begin < chars.size(); ++line) {
      std::size_t end = chars.find(U'\n', begin);
      if (end == std::u32string::npos) end = chars.size();
      const bool headline = line == 0 && !record_.title.empty();
      out_ += headline ? "<p class=\"headline\">" : "<p>";
      marked.append({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
      out_ += "</p>\n";
      begin = end + 1;
    }
  }

  void heading(std::string_view name, std::size_t count) {
    out_ += "<h3>" + label_("field", name);
    if (count > 0) out_ += " <small>" + std::to_string(count) + "</small>";
    out_ += "</h3>\n";
  }

  void tag(std::string_view group, std::string_view name) {
    out_ += "<span class=\"tag ";
    out_ += name;
    out_ += "\">" + label_(group, name) + "</span>";
  }

  void party(const Party& p) { bdi(p.name, to_string(p.kind)); }

  void parties(const std::vector<Party>& all, std::string_view between) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i > 0) out_ += between;
      party(all[i]);
    }
  }

  // The page runs from right to left: the outermost stands right, and the arrow points on, to the speaker.
  void chain(const std::vector<Party>& all) {
    out_ += "<span class=\"chain\">";
    parties(all, "<span class=\"arrow\">&larr;</span>");
    out_ += "</span>";
  }

  template <class Value>
  void fact(std::string_view name, Value value) {
    out_ += "<span>" + label_("field", name) + ": ";
    value();
    out_ += "</span>";
  }

  void statements() {
    if (record_.statements.empty()) return;
    heading("statements", record_.statements.size());
    out_ += "<ul>\n";
    for (std::size_t i = 0; i < record_.statements.size(); ++i) {
      const Statement& s = record_.statements[i];
      out_ += "<li class=\"card\" id=\"" + link(number_, 's', i) + "\">";
      number_link('s', i);
      if (s.chain.empty()) party(s.speaker);
      else chain(s.chain);
      out_ += "<blockquote>";
      tag("act", to_string(s.act));
      bdi(text_.words(s.content));
      out_ += "</blockquote><div class=\"facts\">";
      out_ += "<span>" + label_("quotation", to_string(s.quotation)) + "</span>";
      if (!s.cue.empty()) fact("cue", [&] { bdi(text_.words(s.cue)); });
      if (s.addressee) fact("to", [&] { party(*s.addressee); });
      if (!s.time.empty()) fact("time", [&] { code(s.time); });
      out_ += "</div></li>\n";
    }
    out_ += "</ul>\n";
  }

  void contacts() {
    if (record_.contacts.empty()) return;
    heading("contacts", record_.contacts.size());
    out_ += "<ul>\n";
    for (std::size_t i = 0; i < record_.contacts.size(); ++i) {
      const Contact& c = record_.contacts[i];
      out_ += "<li class=\"card contact\" id=\"" + link(number_, 'c', i) + "\">";
      number_link('c', i);
      out_ += "<span class=\"chain\">";
      parties(c.parties, "<span class=\"arrow\">&harr;</span>");
      out_ += "</span><br>";
      tag("contact", to_string(c.kind));
      for (const ContactMode m : c.mode) tag("mode", to_string(m));
      tag("status", to_string(c.status));
      out_ += "<div class=\"facts\">";
      if (!c.intermediary.empty()) fact("intermediary", [&] { parties(c.intermediary, ", "); });
      if (c.venue) fact("venue", [&] { party(*c.venue); });
      if (c.from || c.to) fact("when", [&] { interval(c.from, c.to); });
      for (const Span& topic : c.topics) fact("topics", [&] { bdi(text_.words(topic)); });
      fact("according_to", [&] { c.according_to.empty() ? void(out_ += label_("field", "narrated")) : chain(c.according_to); });
      out_ += "</div></li>\n";
    }
    out_ += "</ul>\n";
  }

  void conditions() {
    if (record_.conditions.empty()) return;
    heading("conditions", record_.conditions.size());
    out_ += "<ul>\n";
    for (const Condition& c : record_.conditions) {
      out_ += "<li class=\"card condition\"><span class=\"chain\">";
      party(c.by);
      out_ += "</span><div>" + label_("field", "if") + " ";
      bdi(text_.words(c.if_span));
      out_ += "</div><div>" + label_("field", "then") + " ";
      bdi(text_.words(c.then_span));
      out_ += "</div></li>\n";
    }
    out_ += "</ul>\n";
  }

  void relations() {
    if (record_.relations.empty()) return;
    heading("relations", record_.relations.size());
    out_ += "<ul>\n";
    for (const Relation& r : record_.relations) {
      out_ += "<li>";
      number_link('s', r.from);
      tag("relation", to_string(r.type));
      number_link('s', r.to);
      out_ += "</li>\n";
    }
    out_ += "</ul>\n";
  }

  void dating() {
    heading("published", record_.published.evidence.size());
    out_ += "<p class=\"names\">";
    interval(record_.published.from, record_.published.to);
    out_ += "</p>\n<ul class=\"facts\">\n";
    for (const Evidence& e : record_.published.evidence) {
      out_ += "<li>";
      if (!e.span.empty()) {
        bdi(text_.words(e.span));
        out_ += ": ";
      }
      bdi(e.clue);
      out_ += "</li>\n";
    }
    out_ += "</ul>\n";
    if (record_.times.empty()) return;
    heading("times", record_.times.size());
    out_ += "<p class=\"facts\">";
    for (const Timex& t : record_.times) {
      out_ += "<span>";
      bdi(text_.words(t.span));
      out_ += " = ";
      code(t.value.empty() ? "?" : t.value);
      out_ += "</span>";
    }
    out_ += "</p>\n";
  }

  void entities() {
    if (record_.entities.empty()) return;
    heading("entities", record_.entities.size());
    for (const EntityType type :
         {EntityType::person, EntityType::organization, EntityType::media, EntityType::country, EntityType::place}) {
      bool first = true;
      for (const Entity& e : record_.entities) {
        if (e.type != type) continue;
        out_ += first ? "<p class=\"names\">" + label_("entity", to_string(type)) + ": " : std::string(" &middot; ");
        first = false;
        bdi(e.name, to_string(type));
        if (!e.role.empty() || !e.country.empty()) {
          out_ += " <small class=\"facts\">(";
          if (!e.role.empty()) bdi(e.role);
          if (!e.role.empty() && !e.country.empty()) out_ += ", ";
          if (!e.country.empty()) code(e.country);
          out_ += ")</small>";
        }
      }
      if (!first) out_ += "</p>\n";
    }
  }

  // From the list to the words in the article.
  void number_link(char letter, std::size_t index) {
    out_ += "<a class=\"no\" href=\"#" + link(number_, letter, index) + "t\">";
    code(letter + std::to_string(index + 1));
    out_ += "</a>";
  }

  std::string& out_;
  const Record& record_;
  std::size_t number_;
  const Labels& label_;
  RecordText text_;
};

}  // namespace

void HtmlPage::append_head(std::string& out) const {
  const Labels label(model_.lexicon());
  out +=
      "<!DOCTYPE html>\n<html lang=\"ar\" dir=\"rtl\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>";
  out += label("page", "title") + "</title>\n<style>";
  out += kStyle;
  out += "</style>\n</head>\n<body>\n<header class=\"top\"><h1>" + label("page", "title") + "</h1><p>" + label("page", "lead") + "</p>\n";
  out += "<ul class=\"legend\" aria-label=\"" + label("field", "legend") + "\">";
  for (const char* kind :
       {"content", "cue", "contact", "condition", "time", "dating", "person", "organization", "media", "country", "place"})
    out += "<li><mark class=\"" + std::string(kind) + "\">" + label("kind", kind) + "</mark></li>";
  out += "</ul></header>\n<main>\n";
}

void HtmlPage::append_record(std::string& out, const Record& record, std::size_t number) const {
  const Labels label(model_.lexicon());
  RecordHtml(out, record, number, label).write();
}

void HtmlPage::append_foot(std::string& out) const { out += "</main>\n</body>\n</html>\n"; }

std::string to_html(const std::vector<Record>& records, const Model& model) {
  const HtmlPage page(model);
  std::string out;
  page.append_head(out);
  for (std::size_t i = 0; i < records.size(); ++i) page.append_record(out, records[i], i + 1);
  page.append_foot(out);
  return out;
}

}  // namespace isnad::output
