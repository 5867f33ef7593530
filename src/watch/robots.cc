#include "watch/robots.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace isnad::watch {
namespace {

std::string lower(std::string_view s) {
  std::string out(s);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string_view trimmed(std::string_view s) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; };
  while (!s.empty() && blank(s.front())) s.remove_prefix(1);
  while (!s.empty() && blank(s.back())) s.remove_suffix(1);
  return s;
}

// One spelling of a path: percent-encoding only of what needs it, in capitals.
std::string normal(std::string_view path) {
  constexpr const char* kHex = "0123456789ABCDEF";
  const auto value = [](char c) {
    return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    auto c = static_cast<unsigned char>(path[i]);
    bool encoded = c > 0x7E || c <= ' ';
    const int high = c == '%' && i + 2 < path.size() ? value(path[i + 1]) : -1, low = high >= 0 ? value(path[i + 2]) : -1;
    if (low >= 0) {
      c = static_cast<unsigned char>(high * 16 + low);
      i += 2;
      const bool plain = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' || c == '.' || c == '_' || c == '~';
      encoded = !plain;
    }
    if (encoded) (((out += '%') += kHex[c >> 4]) += kHex[c & 15]);
    else out += static_cast<char>(c);
  }
  return out;
}

}  // namespace

bool Robots::Rule::fits(std::string_view path) const {
  if (!path.starts_with(pieces.front())) return false;
  std::size_t at = pieces.front().size();
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    // Between stars the first place is as good as any; the last piece may have to end the path.
    if (i + 1 == pieces.size() && to_end) return path.size() >= at + pieces[i].size() && path.ends_with(pieces[i]);
    at = path.find(pieces[i], at);
    if (at == std::string_view::npos) return false;
    at += pieces[i].size();
  }
  return !to_end || at == path.size();
}

Robots Robots::parse(std::string_view body, std::string_view token) {
  Robots own, all;
  bool names = false;  // the lines before were names of programs
  bool for_us = false, for_all = false, named = false;
  // The line at the cut could be half a rule, and forbid more than it says.
  if (body.size() > kLargest) body = body.substr(0, body.find_last_of("\n\r", kLargest) + 1);
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  while (!body.empty()) {
    const std::size_t end = body.find_first_of("\n\r");
    std::string_view line = body.substr(0, end);
    body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
    line = trimmed(line.substr(0, line.find('#')));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string key = lower(trimmed(line.substr(0, colon)));
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (key == "user-agent") {
      if (!names) for_us = for_all = false;
      names = true;
      // `Isnad/1.0` and `Isnad (news)` are for us too.
      std::size_t size = 0;
      while (size < value.size() &&
             (std::isalpha(static_cast<unsigned char>(value[size])) != 0 || value[size] == '-' || value[size] == '_'))
        ++size;
      if (value == "*") for_all = true;
      else if (lower(value.substr(0, size)) == token) for_us = named = true;
      continue;
    }
    const bool allow = key == "allow";
    if (allow || key == "disallow") {
      names = false;
      if (value.empty() || (!for_us && !for_all)) continue;  // an empty rule forbids nothing
      Rule rule;
      rule.allow = allow;
      std::string pattern = normal(value);
      rule.length = pattern.size();
      if (pattern.ends_with('$')) rule.to_end = true, pattern.pop_back();
      for (std::size_t at = 0;;) {
        const std::size_t star = pattern.find('*', at);
        rule.pieces.push_back(pattern.substr(at, star == std::string::npos ? star : star - at));
        if (star == std::string::npos) break;
        at = star + 1;
      }
      if (for_us) own.rules_.push_back(rule);
      if (for_all) all.rules_.push_back(std::move(rule));
    } else if (key == "crawl-delay") {
      names = false;
      const double seconds = std::strtod(std::string(value).c_str(), nullptr);
      if (!(seconds > 0)) continue;
      if (for_us) own.delay_s_ = seconds;
      if (for_all) all.delay_s_ = seconds;
    }
    // Other lines (Sitemap and the like) stand anywhere and end no group.
  }
  return named ? own : all;
}

bool Robots::allows(std::string_view given) const {
  const std::string path = normal(given);
  if (path == "/robots.txt") return true;
  const Rule* best = nullptr;
  for (const Rule& rule : rules_) {
    if (best != nullptr && (rule.length < best->length || (rule.length == best->length && best->allow))) continue;
    if (rule.fits(path)) best = &rule;
  }
  return best == nullptr || best->allow;
}

}  // namespace isnad::watch
