#include "serve/gzip.h"

#include <zlib.h>

#include <cstdlib>

namespace isnad::serve {

bool takes_gzip(std::string_view accept) {
  while (!accept.empty()) {
    const std::size_t end = std::min(accept.find(','), accept.size());
    std::string_view one = accept.substr(0, end);
    accept.remove_prefix(std::min(end + 1, accept.size()));
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    const std::string_view coding = one.substr(0, one.find_first_of("; "));
    if (coding != "gzip" && coding != "*") continue;
    const std::size_t q = one.find("q=");
    return q == one.npos || std::strtod(std::string(one.substr(q + 2, 5)).c_str(), nullptr) > 0;
  }
  return false;
}

std::string gzip(std::string_view bytes, int level) {
  z_stream stream{};
  constexpr int kGzip = 15 + 16, kMemory = 8;
  if (deflateInit2(&stream, level, Z_DEFLATED, kGzip, kMemory, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib does not write there
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int done = deflate(&stream, Z_FINISH);
  out.resize(done == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

}  // namespace isnad::serve
