// Values as PostgreSQL sends them in binary: parameters of a statement, rows of a COPY. For connection.h and postgres.cc.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isnad::store::postgres {

/// Appends an integer, the highest byte first.
template <class Integer>
void put_integer(std::string& out, Integer value) {
  for (int shift = static_cast<int>(sizeof(Integer) - 1) * 8; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(static_cast<std::uint64_t>(value) >> shift));
}

/// Text as PostgreSQL takes it: what is not UTF-8, and the character of code 0, become U+FFFD.
std::string as_text(std::string_view bytes);

/// An array, without nulls.
std::string as_array(std::span<const std::string> texts);
std::string as_array(std::span<const std::int32_t> numbers);
std::string as_array(std::span<const std::int64_t> numbers);

/// What $1, $2, … of a statement stand for, in that order.
class Values {
 public:
  Values& text(std::string_view value) { return add(25, std::string(value)); }
  Values& bytes(std::string_view value) { return add(17, std::string(value)); }
  Values& integer(std::int32_t value);
  Values& big(std::int64_t value);
  Values& texts(std::span<const std::string> all) { return add(1009, as_array(all)); }
  Values& integers(std::span<const std::int32_t> all) { return add(1007, as_array(all)); }
  Values& bigs(std::span<const std::int64_t> all) { return add(1016, as_array(all)); }

  std::size_t size() const { return types.size(); }
  std::vector<unsigned> types;  ///< as pg_type.oid
  std::vector<std::string> values;

 private:
  Values& add(unsigned type, std::string value);
};

/// Rows for COPY … FROM STDIN (FORMAT binary): begin a row, then its columns in order.
class Rows {
 public:
  explicit Rows(std::int16_t columns) : columns_(columns) {}
  Rows& row() { return put_integer(bytes_, columns_), ++count_, *this; }
  Rows& value(std::string_view bytes) {
    put_integer(bytes_, static_cast<std::int32_t>(bytes.size()));
    return bytes_.append(bytes), *this;
  }
  template <class Integer>
  Rows& integer(Integer value) {
    put_integer(bytes_, static_cast<std::int32_t>(sizeof(Integer)));
    return put_integer(bytes_, value), *this;
  }
  Rows& null() { return put_integer(bytes_, std::int32_t{-1}), *this; }

  bool empty() const { return count_ == 0; }
  const std::string& bytes() const { return bytes_; }
  void clear() { bytes_.clear(), count_ = 0; }

 private:
  std::int16_t columns_;
  std::size_t count_ = 0;
  std::string bytes_;
};

}  // namespace isnad::store::postgres
