#include "tables.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/vector.h>

#include "bindings.h"
#include "export/names.h"
#include "link/document_item.h"

namespace isnad::python {
namespace {

using arrow::Schema;
using arrow::Type;

std::shared_ptr<arrow::Table> table(Schema schema) { return std::make_shared<arrow::Table>(std::move(schema)); }

std::string id(char letter, std::uint32_t index) { return letter + std::to_string(index + 1); }
std::string id_or_empty(char letter, std::optional<std::uint32_t> index) { return index ? id(letter, *index) : std::string(); }
std::string text_of(const std::optional<Date>& date) { return date ? date->to_string() : std::string(); }
std::optional<long> first_day(const std::optional<Date>& date) {
  return date ? std::optional(date->first_day().day_number()) : std::nullopt;
}
std::optional<long> last_day(const std::optional<Date>& date) { return date ? std::optional(date->last_day().day_number()) : std::nullopt; }
std::optional<std::uint32_t> start(const Party& p) { return p.span ? std::optional(p.span->start) : std::nullopt; }
std::optional<std::uint32_t> end(const Party& p) { return p.span ? std::optional(p.span->end) : std::nullopt; }

std::vector<std::string_view> names(const std::vector<Party>& parties) {
  std::vector<std::string_view> out;
  for (const Party& p : parties) out.push_back(p.name);
  return out;
}

}  // namespace

Tables::Tables()
    : documents(table({{"report", Type::text},
                       {"id", Type::text},
                       {"source_id", Type::text, true},
                       {"path", Type::text, true},
                       {"url", Type::text, true},
                       {"outlet", Type::text, true},
                       {"title", Type::text, true},
                       {"language", Type::text, true},
                       {"text", Type::text},
                       {"published_from", Type::text, true},
                       {"published_to", Type::text, true},
                       {"published_first_day", Type::day, true},
                       {"published_last_day", Type::day, true},
                       {"published_basis", Type::text}})),
      statements(table({{"report", Type::text},
                        {"statement", Type::text},
                        {"act", Type::text},
                        {"quotation", Type::text},
                        {"content", Type::text},
                        {"content_start", Type::number},
                        {"content_end", Type::number},
                        {"cue", Type::text},
                        {"cue_start", Type::number},
                        {"cue_end", Type::number},
                        {"speaker", Type::text},
                        {"speaker_kind", Type::text},
                        {"speaker_entity", Type::text, true},
                        {"chain", Type::texts},
                        {"addressee", Type::text, true},
                        {"addressee_kind", Type::text, true},
                        {"addressee_entity", Type::text, true},
                        {"time", Type::text, true}})),
      chain_links(table({{"report", Type::text},
                         {"statement", Type::text},
                         {"position", Type::number},
                         {"name", Type::text},
                         {"kind", Type::text},
                         {"entity", Type::text, true},
                         {"start", Type::number, true},
                         {"end", Type::number, true}})),
      contacts(table({{"report", Type::text},
                      {"contact", Type::text},
                      {"kind", Type::text},
                      {"status", Type::text},
                      {"mode", Type::texts},
                      {"parties", Type::texts},
                      {"intermediary", Type::texts},
                      {"venue", Type::text, true},
                      {"venue_entity", Type::text, true},
                      {"from", Type::text, true},
                      {"to", Type::text, true},
                      {"first_day", Type::day, true},
                      {"last_day", Type::day, true},
                      {"according_to", Type::texts},
                      {"statement", Type::text, true},
                      {"evidence", Type::text},
                      {"evidence_start", Type::number},
                      {"evidence_end", Type::number},
                      {"topics", Type::texts}})),
      contact_parties(table({{"report", Type::text},
                             {"contact", Type::text},
                             {"role", Type::text},
                             {"position", Type::number},
                             {"name", Type::text},
                             {"kind", Type::text},
                             {"entity", Type::text, true},
                             {"start", Type::number, true},
                             {"end", Type::number, true}})),
      entities(table({{"report", Type::text},
                      {"entity", Type::text},
                      {"name", Type::text},
                      {"type", Type::text},
                      {"country", Type::text, true},
                      {"role", Type::text, true},
                      {"reference", Type::text, true},
                      {"mentions", Type::number}})),
      mentions(
          table({{"report", Type::text}, {"entity", Type::text}, {"text", Type::text}, {"start", Type::number}, {"end", Type::number}})),
      times(table({{"report", Type::text},
                   {"text", Type::text},
                   {"start", Type::number},
                   {"end", Type::number},
                   {"type", Type::text},
                   {"value", Type::text, true}})),
      conditions(table({{"report", Type::text},
                        {"by", Type::text},
                        {"by_kind", Type::text},
                        {"by_entity", Type::text, true},
                        {"if", Type::text},
                        {"if_start", Type::number},
                        {"if_end", Type::number},
                        {"then", Type::text},
                        {"then_start", Type::number},
                        {"then_end", Type::number},
                        {"statement", Type::text, true}})),
      relations(table({{"report", Type::text}, {"type", Type::text}, {"from", Type::text}, {"to", Type::text}})) {}

void Tables::add(const Record& r) {
  const std::string report = link::report_id(r);
  const output::RecordText text(r.text);
  const auto valid = [](const std::string& bytes) { return output::valid(bytes); };
  documents->row()
      .text(report)
      .text(r.id)
      .text_or_null(valid(r.source_id))
      .text_or_null(valid(r.path))
      .text_or_null(valid(r.url))
      .text_or_null(valid(r.outlet))
      .text_or_null(r.title)
      .text_or_null(r.language)
      .text(r.text)
      .text_or_null(text_of(r.published.from))
      .text_or_null(text_of(r.published.to))
      .day_or_null(first_day(r.published.from))
      .day_or_null(last_day(r.published.to))
      .text(to_string(r.published.basis));

  const auto party_row = [](arrow::Table::Row& row, const Party& p) {
    row.text(p.name).text(to_string(p.kind)).text_or_null(id_or_empty('e', p.entity)).number_or_null(start(p)).number_or_null(end(p));
  };

  for (std::uint32_t i = 0; i < r.statements.size(); ++i) {
    const Statement& s = r.statements[i];
    arrow::Table::Row row = statements->row();
    row.text(report).text(id('s', i)).text(to_string(s.act)).text(to_string(s.quotation));
    row.text(text.words(s.content)).number(s.content.start).number(s.content.end);
    row.text(text.words(s.cue)).number(s.cue.start).number(s.cue.end);
    row.text(s.speaker.name).text(to_string(s.speaker.kind)).text_or_null(id_or_empty('e', s.speaker.entity)).texts(names(s.chain));
    row.text_or_null(s.addressee ? s.addressee->name : "").text_or_null(s.addressee ? to_string(s.addressee->kind) : "");
    row.text_or_null(s.addressee ? id_or_empty('e', s.addressee->entity) : "").text_or_null(s.time);
    for (std::uint32_t n = 0; n < s.chain.size(); ++n) {
      arrow::Table::Row link = chain_links->row();
      link.text(report).text(id('s', i)).number(n + 1);
      party_row(link, s.chain[n]);
    }
  }

  for (std::uint32_t i = 0; i < r.contacts.size(); ++i) {
    const Contact& c = r.contacts[i];
    std::vector<std::string_view> modes, topics;
    for (const ContactMode m : c.mode) modes.push_back(to_string(m));
    for (const Span& s : c.topics) topics.push_back(text.words(s));
    arrow::Table::Row row = contacts->row();
    row.text(report).text(id('c', i)).text(to_string(c.kind)).text(to_string(c.status)).texts(modes);
    row.texts(names(c.parties)).texts(names(c.intermediary));
    row.text_or_null(c.venue ? c.venue->name : "").text_or_null(c.venue ? id_or_empty('e', c.venue->entity) : "");
    row.text_or_null(text_of(c.from)).text_or_null(text_of(c.to)).day_or_null(first_day(c.from)).day_or_null(last_day(c.to));
    row.texts(names(c.according_to)).text_or_null(id_or_empty('s', c.statement));
    row.text(text.words(c.evidence)).number(c.evidence.start).number(c.evidence.end).texts(topics);
    const auto in_role = [&](std::string_view role, const std::vector<Party>& parties) {
      for (std::uint32_t n = 0; n < parties.size(); ++n) {
        arrow::Table::Row party = contact_parties->row();
        party.text(report).text(id('c', i)).text(role).number(n + 1);
        party_row(party, parties[n]);
      }
    };
    in_role("party", c.parties), in_role("intermediary", c.intermediary);
    if (c.venue) in_role("venue", {*c.venue});
    in_role("according_to", c.according_to);
  }

  for (std::uint32_t i = 0; i < r.entities.size(); ++i) {
    const Entity& e = r.entities[i];
    entities->row()
        .text(report)
        .text(id('e', i))
        .text(e.name)
        .text(to_string(e.type))
        .text_or_null(e.country)
        .text_or_null(e.role)
        .text_or_null(e.reference)
        .number(static_cast<std::uint32_t>(e.mentions.size()));
    for (const Span& m : e.mentions) mentions->row().text(report).text(id('e', i)).text(text.words(m)).number(m.start).number(m.end);
  }
  for (const Timex& t : r.times)
    times->row()
        .text(report)
        .text(text.words(t.span))
        .number(t.span.start)
        .number(t.span.end)
        .text(to_string(t.type))
        .text_or_null(t.value);
  for (const Condition& c : r.conditions) {
    arrow::Table::Row row = conditions->row();
    row.text(report).text(c.by.name).text(to_string(c.by.kind)).text_or_null(id_or_empty('e', c.by.entity));
    row.text(text.words(c.if_span)).number(c.if_span.start).number(c.if_span.end);
    row.text(text.words(c.then_span)).number(c.then_span.start).number(c.then_span.end).text_or_null(id_or_empty('s', c.statement));
  }
  for (const Relation& l : r.relations) relations->row().text(report).text(to_string(l.type)).text(id('s', l.from)).text(id('s', l.to));
}

// ---- Python ----------------------------------------------------------------------------------------------------------

namespace {

// Structures in capsules, as the Arrow PyCapsule interface says: who takes them sets release to null, else the capsule releases.
template <class Structure>
nb::object capsule(std::unique_ptr<Structure> structure, const char* name) {
  const auto destroy = [](PyObject* object) {
    auto* const s = static_cast<Structure*>(PyCapsule_GetPointer(object, PyCapsule_GetName(object)));
    if (s->release != nullptr) s->release(s);
    delete s;
  };
  PyObject* const made = PyCapsule_New(structure.get(), name, destroy);
  if (made == nullptr) throw nb::python_error();
  structure.release();
  return nb::steal(made);
}

nb::object schema_capsule(const TableView& view) {
  auto out = std::make_unique<ArrowSchema>();
  arrow::export_schema(*view.table, out.get());
  return capsule(std::move(out), "arrow_schema");
}

nb::object stream_capsule(const TableView& view) {
  auto out = std::make_unique<ArrowArrayStream>();
  arrow::export_stream(view.table, out.get());
  return capsule(std::move(out), "arrow_array_stream");
}

constexpr const char* kNames[] = {"documents", "statements", "chain_links", "contacts",   "contact_parties",
                                  "entities",  "mentions",   "times",       "conditions", "relations"};
constexpr std::shared_ptr<arrow::Table> Tables::* kMembers[] = {
    &Tables::documents, &Tables::statements, &Tables::chain_links, &Tables::contacts,   &Tables::contact_parties,
    &Tables::entities,  &Tables::mentions,   &Tables::times,       &Tables::conditions, &Tables::relations};

}  // namespace

void bind_tables(nb::module_& m) {
  nb::class_<TableView>(
      m, "ArrowTable",
      "A table that Arrow libraries take without a copy: pyarrow.table(t), polars.DataFrame(t), pandas.DataFrame.from_arrow(t), and "
      "DuckDB's SQL by its name.")
      .def("__arrow_c_schema__", &schema_capsule, nb::sig("def __arrow_c_schema__(self) -> object"))
      .def(
          "__arrow_c_stream__", [](const TableView& view, nb::object) { return stream_capsule(view); },
          nb::arg("requested_schema") = nb::none(),
          nb::sig("def __arrow_c_stream__(self, requested_schema: object | None = None) -> object"))
      .def("__len__", [](const TableView& view) { return view.table->rows(); })
      .def_prop_ro("column_names",
                   [](const TableView& view) {
                     std::vector<std::string> out;
                     for (const arrow::Field& f : view.table->schema()) out.push_back(f.name);
                     return out;
                   })
      .def("__repr__", [](const TableView& view) {
        std::string out = "<ArrowTable of " + std::to_string(view.table->rows()) + " rows:";
        for (const arrow::Field& f : view.table->schema()) out += " " + f.name;
        return out + ">";
      });

  nb::class_<Tables> tables(m, "Tables", "Records as flat tables, joined by `report`, and `statement`, `contact` or `entity` within it.");
  for (std::size_t i = 0; i < std::size(kNames); ++i)
    tables.def_prop_ro(
        kNames[i], [member = kMembers[i]](const Tables& t) { return TableView{t.*member}; },
        nb::sig(("def " + std::string(kNames[i]) + "(self) -> ArrowTable").c_str()));
  nb::list all;
  for (const char* name : kNames) all.append(name);
  tables.attr("names") = nb::tuple(all);
  tables.def("__repr__", [](const Tables& t) {
    std::string out = "<Tables:";
    for (std::size_t i = 0; i < std::size(kNames); ++i)
      out += std::string(" ") + kNames[i] + " " + std::to_string((t.*kMembers[i])->rows());
    return out + ">";
  });

  m.def(
      "tables",
      [](nb::iterable records) {
        auto out = std::make_unique<Tables>();
        for (nb::handle item : records) {
          if (!nb::isinstance<RecordView>(item)) throw nb::type_error("tables(): expected records");
          const Shared held = nb::cast<const RecordView&>(item).held;
          const nb::gil_scoped_release unlocked;
          out->add(held->record);
        }
        return out;
      },
      nb::arg("records"), nb::sig("def tables(records: collections.abc.Iterable[Record]) -> Tables"),
      "The tables of records. All are in memory; write_parquet() writes any number.");
}

}  // namespace isnad::python
