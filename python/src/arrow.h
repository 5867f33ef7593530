// Tables as Arrow: built row by row, given away by the C stream interface without a copy. Knows nothing of records.
// Building is for one thread; what was built is read-only and may be given away any number of times.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arrow_abi.h"

namespace isnad::arrow {

enum class Type : std::uint8_t {
  text,    // utf8
  number,  // uint32
  big,     // int64: keys, whose bits are what counts
  day,     // date32: days since 1970-01-01
  bytes,   // binary
  texts,   // list<utf8>
  bigs,    // list<int64>
};

struct Field {
  std::string name;
  Type type = Type::text;
  bool nullable = false;
};
using Schema = std::vector<Field>;

/// The values of a column of one batch, as Arrow lays them out. `values` of a list is its only child.
struct Column {
  Type type = Type::text;
  std::int64_t length = 0, nulls = 0;
  std::vector<std::uint8_t> valid;    // a bit a value
  std::vector<std::int32_t> offsets;  // of text, bytes and lists: one more than values
  std::string data;                   // text, bytes, numbers
  std::unique_ptr<Column> values;

  explicit Column(Type t);
  void null();
  void add(std::string_view text);
  void add_number(std::uint32_t value);
  void add_big(std::uint64_t value);
  void add_day(std::int32_t value);
  void add(const std::vector<std::string_view>& texts);
  void add(const std::vector<std::uint64_t>& values);

 private:
  void valid_next();
};

struct Batch {
  std::int64_t rows = 0;
  std::vector<Column> columns;
};

/// A table in batches. A batch is closed when a column of text nears what 32-bit offsets can count.
class Table {
 public:
  explicit Table(Schema schema) : schema_(std::move(schema)) {}

  /// A row is its values in the order of the schema: table.row().text(a).number(b). Every row must be whole.
  class Row {
   public:
    explicit Row(Batch& batch) : batch_(batch) {}
    Row& text(std::string_view value) { return next().add(value), *this; }
    Row& text_or_null(std::string_view value);
    Row& bytes(std::string_view value) { return next().add(value), *this; }
    Row& bytes_or_null(std::string_view value) { return text_or_null(value); }
    Row& number(std::uint32_t value) { return next().add_number(value), *this; }
    Row& number_or_null(std::optional<std::uint32_t> value);
    Row& big(std::uint64_t value) { return next().add_big(value), *this; }
    Row& day_or_null(std::optional<long> value);
    Row& texts(const std::vector<std::string_view>& value) { return next().add(value), *this; }
    Row& bigs(const std::vector<std::uint64_t>& value) { return next().add(value), *this; }

   private:
    Column& next() { return batch_.columns[column_++]; }
    Batch& batch_;
    std::size_t column_ = 0;
  };
  Row row();

  const Schema& schema() const { return schema_; }
  std::int64_t rows() const;
  const std::vector<std::shared_ptr<Batch>>& batches() const { return batches_; }

 private:
  Schema schema_;
  std::vector<std::shared_ptr<Batch>> batches_;
};

/// Fill structures that their receiver releases. The table is kept until then.
void export_schema(const Table& table, ArrowSchema* out);
void export_stream(std::shared_ptr<const Table> table, ArrowArrayStream* out);

}  // namespace isnad::arrow
