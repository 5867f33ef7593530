// Where bytes come from, one stream over another: a file, memory, what gzip or zstd pressed. One stream is for one thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace isnad::ingest {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Up to `size` bytes into `to`; 0 at the end and after an error.
  virtual std::size_t read(char* to, std::size_t size) = 0;
  /// What went wrong, in words for people; empty if nothing did.
  virtual const std::string& error() const = 0;
};

/// Closes the descriptor in the end, but standard input.
std::unique_ptr<ByteSource> file_source(int descriptor);
std::unique_ptr<ByteSource> memory_source(std::string bytes);

/// The bytes that gzip or zlib pressed, of all members one after the other. Refuses what grows beyond all measure.
std::unique_ptr<ByteSource> gzip_source(std::unique_ptr<ByteSource> pressed);
/// The same of one brotli stream, which nothing but its name tells.
std::unique_ptr<ByteSource> brotli_source(std::unique_ptr<ByteSource> pressed);
/// The same of zstd's frames.
std::unique_ptr<ByteSource> zstd_source(std::unique_ptr<ByteSource> pressed);

}  // namespace isnad::ingest
