// A store as a Python object. Answers of the asking commands as they print them, parsed.
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <mutex>
#include <tuple>

#include "bindings.h"
#include "documents.h"
#include "export/choice.h"
#include "export/links.h"
#include "export/people.h"
#include "export/trace.h"
#include "isnad/isnad.h"
#include "link/identity.h"
#include "link/item_bytes.h"
#include "store/answers.h"
#include "store/query.h"
#include "store/record_json.h"
#include "store/store.h"

namespace isnad::python {
namespace {

// One connection, one caller at a time: the lock is taken without the interpreter's.
class StoreView {
 public:
  StoreView(const std::string& location, bool create, bool write) : location_(location) {
    auto opened = [&] {
      const nb::gil_scoped_release unlocked;
      return store::Store::open(location, create, !write);
    }();
    store_ = std::make_unique<store::Store>(value_or_raise(std::move(opened)));
  }

  const std::string& location() const { return location_; }
  void close() { store_.reset(), linked_.reset(); }

  /// Runs `ask(store)` without the interpreter's lock; its failure becomes isnad.Error.
  template <class Ask>
  auto ask(Ask ask) {
    if (store_ == nullptr) raise({location_, "the store was closed"});
    auto answer = [&] {
      const nb::gil_scoped_release unlocked;
      const std::lock_guard lock(mutex_);
      return ask(*store_);
    }();
    return value_or_raise(std::move(answer));
  }

  /// The same with what is linked, kept until documents are added, and records. `ask` gives lines of JSON.
  template <class Ask>
  std::string ask_linked(Ask ask_them) {
    return ask([&](store::Store& store) -> Result<std::string> {
      const auto size = store.size();
      if (!size) return tl::unexpected(size.error());
      if (!linked_ || linked_size_ != *size) {
        auto linked = store.linked();
        if (!linked) return tl::unexpected(linked.error());
        linked_ = std::move(*linked), linked_size_ = *size;
      }
      store::Records records(store);
      Result<std::string> out = ask_them(store, *linked_, records);
      if (out && records.error()) return tl::unexpected(*records.error());
      return out;
    });
  }

