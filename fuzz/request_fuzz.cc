// Any bytes as what a request brings: a target, the body of a correction, headers, a query string with its parameters.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "isnad/model.h"
#include "serve/correction.h"
#include "serve/gzip.h"
#include "serve/http/target.h"
#include "serve/json.h"
#include "serve/params.h"
#include "serve/passage.h"
#include "serve/router.h"
#include "store/query.h"

namespace {

void check(bool good) {
  if (!good) std::abort();
}

void target(const std::string& bytes) {
  using namespace isnad::serve;
  const auto parsed = parse_target(bytes);
  if (!parsed) return;
  for (const std::string& segment : parsed->path) check(!segment.empty() && segment != ".." && segment.find('/') == std::string::npos);
  // What has been decoded is decoded to the same again when it is written anew.
  std::string again = "/";
  for (std::size_t i = 0; i < parsed->path.size(); ++i) again += (i > 0 ? "/" : "") + percent_encoded(parsed->path[i]);
  for (std::size_t i = 0; i < parsed->query.size(); ++i)
    again += (i > 0 ? "&" : "?") + percent_encoded(parsed->query[i].first) + "=" + percent_encoded(parsed->query[i].second);
  const auto second = parse_target(again);
  check(second && second->path == parsed->path && second->query == parsed->query);
  find_route("GET", parsed->path, 2);

  Request request;
  request.target = *parsed;
  Params params(request);
  params.number("limit", 50, 1, 500);
  params.date("after");
  params.words("act", {"say", "deny"});
  params.flag("facets", true);
  if (const auto problem = params.problem()) check(problem->status == 400 && !problem->body.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace isnad;
  if (size == 0) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 4) {
    case 0: target(bytes); break;
    case 1: {
      const auto correction = serve::correction_from_request(bytes);
      check(correction || !correction.error().message.empty());
      // What is accepted is kept so that it is read again.
      if (correction) check(serve::correction_from_json(serve::to_json(*correction, true)).has_value());
      break;
    }
    case 2: serve::takes_gzip(bytes); break;
    default: {
      static serve::Passages passages(Model::builtin().lexicon());
      const std::size_t half = bytes.find('\n');
      const auto query = store::parse_query(bytes.substr(0, half), Model::builtin().lexicon());
      if (query && half != std::string::npos)
        for (const serve::Piece& piece : passages.of(*query, bytes.substr(half + 1))) check(!piece.text.empty());
    }
  }
  return 0;
}
