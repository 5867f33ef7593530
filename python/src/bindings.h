// What the parts of the extension module isnad._core share. Everything in it calls the library; nothing is decided here.
#pragma once

#include <nanobind/nanobind.h>

#include <memory>
#include <string>

#include "export/record_text.h"
#include "isnad/record.h"
#include "isnad/result.h"

namespace isnad::python {

namespace nb = nanobind;

/// A record as Python holds it: whole, shared by all views into it, never changed. `text` points into `record`.
struct Held {
  Record record;
  output::RecordText text;
  explicit Held(Record r) : record(std::move(r)), text(record.text) {}
  Held(const Held&) = delete;
};
using Shared = std::shared_ptr<const Held>;

/// The Python class `Record`.
struct RecordView {
  Shared held;
};

/// Raises isnad.Error. Needs the interpreter's lock.
[[noreturn]] void raise(const Error& error);
/// An isnad.Error as an object, to be given and not raised.
nb::object error_object(const Error& error);

template <class T>
T value_or_raise(Result<T> result) {
  if (!result) raise(result.error());
  return std::move(*result);
}

/// A Python string of bytes that may be no UTF-8 (paths): what is broken becomes U+FFFD.
nb::str to_str(std::string_view bytes);
nb::object str_or_none(std::string_view bytes);

void bind_records(nb::module_& m);
void bind_reading(nb::module_& m);
void bind_tables(nb::module_& m);
void bind_store(nb::module_& m);
void bind_linking(nb::module_& m);

}  // namespace isnad::python
