#include "model/lexicon.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace isnad::model {
namespace {

template <class T>
std::span<const T> view(std::string_view bytes) {
  return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
}

const blob::Slot* probe(std::span<const blob::Slot> slots, std::uint64_t hash) {
  if (slots.empty()) return nullptr;
  const std::size_t mask = slots.size() - 1;
  for (std::size_t i = (hash * 0x9E3779B97F4A7C15ull >> 20) & mask;; i = (i + 1) & mask) {
    if (slots[i].hash == hash) return &slots[i];
    if (slots[i].hash == 0) return nullptr;
  }
}

}  // namespace

std::string_view Table::cell(std::uint32_t row, std::uint32_t column) const {
  assert(row < rows_ && column < columns_);
  const blob::Cell& c = cells_[columns_ + row * columns_ + column];
  return text_.substr(c.offset, c.length);
}

std::uint32_t Table::column(std::string_view name) const {
  for (std::uint32_t c = 0; c < columns_; ++c)
    if (text_.substr(cells_[c].offset, cells_[c].length) == name) return c;
  assert(false && "no such column");
  return 0;
}

std::vector<std::string_view> values(std::string_view cell) {
  std::vector<std::string_view> out;
  if (cell == "-") return out;
  for (std::size_t at = 0;;) {
    const std::size_t bar = cell.find('|', at);
    out.push_back(cell.substr(at, bar == std::string_view::npos ? bar : bar - at));
    if (bar == std::string_view::npos) return out;
    at = bar + 1;
  }
}

Result<Lexicon> Lexicon::open(std::string_view bytes) {
  blob::Header header{};
  if (bytes.size() < sizeof header) return fail("data blob", "too short");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (std::memcmp(header.magic, blob::kMagic, sizeof header.magic) != 0) return fail("data blob", "not a blob of this version");
  const auto sections = view<blob::Section>(bytes.substr(sizeof header)).first(header.sections);
  Lexicon out;
  for (const blob::Section& s : sections) {
    if (s.offset + s.size > bytes.size()) return fail("data blob", "truncated");
    const std::string_view part = bytes.substr(s.offset, s.size);
    const std::string_view name(s.name, strnlen(s.name, sizeof s.name));
    if (name == "words") out.words_ = view<blob::Slot>(part);
    else if (name == "edges") out.edges_ = view<blob::Slot>(part);
    else if (name == "nodes") out.nodes_ = view<blob::Node>(part);
    else if (name == "senses") out.senses_ = view<Sense>(part);
    else if (name.starts_with("models/")) out.models_.emplace_back(name.substr(7), part);
    else {
      blob::TableHeader th{};
      std::memcpy(&th, part.data(), sizeof th);
      Table t;
      t.rows_ = th.rows;
      t.columns_ = th.columns;
      t.cells_ = reinterpret_cast<const blob::Cell*>(part.data() + sizeof th);
      t.text_ = part.substr(sizeof th + sizeof(blob::Cell) * th.columns * (th.rows + 1));
      out.tables_.emplace_back(name, t);
    }
  }
  return out;
}

std::span<const Sense> Lexicon::find(std::string_view key) const {
  const blob::Slot* slot = probe(words_, hash_key(key));
  return slot == nullptr ? std::span<const Sense>{} : senses_.subspan(slot->value, slot->count);
}

std::uint32_t Lexicon::step(std::uint32_t node, std::string_view key) const {
  const blob::Slot* slot = probe(edges_, hash_edge(node, key));
  return slot == nullptr ? kNowhere : slot->value;
}

std::span<const Sense> Lexicon::senses_at(std::uint32_t node) const { return senses_.subspan(nodes_[node].first, nodes_[node].count); }

const Table& Lexicon::table(std::string_view name) const {
  const auto it = std::find_if(tables_.begin(), tables_.end(), [&](const auto& t) { return t.first == name; });
  static const Table none;
  return it == tables_.end() ? none : it->second;
}

std::string_view Lexicon::model(std::string_view name) const {
  for (const auto& m : models_)
    if (m.first == name) return m.second;
  return {};
}

std::vector<std::string_view> Lexicon::table_names() const {
  std::vector<std::string_view> out;
  out.reserve(tables_.size());
  for (const auto& t : tables_) out.push_back(t.first);
  return out;
}

}  // namespace isnad::model
