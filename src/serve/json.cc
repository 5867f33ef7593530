#include "serve/json.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace isnad::serve {

std::string only_members(std::string_view object, const std::vector<std::string>& names) {
  std::string out = "{";
  std::size_t at = 1;
  // Where the string that begins at `from` ends, behind its quotation mark.
  const auto string_end = [&](std::size_t from) {
    for (std::size_t i = from + 1; i < object.size(); ++i) {
      if (object[i] == '\\') ++i;
      else if (object[i] == '"') return i + 1;
    }
    return object.size();
  };
  while (at < object.size() && object[at] == '"') {
    const std::size_t begin = at, name_end = string_end(at);
    const std::string_view name = object.substr(begin + 1, name_end - begin - 2);
    int depth = 0;
    for (at = name_end + 1; at < object.size();) {
      const char c = object[at];
      if (c == '"') {
        at = string_end(at);
        continue;
      }
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      if (depth < 0 || (depth == 0 && c == ',')) break;
      ++at;
    }
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      if (out.size() > 1) out.push_back(',');
      out.append(object.substr(begin, at - begin));
    }
    ++at;
  }
  return out + '}';
}

std::string utc_time(std::int64_t seconds) {
  const std::time_t t = seconds;
  std::tm parts{};
  gmtime_r(&t, &parts);
  char buffer[32];
  std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return buffer;
}

std::string utc_time() { return utc_time(std::time(nullptr)); }

std::string new_id(char letter) {
  static std::atomic<std::uint64_t> last{0};
  const auto now = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
  std::uint64_t before = last.load(), id = 0;
  do id = std::max(now, before + 1);
  while (!last.compare_exchange_weak(before, id));
  char buffer[24];
  std::snprintf(buffer, sizeof buffer, "%c%016llx", letter, static_cast<unsigned long long>(id));
  return buffer;
}

}  // namespace isnad::serve
