// Reading and linking in pieces, for programs that spread both over machines (isnad.spark): articles → rows with all that linking
// and storing need; pairs of rows → edges; rows and edges → what is linked. What the pieces make is what one store makes.
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <unordered_map>

#include "arrow.h"
#include "bindings.h"
#include "documents.h"
#include "export/json.h"
#include "export/links.h"
#include "ingest/source.h"
#include "isnad/isnad.h"
#include "link/item_bytes.h"
#include "link/linker.h"
#include "store/answers.h"
#include "store/record_json.h"
#include "store/store.h"
#include "tables.h"

namespace isnad::python {
namespace {

using arrow::Type;

constexpr std::pair<link::Edge::Kind, std::string_view> kKinds[] = {
    {link::Edge::Kind::copy, "copy"},       {link::Edge::Kind::story, "story"},   {link::Edge::Kind::claim, "claim"},
    {link::Edge::Kind::contact, "contact"}, {link::Edge::Kind::denies, "denies"}, {link::Edge::Kind::confirms, "confirms"}};

std::string_view name_of(link::Edge::Kind kind) {
  return std::find_if(std::begin(kKinds), std::end(kKinds), [&](const auto& k) { return k.first == kind; })->second;
}

std::optional<link::Edge::Kind> kind_of(std::string_view name) {
  const auto* const found = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const auto& k) { return k.second == name; });
  return found == std::end(kKinds) ? std::nullopt : std::optional(found->first);
}

const store::Preparer& preparer() {
  static const store::Preparer made(Model::builtin().lexicon());
  return made;
}

// A row is a document, or the reason why there is none: then everything else but its source is null.
std::shared_ptr<arrow::Table> rows_table() {
  return std::make_shared<arrow::Table>(arrow::Schema{{"report", Type::text, true},
                                                      {"input", Type::text, true},
                                                      {"id", Type::text, true},
                                                      {"source_id", Type::text, true},
                                                      {"path", Type::text, true},
                                                      {"url", Type::text, true},
                                                      {"outlet", Type::text, true},
                                                      {"title", Type::text, true},
                                                      {"published_first_day", Type::day, true},
                                                      {"published_last_day", Type::day, true},
                                                      {"record", Type::text, true},
                                                      {"items", Type::bytes, true},
                                                      {"words", Type::text, true},
                                                      {"speakers", Type::text, true},
                                                      {"parties", Type::text, true},
                                                      {"text_keys", Type::bigs},
                                                      {"story_keys", Type::bigs},
                                                      {"error", Type::text, true}});
}

void add_error(arrow::Table& table, const Error& error) {
  arrow::Table::Row row = table.row();
  row.text_or_null("").text_or_null("").text_or_null("").text_or_null("").text_or_null("").text_or_null("").text_or_null("");
  row.text_or_null("").day_or_null({}).day_or_null({}).text_or_null("").bytes_or_null("").text_or_null("").text_or_null("");
  row.text_or_null("").bigs({}).bigs({}).text(output::valid(error.text()));
}

void add_document(arrow::Table& table, Document document, bool undated, bool linking) {
  const std::string input = store::input_hash(document);
  if (undated) document.published.reset();
  const Record record = read(document);
  store::Prepared p;
  if (linking) p = preparer().of(record, input);
  const auto valid = [](const std::string& bytes) { return output::valid(bytes); };
  const Published& when = record.published;
  arrow::Table::Row row = table.row();
  row.text(link::report_id(record)).text(input).text(record.id).text_or_null(valid(record.source_id)).text_or_null(valid(record.path));
  row.text_or_null(valid(record.url)).text_or_null(valid(record.outlet)).text_or_null(valid(record.title));
  row.day_or_null(when.from ? std::optional(when.from->day_number()) : std::nullopt);
  row.day_or_null(when.to ? std::optional(when.to->last_day().day_number()) : std::nullopt);
  row.text(linking ? p.document.record : to_json(record));
  if (!linking) {
    row.bytes_or_null("").text_or_null("").text_or_null("").text_or_null("").bigs({}).bigs({}).text_or_null("");
    return;
  }
  row.bytes(p.document.items).text(p.words.text).text(p.words.speakers).text(p.words.parties);
  row.bigs(link::text_keys(p.items.document)).bigs(link::story_keys(p.items.document)).text_or_null("");
}

