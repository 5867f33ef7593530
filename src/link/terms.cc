#include "link/terms.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "model/key.h"
#include "model/lexicon.h"

namespace isnad::link {
namespace {

using model::Category;
using model::Pos;

constexpr char kMagic[] = "ISNTERM1";

TermId hash(char kind, std::string_view key) {
  const std::uint64_t h = model::hash_key(key, 0xcbf29ce484222325ull ^ static_cast<unsigned char>(kind));
  const auto id = static_cast<TermId>(h ^ (h >> 32));
  return id == 0 ? 1 : id;
}

}  // namespace

TermModel::Named TermModel::named(const language::Word& word, const text::Token& token, const model::Sense* sense) const {
  if (token.kind == text::TokenKind::number) return token.key.size() > 1 ? Named{'n', token.key} : Named{};
  if (token.kind != text::TokenKind::word) return {};
  if (sense != nullptr) {
    switch (sense->category) {
      case Category::verb:
      case Category::masdar:
      case Category::participle: return {'v', verbs_.cell(sense->ref, 0)};
      case Category::country:
      case Category::gentilic:
      case Category::capital:
      case Category::metonym: return {'c', countries_.cell(sense->ref, 0)};
      default: break;
    }
  }
  return word.stem.size() > 1 ? Named{'w', word.stem} : Named{};
}

TermId TermModel::of(const language::Word& word, const text::Token& token) const {
  switch (word.pos) {
    case Pos::adp:
    case Pos::cconj:
    case Pos::sconj:
    case Pos::pron:
    case Pos::det:
    case Pos::part:
    case Pos::intj:
    case Pos::punct: return 0;
    default: break;
  }
  const Named n = named(word, token, word.sense);
  return n.kind == 0 ? 0 : hash(n.kind, n.key);
}

std::string TermModel::text_of(const Named& named) {
  switch (named.kind) {
    case 'v': return "v" + std::string(named.key);
    case 'c': return "state" + std::string(named.key);
    case 'n': {
      std::string digits;
      for (const char c : named.key)
        if (c >= '0' && c <= '9') digits.push_back(c);
      return digits;
    }
    case 'w': break;
    default: return {};
  }
  return model::key_to_utf8(named.key);
}

std::string TermModel::name(const language::Word& word, const text::Token& token) const {
  switch (word.pos) {
    case Pos::adp:
    case Pos::cconj:
    case Pos::sconj:
    case Pos::pron:
    case Pos::det:
    case Pos::part:
    case Pos::intj:
    case Pos::punct: return {};
    default: return text_of(named(word, token, word.sense));
  }
}

std::vector<TermId> TermModel::of_word(std::string_view utf8, const model::Lexicon& lexicon) const {
  const std::string key = model::fold_utf8(utf8);
  language::Word word;
  word.stem = key;
  text::Token token;
  token.kind = text::TokenKind::word;
  token.key = key;
  std::vector<TermId> out;
  const auto keep = [&](const Named& n) {
    if (n.kind != 0) out.push_back(hash(n.kind, n.key));
  };
  keep(named(word, token, nullptr));
  for (const model::Sense& s : lexicon.find(key)) keep(named(word, token, &s));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<std::string> TermModel::names(const language::Word& word, const text::Token& token) const {
  std::vector<std::string> out{text_of(named(word, token, nullptr))};
  for (const model::Sense& s : word.senses) out.push_back(text_of(named(word, token, &s)));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  std::erase(out, std::string());
  return out;
}

TermModel::TermModel(const model::Lexicon& lexicon)
    : verbs_(lexicon.table("lexicon/verbs")), countries_(lexicon.table("gazetteer/countries")) {
  const std::string_view bytes = lexicon.model("terms");
  if (bytes.size() < 16 || bytes.substr(0, 8) != kMagic) return;
  std::uint32_t count = 0;
  std::memcpy(&documents_, bytes.data() + 8, 4);
  std::memcpy(&count, bytes.data() + 12, 4);
  if (bytes.size() < 16 + std::size_t{8} * count) return;
  ids_ = {reinterpret_cast<const TermId*>(bytes.data() + 16), count};
  counts_ = {reinterpret_cast<const std::uint32_t*>(bytes.data() + 16 + std::size_t{4} * count), count};
  std::uint32_t least = documents_;
  for (const std::uint32_t c : counts_) least = std::min(least, c);
  rarest_ = std::log(static_cast<float>(documents_) / static_cast<float>(std::max(1u, least)));
}

float TermModel::weight(TermId id) const {
  const auto it = std::lower_bound(ids_.begin(), ids_.end(), id);
  if (it == ids_.end() || *it != id) return rarest_;
  return std::max(0.0f,
                  std::log(static_cast<float>(documents_) / static_cast<float>(counts_[static_cast<std::size_t>(it - ids_.begin())])));
}

std::string TermModel::bytes(std::uint32_t documents, std::span<const std::pair<TermId, std::uint32_t>> counts) {
  std::string out(kMagic, 8);
  const auto put = [&](std::uint32_t n) { out.append(reinterpret_cast<const char*>(&n), 4); };
  put(documents);
  put(static_cast<std::uint32_t>(counts.size()));
  for (const auto& [id, n] : counts) put(id);
  for (const auto& [id, n] : counts) put(n);
  return out;
}

Terms TermModel::terms_of(const language::Analysis& analysis, std::uint32_t first, std::uint32_t last) const {
  Terms out;
  for (std::uint32_t i = first; i < last; ++i)
    if (const TermId id = of(analysis.words[i], analysis.tokens()[i]); id != 0) out.push_back({id, 1});
  std::sort(out.begin(), out.end(), [](const Term& a, const Term& b) { return a.id < b.id; });
  std::size_t n = 0;
  for (std::size_t i = 0; i < out.size();) {
    std::size_t j = i;
    while (j < out.size() && out[j].id == out[i].id) ++j;
    out[n++] = {out[i].id, std::sqrt(static_cast<float>(j - i)) * weight(out[i].id)};
    i = j;
  }
  out.resize(n);
  return out;
}

void normalize(Terms& terms) {
  double sum = 0;
  for (const Term& t : terms) sum += static_cast<double>(t.weight) * t.weight;
  if (sum <= 0) return terms.clear();
  const auto scale = static_cast<float>(1 / std::sqrt(sum));
  for (Term& t : terms) t.weight *= scale;
}

double dot(const Terms& a, const Terms& b) {
  double sum = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (x->id < y->id) ++x;
    else if (y->id < x->id) ++y;
    else sum += static_cast<double>((x++)->weight) * (y++)->weight;
  }
  return sum;
}

double covered(const Terms& a, const Terms& b) {
  double all = 0, both = 0;
  auto y = b.begin();
  for (const Term& x : a) {
    all += x.weight;
    while (y != b.end() && y->id < x.id) ++y;
    if (y != b.end() && y->id == x.id) both += x.weight;
  }
  return all > 0 ? both / all : 0;
}

}  // namespace isnad::link
