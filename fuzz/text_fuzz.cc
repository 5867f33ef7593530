// Any bytes as the text of a document: read() must give a record whose every span lies in its text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/utf8.h"
#include "export/html.h"
#include "export/terminal.h"
#include "isnad/isnad.h"

namespace {

void check(bool good) {
  if (!good) std::abort();
}

void check(const isnad::Record& record) {
  check(isnad::base::valid_utf8(record.text));
  const auto length = static_cast<std::uint32_t>(isnad::base::decode(record.text).size());
  const auto in_text = [&](isnad::Span s) { check(s.start <= s.end && s.end <= length); };
  const auto party = [&](const isnad::Party& p) {
    if (p.span) in_text(*p.span);
    if (p.entity) check(*p.entity < record.entities.size());
  };
  for (const auto& e : record.published.evidence) in_text(e.span);
  for (const auto& t : record.times) in_text(t.span);
  for (const auto& e : record.entities)
    for (const isnad::Span& m : e.mentions) in_text(m);
  for (const auto& s : record.statements) {
    in_text(s.content);
    in_text(s.cue);
    party(s.speaker);
    for (const auto& p : s.chain) party(p);
    if (s.addressee) party(*s.addressee);
  }
  for (const auto& c : record.contacts) {
    for (const auto* parties : {&c.parties, &c.intermediary, &c.according_to})
      for (const auto& p : *parties) party(p);
    if (c.venue) party(*c.venue);
    if (c.statement) check(*c.statement < record.statements.size());
    in_text(c.evidence);
    for (const isnad::Span& t : c.topics) in_text(t);
  }
  for (const auto& c : record.conditions) {
    party(c.by);
    in_text(c.if_span);
    in_text(c.then_span);
    if (c.statement) check(*c.statement < record.statements.size());
  }
  for (const auto& r : record.relations) check(r.from < record.statements.size() && r.to < record.statements.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  isnad::Document document;
  document.text.assign(reinterpret_cast<const char*>(data), size);
  // The first line as title, so that titles are tried too.
  if (size % 2 == 1) document.title = document.text.substr(0, document.text.find('\n'));
  const isnad::Record record = isnad::read(document);
  check(record);
  isnad::Document again;
  again.text = record.text;
  check(isnad::read(again).text == record.text);  // cleaning once is cleaning twice
  const std::string json = isnad::to_json(record);
  check(isnad::base::valid_utf8(json) && json.find('\n') == std::string::npos);
  check(isnad::base::valid_utf8(isnad::output::to_html({record})));
  std::string text;
  isnad::output::append_terminal(text, record, {.color = true, .isolate = true, .explain = true, .width = 60});
  check(isnad::base::valid_utf8(text));
  return 0;
}
