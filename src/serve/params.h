// The parameters of a request's query, each with its type and its bounds. The first mistake is kept and becomes the answer.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "isnad/date.h"
#include "serve/http/message.h"

namespace isnad::serve {

class Params {
 public:
  explicit Params(const Request& request) : request_(request) {}

  /// The value; empty if the parameter is not there. Twice is a mistake.
  std::string text(std::string_view name, std::size_t longest = 4'000);
  std::vector<std::string> all(std::string_view name);
  /// Each has to be one of the words; their places in the list.
  std::vector<std::size_t> words(std::string_view name, const std::vector<std::string_view>& words);
  std::size_t number(std::string_view name, std::size_t otherwise, std::size_t least, std::size_t most);
  bool flag(std::string_view name, bool otherwise);
  std::optional<bool> maybe(std::string_view name);
  std::optional<Date> date(std::string_view name);

  void wrong(std::string_view name, const std::string& what, std::size_t column = 0);
  /// After all that are known have been asked for: what is wrong, also with one that was not.
  std::optional<Response> problem();

 private:
  const Request& request_;
  std::set<std::string, std::less<>> known_;
  std::optional<Response> problem_;
};

}  // namespace isnad::serve
