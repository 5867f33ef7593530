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
  std::uint64_t relinked = 0;
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
  Result<void> look() override { return {}; }
  void look_away() override {}
  Result<std::uint64_t> changes() override { return 0; }  // nobody else has it
  Result<void> keep(const Kept& what) override {
    kept_[{what.kind, what.id}] = what.body;
    return {};
  }
  Result<void> forget(std::string_view kind, std::string_view id) override {
    kept_.erase({std::string(kind), std::string(id)});
    return {};
  }
  Result<std::vector<Kept>> kept(std::string_view kind) override {
    std::vector<Kept> out;
    for (const auto& [key, body] : kept_)
      if (key.first == kind) out.push_back({key.first, key.second, body});
    return out;
  }
  Result<bool> has_input(std::string_view input) override { return now_.by_input.find(input) != now_.by_input.end(); }
  Result<std::vector<std::optional<std::uint32_t>>> find(std::span<const std::string> ids) override {
    std::vector<std::optional<std::uint32_t>> out;
    for (const std::string& id : ids) {
      const auto it = now_.by_id.find(id);
      out.push_back(it == now_.by_id.end() ? std::nullopt : std::optional(it->second));
    }
    return out;
  }
  Result<std::uint32_t> put(const StoredDocument& document, std::span<const std::uint64_t> text_keys,
                            std::span<const std::uint64_t> story_keys, const Words& words) override {
    if (!changing_) return fail("memory", "no transaction is under way");
    if (now_.by_id.find(document.id) != now_.by_id.end()) return fail("memory", "document " + document.id + " is there already");
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
  Result<std::vector<std::vector<std::uint32_t>>> sharing(KeyKind kind, std::span<const std::vector<std::uint64_t>> sets, std::size_t least,
                                                          std::uint32_t from) override {
    std::vector<std::vector<std::uint32_t>> out;
    for (const std::vector<std::uint64_t>& keys : sets) {
      std::map<std::uint32_t, std::size_t> met;
      for (const std::uint64_t k : std::set<std::uint64_t>(keys.begin(), keys.end()))
        if (const auto it = now_.keys.find({kind, k}); it != now_.keys.end())
          for (const std::uint32_t n : it->second) ++met[n];
      out.emplace_back();
      for (const auto& [number, count] : met)
        if (count >= least && number >= from) out.back().push_back(number);
    }
    return out;
  }
  Result<void> connect(std::span<const link::Edge> edges) override {
    now_.edges.insert(edges.begin(), edges.end());
    return {};
  }
  Result<void> forget_links() override {
    now_.keys.clear();
    now_.edges.clear();
    ++now_.relinked;
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
  Result<State> state() override { return State{static_cast<std::uint32_t>(now_.documents.size()), now_.relinked}; }
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
  Result<std::vector<std::string>> sketches(std::span<const std::uint32_t> numbers) override {
    return each(numbers, &StoredDocument::sketch);
  }
  Result<std::vector<std::string>> items(std::span<const std::uint32_t> numbers) override { return each(numbers, &StoredDocument::items); }
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
  std::map<std::pair<std::string, std::string>, std::string> kept_;  // by kind and id
  bool changing_ = false;

  static std::vector<std::string> split(const std::string& words) {
    std::istringstream in(words);
    return {std::istream_iterator<std::string>(in), std::istream_iterator<std::string>()};
  }

  Result<std::vector<std::string>> each(std::span<const std::uint32_t> numbers, std::string StoredDocument::* part) const {
    std::vector<std::string> out;
    for (const std::uint32_t n : numbers) {
      if (n >= now_.documents.size()) return fail("memory", "no document " + std::to_string(n));
      out.push_back(now_.documents[n].*part);
    }
    return out;
  }

  void put_keys(std::uint32_t number, std::span<const std::uint64_t> text_keys, std::span<const std::uint64_t> story_keys) {
    for (const std::uint64_t k : text_keys) now_.keys[{KeyKind::text, k}].insert(number);
    for (const std::uint64_t k : story_keys) now_.keys[{KeyKind::story, k}].insert(number);
  }
};

}  // namespace

std::unique_ptr<Backend> open_memory() { return std::make_unique<Memory>(); }

}  // namespace isnad::store
