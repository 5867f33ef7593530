#include "ingest/bytes.h"

#include <brotli/decode.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

namespace isnad::ingest {
namespace {

constexpr std::size_t kStep = std::size_t{64} << 10;
// What grows more than so many times, once it is large, is made to fill memory and time, not to hold news.
constexpr std::size_t kMostGrowth = 300, kLarge = std::size_t{64} << 20, kLargeInAll = std::size_t{256} << 20;
constexpr const char* kBomb = "compressed data that grows more than 300 times: refused";

class Counted final : public ByteSource {
 public:
  Counted(std::unique_ptr<ByteSource> source, Growth& growth, bool outermost)
      : source_(std::move(source)), growth_(growth), outermost_(outermost) {}
  std::size_t read(char* to, std::size_t size) override {
    if (!error_.empty()) return 0;
    const std::size_t got = source_->read(to, size);
    if (outermost_) growth_.took(got);
    else growth_.gave(got);
    if (outermost_ || !growth_.spent()) return got;
    error_ = kBomb;
    return 0;
  }
  const std::string& error() const override { return error_.empty() ? source_->error() : error_; }

 private:
  std::unique_ptr<ByteSource> source_;
  Growth& growth_;
  bool outermost_;
  std::string error_;
};

class FileSource final : public ByteSource {
 public:
  explicit FileSource(int fd) : fd_(fd) {}
  ~FileSource() override {
    if (fd_ > STDIN_FILENO) ::close(fd_);
  }
  std::size_t read(char* to, std::size_t size) override {
    ssize_t got = 0;
    do got = ::read(fd_, to, size);
    while (got < 0 && errno == EINTR);
    if (got < 0) error_ = std::strerror(errno);
    return got < 0 ? 0 : static_cast<std::size_t>(got);
  }
  const std::string& error() const override { return error_; }

 private:
  int fd_;
  std::string error_;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string bytes) : bytes_(std::move(bytes)) {}
  std::size_t read(char* to, std::size_t size) override {
    const std::size_t n = std::min(size, bytes_.size() - at_);
    std::memcpy(to, bytes_.data() + at_, n);
    at_ += n;
    return n;
  }
  const std::string& error() const override { return error_; }

 private:
  std::string bytes_, error_;
  std::size_t at_ = 0;
};

// What both decompressors share: pressed bytes in steps, and the measure of growth.
class Unpressed : public ByteSource {
 public:
  explicit Unpressed(std::unique_ptr<ByteSource> pressed) : pressed_(std::move(pressed)), buffer_(kStep) {}
  const std::string& error() const override { return error_.empty() ? pressed_->error() : error_; }

 protected:
  std::unique_ptr<ByteSource> pressed_;
  std::vector<char> buffer_;
  std::size_t filled_ = 0;
  std::string error_;
  bool done_ = false;

  bool fill() {
    filled_ = pressed_->read(buffer_.data(), buffer_.size());
    in_ += filled_;
    return filled_ > 0;
  }
  std::size_t give(std::size_t bytes) {
    out_ += bytes;
    if (out_ > kLarge && out_ / kMostGrowth > in_) {
      error_ = kBomb;
      done_ = true;
      return 0;
    }
    return bytes;
  }

 private:
  std::size_t in_ = 0, out_ = 0;
};

class GzipSource final : public Unpressed {
 public:
  using Unpressed::Unpressed;
  ~GzipSource() override {
    if (open_) inflateEnd(&stream_);
  }
  std::size_t read(char* to, std::size_t size) override {
    if (done_) return 0;
    if (!open_) {
      if (inflateInit2(&stream_, 32 + MAX_WBITS) != Z_OK) return stop("gzip: no memory");
      open_ = true;
    }
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(size, std::size_t{1} << 30));
    const uInt room = stream_.avail_out;
    while (stream_.avail_out == room) {
      if (stream_.avail_in == 0) {
        if (!fill()) return begun_ ? stop("gzip: cut off") : stop("");
        stream_.next_in = reinterpret_cast<Bytef*>(buffer_.data());
        stream_.avail_in = static_cast<uInt>(filled_);
      }
      // Zeros may pad the end behind the last member.
      while (!begun_ && stream_.avail_in > 0 && *stream_.next_in == 0) ++stream_.next_in, --stream_.avail_in;
      if (stream_.avail_in == 0) continue;
      begun_ = true;
      const int status = inflate(&stream_, Z_NO_FLUSH);
      if (status == Z_STREAM_END) {
        begun_ = false;
        if (inflateReset(&stream_) != Z_OK) return stop("gzip: broken");
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        return stop("gzip: broken");
      }
    }
    return give(room - stream_.avail_out);
  }