TableView read_rows(nb::iterable articles, bool undated, bool linking) {
  std::vector<Result<Document>> documents;
  for (nb::handle item : articles) {
    documents.push_back(to_document(item, place_of(item, documents.size() + 1)));
  }
  const nb::gil_scoped_release unlocked;
  auto table = rows_table();
  for (Result<Document>& d : documents) {
    if (d) add_document(*table, std::move(*d), undated, linking);
    else add_error(*table, d.error());
  }
  return {table};
}

TableView read_file_rows(const std::vector<std::pair<std::string, nb::bytes>>& files, bool undated, bool linking, bool lines) {
  auto table = rows_table();
  for (const auto& [name, content] : files) {
    std::string bytes(content.c_str(), content.size());
    const nb::gil_scoped_release unlocked;
    ingest::Sink sink;
    sink.document = [&](Document d) {
      add_document(*table, std::move(d), undated, linking);
      return true;
    };
    sink.error = [&](const Error& e) {
      // Which line of its file it was is not known.
      add_error(*table, lines && e.where == name + ":1" ? Error{name, e.message} : e);
    };
    ingest::read_bytes(std::move(bytes), name, sink);
  }
  return {table};
}

link::ReportItems items_of(std::string_view report, std::string_view bytes) {
  auto items = link::items_from_bytes(bytes);
  if (!items) {
    const nb::gil_scoped_acquire locked;
    raise({"report " + std::string(report), items.error().text() + "; read it anew with this version"});
  }
  return std::move(*items);
}

// (a, items of a, b, items of b, share text keys, share story keys)
using Pair = std::tuple<std::string, nb::bytes, std::string, nb::bytes, bool, bool>;

TableView compare(const std::vector<Pair>& pairs) {
  auto table = std::make_shared<arrow::Table>(arrow::Schema{{"a", Type::text},
                                                            {"a_item", Type::number},
                                                            {"b", Type::text},
                                                            {"b_item", Type::number},
                                                            {"kind", Type::text},
                                                            {"score", Type::number}});
  const nb::gil_scoped_release unlocked;
  std::string last;  // pairs come with one `a` after the other
  link::ReportItems items_a;
  for (const auto& [a, bytes_a, b, bytes_b, text, story] : pairs) {
    if (a != last) items_a = items_of(a, {bytes_a.c_str(), bytes_a.size()}), last = a;
    const link::ReportItems items_b = items_of(b, {bytes_b.c_str(), bytes_b.size()});
    if (!link::worth_comparing(items_a.document, items_b.document, text, story)) continue;
    for (const link::Edge& e : link::compare(items_a, 0, items_b, 1, text, story)) {
      const auto name = [&](std::uint32_t n) -> const std::string& { return n == 0 ? a : b; };
      table->row().text(name(e.a.report)).number(e.a.item).text(name(e.b.report)).number(e.b.item).text(name_of(e.kind)).number(e.score);
    }
  }
  return {table};
}

using Report = std::tuple<std::string, nb::bytes, std::string>;                                                  // report, items, record
using EdgeRow = std::tuple<std::string, std::uint32_t, std::string, std::uint32_t, std::string, std::uint32_t>;  // as compare() gives them

