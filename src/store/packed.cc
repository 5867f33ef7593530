#include "store/packed.h"

#include <zstd.h>

namespace isnad::store {

std::string pack(std::string_view bytes) {
  constexpr int kLevel = 3;
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), kLevel));
  return out;
}

Result<std::string> unpack(std::string_view packed, const std::string& where) {
  const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
  constexpr unsigned long long kLargest = 1ull << 32;
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kLargest)
    return fail(where, "a record in the store is damaged");
  std::string out(static_cast<std::size_t>(size), '\0');
  if (const std::size_t n = ZSTD_decompress(out.data(), out.size(), packed.data(), packed.size()); ZSTD_isError(n) != 0 || n != size)
    return fail(where, "a record in the store is damaged");
  return out;
}

}  // namespace isnad::store
