// JSON lines: everything that an export holds, a thing a line, `type` first. The formats that leave things out are completed by this
// one: its ids are theirs.
#include "export/exchange/exchange.h"
#include "export/json_writer.h"
#include "export/names.h"

namespace isnad::exchange {
namespace {

class Line : output::JsonWriter {
 public:
  Line(std::string& out, const char* type) : JsonWriter(out) {
    open('{');
    key("type"), text(type);
  }
  ~Line() {
    close('}');
    out_.push_back('\n');
  }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  void document(const Document& d) {
    const Record& r = *d.record;
    key("id"), text(d.id);
    key("record"), text(r.id);
    key("document"), text(d.passage.name);
    key("source"), open('{');
    key("path"), text_or_null(r.path);
    key("id"), text_or_null(r.source_id);
    key("url"), text_or_null(r.url);
    key("outlet"), text_or_null(r.outlet);
    key("entity"), text_or_null(d.passage.outlet ? d.passage.outlet->id : "");
    close('}');
    key("title"), text_or_null(r.title);
    key("language"), text_or_null(r.language);
    key("story"), text_or_null(d.story);
    key("published"), open('{');
    key("from"), date(r.published.from);
    key("to"), date(r.published.to);
    key("basis"), text(to_string(r.published.basis));
    key("evidence"), list(r.published.evidence, [&](const Evidence& e, std::size_t) {
      open('{');
      span(words_of(r, e.span), e.span);
      key("clue"), text(e.clue);
      close('}');
    });
    close('}');
    key("text"), text(r.text);
  }

  void time(const Document& d, const Timex& t) {
    key("document"), text(d.id);
    key("kind"), text(to_string(t.type));
    key("value"), text_or_null(t.value);
    span(words_of(*d.record, t.span), t.span);
  }

  void mention(const Document& d, const Actor& who, Span where) {
    key("entity"), text(who.id);
    key("document"), text(d.id);
    key("name"), text(who.name);
    span(words_of(*d.record, where), where);
  }

  void statement(const Statement& s) {
    key("id"), text(s.id);
    key("claim"), text(s.claim);
    key("chain_no"), number(s.chain_no);
    key("document"), text(s.content.document);
    key("act"), text(to_string(s.act));
    key("quotation"), text(to_string(s.quotation));
    key("speaker"), actor(s.speaker);
    key("chain"), actors(s.chain);
    key("addressee"), s.addressee ? actor(*s.addressee) : null();
    key("time"), text_or_null(s.time);
    key("content"), open('{'), span(s.content.words, s.content.span), close('}');
    key("cue"), open('{'), span(s.cue, s.cue_span), close('}');
  }

  void chain_link(const Statement& s, std::size_t position) {
    const Actor& a = s.chain[position];
    key("statement"), text(s.id);
    key("claim"), text(s.claim);
    key("chain_no"), number(s.chain_no);
    key("position"), number(static_cast<std::uint32_t>(position + 1));
    key("role"), text(position + 1 == s.chain.size() ? "speaker" : "source");
    key("party"), actor(a);
    key("document"), text(s.content.document);
  }

  void condition(const Condition& c) {
    key("id"), text(c.id);
    key("document"), text(c.condition.document);
    key("statement"), text_or_null(c.statement);
    key("by"), actor(c.by);
    key("if"), open('{'), span(c.condition.words, c.condition.span), close('}');
    key("then"), open('{'), span(c.consequence.words, c.consequence.span), close('}');
  }

  void relation(const Relation& r) {
    key("relation"), text(r.type);
    key("from"), text(r.from);
    key("to"), text(r.to);
  }

  void claim(const Claim& c) {
    key("id"), text(c.id);
    key("speaker"), actor(c.speaker);
    key("sources"), number(c.sources);
    key("status"), text(c.status);
    key("mentions"), list(c.statements, [&](const Statement& s, std::size_t) {
      open('{');
      where(s.content);
      key("statement"), text(s.id);
      span(s.content.words, s.content.span);
      close('}');
    });
    key("confirmed_by"), ids(c.confirmed_by);
    key("denied_by"), ids(c.denied_by);
  }

