#include "store/answers.h"

#include <algorithm>
#include <tuple>

#include "export/json_writer.h"
#include "export/links.h"

namespace isnad::store {
namespace {

class Writer : output::JsonWriter {
 public:
  explicit Writer(std::string& out) : JsonWriter(out) {}

  void hit(const Record& r) {
    open('{');
    key("document"), text(output::document_name(r));
    key("id"), text(r.id);
    key("outlet"), text_or_null(r.outlet);
    key("title"), text_or_null(r.title);
    key("from"), text_or_null(r.published.from ? r.published.from->to_string() : "");
    key("to"), text_or_null(r.published.to ? r.published.to->to_string() : "");
    close('}');
  }

  void story(const StoryReports& story) {
    open('{');
    key("id"), text(story.id);
    key("title"), text(story.records.front().title);
    key("from"), text_or_null(story.from);
    key("to"), text_or_null(story.to);
    key("documents"), list(story.records, [&](const Record& r, std::size_t) {
      open('{');
      key("document"), text(output::document_name(r));
      key("outlet"), text_or_null(r.outlet);
      key("title"), text_or_null(r.title);
      close('}');
    });
    close('}');
  }

  void counts(const Counts& rows) {
    open('{');
    for (const auto& [name, count] : rows) key(name), number(static_cast<std::uint32_t>(count));
    close('}');
  }
};

}  // namespace

const Record& Records::operator()(std::uint32_t number) {
  constexpr std::size_t kKept = 512;
  if (const auto it = kept_.find(number); it != kept_.end()) return it->second;
  if (kept_.size() >= kKept) kept_.clear();
  auto record = store_.record(number);
  if (!record) {
    if (!error_) error_ = record.error();
    return kept_[number];
  }
  return kept_[number] = std::move(*record);
}

std::string hit_json(const Record& record) {
  std::string out;
  Writer(out).hit(record);
  return out;
}

StoryReports story_reports(std::vector<Record> records, std::string id) {
  StoryReports out{std::move(id), {}, {}, std::move(records)};
  std::sort(out.records.begin(), out.records.end(), [](const Record& a, const Record& b) {
    return std::tie(a.published.from, a.id, a.source_id, a.url, a.outlet) < std::tie(b.published.from, b.id, b.source_id, b.url, b.outlet);
  });
  for (const Record& r : out.records) {
    if (r.published.from && (out.from.empty() || r.published.from->to_string() < out.from)) out.from = r.published.from->to_string();
    if (r.published.to && r.published.to->to_string() > out.to) out.to = r.published.to->to_string();
  }
  return out;
}

Result<StoryReports> story_reports(Store& store, const link::LinkedReports& linked, const std::vector<std::uint32_t>& story) {
  std::vector<Record> records;
  for (const std::uint32_t n : story) {
    auto record = store.record(n);
    if (!record) return tl::unexpected(record.error());
    records.push_back(std::move(*record));
  }
  return story_reports(std::move(records), link::story_id(linked.reports, story));
}

std::string to_json(const StoryReports& story) {
  std::string out;
  Writer(out).story(story);
  return out;
}

Counts counts(const link::Links& links, std::size_t documents) {
  std::size_t copies = 0, stories = 0, claims = 0, contacts = 0, denied = 0, confirmed = 0;
  for (const auto& c : links.copies) copies += c.size() - 1;
  for (const auto& s : links.stories) stories += s.size() > 1;
  for (const auto& c : links.claims) claims += c.mentions.size() > 1, denied += !c.denied_by.empty(), confirmed += !c.confirmed_by.empty();
  for (const auto& c : links.contacts) contacts += c.mentions.size() > 1;
  return {{"documents", documents},
          {"copies", copies},
          {"stories", stories},
          {"claims", links.claims.size()},
          {"claims_of_several_reports", claims},
          {"claims_confirmed", confirmed},
          {"claims_denied", denied},
          {"contacts", links.contacts.size()},
          {"contacts_of_several_reports", contacts}};
}

std::string to_json(const Counts& rows) {
  std::string out;
  Writer(out).counts(rows);
  return out;
}

}  // namespace isnad::store
