#include "serve/params.h"

#include <algorithm>
#include <charconv>

namespace isnad::serve {

std::vector<std::string> Params::all(std::string_view name) {
  known_.emplace(name);
  std::vector<std::string> out;
  for (const auto& [n, value] : request_.target.query)
    if (n == name && !value.empty()) out.push_back(value);
  return out;
}

std::string Params::text(std::string_view name, std::size_t longest) {
  auto values = all(name);
  if (values.size() > 1) wrong(name, "is there twice");
  if (values.empty()) return {};
  if (values.front().size() > longest) wrong(name, "is longer than " + std::to_string(longest) + " bytes");
  return std::move(values.front());
}

std::vector<std::size_t> Params::words(std::string_view name, const std::vector<std::string_view>& words) {
  std::vector<std::size_t> out;
  for (const std::string& value : all(name)) {
    const auto it = std::find(words.begin(), words.end(), value);
    if (it == words.end()) {
      std::string list;
      for (const std::string_view w : words) (list += list.empty() ? "" : ", ") += w;
      wrong(name, "\"" + value + "\" is none of " + list);
    } else {
      out.push_back(static_cast<std::size_t>(it - words.begin()));
    }
  }
  return out;
}

std::size_t Params::number(std::string_view name, std::size_t otherwise, std::size_t least, std::size_t most) {
  const std::string value = text(name);
  if (value.empty()) return otherwise;
  std::size_t out = 0;
  const auto end = std::from_chars(value.data(), value.data() + value.size(), out);
  if (end.ec != std::errc() || end.ptr != value.data() + value.size() || out < least || out > most) {
    wrong(name, "has to be a number from " + std::to_string(least) + " to " + std::to_string(most));
    return otherwise;
  }
  return out;
}

std::optional<bool> Params::maybe(std::string_view name) {
  const std::string value = text(name);
  if (value.empty()) return std::nullopt;
  if (value == "true" || value == "false") return value == "true";
  wrong(name, "has to be true or false");
  return std::nullopt;
}

bool Params::flag(std::string_view name, bool otherwise) { return maybe(name).value_or(otherwise); }

std::optional<Date> Params::date(std::string_view name) {
  const std::string value = text(name, 100);
  if (value.empty()) return std::nullopt;
  const auto out = Date::parse(value);
  if (!out) wrong(name, "no date \"" + value + "\": 2015, 2015-08 or 2015-08-01");
  return out;
}

void Params::wrong(std::string_view name, const std::string& what, std::size_t column) {
  if (!problem_) problem_ = serve::problem(400, std::string(name) + ": " + what, name, column);
}

std::optional<Response> Params::problem() {
  for (const auto& [name, value] : request_.target.query)
    if (!problem_ && known_.find(name) == known_.end()) {
      std::string list;
      for (const std::string& k : known_) (list += list.empty() ? "" : ", ") += k;
      wrong(name, list.empty() ? "this path takes no parameters" : "there is no such parameter; there are " + list);
    }
  return problem_;
}

}  // namespace isnad::serve
