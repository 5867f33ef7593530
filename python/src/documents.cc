#include "documents.h"

#include "ingest/admit.h"
#include "ingest/plain.h"

namespace isnad::python {
namespace {

// As the parser of article JSON names it; other values by their class.
std::string kind_of(nb::handle value) {
  if (value.is_none()) return "null";
  if (nb::isinstance<nb::str>(value)) return "a string";
  if (nb::isinstance<nb::bool_>(value)) return "a boolean";
  if (nb::isinstance<nb::int_>(value) || nb::isinstance<nb::float_>(value)) return "a number";
  if (nb::isinstance<nb::list>(value) || nb::isinstance<nb::tuple>(value)) return "an array";
  if (nb::isinstance<nb::dict>(value)) return "an object";
  const nb::object name = value.type().attr("__name__");
  return utf8_of(name);
}

nb::object member(nb::handle mapping, const char* name) {
  PyObject* const found = PyMapping_GetItemString(mapping.ptr(), name);
  if (found != nullptr) return nb::steal(found);
  if (!PyErr_ExceptionMatches(PyExc_KeyError)) throw nb::python_error();
  PyErr_Clear();
  return nb::none();
}

Result<std::string> text_field(nb::handle mapping, const char* name, const std::string& where) {
  const nb::object value = member(mapping, name);
  if (value.is_none()) return std::string();
  if (nb::isinstance<nb::str>(value)) return utf8_of(value);
  const bool is_id = std::string_view(name) == "id";
  if (is_id && PyLong_Check(value.ptr()) && !PyBool_Check(value.ptr())) return utf8_of(nb::str(value));
  const char* const expected = is_id && nb::isinstance<nb::float_>(value) ? "a string, a whole number or null" : "a string or null";
  return fail(where, std::string("field \"") + name + "\": expected " + expected + ", found " + kind_of(value));
}

Result<Document> article(nb::handle item, const std::string& where) {
  if (PyMapping_HasKeyString(item.ptr(), "text") == 0)
    return fail(where, "no field \"text\" (expected an article: an object with at least a \"text\")");
  Document out;
  // "outlet" is what a record calls what an article calls "source".
  const std::pair<const char*, std::string*> fields[] = {{"text", &out.text},     {"title", &out.title}, {"outlet", &out.outlet},
                                                         {"source", &out.outlet}, {"url", &out.url},     {"id", &out.id},
                                                         {"path", &out.path}};
  for (const auto& [name, target] : fields) {
    auto value = text_field(item, name, where);
    if (!value) return tl::unexpected(value.error());
    if (!value->empty()) *target = std::move(*value);
  }
  auto published = published_of(member(item, "published"), where);
  if (!published) return tl::unexpected(published.error());
  out.published = *published;
  return out;
}

}  // namespace

std::string utf8_of(nb::handle str) {
  Py_ssize_t size = 0;
  if (const char* const bytes = PyUnicode_AsUTF8AndSize(str.ptr(), &size)) return {bytes, static_cast<std::size_t>(size)};
  PyErr_Clear();
  const auto bytes = nb::steal<nb::bytes>(PyUnicode_AsEncodedString(str.ptr(), "utf-8", "surrogatepass"));
  if (!bytes.is_valid()) throw nb::python_error();
  return {bytes.c_str(), bytes.size()};
}

Result<std::optional<Date>> published_of(nb::handle value, const std::string& where) {
  if (value.is_none()) return std::optional<Date>();
  std::string text;
  if (nb::isinstance<nb::str>(value)) text = utf8_of(value);
  else if (nb::hasattr(value, "isoformat")) text = utf8_of(nb::str(value.attr("isoformat")()));
  else return fail(where, "field \"published\": expected a string with an ISO date, or null, found " + kind_of(value));
  if (text.empty()) return std::optional<Date>();
  const std::optional<Date> date = Date::parse(text);
  if (!date || date->day == 0)
    return fail(where,
                "field \"published\": \"" + text.substr(0, 40) + "\" is no ISO date (expected 2013-10-08 or 2013-10-08T12:30:00+03:00)");
  return date;
}

std::string place_of(nb::handle item, std::size_t number) {
  if (!nb::isinstance<nb::str>(item) && PyMapping_Check(item.ptr()) && nb::hasattr(item, "keys"))
    for (const char* name : {"path", "id"})
      if (const nb::object value = member(item, name); nb::isinstance<nb::str>(value) || nb::isinstance<nb::int_>(value))
        if (std::string place = utf8_of(nb::str(value)); !place.empty()) return place;
  return "document " + std::to_string(number);
}

Result<Document> to_document(nb::handle item, const std::string& where) {
  Result<Document> out;
  if (nb::isinstance<nb::str>(item)) out = ingest::plain_document(utf8_of(item), {});
  else if (PyMapping_Check(item.ptr()) && nb::hasattr(item, "keys")) out = article(item, where);
  else return fail(where, "expected a text or an article, found " + kind_of(item));
  if (!out) return out;
  if (const auto good = ingest::admit(*out, where); !good) return tl::unexpected(good.error());
  return out;
}

}  // namespace isnad::python