  void contact(const Contact& c) {
    key("id"), text(c.id);
    key("kind"), text(to_string(c.kind));
    key("parties"), actors(c.parties);
    key("intermediary"), actors(c.intermediary);
    key("venue"), c.venue ? actor(*c.venue) : null();
    key("mode"), list(c.mode, [&](ContactMode m, std::size_t) { text(to_string(m)); });
    key("from"), date(c.from);
    key("to"), date(c.to);
    key("status"), text(c.status);
    key("sources"), number(c.sources);
    key("topics"), ids(c.topics);
    key("mentions"), list(c.tellings, [&](const Telling& t, std::size_t) {
      open('{');
      where(t.passage);
      key("contact"), text(t.contact);
      key("statement"), text_or_null(t.statement);
      key("according_to"), actors(t.according_to);
      span(t.passage.words, t.passage.span);
      close('}');
    });
    key("confirmed_by"), ids(c.confirmed_by);
    key("denied_by"), ids(c.denied_by);
  }

  void entity(const Entity& e) {
    key("id"), text(e.id);
    key("name"), text(e.name);
    key("kind"), text(to_string(e.kind));
    key("country"), text_or_null(e.country);
    key("reference"), text_or_null(e.reference);
    key("names"), open('[');
    bool first = true;
    for (const auto& [name, documents] : e.names) {
      if (!first) out_.push_back(',');
      first = false;
      open('{');
      key("name"), text(name);
      key("documents"), number(documents);
      close('}');
    }
    close(']');
    key("roles"), ids({e.roles.begin(), e.roles.end()});
    key("documents"), number(e.documents);
    key("mentions"), number(e.mentions);
  }

  void cluster(const Cluster& c) {
    key("id"), text(c.id);
    key("kind"), text(c.kind);
    key("documents"), ids(c.documents);
  }

 private:
  void date(const std::optional<Date>& d) { text_or_null(d ? d->to_string() : ""); }
  void ids(const std::vector<std::string>& all) {
    list(all, [&](const std::string& id, std::size_t) { text(id); });
  }
  void where(const Passage& p) {
    key("document"), text(p.document);
    key("name"), text(p.name);
  }
  void span(std::string_view words, Span s) {
    key("text"), text(words);
    key("start"), number(s.start);
    key("end"), number(s.end);
  }
  void actor(const Actor& a) {
    open('{');
    key("name"), text(a.name);
    key("kind"), text(to_string(a.kind));
    key("entity"), text(a.id);
    key("start"), a.span ? number(a.span->start) : null();
    key("end"), a.span ? number(a.span->end) : null();
    close('}');
  }
  void actors(const std::vector<Actor>& all) {
    list(all, [&](const Actor& a, std::size_t) { actor(a); });
  }
};

class Jsonl final : public Exchange {
 public:
  bool write(const Selection& selection, std::string_view, const Write& out) const override {
    bool going = true;
    std::string lines;
    const auto done = [&] {
      going = going && out(lines);
      lines.clear();
      return going;
    };
    selection.documents([&](const Document& d) {
      Line(lines, "document").document(d);
      for (const Timex& t : d.record->times) Line(lines, "time").time(d, t);
      for (const isnad::Entity& e : d.record->entities)
        for (const Span& m : e.mentions) Line(lines, "mention").mention(d, selection.actors().of(e), m);
      for (const Statement& s : d.statements) {
        Line(lines, "statement").statement(s);
        for (std::size_t i = 0; i < s.chain.size(); ++i) Line(lines, "chain_link").chain_link(s, i);
      }
      for (const Condition& c : d.conditions) Line(lines, "condition").condition(c);
      for (const Relation& r : d.relations) Line(lines, "relation").relation(r);
      return done();
    });
    if (!going) return false;
    selection.claims([&](const Claim& c) {
      Line(lines, "claim").claim(c);
      return done();
    });
    if (!going) return false;
    selection.contacts([&](const Contact& c) {
      Line(lines, "contact").contact(c);
      return done();
    });
    if (!going) return false;
    for (const Entity& e : selection.entities()) Line(lines, "entity").entity(e);
    for (const Cluster& c : selection.clusters()) Line(lines, "cluster").cluster(c);
    return done();
  }
};

}  // namespace

std::unique_ptr<Exchange> make_jsonl(const Settings&) { return std::make_unique<Jsonl>(); }

}  // namespace isnad::exchange
