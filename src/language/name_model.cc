#include "language/name_model.h"

#include <cstring>

namespace isnad::language {

std::optional<NameModel> NameModel::open(std::string_view bytes) {
  NameModel out;
  if (bytes.size() < sizeof out.header_) return std::nullopt;
  std::memcpy(&out.header_, bytes.data(), sizeof out.header_);
  const NameModelHeader& h = out.header_;
  if (std::memcmp(h.magic, NameModelHeader::kMagic, sizeof h.magic) != 0) return std::nullopt;
  if (h.feature_bits > 24 || h.word_bits > 20 || h.fine_clusters > 4096 || !(h.scale > 0) || !(h.scale < 1)) return std::nullopt;
  const std::size_t features = std::size_t{1} << h.feature_bits, words = std::size_t{1} << h.word_bits;
  const std::size_t size = sizeof h + features * (2 + kRow) + words * (2 + sizeof(WordClasses)) + h.fine_clusters;
  if (bytes.size() != size) return std::nullopt;
  const char* at = bytes.data() + sizeof h;
  const auto take = [&]<class T>(std::span<const T>& part, std::size_t count) {
    part = {reinterpret_cast<const T*>(at), count};
    at += count * sizeof(T);
  };
  take(out.prints_, features);
  take(out.weights_, features * kRow);
  take(out.word_prints_, words);
  take(out.words_, words);
  take(out.coarse_, h.fine_clusters);
  return out;
}

}  // namespace isnad::language
