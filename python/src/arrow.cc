#include "arrow.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <cstring>

namespace isnad::arrow {
namespace {

// ---- schema ----------------------------------------------------------------------------------------------------------

const char* format_of(Type type) {
  switch (type) {
    case Type::text: return "u";
    case Type::number: return "I";
    case Type::big: return "l";
    case Type::day: return "tdD";
    case Type::bytes: return "z";
    case Type::texts:
    case Type::bigs: break;
  }
  return "+l";
}

bool is_list(Type type) { return type == Type::texts || type == Type::bigs; }
Type inside(Type list) { return list == Type::texts ? Type::text : Type::big; }

// Owns what an ArrowSchema points to.
struct SchemaOwner {
  std::string name;
  std::vector<ArrowSchema> children;
  std::vector<ArrowSchema*> pointers;
};

void release_schema(ArrowSchema* schema) {
  auto* const owner = static_cast<SchemaOwner*>(schema->private_data);
  for (ArrowSchema& child : owner->children)
    if (child.release != nullptr) child.release(&child);
  delete owner;
  schema->release = nullptr;
}

void fill_schema(ArrowSchema* out, const char* format, std::string name, bool nullable, const std::vector<Field>& children) {
  auto owner = std::make_unique<SchemaOwner>();
  owner->name = std::move(name);
  owner->children.resize(children.size());
  for (std::size_t i = 0; i < children.size(); ++i) {
    const Field& f = children[i];
    const std::vector<Field> item = is_list(f.type) ? std::vector<Field>{{"item", inside(f.type), false}} : std::vector<Field>{};
    fill_schema(&owner->children[i], format_of(f.type), f.name, f.nullable, item);
    owner->pointers.push_back(&owner->children[i]);
  }
  *out = {};
  out->format = format;
  out->name = owner->name.c_str();
  out->flags = nullable ? ARROW_FLAG_NULLABLE : 0;
  out->n_children = static_cast<std::int64_t>(owner->pointers.size());
  out->children = owner->pointers.data();
  out->release = release_schema;
  out->private_data = owner.release();
}

// ---- arrays ----------------------------------------------------------------------------------------------------------

// Owns what an ArrowArray points to, and keeps the batch whose buffers it shows. A child may outlive its parent.
struct ArrayOwner {
  std::shared_ptr<const Batch> batch;
  std::array<const void*, 3> buffers{};
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> pointers;
};

void release_array(ArrowArray* array) {
  auto* const owner = static_cast<ArrayOwner*>(array->private_data);
  for (ArrowArray& child : owner->children)
    if (child.release != nullptr) child.release(&child);
  delete owner;
  array->release = nullptr;
}

void finish(ArrowArray* out, std::unique_ptr<ArrayOwner> owner, std::int64_t length, std::int64_t nulls, std::int64_t buffers) {
  for (ArrowArray& child : owner->children) owner->pointers.push_back(&child);
  *out = {};
  out->length = length;
  out->null_count = nulls;
  out->n_buffers = buffers;
  out->n_children = static_cast<std::int64_t>(owner->pointers.size());
  out->buffers = owner->buffers.data();
  out->children = owner->pointers.data();
  out->release = release_array;
  out->private_data = owner.release();
}

void fill_column(ArrowArray* out, const std::shared_ptr<const Batch>& batch, const Column& column) {
  // An empty buffer must still point somewhere.
  static const std::int64_t kNothing = 0;
  const auto data = [](const auto& buffer) { return buffer.empty() ? static_cast<const void*>(&kNothing) : buffer.data(); };
  auto owner = std::make_unique<ArrayOwner>();
  owner->batch = batch;
  owner->buffers[0] = column.nulls == 0 ? nullptr : data(column.valid);
  std::int64_t buffers = 2;
  if (is_list(column.type)) {
    owner->buffers[1] = data(column.offsets);
    owner->children.resize(1);
    fill_column(owner->children.data(), batch, *column.values);
  } else if (column.type == Type::text || column.type == Type::bytes) {
    owner->buffers[1] = data(column.offsets);
    owner->buffers[2] = data(column.data);
    buffers = 3;
  } else {
    owner->buffers[1] = data(column.data);
  }
  finish(out, std::move(owner), column.length, column.nulls, buffers);
}

// ---- stream ----------------------------------------------------------------------------------------------------------

struct StreamOwner {
  std::shared_ptr<const Table> table;
  std::size_t next = 0;
};

int stream_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  export_schema(*static_cast<StreamOwner*>(stream->private_data)->table, out);
  return 0;
}

int stream_next(ArrowArrayStream* stream, ArrowArray* out) {
  auto& owner = *static_cast<StreamOwner*>(stream->private_data);
  *out = {};
  if (owner.next == owner.table->batches().size()) return 0;  // the end: a released array
  const std::shared_ptr<const Batch> batch = owner.table->batches()[owner.next++];
  auto array = std::make_unique<ArrayOwner>();
  array->batch = batch;
  array->children.resize(batch->columns.size());
  for (std::size_t i = 0; i < batch->columns.size(); ++i) fill_column(&array->children[i], batch, batch->columns[i]);
  finish(out, std::move(array), batch->rows, 0, 1);
  return 0;
}

const char* stream_error(ArrowArrayStream*) { return nullptr; }

void stream_release(ArrowArrayStream* stream) {
  delete static_cast<StreamOwner*>(stream->private_data);
  stream->release = nullptr;
}

template <class T>
void append(std::string& data, T value) {
  data.append(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace

Column::Column(Type t) : type(t) {
  if (type == Type::text || type == Type::bytes || is_list(type)) offsets.push_back(0);
  if (is_list(type)) values = std::make_unique<Column>(inside(type));
}

void Column::valid_next() {
  if (length % 8 == 0) valid.push_back(0);
  valid.back() = static_cast<std::uint8_t>(valid.back() | 1U << (length % 8));
  ++length;
}

void Column::null() {
  if (length % 8 == 0) valid.push_back(0);
  ++length;
  ++nulls;
  if (!offsets.empty()) offsets.push_back(offsets.back());
  else data.append(type == Type::big ? 8 : 4, '\0');
}

void Column::add(std::string_view text) {
  assert(type == Type::text || type == Type::bytes);
  valid_next();
  data += text;
  offsets.push_back(static_cast<std::int32_t>(data.size()));
}

void Column::add_number(std::uint32_t value) {
  assert(type == Type::number);
  valid_next();
  append(data, value);
}

void Column::add_big(std::uint64_t value) {
  assert(type == Type::big);
  valid_next();
  append(data, value);
}

void Column::add_day(std::int32_t value) {
  assert(type == Type::day);
  valid_next();
  append(data, value);
}

void Column::add(const std::vector<std::string_view>& texts) {
  assert(type == Type::texts);
  valid_next();
  for (const std::string_view t : texts) values->add(t);
  offsets.push_back(static_cast<std::int32_t>(values->length));
}

void Column::add(const std::vector<std::uint64_t>& numbers) {
  assert(type == Type::bigs);
  valid_next();
  for (const std::uint64_t n : numbers) values->add_big(n);
  offsets.push_back(static_cast<std::int32_t>(values->length));
}

Table::Row& Table::Row::text_or_null(std::string_view value) {
  value.empty() ? next().null() : next().add(value);
  return *this;
}

Table::Row& Table::Row::number_or_null(std::optional<std::uint32_t> value) {
  value ? next().add_number(*value) : next().null();
  return *this;
}

Table::Row& Table::Row::day_or_null(std::optional<long> value) {
  value ? next().add_day(static_cast<std::int32_t>(*value)) : next().null();
  return *this;
}

Table::Row Table::row() {
  // One value has 64 MB at most (ingest::kLargest), with its JSON a few times that: far from what 32 bits count.
  constexpr std::size_t kFull = std::size_t{256} << 20;
  constexpr std::int64_t kRows = 1 << 16;
  const auto full = [](const Batch& b) {
    return b.rows == kRows || std::any_of(b.columns.begin(), b.columns.end(), [](const Column& c) {
             return c.data.size() >= kFull || (c.values && c.values->data.size() >= kFull);
           });
  };
  if (batches_.empty() || full(*batches_.back())) {
    auto batch = std::make_shared<Batch>();
    for (const Field& f : schema_) batch->columns.emplace_back(f.type);
    batches_.push_back(std::move(batch));
  }
  ++batches_.back()->rows;
  return Row(*batches_.back());
}

std::int64_t Table::rows() const {
  std::int64_t out = 0;
  for (const auto& b : batches_) out += b->rows;
  return out;
}

void export_schema(const Table& table, ArrowSchema* out) { fill_schema(out, "+s", "", false, table.schema()); }

void export_stream(std::shared_ptr<const Table> table, ArrowArrayStream* out) {
  *out = {};
  out->get_schema = stream_schema;
  out->get_next = stream_next;
  out->get_last_error = stream_error;
  out->release = stream_release;
  out->private_data = new StreamOwner{std::move(table)};
}

}  // namespace isnad::arrow
