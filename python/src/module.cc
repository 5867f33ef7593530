// The extension module isnad._core.
#include "bindings.h"

namespace isnad::python {

nb::object error_object(const Error& error) {
  return nb::module_::import_("isnad._error").attr("Error")(to_str(error.where), to_str(error.message));
}

void raise(const Error& error) {
  const nb::object object = error_object(error);
  PyErr_SetObject(object.type().ptr(), object.ptr());
  throw nb::python_error();
}

nb::str to_str(std::string_view bytes) {
  PyObject* const made = PyUnicode_DecodeUTF8(bytes.data(), static_cast<Py_ssize_t>(bytes.size()), "replace");
  if (made == nullptr) throw nb::python_error();
  return nb::steal<nb::str>(made);
}

nb::object str_or_none(std::string_view bytes) { return bytes.empty() ? nb::object(nb::none()) : nb::object(to_str(bytes)); }

}  // namespace isnad::python

NB_MODULE(_core, m) {
  using namespace isnad::python;
  m.doc() = "Isnad's C++ library. Import isnad, not this.";
  m.attr("version") = ISNAD_VERSION;
  bind_records(m);
  bind_reading(m);
  bind_tables(m);
  bind_store(m);
  bind_linking(m);
}
