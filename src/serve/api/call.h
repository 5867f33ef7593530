// What a handler gets, and what handlers have in common: pages of lists, members chosen by `fields`, items as JSON.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "serve/http/message.h"
#include "serve/json.h"
#include "serve/params.h"
#include "serve/service.h"

namespace isnad::serve::api {

struct Call {
  Service& service;
  const Request& request;
  std::shared_ptr<const View> shown;
  store::Store& store;
  std::string id;  ///< the variable segment of the path; empty if it has none

  const View& view() const { return *shown; }
};

/// Thrown by nobody but record_of(), caught by the router: a record that cannot be read makes the whole answer impossible.
struct StoreTrouble {
  Error error;
};
std::shared_ptr<const Record> record_of(const Call& call, std::uint32_t document);

Response json(std::string body, int status = 200);
Response not_found(std::string_view what, const std::string& id);

/// `limit`, `cursor` and `fields` of a list.
struct Page {
  std::size_t limit = 50;
  std::size_t offset = 0;  ///< where the cursor stood
  std::string behind;      ///< the item that it stood behind; empty: the beginning
  std::vector<std::string> fields;
};
Page page_of(Params& params, std::size_t otherwise, std::size_t most);

/// The answer to a list: of all that fit, in their order, the page. `id_of` names an item for the cursor, `write` gives it as JSON.
/// `more` may add members behind `items`, `total` and `next`.
template <class T>
Response paged(const Call& call, const Page& page, const std::vector<T>& fitting, const std::function<std::string(const T&)>& id_of,
               const std::function<void(std::string&, const T&)>& write, const std::function<void(Json&)>& more = {});

std::vector<std::string> comma_separated(std::string_view text);
std::string with_fields(std::string object, const std::vector<std::string>& fields);
std::string next_link(const Call& call, const std::string& cursor);

/// `after` and `before`.
struct Period {
  std::optional<Date> after, before;
  /// Whether something from one day to another lies at least partly inside; what is undated fits no period.
  bool has(const std::optional<Date>& from, const std::optional<Date>& to) const {
    if (!after && !before) return true;
    if (!from && !to) return false;
    const Date first = from ? *from : *to, last = to ? *to : *from;
    return (!after || last.last_day() >= after->first_day()) && (!before || first.first_day() <= before->last_day());
  }
};
Period period_of(Params& params);

/// An entity, a story … by an id in a parameter; a mistake if there is none. kNobody if the parameter is not there.
std::uint32_t entity_in(Params& params, const Call& call, std::string_view name);
std::vector<std::uint32_t> entities_in(Params& params, const Call& call, std::string_view name);
std::optional<std::uint32_t> story_in(Params& params, const Call& call);

const std::vector<std::string_view>& act_words();
const std::vector<std::string_view>& kind_words();
const std::vector<std::string_view>& mode_words();
const std::vector<std::string_view>& type_words();
const std::vector<std::string_view>& claim_status_words();
const std::vector<std::string_view>& contact_status_words();
/// Bits of words(); all if none is asked for.
unsigned bits_of(Params& params, std::string_view name, const std::vector<std::string_view>& words);

// Items, as docs/api/openapi.json has them. Each writes an object without its brackets, where it says `members`.
void document_ref_members(Json& j, const View& view, std::uint32_t document);
void document_summary_members(Json& j, const View& view, std::uint32_t document);
void write_document_ref(Json& j, const View& view, std::uint32_t document);
void write_claim(Json& j, const Call& call, std::uint32_t claim, std::size_t mentions);
void write_contact(Json& j, const Call& call, std::uint32_t contact, std::size_t mentions);
void write_party(Json& j, const View& view, std::uint32_t document, const Party& party);
std::string entity_id(const View& view, std::uint32_t entity);
constexpr std::size_t kAll = ~std::size_t{0};

template <class T>
Response paged(const Call& call, const Page& page, const std::vector<T>& fitting, const std::function<std::string(const T&)>& id_of,
               const std::function<void(std::string&, const T&)>& write, const std::function<void(Json&)>& more) {
  std::size_t first = 0;
  if (!page.behind.empty()) {
    // The item may have moved: what was added since stands before it, or it has gone.
    first = std::min(page.offset, fitting.size());
    if (first == 0 || id_of(fitting[first - 1]) != page.behind)
      for (std::size_t i = 0; i < fitting.size(); ++i)
        if (id_of(fitting[i]) == page.behind) {
          first = i + 1;
          break;
        }
  }
  const std::size_t end = std::min(fitting.size(), first + page.limit);
  std::string body, item;
  Json j(body);
  j.open('{');
  j.key("items"), j.open('[');
  for (std::size_t i = first; i < end; ++i) {
    item.clear();
    write(item, fitting[i]);
    if (i > first) body.push_back(',');
    body += page.fields.empty() ? item : only_members(item, page.fields);
  }
  j.close(']');
  j.count("total", fitting.size());
  const std::string next = end < fitting.size() && end > first ? std::to_string(end) + "." + id_of(fitting[end - 1]) : "";
  j.member_or_null("next", next);
  if (more) more(j);
  j.close('}');
  Response out = json(std::move(body));
  if (!next.empty()) out.headers.emplace_back("Link", next_link(call, next));
  return out;
}

}  // namespace isnad::serve::api