 private:
  z_stream stream_{};
  bool open_ = false;
  bool begun_ = false;  // inside a member

  std::size_t stop(const char* message) {
    done_ = true;
    error_ = message;
    return 0;
  }
};

class ZstdSource final : public Unpressed {
 public:
  explicit ZstdSource(std::unique_ptr<ByteSource> pressed)
      : Unpressed(std::move(pressed)), stream_(ZSTD_createDStream(), ZSTD_freeDStream) {
    // No frame may ask for more memory than an ordinary one.
    constexpr int kLargestWindow = 27;
    if (stream_) ZSTD_DCtx_setParameter(stream_.get(), ZSTD_d_windowLogMax, kLargestWindow);
  }
  std::size_t read(char* to, std::size_t size) override {
    if (done_) return 0;
    if (!stream_) return stop("zstd: no memory");
    ZSTD_outBuffer out{to, size, 0};
    while (out.pos == 0) {
      if (in_.pos == in_.size) {
        if (!fill()) return begun_ ? stop("zstd: cut off") : stop("");
        in_ = {buffer_.data(), filled_, 0};
      }
      const std::size_t status = ZSTD_decompressStream(stream_.get(), &out, &in_);
      if (ZSTD_isError(status)) return stop("zstd: broken");
      begun_ = status != 0;
    }
    return give(out.pos);
  }

 private:
  std::unique_ptr<ZSTD_DStream, std::size_t (*)(ZSTD_DStream*)> stream_;
  ZSTD_inBuffer in_{nullptr, 0, 0};
  bool begun_ = false;

  std::size_t stop(const char* message) {
    done_ = true;
    error_ = message;
    return 0;
  }
};

class BrotliSource final : public Unpressed {
 public:
  explicit BrotliSource(std::unique_ptr<ByteSource> pressed)
      : Unpressed(std::move(pressed)), state_(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), BrotliDecoderDestroyInstance) {}
  std::size_t read(char* to, std::size_t size) override {
    if (done_) return 0;
    if (!state_) return stop("brotli: no memory");
    auto* out = reinterpret_cast<std::uint8_t*>(to);
    std::size_t room = size;
    while (room == size) {
      const BrotliDecoderResult status = BrotliDecoderDecompressStream(state_.get(), &left_, &next_, &room, &out, nullptr);
      if (status == BROTLI_DECODER_RESULT_ERROR) return stop("brotli: broken");
      if (status == BROTLI_DECODER_RESULT_SUCCESS) {
        done_ = true;
        break;
      }
      if (status == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT && room == size) {
        if (!fill()) return stop("brotli: cut off");
        next_ = reinterpret_cast<const std::uint8_t*>(buffer_.data());
        left_ = filled_;
      }
    }
    return give(size - room);
  }

 private:
  std::unique_ptr<BrotliDecoderState, void (*)(BrotliDecoderState*)> state_;
  const std::uint8_t* next_ = nullptr;
  std::size_t left_ = 0;

  std::size_t stop(const char* message) {
    done_ = true;
    error_ = message;
    return 0;
  }
};

}  // namespace

bool Growth::spent() const { return out_ > kLargeInAll && out_ / kMostGrowth > in_; }

std::unique_ptr<ByteSource> counted(std::unique_ptr<ByteSource> source, Growth& growth, bool outermost) {
  return std::make_unique<Counted>(std::move(source), growth, outermost);
}
std::unique_ptr<ByteSource> file_source(int descriptor) { return std::make_unique<FileSource>(descriptor); }
std::unique_ptr<ByteSource> memory_source(std::string bytes) { return std::make_unique<MemorySource>(std::move(bytes)); }
std::unique_ptr<ByteSource> gzip_source(std::unique_ptr<ByteSource> pressed) { return std::make_unique<GzipSource>(std::move(pressed)); }
std::unique_ptr<ByteSource> brotli_source(std::unique_ptr<ByteSource> pressed) {
  return std::make_unique<BrotliSource>(std::move(pressed));
}
std::unique_ptr<ByteSource> zstd_source(std::unique_ptr<ByteSource> pressed) { return std::make_unique<ZstdSource>(std::move(pressed)); }

}  // namespace isnad::ingest
