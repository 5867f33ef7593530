// The record and its parts as Python objects: views into one shared record, with the names of the JSON.
#include <nanobind/stl/optional.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/vector.h>

#include <initializer_list>
#include <optional>
#include <vector>

#include "bindings.h"
#include "documents.h"
#include "export/html.h"
#include "export/json.h"
#include "export/names.h"
#include "export/terminal.h"
#include "isnad/isnad.h"
#include "store/record_json.h"

namespace isnad::python {
namespace {

// A part of a record: the record is kept as long as a view into it.
template <class T>
struct View {
  Shared held;
  const T* part;
  std::uint32_t index = 0;
  const T* operator->() const { return part; }
};

struct SourceView {
  Shared held;
};
struct SpanView {
  Shared held;
  Span span;
};
using PublishedView = View<Published>;
using EvidenceView = View<Evidence>;
using TimexView = View<Timex>;
using PartyView = View<Party>;
using EntityView = View<Entity>;
using StatementView = View<Statement>;
using ContactView = View<Contact>;
using ConditionView = View<Condition>;
using RelationView = View<Relation>;

template <class T>
std::vector<View<T>> views(const Shared& held, const std::vector<T>& parts) {
  std::vector<View<T>> out;
  out.reserve(parts.size());
  for (std::uint32_t i = 0; i < parts.size(); ++i) out.push_back({held, &parts[i], i});
  return out;
}

std::vector<SpanView> span_views(const Shared& held, const std::vector<Span>& spans) {
  std::vector<SpanView> out;
  for (const Span& s : spans) out.push_back({held, s});
  return out;
}

std::optional<PartyView> party_or_none(const Shared& held, const std::optional<Party>& party) {
  if (!party) return std::nullopt;
  return PartyView{held, &*party};
}

std::string id(char letter, std::uint32_t index) { return letter + std::to_string(index + 1); }

nb::object id_or_none(char letter, std::optional<std::uint32_t> index) {
  return index ? nb::object(to_str(id(letter, *index))) : nb::object(nb::none());
}

nb::object date_or_none(const std::optional<Date>& date) { return date ? nb::object(to_str(date->to_string())) : nb::object(nb::none()); }

nb::object day_or_none(const std::optional<Date>& date) {
  if (!date) return nb::none();
  return nb::module_::import_("datetime").attr("date")(date->year, date->month, date->day);
}

// The same as plain dicts and lists, with the names of the JSON: a trailing underscore is Python's, not the JSON's.
nb::object plain(nb::handle value) {
  if (nb::isinstance<nb::list>(value)) {
    nb::list out;
    for (nb::handle item : value) out.append(plain(item));
    return out;
  }
  if (!nb::hasattr(value.type(), "_fields")) return nb::borrow(value);
  nb::dict out;
  const nb::object fields = value.type().attr("_fields");
  for (nb::handle name : fields) {
    std::string key = utf8_of(name);
    const nb::object item = plain(nb::getattr(value, name));
    if (key.ends_with('_')) key.pop_back();
    out[key.c_str()] = item;
  }
  return out;
}

std::string shown(nb::handle value) {
  const nb::object name_of_type = value.type().attr("__name__"), fields = value.type().attr("_fields");
  std::string out = utf8_of(name_of_type) + "(";
  bool first = true;
  for (nb::handle name : fields) {
    if (!first) out += ", ";
    first = false;
    out += utf8_of(name) + "=" + utf8_of(nb::repr(nb::getattr(value, name)));
  }
  return out + ")";
}

// A class that is turned into a dict by its fields, which are those of the JSON in its order.
template <class T>
nb::class_<T> fields_class(nb::module_& m, const char* name, const char* doc, std::initializer_list<const char*> fields) {
  nb::class_<T> out(m, name, doc);
  nb::list names;
  for (const char* f : fields) names.append(f);
  out.attr("_fields") = nb::tuple(names);
  out.attr("__match_args__") = nb::tuple(names);
  out.def(
      "to_dict", [](nb::handle self) { return plain(self); }, nb::sig("def to_dict(self) -> dict[str, typing.Any]"),
      "The same as a dict, with the names of the JSON.");
  return out;
}

// And which is compared and shown by them.
template <class T>
nb::class_<T> part_class(nb::module_& m, const char* name, const char* doc, std::initializer_list<const char*> fields) {
  nb::class_<T> out = fields_class<T>(m, name, doc, fields);
  out.def("__repr__", [](nb::handle self) { return shown(self); });
  out.def(
      "__eq__", [](nb::handle self, nb::handle other) { return self.type().is(other.type()) && plain(self).equal(plain(other)); },
      nb::arg("other").none(), nb::sig("def __eq__(self, other: object, /) -> bool"));
  out.def("__hash__", [](nb::handle self) { return nb::hash(nb::repr(self)); });
  return out;
}

constexpr const char* kTextDoc = "The words.";
constexpr const char* kStartDoc = "Where they begin in Record.text, in code points.";
constexpr const char* kEndDoc = "Where they end in Record.text, not included.";

#define ISNAD_PARTY_KIND "typing.Literal['person', 'organization', 'country', 'media', 'anonymous', 'place']"
#define ISNAD_ENTITY_TYPE "typing.Literal['person', 'organization', 'media', 'country', 'place']"
#define ISNAD_ACT                                                                                                   \
  "typing.Literal['say', 'confirm', 'deny', 'accuse', 'warn', 'threaten', 'demand', 'offer', 'promise', 'refuse', " \
  "'praise', 'condemn', 'no_comment']"

void bind_parts(nb::module_& m) {
  part_class<SpanView>(m, "Span", "Words of a record and where they stand.", {"text", "start", "end"})
      .def_prop_ro(
          "text", [](const SpanView& s) { return to_str(s.held->text.words(s.span)); }, kTextDoc)
      .def_prop_ro(
          "start", [](const SpanView& s) { return s.span.start; }, kStartDoc)
      .def_prop_ro("end", [](const SpanView& s) { return s.span.end; }, kEndDoc);

  part_class<SourceView>(m, "Source", "Where a document comes from.", {"path", "id", "url", "outlet"})
      .def_prop_ro(
          "path", [](const SourceView& s) { return str_or_none(s.held->record.path); }, nb::sig("def path(self) -> str | None"),
          "Where it was read from.")
      .def_prop_ro(
          "id", [](const SourceView& s) { return str_or_none(s.held->record.source_id); }, nb::sig("def id(self) -> str | None"),
          "The id that the article's own metadata gives it.")
      .def_prop_ro(
          "url", [](const SourceView& s) { return str_or_none(s.held->record.url); }, nb::sig("def url(self) -> str | None"))
      .def_prop_ro(
          "outlet", [](const SourceView& s) { return str_or_none(s.held->record.outlet); }, nb::sig("def outlet(self) -> str | None"),
          "Who published it.");

  part_class<EvidenceView>(m, "Evidence", "A clue to the date of publication.", {"text", "start", "end", "clue"})
      .def_prop_ro(
          "text", [](const EvidenceView& e) { return to_str(e.held->text.words(e->span)); }, kTextDoc)
      .def_prop_ro(
          "start", [](const EvidenceView& e) { return e->span.start; }, kStartDoc)
      .def_prop_ro(
          "end", [](const EvidenceView& e) { return e->span.end; }, kEndDoc)
      .def_prop_ro("clue", [](const EvidenceView& e) { return to_str(e->clue); }, "What the words show, for people.");

  part_class<PublishedView>(m, "Published", "The days on which a document can have been published.", {"from_", "to", "basis", "evidence"})
      .def_prop_ro(
          "from_", [](const PublishedView& p) { return date_or_none(p->from); }, nb::sig("def from_(self) -> str | None"),
          "ISO date of year, month or day; \"from\" in the JSON.")
      .def_prop_ro(
          "to", [](const PublishedView& p) { return date_or_none(p->to); }, nb::sig("def to(self) -> str | None"),
          "ISO date of year, month or day.")
      .def_prop_ro(
          "basis", [](const PublishedView& p) { return to_str(to_string(p->basis)); },
          nb::sig("def basis(self) -> typing.Literal['given', 'inferred', 'unknown']"))
      .def_prop_ro("evidence", [](const PublishedView& p) { return views(p.held, p->evidence); })
      .def_prop_ro(
          "first_day", [](const PublishedView& p) { return day_or_none(p->from ? std::optional(p->from->first_day()) : p->from); },
          nb::sig("def first_day(self) -> datetime.date | None"), "The first day of `from_`.")
      .def_prop_ro(
          "last_day", [](const PublishedView& p) { return day_or_none(p->to ? std::optional(p->to->last_day()) : p->to); },
          nb::sig("def last_day(self) -> datetime.date | None"), "The last day of `to`.");

  part_class<TimexView>(m, "Timex", "A time expression.", {"text", "start", "end", "type", "value"})
      .def_prop_ro(
          "text", [](const TimexView& t) { return to_str(t.held->text.words(t->span)); }, kTextDoc)
      .def_prop_ro(
          "start", [](const TimexView& t) { return t->span.start; }, kStartDoc)
      .def_prop_ro(
          "end", [](const TimexView& t) { return t->span.end; }, kEndDoc)
      .def_prop_ro(
          "type", [](const TimexView& t) { return to_str(to_string(t->type)); },
          nb::sig("def type(self) -> typing.Literal['date', 'time', 'duration', 'set']"))
      .def_prop_ro(
          "value", [](const TimexView& t) { return str_or_none(t->value); }, nb::sig("def value(self) -> str | None"),
          "TIMEX3 value; None if it could not be resolved.");

  part_class<PartyView>(m, "Party", "Somebody in a role: a speaker, a link of a chain, a side of a contact.",
                        {"name", "kind", "entity", "start", "end"})
      .def_prop_ro(
          "name", [](const PartyView& p) { return to_str(p->name); },
          "The fullest name in the document, or the phrase for an unnamed source.")
      .def_prop_ro(
          "kind", [](const PartyView& p) { return to_str(to_string(p->kind)); }, nb::sig("def kind(self) -> " ISNAD_PARTY_KIND))
      .def_prop_ro(
          "entity", [](const PartyView& p) { return id_or_none('e', p->entity); }, nb::sig("def entity(self) -> str | None"),
          "Id of one of Record.entities.")
      .def_prop_ro(
          "start", [](const PartyView& p) { return p->span ? std::optional(p->span->start) : std::nullopt; },
          "Where the words for it begin; None if it was supplied from context.")
      .def_prop_ro("end", [](const PartyView& p) { return p->span ? std::optional(p->span->end) : std::nullopt; });

  part_class<EntityView>(m, "Entity", "Who or what is named, with all mentions.",
                         {"id", "name", "type", "country", "role", "reference", "mentions"})
      .def_prop_ro("id", [](const EntityView& e) { return id('e', e.index); })
      .def_prop_ro("name", [](const EntityView& e) { return to_str(e->name); })
      .def_prop_ro(
          "type", [](const EntityView& e) { return to_str(to_string(e->type)); }, nb::sig("def type(self) -> " ISNAD_ENTITY_TYPE))
      .def_prop_ro(
          "country", [](const EntityView& e) { return str_or_none(e->country); }, nb::sig("def country(self) -> str | None"),
          "ISO 3166 alpha-2 of a person's or body's state.")
      .def_prop_ro(
          "role", [](const EntityView& e) { return str_or_none(e->role); }, nb::sig("def role(self) -> str | None"),
          "Office as the article names it.")
      .def_prop_ro(
          "reference", [](const EntityView& e) { return str_or_none(e->reference); }, nb::sig("def reference(self) -> str | None"),
          "wikidata:Q…")
      .def_prop_ro("mentions", [](const EntityView& e) { return span_views(e.held, e->mentions); });

  part_class<StatementView>(m, "Statement", "What somebody is made to say.",
                            {"id", "content", "cue", "act", "quotation", "speaker", "chain", "addressee", "time"})
      .def_prop_ro("id", [](const StatementView& s) { return id('s', s.index); })
      .def_prop_ro("content", [](const StatementView& s) { return SpanView{s.held, s->content}; })
      .def_prop_ro(
          "cue", [](const StatementView& s) { return SpanView{s.held, s->cue}; }, "The verb or phrase that attributes it.")
      .def_prop_ro(
          "act", [](const StatementView& s) { return to_str(to_string(s->act)); }, nb::sig("def act(self) -> " ISNAD_ACT))
      .def_prop_ro(
          "quotation", [](const StatementView& s) { return to_str(to_string(s->quotation)); },
          nb::sig("def quotation(self) -> typing.Literal['direct', 'indirect', 'mixed']"))
      .def_prop_ro("speaker", [](const StatementView& s) { return PartyView{s.held, &s->speaker}; })
      .def_prop_ro(
          "chain", [](const StatementView& s) { return views(s.held, s->chain); },
          "Through whom the words came, outermost first, the speaker last.")
      .def_prop_ro("addressee", [](const StatementView& s) { return party_or_none(s.held, s->addressee); })
      .def_prop_ro(
          "time", [](const StatementView& s) { return str_or_none(s->time); }, nb::sig("def time(self) -> str | None"),
          "TIMEX3 value: when it was said.");

  part_class<ContactView>(m, "Contact", "A meeting, talks, a call, a message, a visit, an agreement.",
                          {"id", "kind", "parties", "intermediary", "venue", "mode", "from_", "to", "status", "according_to", "statement",
                           "evidence", "mentions", "topics"})
      .def_prop_ro("id", [](const ContactView& c) { return id('c', c.index); })
      .def_prop_ro(
          "kind", [](const ContactView& c) { return to_str(to_string(c->kind)); },
          nb::sig("def kind(self) -> typing.Literal['meeting', 'talks', 'call', 'message', 'visit', 'agreement', 'relations']"))
      .def_prop_ro("parties", [](const ContactView& c) { return views(c.held, c->parties); })
      .def_prop_ro("intermediary", [](const ContactView& c) { return views(c.held, c->intermediary); })
      .def_prop_ro("venue", [](const ContactView& c) { return party_or_none(c.held, c->venue); })
      .def_prop_ro(
          "mode",
          [](const ContactView& c) {
            nb::list out;
            for (const ContactMode mode : c->mode) out.append(to_str(to_string(mode)));
            return out;
          },
          nb::sig("def mode(self) -> list[typing.Literal['indirect', 'secret', 'direct']]"))
      .def_prop_ro(
          "from_", [](const ContactView& c) { return date_or_none(c->from); }, nb::sig("def from_(self) -> str | None"),
          "ISO date; \"from\" in the JSON.")
      .def_prop_ro(
          "to", [](const ContactView& c) { return date_or_none(c->to); }, nb::sig("def to(self) -> str | None"))
      .def_prop_ro(
          "status", [](const ContactView& c) { return to_str(to_string(c->status)); },
          nb::sig("def status(self) -> typing.Literal['held', 'planned', 'proposed', 'denied', 'cancelled']"))
      .def_prop_ro(
          "according_to", [](const ContactView& c) { return views(c.held, c->according_to); }, "Chain of the statement that reports it.")
      .def_prop_ro(
          "statement", [](const ContactView& c) { return id_or_none('s', c->statement); }, nb::sig("def statement(self) -> str | None"),
          "Id of one of Record.statements.")
      .def_prop_ro("evidence", [](const ContactView& c) { return SpanView{c.held, c->evidence}; })
      .def_prop_ro("mentions", [](const ContactView& c) { return span_views(c.held, c->mentions); })
      .def_prop_ro("topics", [](const ContactView& c) { return span_views(c.held, c->topics); });

  part_class<ConditionView>(m, "Condition", "An offer or threat: if this, then that.", {"by", "if_", "then", "statement"})
      .def_prop_ro("by", [](const ConditionView& c) { return PartyView{c.held, &c->by}; })
      .def_prop_ro(
          "if_", [](const ConditionView& c) { return SpanView{c.held, c->if_span}; }, "\"if\" in the JSON.")
      .def_prop_ro("then", [](const ConditionView& c) { return SpanView{c.held, c->then_span}; })
      .def_prop_ro(
          "statement", [](const ConditionView& c) { return id_or_none('s', c->statement); }, nb::sig("def statement(self) -> str | None"));

  part_class<RelationView>(m, "Relation", "Which statement denies, confirms or repeats which.", {"type", "from_", "to"})
      .def_prop_ro(
          "type", [](const RelationView& r) { return to_str(to_string(r->type)); },
          nb::sig("def type(self) -> typing.Literal['denies', 'confirms', 'repeats']"))
      .def_prop_ro(
          "from_", [](const RelationView& r) { return id('s', r->from); }, "Id of a statement; \"from\" in the JSON.")
      .def_prop_ro("to", [](const RelationView& r) { return id('s', r->to); });
}

#undef ISNAD_PARTY_KIND
#undef ISNAD_ENTITY_TYPE
#undef ISNAD_ACT

// A page of its own in a frame: its styles do not touch the notebook's, nor the notebook's the page.
std::string notebook_html(const Record& record) {
  const std::string page = output::to_html({record});
  std::string out = "<iframe sandbox=\"allow-popups\" style=\"width:100%;height:32rem;resize:vertical;border:0\" title=\"isnad\" srcdoc=\"";
  for (const char c : page) {
    if (c == '&') out += "&amp;";
    else if (c == '"') out += "&quot;";
    else out += c;
  }
  return out + "\"></iframe>";
}

Shared from_json(std::string_view json) {
  auto record = [&] {
    const nb::gil_scoped_release unlocked;
    return store::record_from_json(json);
  }();
  return std::make_shared<const Held>(value_or_raise(std::move(record)));
}

}  // namespace

void bind_records(nb::module_& m) {
  bind_parts(m);
  fields_class<RecordView>(m, "Record", "The sourced record of one document: the names are those of the JSON.",
                           {"isnad", "id", "source", "title", "language", "text", "published", "times", "entities", "statements",
                            "contacts", "conditions", "relations"})
      .def_prop_ro(
          "isnad", [](const RecordView&) { return 1; }, "Version of the format.")
      .def_prop_ro(
          "id", [](const RecordView& r) { return to_str(r.held->record.id); }, "Hash of the document's content.")
      .def_prop_ro("source", [](const RecordView& r) { return SourceView{r.held}; })
      .def_prop_ro(
          "title", [](const RecordView& r) { return str_or_none(r.held->record.title); }, nb::sig("def title(self) -> str | None"))
      .def_prop_ro(
          "language", [](const RecordView& r) { return str_or_none(r.held->record.language); }, nb::sig("def language(self) -> str | None"))
      .def_prop_ro(
          "text", [](const RecordView& r) { return to_str(r.held->record.text); },
          "The cleaned text; every start and end counts its code points.")
      .def_prop_ro("published", [](const RecordView& r) { return PublishedView{r.held, &r.held->record.published}; })
      .def_prop_ro("times", [](const RecordView& r) { return views(r.held, r.held->record.times); })
      .def_prop_ro("entities", [](const RecordView& r) { return views(r.held, r.held->record.entities); })
      .def_prop_ro("statements", [](const RecordView& r) { return views(r.held, r.held->record.statements); })
      .def_prop_ro("contacts", [](const RecordView& r) { return views(r.held, r.held->record.contacts); })
      .def_prop_ro("conditions", [](const RecordView& r) { return views(r.held, r.held->record.conditions); })
      .def_prop_ro("relations", [](const RecordView& r) { return views(r.held, r.held->record.relations); })
      .def(
          "to_json", [](const RecordView& r) { return to_json(r.held->record); },
          "The record as one line of JSON, as `isnad read --format jsonl` prints it.")
      .def_static(
          "from_json", [](std::string_view json) { return RecordView{from_json(json)}; }, nb::arg("json"),
          nb::sig("def from_json(json: str) -> Record"), "The way back of to_json(). Raises Error on what is no record.")
      .def(
          "_repr_html_", [](const RecordView& r) { return notebook_html(r.held->record); },
          "The record in a notebook: the article with its evidence marked.")
      .def(
          "to_html", [](const RecordView& r) { return output::to_html({r.held->record}); },
          "A whole page, as `isnad read --format html` prints it.")
      .def(
          "__str__",
          [](const RecordView& r) {
            std::string out;
            output::append_terminal(out, r.held->record, {});
            return out;
          },
          "The record as text for people, as `isnad read --format text` prints it.")
      .def("__repr__",
           [](const RecordView& r) {
             const Record& record = r.held->record;
             return "<Record " + record.id + ": " + std::to_string(record.statements.size()) + " statements, " +
                    std::to_string(record.contacts.size()) + " contacts, " + std::to_string(record.entities.size()) + " entities>";
           })
      .def(
          "__eq__",
          [](const RecordView& r, nb::handle other) {
            return nb::isinstance<RecordView>(other) && to_json(r.held->record) == to_json(nb::cast<const RecordView&>(other).held->record);
          },
          nb::arg("other").none(), nb::sig("def __eq__(self, other: object, /) -> bool"))
      .def("__hash__", [](const RecordView& r) { return nb::hash(to_str(r.held->record.id)); })
      .def(
          "__reduce__",
          [](const RecordView& r) {
            return nb::make_tuple(nb::module_::import_("isnad._pickle").attr("record"), nb::make_tuple(to_str(to_json(r.held->record))));
          },
          nb::sig("def __reduce__(self) -> tuple[typing.Any, ...]"));
}

}  // namespace isnad::python