// What reports and all edges between them make: rows of (kind, id, JSON as docs/formats/links.md has it).
TableView assemble(std::vector<Report> reports, const std::vector<EdgeRow>& edge_rows) {
  auto table = std::make_shared<arrow::Table>(arrow::Schema{{"kind", Type::text}, {"id", Type::text}, {"json", Type::text}});
  const nb::gil_scoped_release unlocked;
  std::sort(reports.begin(), reports.end(), [](const Report& a, const Report& b) { return std::get<0>(a) < std::get<0>(b); });
  link::LinkedReports linked;
  std::vector<Record> records;
  std::unordered_map<std::string_view, std::uint32_t> number;
  for (const auto& [name, bytes, json] : reports) {
    if (!number.emplace(name, static_cast<std::uint32_t>(records.size())).second) continue;
    linked.reports.push_back(items_of(name, {bytes.c_str(), bytes.size()}));
    auto record = store::record_from_json(json);
    if (!record) {
      const nb::gil_scoped_acquire locked;
      raise({"report " + name, record.error().text()});
    }
    records.push_back(std::move(*record));
  }
  std::vector<link::Edge> edges;
  for (const auto& [a, a_item, b, b_item, kind, score] : edge_rows) {
    const auto at_a = number.find(a), at_b = number.find(b);
    const auto named = kind_of(kind);
    if (at_a == number.end() || at_b == number.end() || !named) {
      const nb::gil_scoped_acquire locked;
      raise({"edge", "\"" + kind + "\" of " + a + " and " + b + ": no such kind, or a report that is not there"});
    }
    edges.push_back({*named, {at_a->second, a_item}, {at_b->second, b_item}, score});
  }
  linked.links = link::assemble(linked.reports, edges);
  const output::RecordSource source = [&](std::uint32_t n) -> const Record& { return records[n]; };
  for (const link::LinkedClaim& c : linked.links.claims)
    table->row().text("claim").text(c.id).text(output::to_json(c, linked.links, source));
  for (const link::LinkedContact& c : linked.links.contacts)
    table->row().text("contact").text(c.id).text(output::to_json(c, linked.links, source));
  for (const std::vector<std::uint32_t>& story : linked.links.stories) {
    std::vector<Record> of_story;
    for (const std::uint32_t n : story) of_story.push_back(records[n]);
    const store::StoryReports all = store::story_reports(std::move(of_story), link::story_id(linked.reports, story));
    table->row().text("story").text(all.id).text(store::to_json(all));
  }
  for (const std::vector<std::uint32_t>& group : linked.links.copies)
    for (const std::uint32_t n : group)
      table->row().text("copy").text(linked.reports[group.front()].document.id).text(linked.reports[n].document.id);
  return {table};
}

}  // namespace

void bind_linking(nb::module_& m) {
  m.def("read_rows", &read_rows, nb::arg("articles"), nb::arg("undated") = false, nb::arg("linking") = true,
        "Articles as rows with all that linking and storing need: for programs that spread the reading over machines, as isnad.spark "
        "does.\n\nA row is a document with its record as JSON, or the `error` why there is none. Without\nlinking: the record only, at "
        "half the cost. One thread reads; the GIL is free "
        "meanwhile.",
        nb::sig("def read_rows(articles: collections.abc.Iterable[str | collections.abc.Mapping[str, typing.Any]], undated: bool = False, "
                "linking: bool = True) -> "
                "ArrowTable"));
  m.def("_read_file_rows", &read_file_rows, nb::arg("files"), nb::arg("undated") = false, nb::arg("linking") = true,
        nb::arg("lines") = false, "Rows of (name, content) of files; `lines`: the content is one line of a file.");
  m.def("_compare", &compare, nb::arg("pairs"),
        "Edges of pairs of rows: (a, items of a, b, items of b, share text keys, share story keys).");
  m.def("_assemble", &assemble, nb::arg("reports"), nb::arg("edges"), "What (report, items, record) and all edges between them make.");
  m.attr("_shared_text_keys") = link::kSharedTextKeys;
  m.attr("_shared_story_keys") = link::kSharedStoryKeys;
}

}  // namespace isnad::python
