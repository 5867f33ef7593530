// JSON, member by member: appends to a buffer that the caller keeps. Every open() is matched by a close() in the same function,
// so the only state is whether a comma is due.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "export/record_text.h"

namespace isnad::output {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  template <class T, class Each>
  void list(const std::vector<T>& items, Each each) {
    open('[');
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i > 0) out_.push_back(',');
      each(items[i], i);
    }
    close(']');
  }

  void open(char bracket) {
    out_.push_back(bracket);
    comma_ = false;
  }

  void close(char bracket) {
    out_.push_back(bracket);
    comma_ = true;
  }

  void key(std::string_view name) {
    if (comma_) out_.push_back(',');
    comma_ = true;
    out_.push_back('"');
    out_.append(name);
    out_.append("\":");
  }

  void null() { out_.append("null"); }

  void number(std::uint32_t value) {
    std::array<char, 12> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out_.append(digits.data(), end);
  }

  void text_or_null(std::string_view value) { value.empty() ? null() : text(value); }

  void text(std::string_view value) {
    if (!base::valid_utf8(value)) return text(valid(value));
    out_.push_back('"');
    std::size_t plain = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
      const auto b = static_cast<unsigned char>(value[i]);
      if (!kNeedsEscape[b]) continue;
      out_.append(value.substr(plain, i - plain));
      plain = i + 1;
      switch (b) {
        case '"': out_.append("\\\""); break;
        case '\\': out_.append("\\\\"); break;
        case '\n': out_.append("\\n"); break;
        case '\r': out_.append("\\r"); break;
        case '\t': out_.append("\\t"); break;
        default:
          out_.append("\\u00");
          out_.push_back("0123456789abcdef"[b >> 4]);
          out_.push_back("0123456789abcdef"[b & 15]);
      }
    }
    out_.append(value.substr(plain));
    out_.push_back('"');
  }

 protected:
  std::string& out_;

 private:
  static constexpr std::array<bool, 256> kNeedsEscape = [] {
    std::array<bool, 256> t{};
    for (int i = 0; i < 0x20; ++i) t[static_cast<std::size_t>(i)] = true;
    t['"'] = t['\\'] = t[0x7F] = true;
    return t;
  }();

  bool comma_ = false;
};

}  // namespace isnad::output
