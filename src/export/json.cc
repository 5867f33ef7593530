#include "export/json.h"

#include "export/json_writer.h"

#include "export/names.h"
#include "export/record_text.h"
#include "isnad/isnad.h"

namespace isnad::output {
namespace {

// Writes the members of the record in their documented order.
class Writer : JsonWriter {
 public:
  Writer(std::string& out, const Record& record) : JsonWriter(out), record_(record), text_(record.text) {}

  void record() {
    open('{');
    key("isnad"), number(1);
    key("id"), text(record_.id);
    key("source"), source();
    key("title"), text_or_null(record_.title);
    key("language"), text_or_null(record_.language);
    key("text"), text(record_.text);
    key("published"), published(record_.published);
    key("times"), list(record_.times, [&](const Timex& t, std::size_t) { timex(t); });
    key("entities"), list(record_.entities, [&](const Entity& e, std::size_t i) { entity(e, i); });
    key("statements"), list(record_.statements, [&](const Statement& s, std::size_t i) { statement(s, i); });
    key("contacts"), list(record_.contacts, [&](const Contact& c, std::size_t i) { contact(c, i); });
    key("conditions"), list(record_.conditions, [&](const Condition& c, std::size_t) { condition(c); });
    key("relations"), list(record_.relations, [&](const Relation& r, std::size_t) { relation(r); });
    close('}');
  }

  void date_only() {
    open('{');
    key("isnad"), number(1);
    key("source"), source();
    key("title"), text_or_null(record_.title);
    key("published"), published(record_.published);
    close('}');
  }

 private:
  void source() {
    open('{');
    key("path"), text_or_null(record_.path);
    key("id"), text_or_null(record_.source_id);
    key("url"), text_or_null(record_.url);
    key("outlet"), text_or_null(record_.outlet);
    close('}');
  }

  void published(const Published& p) {
    open('{');
    key("from"), date(p.from);
    key("to"), date(p.to);
    key("basis"), text(to_string(p.basis));
    key("evidence"), list(p.evidence, [&](const Evidence& e, std::size_t) {
      open('{');
      span_members(e.span);
      key("clue"), text(e.clue);
      close('}');
    });
    close('}');
  }

  void timex(const Timex& t) {
    open('{');
    span_members(t.span);
    key("type"), text(to_string(t.type));
    key("value"), text_or_null(t.value);
    close('}');
  }

  void entity(const Entity& e, std::size_t index) {
    open('{');
    key("id"), id('e', index);
    key("name"), text(e.name);
    key("type"), text(to_string(e.type));
    key("country"), text_or_null(e.country);
    key("role"), text_or_null(e.role);
    key("reference"), text_or_null(e.reference);
    key("mentions"), list(e.mentions, [&](Span s, std::size_t) { span(s); });
    close('}');
  }

  void statement(const Statement& s, std::size_t index) {
    open('{');
    key("id"), id('s', index);
    key("content"), span(s.content);
    key("cue"), span(s.cue);
    key("act"), text(to_string(s.act));
    key("quotation"), text(to_string(s.quotation));
    key("speaker"), party(s.speaker);
    key("chain"), parties(s.chain);
    key("addressee"), party_or_null(s.addressee);
    key("time"), text_or_null(s.time);
    close('}');
  }

  void contact(const Contact& c, std::size_t index) {
    open('{');
    key("id"), id('c', index);
    key("kind"), text(to_string(c.kind));
    key("parties"), parties(c.parties);
    key("intermediary"), parties(c.intermediary);
    key("venue"), party_or_null(c.venue);
    key("mode"), list(c.mode, [&](ContactMode m, std::size_t) { text(to_string(m)); });
    key("from"), date(c.from);
    key("to"), date(c.to);
    key("status"), text(to_string(c.status));
    key("according_to"), parties(c.according_to);
    key("statement"), id_or_null('s', c.statement);
    key("evidence"), span(c.evidence);
    key("mentions"), list(c.mentions, [&](Span s, std::size_t) { span(s); });
    key("topics"), list(c.topics, [&](Span s, std::size_t) { span(s); });
    close('}');
  }

  void condition(const Condition& c) {
    open('{');
    key("by"), party(c.by);
    key("if"), span(c.if_span);
    key("then"), span(c.then_span);
    key("statement"), id_or_null('s', c.statement);
    close('}');
  }

  void relation(const Relation& r) {
    open('{');
    key("type"), text(to_string(r.type));
    key("from"), id('s', r.from);
    key("to"), id('s', r.to);
    close('}');
  }

  void party(const Party& p) {
    open('{');
    key("name"), text(p.name);
    key("kind"), text(to_string(p.kind));
    key("entity"), id_or_null('e', p.entity);
    key("start"), p.span ? number(p.span->start) : null();
    key("end"), p.span ? number(p.span->end) : null();
    close('}');
  }

  void party_or_null(const std::optional<Party>& p) { p ? party(*p) : null(); }

  void parties(const std::vector<Party>& all) {
    list(all, [&](const Party& p, std::size_t) { party(p); });
  }

  void span(Span s) {
    open('{');
    span_members(s);
    close('}');
  }

  void span_members(Span s) {
    key("text"), text(text_.words(s));
    key("start"), number(s.start);
    key("end"), number(s.end);
  }

  void id(char letter, std::size_t index) {
    out_.push_back('"');
    out_.push_back(letter);
    number(static_cast<std::uint32_t>(index + 1));
    out_.push_back('"');
  }

  void id_or_null(char letter, std::optional<std::uint32_t> index) { index ? id(letter, *index) : null(); }

  void date(const std::optional<Date>& d) { d ? text(d->to_string()) : null(); }

  const Record& record_;
  RecordText text_;
};

}  // namespace

void append_json(std::string& out, const Record& record) { Writer(out, record).record(); }

void append_date_json(std::string& out, const Record& record) { Writer(out, record).date_only(); }

}  // namespace isnad::output

namespace isnad {

std::string to_json(const Record& record) {
  std::string out;
  out.reserve(record.text.size() * 4);
  output::append_json(out, record);
  return out;
}

}  // namespace isnad
