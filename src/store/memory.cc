#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "store/backend.h"

namespace isnad::store {
namespace {

struct Contents {
  std::vector<StoredDocument> documents;
  std::vector<std::array<std::vector<std::string>, 3>> words;  // text, speakers, parties
  std::map<std::string, std::uint32_t, std::less<>> by_id, by_input;
  std::map<std::pair<KeyKind, std::uint64_t>, std::set<std::uint32_t>> keys;
  std::set<link::Edge> edges;
};

class Memory : public Backend {
 public:
  Result<void> begin() override {
    if (changing_) return fail("memory", "a transaction is under way");
    before_ = now_;
    changing_ = true;
    return {};
  }
  Result<void> commit() override {
    if (!changing_) return fail("memory", "no transaction is under way");
    changing_ = false;
    return {};
  }
  void roll_back() override {
    if (changing_) now_ = before_;
    changing_ = false;
  }
  Result<bool> has_input(std::string_view input) override { return now_.by_input.find(input) != now_.by_input.end(); }
  Result<std::optional<std::uint32_t>> find(std::string_view id) override {
    const auto it = now_.by_id.find(id);
    return it == now_.by_id.end() ? std::nullopt : std::optional(it->second);
  }
  Result<std::uint32_t> put(const StoredDocument& document, std::span<const std::uint64_t> text_keys,
                            std::span<const std::uint64_t> story_keys, const Words& words) override {
    if (!changing_) return fail("memory", "no transaction is under way");
    if (const auto it = now_.by_id.find(document.id); it != now_.by_id.end()) {
      now_.by_input.emplace(document.input, it->second);
      return it->second;
    }
    const auto number = static_cast<std::uint32_t>(now_.documents.size());
    now_.documents.push_back(document);
    now_.documents.back().number = number;
    now_.by_id.emplace(document.id, number);
    now_.by_input.emplace(document.input, number);
    now_.words.push_back({split(words.text), split(words.speakers), split(words.parties)});
    put_keys(number, text_keys, story_keys);
    return number;
  }
  Result<void> note_input(std::uint32_t number, std::string_view input) override {
    now_.by_input.emplace(input, number);
    return {};
  }
  Result<std::vector<std::uint32_t>> sharing(KeyKind kind, std::span<const std::uint64_t> keys, std::size_t least) override {
    std::map<std::uint32_t, std::size_t> met;
    for (const std::uint64_t k : std::set<std::uint64_t>(keys.begin(), keys.end()))
      if (const auto it = now_.keys.find({kind, k}); it != now_.keys.end())
        for (const std::uint32_t n : it->second) ++met[n];
    std::vector<std::uint32_t> out;
    for (const auto& [number, count] : met)
      if (count >= least) out.push_back(number);
    return out;
  }
  Result<void> connect(std::span<const link::Edge> edges) override {
    now_.edges.insert(edges.begin(), edges.end());
    return {};
  }
  Result<void> forget_links() override {
    now_.keys.clear();
    now_.edges.clear();
    return {};
  }
  Result<void> put_items(std::uint32_t number, std::string_view sketch, std::string_view items, std::span<const std::uint64_t> text_keys,
                         std::span<const std::uint64_t> story_keys) override {
    if (number >= now_.documents.size()) return fail("memory", "no document " + std::to_string(number));
    now_.documents[number].sketch = sketch;
    now_.documents[number].items = items;
    put_keys(number, text_keys, story_keys);
    return {};
  }
  Result<std::uint32_t> size() override { return static_cast<std::uint32_t>(now_.documents.size()); }
  Result<StoredDocument> document(std::uint32_t number) override {
    if (number >= now_.documents.size()) return fail("memory", "no document " + std::to_string(number));
    StoredDocument out = now_.documents[number];
    out.record.clear(), out.sketch.clear(), out.items.clear();
    return out;
  }
  Result<std::string> record(std::uint32_t number) override {
    if (number >= now_.documents.size()) return fail("memory", "no document " + std::to_string(number));
    return now_.documents[number].record;
  }
  Result<std::string> sketch(std::uint32_t number) override {
    if (number >= now_.documents.size()) return fail("memory", "no document " + std::to_string(number));
    return now_.documents[number].sketch;
  }
  Result<std::string> items(std::uint32_t number) override {
    if (number >= now_.documents.size()) return fail("memory", "no document " + std::to_string(number));
    return now_.documents[number].items;
  }
  Result<std::vector<link::Edge>> edges() override { return std::vector<link::Edge>(now_.edges.begin(), now_.edges.end()); }
  Result<std::vector<std::uint32_t>> search(const TextQuery& query, std::size_t limit) override {
    std::vector<std::uint32_t> out;
    for (std::uint32_t n = 0; n < now_.words.size() && out.size() < limit; ++n) {
      const std::vector<std::string>&text = now_.words[n][0], &speakers = now_.words[n][1], &parties = now_.words[n][2];
      const auto has_all = [](const std::vector<std::string>& words, const std::vector<std::string>& wanted) {
        return std::all_of(wanted.begin(), wanted.end(),
                           [&](const std::string& w) { return std::find(words.begin(), words.end(), w) != words.end(); });
      };
      const bool in_text = std::all_of(query.text.begin(), query.text.end(), [&](const auto& alternatives) {
        return std::any_of(alternatives.begin(), alternatives.end(),
                           [&](const auto& p) { return std::search(text.begin(), text.end(), p.begin(), p.end()) != text.end(); });
      });
      if (in_text && has_all(speakers, query.speakers) && has_all(parties, query.parties)) out.push_back(n);
    }
    return out;
  }

 private:
  Contents now_, before_;
  bool changing_ = false;

  static std::vector<std::string> split(const std::string& words) {
    std::istringstream in(words);
    return {std::istream_iterator<std::string>(in), std::istream_iterator<std::string>()};
  }

  void put_keys(std::uint32_t number, std::span<const std::uint64_t> text_keys, std::span<const std::uint64_t> story_keys) {
    for (const std::uint64_t k : text_keys) now_.keys[{KeyKind::text, k}].insert(number);
    for (const std::uint64_t k : story_keys) now_.keys[{KeyKind::story, k}].insert(number);
  }
};

}  // namespace

std::unique_ptr<Backend> open_memory() { return std::make_unique<Memory>(); }

}  // namespace isnad::store
