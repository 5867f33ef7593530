// iCalendar (RFC 5545): contacts whose day is known, as whole-day events.
#include <algorithm>

#include "export/exchange/exchange.h"
#include "export/exchange/phrases.h"
#include "export/names.h"
#include "export/record_text.h"

namespace isnad::exchange {
namespace {

// Lines are folded at 75 bytes and end in CR LF; a letter is not cut.
void append_line(std::string& out, std::string_view line) {
  constexpr std::size_t kLongest = 75;
  std::size_t room = kLongest;
  while (line.size() > room) {
    std::size_t cut = room;
    while (cut > 0 && (static_cast<unsigned char>(line[cut]) & 0xC0) == 0x80) --cut;
    (out += line.substr(0, cut)) += "\r\n ";
    line.remove_prefix(cut);
    room = kLongest - 1;
  }
  (out += line) += "\r\n";
}

// A value of the type TEXT. Control characters, which the format does not have, are dropped.
std::string escaped(std::string_view bytes) {
  std::string out;
  for (const char c : output::valid(bytes)) {
    if (c == '\n') out += "\\n";
    else if (c == '\\' || c == ';' || c == ',') (out += '\\') += c;
    else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) out += c;
  }
  return out;
}

std::string compact(const Date& day) {
  std::string out = day.to_string();
  std::erase(out, '-');
  return out;
}

const char* status_of(const std::string& status) {
  if (status == "held") return "CONFIRMED";
  return status == "denied" || status == "cancelled" ? "CANCELLED" : "TENTATIVE";
}

// The last day on which one of the reports can have been printed: the file is the same whenever it is made.
Date stamp(const Contact& c) {
  std::optional<Date> last;
  for (const Telling& t : c.tellings)
    for (const std::optional<Date>& d : {t.passage.from, t.passage.to})
      if (d && (!last || d->last_day() > *last)) last = d->last_day();
  return last ? *last : c.from->last_day();
}

std::string description(const Contact& c) {
  std::vector<std::string> lines = {joined({std::string(to_string(c.kind)), c.status, joined(modes_of(c), ", "),
                                            std::to_string(c.sources) + (c.sources == 1 ? " source" : " sources")},
                                           "; ")};
  if (!c.intermediary.empty()) lines.push_back("through " + joined(names_of(c.intermediary), ", "));
  for (const Telling& t : c.tellings) {
    const Passage& p = t.passage;
    lines.push_back(joined({p.outlet ? p.outlet->name : p.name, chain_text(t.according_to)}, " \u2190 ") +
                    (p.from ? " " + day(p.from) : "") + ": " + p.words + (p.url.empty() ? "" : "\n" + p.url));
  }
  return joined(lines, "\n");
}

void append_event(std::string& out, const Contact& c) {
  const Date first = c.from->first_day(), last = std::max(first, c.to ? c.to->last_day() : c.from->last_day());
  append_line(out, "BEGIN:VEVENT");
  append_line(out, "UID:" + c.id + "@isnad");
  append_line(out, "DTSTAMP:" + compact(stamp(c)) + "T000000Z");
  append_line(out, "DTSTART;VALUE=DATE:" + compact(first));
  append_line(out, "DTEND;VALUE=DATE:" + compact(Date::of_day_number(last.day_number() + 1)));  // the first day after
  append_line(out, "SUMMARY:" + escaped(title_of(c)));
  append_line(out, "DESCRIPTION:" + escaped(description(c)));
  if (c.venue) append_line(out, "LOCATION:" + escaped(c.venue->name));
  append_line(out, std::string("STATUS:") + status_of(c.status));
  append_line(out, "TRANSP:TRANSPARENT");
  append_line(out, "CATEGORIES:" + escaped(to_string(c.kind)));
  append_line(out, "X-ISNAD-STATUS:" + escaped(c.status));
  append_line(out, "X-ISNAD-FROM:" + day(c.from));
  if (c.to) append_line(out, "X-ISNAD-TO:" + day(c.to));
  append_line(out, "X-ISNAD-SOURCES:" + std::to_string(c.sources));
  for (const Actor& a : c.parties) append_line(out, "X-ISNAD-PARTY:" + escaped(a.name));
  for (const Actor& a : c.intermediary) append_line(out, "X-ISNAD-INTERMEDIARY:" + escaped(a.name));
  append_line(out, "END:VEVENT");
}

class ICalendar final : public Exchange {
 public:
  explicit ICalendar(const Settings& settings) : settings_(settings) {}

  bool write(const Selection& selection, std::string_view, const Write& out) const override {
    std::string text;
    append_line(text, "BEGIN:VCALENDAR");
    append_line(text, "VERSION:2.0");
    append_line(text, "PRODID:-//isnad//" + escaped(settings_.program) + "//AR");
    append_line(text, "CALSCALE:GREGORIAN");
    append_line(text, "X-WR-CALNAME:Isnad");
    bool going = out(text);
    if (going)
      selection.contacts([&](const Contact& c) {
        if (!c.from) return true;
        text.clear();
        append_event(text, c);
        return going = out(text);
      });
    text.clear();
    append_line(text, "END:VCALENDAR");
    return going && out(text);
  }

 private:
  Settings settings_;
};

}  // namespace

std::unique_ptr<Exchange> make_icalendar(const Settings& settings) { return std::make_unique<ICalendar>(settings); }

}  // namespace isnad::exchange