 private:
  std::string location_;
  std::unique_ptr<store::Store> store_;
  std::mutex mutex_;
  std::optional<link::LinkedReports> linked_;
  std::uint32_t linked_size_ = 0;
};

output::RecordSource source(store::Records& records) {
  return [&records](std::uint32_t n) -> const Record& { return records(n); };
}

template <class Items>
std::string lines_of(StoreView& view, Items link::Links::* items) {
  return view.ask_linked([&](store::Store&, const link::LinkedReports& linked, store::Records& records) -> Result<std::string> {
    std::string out;
    for (const auto& item : linked.links.*items) out += output::to_json(item, linked.links, source(records)) + '\n';
    return out;
  });
}

std::string timeline(StoreView& view, const std::vector<std::string>& parties, const std::string& after, const std::string& before) {
  output::Choice choice;
  for (const auto& [name, value, day] : {std::tuple("after", &after, &choice.after), std::tuple("before", &before, &choice.before)}) {
    if (value->empty()) continue;
    if (*day = Date::parse(*value); !*day) raise({name, "no date \"" + *value + "\": 2015, 2015-08 or 2015-08-01"});
  }
  const link::Identities identities(Model::builtin().lexicon());
  for (const std::string& name : parties) choice.parties.push_back(identities.named(name));
  return view.ask_linked([&](store::Store&, const link::LinkedReports& linked, store::Records& records) -> Result<std::string> {
    std::string out;
    for (const std::uint32_t i : output::chosen_contacts(choice, linked, source(records)))
      out += output::to_json(linked.links.contacts[i], linked.links, source(records)) + '\n';
    return out;
  });
}

std::string trace(StoreView& view, const std::string& id) {
  return view.ask_linked([&](store::Store&, const link::LinkedReports& linked, store::Records& records) -> Result<std::string> {
    std::string out;
    for (const link::LinkedClaim& c : linked.links.claims)
      if (c.id == id) output::append_trace(out, c, linked, source(records), {}, true);
    for (const link::LinkedContact& c : linked.links.contacts)
      if (c.id == id) output::append_trace(out, c, linked, source(records), {}, true);
    if (out.empty()) return fail(view.location(), "no claim or contact " + id + "; isnad claims and isnad contacts list them");
    return out;
  });
}

std::string stories(StoreView& view, std::size_t least) {
  return view.ask_linked([&](store::Store& store, const link::LinkedReports& linked, store::Records&) -> Result<std::string> {
    std::string out;
    for (const auto& story : linked.links.stories) {
      if (story.size() < least) continue;
      const auto reports = store::story_reports(store, linked, story);
      if (!reports) return tl::unexpected(reports.error());
      out += store::to_json(*reports) + '\n';
    }
    return out;
  });
}

std::string who(StoreView& view, const std::string& name) {
  return view.ask_linked([&](store::Store&, const link::LinkedReports& linked, store::Records& records) -> Result<std::string> {
    const link::Identities identities(Model::builtin().lexicon());
    std::string out;
    output::append_people(out, identities.named(name), identities, linked, source(records), {}, true);
    return out;
  });
}

std::string status(StoreView& view) {
  return view.ask_linked([&](store::Store&, const link::LinkedReports& linked, store::Records&) -> Result<std::string> {
    return store::to_json(store::counts(linked.links, linked.reports.size()));
  });
}

std::vector<std::uint32_t> search(StoreView& view, const std::string& text, std::optional<std::size_t> limit) {
  const auto query = value_or_raise(store::parse_query(text, Model::builtin().lexicon()));
  return view.ask([&](store::Store& store) -> Result<std::vector<std::uint32_t>> {
    const auto size = store.size();
    if (!size) return tl::unexpected(size.error());
    return store.search(query, limit.value_or(*size));
  });
}

RecordView record(StoreView& view, std::uint32_t number) {
  return {view.ask([&](store::Store& store) -> Result<Shared> {
    const auto size = store.size();
    if (!size) return tl::unexpected(size.error());
    if (number >= *size) return fail(view.location(), "no document " + std::to_string(number));
    auto found = store.record(number);
    if (!found) return tl::unexpected(found.error());
    return std::make_shared<const Held>(std::move(*found));
  })};
}

std::string hit(StoreView& view, std::uint32_t number) {
  return view.ask([&](store::Store& store) -> Result<std::string> {
    const auto found = store.record(number);
    if (!found) return tl::unexpected(found.error());
    return store::hit_json(*found);
  });
}

// The document that a record can be read from again: by it an adder knows the record unread.
Document document_of(const Record& r) {
  Document out;
  out.text = r.text, out.title = r.title, out.outlet = r.outlet, out.url = r.url, out.id = r.source_id, out.path = r.path;
  if (r.published.basis == DateBasis::given) out.published = r.published.from;
  return out;
}

nb::tuple add(StoreView& view, nb::list records) {
  static const store::Preparer preparer(Model::builtin().lexicon());
  std::vector<Shared> all;
  for (nb::handle item : records) {
    if (!nb::isinstance<RecordView>(item)) throw nb::type_error("add(): expected records");
    all.push_back(nb::cast<const RecordView&>(item).held);
  }
  const auto added = view.ask([&](store::Store& store) {
    std::vector<store::Prepared> prepared;
    prepared.reserve(all.size());
    for (const Shared& held : all) prepared.push_back(preparer.of(held->record, store::input_hash(document_of(held->record))));
    return store.add(prepared);
  });
  return nb::make_tuple(added.added, added.known, added.copies);
}

// A row of read_rows(): a report, as it was prepared elsewhere.
struct Row {
  std::string report, input, source_id, path, url, outlet, title, record, words, speakers, parties;
  std::optional<long> from, to;
  nb::bytes items;
};

std::string member(nb::handle row, const char* name) {
  const nb::object value = row[name];
  return value.is_none() ? std::string() : utf8_of(value);
}

std::optional<long> day(nb::handle row, const char* name) {
  const nb::object value = row[name];
  if (value.is_none()) return std::nullopt;
  return nb::cast<long>(value.attr("toordinal")()) - 719163;  // of 1970-01-01
}

nb::tuple add_rows(StoreView& view, nb::list rows) {
  std::vector<Row> all;
  for (nb::handle r : rows)
    all.push_back({member(r, "report"), member(r, "input"), member(r, "source_id"), member(r, "path"), member(r, "url"),
                   member(r, "outlet"), member(r, "title"), member(r, "record"), member(r, "words"), member(r, "speakers"),
                   member(r, "parties"), day(r, "published_first_day"), day(r, "published_last_day"), nb::bytes(nb::object(r["items"]))});
  const auto added = view.ask([&](store::Store& store) -> Result<store::Store::Added> {
    std::vector<store::Prepared> prepared;
    for (Row& r : all) {
      store::Prepared p;
      auto items = link::items_from_bytes({r.items.c_str(), r.items.size()});
      if (!items) return fail("report " + r.report, items.error().text() + "; read it anew with this version");
      if (auto record = store::record_from_json(r.record); !record) return fail("report " + r.report, record.error().text());
      p.items = std::move(*items);
      p.words = {std::move(r.words), std::move(r.speakers), std::move(r.parties)};
      store::StoredDocument& d = p.document;
      d.id = std::move(r.report), d.input = std::move(r.input), d.source_id = std::move(r.source_id), d.path = std::move(r.path);
      d.url = std::move(r.url), d.outlet = std::move(r.outlet), d.title = std::move(r.title), d.from = r.from, d.to = r.to;
      d.record = std::move(r.record);
      d.sketch = link::to_bytes(p.items.document), d.items = link::to_bytes(p.items);
      prepared.push_back(std::move(p));
    }
    return store.add(prepared);
  });
  return nb::make_tuple(added.added, added.known, added.copies);
}

}  // namespace

void bind_store(nb::module_& m) {
  nb::class_<StoreView>(m, "_Store", "What isnad.Store asks: lines of JSON.")
      .def(nb::init<const std::string&, bool, bool>(), nb::arg("location"), nb::arg("create"), nb::arg("write"))
      .def("close", &StoreView::close)
      .def_prop_ro("location", &StoreView::location)
      .def("size", [](StoreView& view) { return view.ask([](store::Store& store) { return store.size(); }); })
      .def("record", &record, nb::arg("number"))
      .def("search", &search, nb::arg("query"), nb::arg("limit").none())
      .def("hit", &hit, nb::arg("number"))
      .def("claims", [](StoreView& view) { return lines_of(view, &link::Links::claims); })
      .def("contacts", [](StoreView& view) { return lines_of(view, &link::Links::contacts); })
      .def("timeline", &timeline, nb::arg("parties"), nb::arg("after"), nb::arg("before"))
      .def("trace", &trace, nb::arg("id"))
      .def("stories", &stories, nb::arg("least"))
      .def("who", &who, nb::arg("name"))
      .def("status", &status)
      .def("add", &add, nb::arg("records"), nb::sig("def add(self, records: list[Record]) -> tuple[int, int, int]"))
      .def("add_rows", &add_rows, nb::arg("rows"), nb::sig("def add_rows(self, rows: list[dict[str, typing.Any]]) -> tuple[int, int, int]"),
           "Adds rows of read_rows(), as dicts.");
}

}  // namespace isnad::python
