#include "export/terminal.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/utf8.h"
#include "export/flow.h"
#include "export/names.h"
#include "export/record_text.h"

namespace isnad::output {
namespace {

bool directional(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

std::size_t width_of(char32_t c) {
  if (c < 0x300) return c < 0x20 || (c >= 0x7F && c < 0xA0) ? 0 : 1;
  const auto u = static_cast<UChar32>(c);
  const int type = u_charType(u);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
  const int east = u_getIntPropertyValue(u, UCHAR_EAST_ASIAN_WIDTH);
  return east == U_EA_WIDE || east == U_EA_FULLWIDTH ? 2 : 1;
}

class RecordPrinter {
 public:
  RecordPrinter(std::string& out, const Record& record, const TerminalStyle& style)
      : out_(out), record_(record), style_(style), text_(record.text), flow_(out, style) {}

  void print() {
    head();
    published();
    statements();
    contacts();
    conditions();
    relations();
    entities();
    out_ += '\n';
  }

 private:
  static constexpr std::size_t kIndent = 6;

  static std::string number(char letter, std::size_t index) { return letter + std::to_string(index + 1); }

  // " s1   " in the width of the indent.
  void print_numbered(char letter, std::size_t index) {
    std::string first = "  " + number(letter, index);
    first.resize(std::max(first.size() + 1, kIndent), ' ');
    flow_.print(first, kIndent);
  }

  void print_indented() { flow_.print(std::string(kIndent, ' '), kIndent); }

  void heading(std::string_view name, std::size_t count) {
    flow_.add(name, kHeading).add("(" + std::to_string(count) + ")", kDim).print("", 0);
  }

  static std::string joined(const std::vector<Party>& parties, std::string_view between) {
    std::string all;
    for (std::size_t i = 0; i < parties.size(); ++i) {
      if (i > 0) all += between;
      all += parties[i].name;
    }
    return all;
  }

  static std::string interval(const std::optional<Date>& from, const std::optional<Date>& to) {
    if (!from && !to) return "unknown";
    std::string all = from ? from->to_string() : "";
    if (from != to) all += std::string(from ? " " : "") + std::string(kDash) + (to ? " " + to->to_string() : "");
    return all;
  }

  void head() {
    std::string_view title = record_.title;
    if (title.empty()) title = std::string_view(record_.text).substr(0, record_.text.find('\n'));
    constexpr std::size_t kLongest = 240;  // an untitled text may be one paragraph
    std::string shown(title);
    if (const std::u32string chars = base::decode(title); chars.size() > kLongest)
      shown = base::encode(chars.substr(0, kLongest)) + "\u2026";
    if (shown.empty()) shown = "(no text)";
    flow_.text(shown, kBold).print("", 0);
    bool any = false;
    for (const std::string* part : {&record_.outlet, &record_.path, &record_.url}) {
      if (part->empty()) continue;
      if (any) flow_.add(kMiddot, kDim);
      flow_.text(*part, kDim);
      any = true;
    }
    if (any) flow_.print("  ", 2);
  }

  void published() {
    const Published& p = record_.published;
    flow_.add("published", kHeading).add(interval(p.from, p.to), kDate);
    if (p.basis != DateBasis::unknown) flow_.add("(" + std::string(to_string(p.basis)) + ")", kDim);
    flow_.print("", 2);
    if (style_.explain) clues();
  }

  void clues() {
    for (const Evidence& e : record_.published.evidence) {
      if (!e.span.empty()) flow_.text(text_.words(e.span), kDate);
      flow_.add(e.clue, kDim);
      print_indented();
    }
  }

  static std::string_view color(Act act) {
    switch (act) {
      case Act::deny:
      case Act::refuse:
      case Act::no_comment: return kRed;
      case Act::confirm:
      case Act::praise:
      case Act::promise: return kGreen;
      case Act::say: return kPlain;
      default: return kYellow;
    }
  }

  void chain(const std::vector<Party>& parties) { flow_.add(joined(parties, kArrow), kChain, Flow::Direction::chain); }

  void pattern(const std::string& name) {
    if (!style_.explain || name.empty()) return;
    flow_.add("pattern", kDim).text(name, kDim);
    print_indented();
  }

  void statements() {
    if (record_.statements.empty()) return;
    heading("statements", record_.statements.size());
    for (std::size_t i = 0; i < record_.statements.size(); ++i) {
      const Statement& s = record_.statements[i];
      chain(s.chain.empty() ? std::vector<Party>{s.speaker} : s.chain);
      flow_.add(to_string(s.act), color(s.act)).add(to_string(s.quotation), kDim);
      if (!s.cue.empty()) flow_.text(text_.words(s.cue), kDim);
      if (s.addressee) flow_.add("to", kDim).text(s.addressee->name, kParty);
      if (!s.time.empty()) flow_.add(s.time, kDate);
      print_numbered('s', i);
      flow_.text(text_.words(s.content));
      print_indented();
      pattern(s.pattern);
    }
  }

  static std::string_view color(ContactStatus status) {
    return status == ContactStatus::held ? kGreen : status == ContactStatus::denied || status == ContactStatus::cancelled ? kRed : kYellow;
  }

  void contacts() {
    if (record_.contacts.empty()) return;
    heading("contacts", record_.contacts.size());
    for (std::size_t i = 0; i < record_.contacts.size(); ++i) {
      const Contact& c = record_.contacts[i];
      if (c.parties.empty()) flow_.add("?", kDim);
      else flow_.add(joined(c.parties, kBoth), kParty, Flow::Direction::chain);
      for (const ContactMode m : c.mode) flow_.add(to_string(m));
      flow_.add(to_string(c.kind), kBold).add(to_string(c.status), color(c.status));
      if (!c.intermediary.empty()) flow_.add("through", kDim).add(joined(c.intermediary, ", "), kParty, Flow::Direction::chain);
      if (c.venue) flow_.add("at", kDim).text(c.venue->name, kParty);
      if (c.from || c.to) flow_.add(interval(c.from, c.to), kDate);
      print_numbered('c', i);
      if (!c.topics.empty()) {
        flow_.add("about", kDim);
        for (const Span& topic : c.topics) flow_.text(text_.words(topic));
        print_indented();
      }
      if (!c.according_to.empty()) {
        flow_.add("according to", kDim);
        chain(c.according_to);
        if (c.statement) flow_.add("(" + number('s', *c.statement) + ")", kDim);
        print_indented();
      }
      if (!c.evidence.empty()) {
        flow_.text(text_.words(c.evidence), kDim);
        print_indented();
      }
      pattern(c.pattern);
    }
  }

  void conditions() {
    if (record_.conditions.empty()) return;
    heading("conditions", record_.conditions.size());
    for (const Condition& c : record_.conditions) {
      flow_.text(c.by.name, kParty).add("if", kDim).text(text_.words(c.if_span)).add("then", kDim).text(text_.words(c.then_span));
      if (c.statement) flow_.add("(" + number('s', *c.statement) + ")", kDim);
      flow_.print("  ", kIndent);
    }
  }

  void relations() {
    if (record_.relations.empty()) return;
    heading("relations", record_.relations.size());
    for (const Relation& r : record_.relations) {
      const std::string_view sgr = r.type == RelationType::denies ? kRed : r.type == RelationType::confirms ? kGreen : kPlain;
      flow_.add(number('s', r.from)).add(to_string(r.type), sgr).add(number('s', r.to)).print("  ", kIndent);
    }
  }

  void entities() {
    if (record_.entities.empty()) return;
    heading("entities", record_.entities.size());
    for (const EntityType type :
         {EntityType::person, EntityType::organization, EntityType::media, EntityType::country, EntityType::place}) {
      bool any = false;
      for (const Entity& e : record_.entities) {
        if (e.type != type) continue;
        if (any) flow_.add(kMiddot, kDim);
        else flow_.add(to_string(type), kDim);
        any = true;
        flow_.text(e.name, kParty);
        if (!e.role.empty()) flow_.text(e.role);
        if (!e.country.empty()) flow_.add("(" + e.country + ")", kDim);
      }
      if (any) flow_.print("  ", kIndent);
    }
  }

  std::string& out_;
  const Record& record_;
  const TerminalStyle& style_;
  RecordText text_;
  Flow flow_;
};

}  // namespace

std::size_t display_width(std::string_view utf8) {
  std::size_t width = 0;
  for (const char32_t c : base::decode(utf8)) width += width_of(c);
  return width;
}

std::string printable(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (const char32_t c : base::decode(bytes)) {
    if (directional(c)) continue;
    if (c == '\n' || c == '\t') out.push_back(' ');
    else if (c < 0x20 || (c >= 0x7F && c < 0xA0)) base::append_utf8(out, 0xFFFD);
    else base::append_utf8(out, c);
  }
  return out;
}

void append_terminal(std::string& out, const Record& record, const TerminalStyle& style) { RecordPrinter(out, record, style).print(); }

}  // namespace isnad::output
