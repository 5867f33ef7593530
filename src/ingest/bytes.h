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

/// How much comes out of one input, of all archives and compressions in it together: files in files can each stay within what one
/// may grow and be without end together. For one thread.
class Growth {
 public:
  void took(std::size_t bytes) { in_ += bytes; }  ///< of the input itself
  void gave(std::size_t bytes) { out_ += bytes; }
  /// Whether more has come out than any archive of news would give.
  bool spent() const;

 private:
  std::size_t in_ = 0, out_ = 0;
};
/// `source`, its bytes counted: as the input's own (`outermost`), or as what came out of it, which ends with an error once that is spent.
/// `growth` must outlive it.
std::unique_ptr<ByteSource> counted(std::unique_ptr<ByteSource> source, Growth& growth, bool outermost);

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
