#include "store/postgres/wire.h"

#include "base/utf8.h"

namespace isnad::store::postgres {
namespace {

constexpr std::int32_t kTextType = 25, kIntegerType = 23, kBigType = 20;

std::string array_head(std::int32_t type, std::size_t size) {
  std::string out;
  put_integer(out, std::int32_t{size == 0 ? 0 : 1});  // dimensions
  put_integer(out, std::int32_t{0});                  // no nulls
  put_integer(out, type);
  if (size == 0) return out;
  put_integer(out, static_cast<std::int32_t>(size));
  put_integer(out, std::int32_t{1});  // the first index
  return out;
}

template <class Integer>
std::string integers(std::int32_t type, std::span<const Integer> numbers) {
  std::string out = array_head(type, numbers.size());
  for (const Integer n : numbers) {
    put_integer(out, static_cast<std::int32_t>(sizeof n));
    put_integer(out, n);
  }
  return out;
}

}  // namespace

std::string as_text(std::string_view bytes) {
  if (base::valid_utf8(bytes) && bytes.find('\0') == std::string_view::npos) return std::string(bytes);
  std::u32string letters = base::decode(bytes);
  for (char32_t& c : letters)
    if (c == 0) c = U'\uFFFD';
  return base::encode(letters);
}

std::string as_array(std::span<const std::string> texts) {
  std::string out = array_head(kTextType, texts.size());
  for (const std::string& t : texts) {
    put_integer(out, static_cast<std::int32_t>(t.size()));
    out += t;
  }
  return out;
}

std::string as_array(std::span<const std::int32_t> numbers) { return integers(kIntegerType, numbers); }
std::string as_array(std::span<const std::int64_t> numbers) { return integers(kBigType, numbers); }

Values& Values::integer(std::int32_t value) {
  std::string bytes;
  put_integer(bytes, value);
  return add(kIntegerType, std::move(bytes));
}

Values& Values::big(std::int64_t value) {
  std::string bytes;
  put_integer(bytes, value);
  return add(kBigType, std::move(bytes));
}

Values& Values::add(unsigned type, std::string value) {
  types.push_back(type);
  values.push_back(std::move(value));
  return *this;
}

}  // namespace isnad::store::postgres
