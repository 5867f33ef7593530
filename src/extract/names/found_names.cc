#include "extract/names/found_names.h"

#include <algorithm>

#include "base/utf8.h"
#include "model/key.h"

namespace isnad::extract {

using language::Word;
using model::Category;
using model::Sense;
using text::Token;

bool is_gazetteer(Category c) {
  switch (c) {
    case Category::country:
    case Category::capital:
    case Category::metonym:
    case Category::place:
    case Category::outlet:
    case Category::organization:
    case Category::person: return true;
    default: return false;
  }
}

EntityType entity_type(Category c) {
  switch (c) {
    case Category::country:
    case Category::metonym: return EntityType::country;
    case Category::capital:
    case Category::place: return EntityType::place;
    case Category::outlet: return EntityType::media;
    case Category::organization: return EntityType::organization;
    default: return EntityType::person;
  }
}

int rank(Category c) {
  switch (c) {
    case Category::country: return 7;
    case Category::metonym: return 6;
    case Category::capital: return 5;
    case Category::person: return 4;
    case Category::organization: return 3;
    case Category::outlet: return 2;
    case Category::place: return 1;
    default: return 0;
  }
}

FoundNames::FoundNames(const language::Analysis& analysis, const model::Lexicon& lexicon)
    : a_(analysis), lexicon_(lexicon), countries_(lexicon.table("gazetteer/countries")), begins_(analysis.tokens().size(), kNoRow) {
  const model::Table& heads = lexicon.table("lexicon/heads");
  for (std::uint32_t r = 0; r < heads.rows(); ++r) {
    const std::string_view type = heads.cell(r, 1), part = heads.cell(r, 2);
    if (type == "media") head_kinds_.push_back(part == "inside" ? kMediaInside : kMediaOutside);
    else if (type == "place") head_kinds_.push_back(part == "inside" ? kPlaceInside : kPlaceOutside);
    else
      head_kinds_.push_back(part == "alone"       ? kBodyAlone
                            : part == "portfolio" ? kBodyAlone | kBodyPortfolio
                            : part == "outside"   ? kBodyOutside
                            : part == "weak"      ? kBodyInside | kBodyWeak
                                                  : kBodyInside);
  }
}

std::uint16_t FoundNames::head_kinds(std::span<const Sense> senses) const {
  std::uint16_t out = 0;
  for (const Sense& s : senses)
    if (s.category == Category::head) out |= head_kinds_[s.ref];
  return out;
}

std::uint16_t FoundNames::head_kinds(const Word& w) const {
  std::uint16_t out = head_kinds(w.senses) | head_kinds(lexicon_.find(w.stem));
  if (w.has(language::kThe)) out |= head_kinds(lexicon_.find(std::string{model::kAlef, model::kLam} + std::string(w.stem)));
  return out;
}

std::uint16_t FoundNames::exact_head_kinds(std::uint32_t i) const {
  const Word& w = word(i);
  return w.has(language::kThe) ? head_kinds(lexicon_.find(std::string{model::kAlef, model::kLam} + std::string(w.stem)))
                               : head_kinds(lexicon_.find(w.stem));
}

bool FoundNames::spelled_as_head(std::uint32_t i) const {
  const auto alef = [](std::u32string_view text) {
    for (const char32_t c : text)
      if (c == 0x0623 || c == 0x0625) return c;
    return char32_t{0};
  };
  const Span span = token(i).span;
  const char32_t written = alef(std::u32string_view(a_.text.chars).substr(span.start, span.end - span.start));
  if (written == 0) return true;
  const model::Table& heads = lexicon_.table("lexicon/heads");
  for (const bool with_article : {false, true}) {
    std::string key(word(i).stem);
    if (with_article) key.insert(0, std::string{model::kAlef, model::kLam});
    for (const Sense& x : lexicon_.find(key)) {
      if (x.category != Category::head) continue;
      const char32_t listed = alef(base::decode(heads.cell(x.ref, 0)));
      if (listed == 0 || listed == written) return true;
    }
  }
  return false;
}

Span FoundNames::span_of(std::uint32_t first, std::uint32_t last, int cut) const {
  const Token& t = token(first);
  std::uint32_t start = t.span.start;
  const std::uint32_t end = std::max(token(last - 1).span.end, start);
  std::size_t skip = t.key.size() - first_word(first, cut).size();
  if (skip == 0) return {start, end};
  while (skip > 0 && start < t.span.end) {
    if (model::fold_char(a_.text.chars[start]) != 0) --skip;
    ++start;
  }
  // A diacritic left behind by the cut particle goes with it.
  while (start < t.span.end && model::fold_char(a_.text.chars[start]) == 0) ++start;
  return {start, std::max(end, start)};
}

std::string_view FoundNames::first_word(std::uint32_t i, int cut) const {
  const Token& t = token(i);
  const Word& w = word(i);
  if (cut >= 0) return t.key.substr(std::min(t.key.size(), static_cast<std::size_t>(cut)));
  if (w.name.empty() || w.name.data() < t.key.data() || w.name.data() >= t.key.data() + t.key.size()) return t.key;
  std::size_t skip = static_cast<std::size_t>(w.name.data() - t.key.data());
  if (w.has(language::kFor) && w.has(language::kThe) && w.name[0] == model::kLam) ++skip;
  return t.key.substr(std::min(t.key.size(), skip));
}

std::string FoundNames::first_key(std::uint32_t i) const {
  const Word& w = word(i);
  if (w.has(language::kFor) && w.has(language::kThe) && !w.name.empty() && w.name[0] == model::kLam && w.name.size() > w.stem.size())
    return std::string(1, model::kAlef) + std::string(w.name);
  return std::string(w.name.empty() ? token(i).key : w.name);
}

const Sense* FoundNames::gentilic(std::uint32_t i) const {
  const Word& w = word(i);
  if (w.is(Category::gentilic)) return w.sense;
  if (w.is(Category::name_part) || w.pos == model::Pos::adj) return w.find(Category::gentilic);
  return nullptr;
}

std::string FoundNames::country_in(std::uint32_t first, std::uint32_t last) const {
  std::string out;
  for (std::uint32_t i = first; i < last; ++i) {
    if (const Sense* s = gentilic(i)) out = iso(s->ref);
    else if (word(i).is(Category::country)) return iso(word(i).sense->ref);
  }
  return out;
}

std::string FoundNames::country_of(const FoundName& f) const {
  if (f.row != kNoRow) {
    const char* table = f.category == Category::outlet         ? "gazetteer/outlets"
                        : f.category == Category::organization ? "gazetteer/organizations"
                        : f.category == Category::person       ? "gazetteer/persons"
                                                               : nullptr;
    if (table != nullptr) {
      const model::Table& t = lexicon_.table(table);
      const std::string_view c = t.cell(f.row, t.column("country"));
      return c == "-" ? "" : std::string(c);
    }
    return f.category == Category::metonym ? iso(f.row) : "";
  }
  if (f.type == EntityType::place || f.type == EntityType::country) return "";
  return country_in(f.first, f.last);
}

FoundName& FoundNames::add(std::uint32_t first, std::uint32_t last, EntityType type, int strength, Category category, std::uint32_t row,
                           int cut) {
  FoundName f;
  f.first = first;
  f.last = last;
  f.cut = cut;
  f.span = span_of(first, last, cut);
  f.type = type;
  f.strength = strength;
  f.category = category;
  f.row = row;
  f.country = country_of(f);
  const auto index = static_cast<std::uint32_t>(names_.size());
  std::uint32_t* link = &begins_[first];
  while (*link != kNoRow) link = &names_[*link].next;
  *link = index;
  names_.push_back(std::move(f));
  return names_.back();
}

FoundName* FoundNames::at(std::uint32_t i) { return begins_[i] == kNoRow ? nullptr : &names_[begins_[i]]; }

FoundName* FoundNames::at(std::uint32_t i, EntityType type) {
  for (std::uint32_t n = begins_[i]; n != kNoRow; n = names_[n].next)
    if (names_[n].type == type) return &names_[n];
  return nullptr;
}

const FoundName* FoundNames::longest_at(std::uint32_t i, EntityType type) const {
  const FoundName* best = nullptr;
  for (std::uint32_t n = begins_[i]; n != kNoRow; n = names_[n].next)
    if (names_[n].type == type && (best == nullptr || names_[n].last > best->last)) best = &names_[n];
  return best;
}

const FoundName* FoundNames::ending_at(std::uint32_t i) const {
  // Names of one pass are added in order, two of them at most for one place.
  for (std::size_t back = 1; back <= std::min<std::size_t>(names_.size(), 3); ++back)
    if (names_[names_.size() - back].last == i) return &names_[names_.size() - back];
  return nullptr;
}

void FoundNames::index() {
  std::fill(begins_.begin(), begins_.end(), kNoRow);
  for (std::uint32_t n = static_cast<std::uint32_t>(names_.size()); n-- > 0;) {
    names_[n].next = begins_[names_[n].first];
    begins_[names_[n].first] = n;
  }
}

namespace {

// The same words found twice: what the other way knew of them is kept.
void merge_knowledge(FoundName& kept, const FoundName& other) {
  if (kept.row == kNoRow && other.row != kNoRow && kept.type == other.type) {
    kept.row = other.row;
    kept.category = other.category;
  }
  if (kept.country.empty()) kept.country = other.country;
  if (kept.role_first == kNoRow) {
    kept.role_first = other.role_first;
    kept.role_last = other.role_last;
  }
  if (kept.role.empty()) kept.role = other.role;
  kept.margin = std::max(kept.margin, other.margin);
}

int weight(const FoundName& f) { return f.strength * 2 + static_cast<int>(std::min<std::uint32_t>(f.last - f.first, 6)) * 3; }

}  // namespace

void FoundNames::settle() {
  // Positions before sorting, for same_as.
  std::vector<std::uint32_t> order(names_.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t x, std::uint32_t y) {
    if (names_[x].nested != names_[y].nested) return names_[y].nested;
    if (weight(names_[x]) != weight(names_[y])) return weight(names_[x]) > weight(names_[y]);
    return names_[x].first < names_[y].first;
  });
  std::vector<std::uint32_t> owner(a_.tokens().size(), kNoRow), inner(a_.tokens().size(), kNoRow);
  std::vector<std::uint32_t> kept;
  for (const std::uint32_t n : order) {
    FoundName& f = names_[n];
    std::uint32_t over = kNoRow;
    bool one_owner = true;
    for (std::uint32_t i = f.first; i < f.last; ++i) {
      if (owner[i] != kNoRow) over = owner[i];
      one_owner = one_owner && owner[i] == owner[f.first];
    }
    if (over == kNoRow) {
      f.nested = false;
      for (std::uint32_t i = f.first; i < f.last; ++i) owner[i] = n;
      kept.push_back(n);
      continue;
    }
    FoundName& k = names_[over];
    if (k.first == f.first && k.last == f.last) {
      merge_knowledge(k, f);
      continue;
    }
    if (!one_owner || !k.holds_names || f.first == k.first || (f.type != EntityType::person && f.type != EntityType::country)) continue;
    bool free = true;
    for (std::uint32_t i = f.first; i < f.last && free; ++i) free = inner[i] == kNoRow;
    if (!free) continue;
    f.nested = true;
    for (std::uint32_t i = f.first; i < f.last; ++i) inner[i] = n;
    kept.push_back(n);
  }
  std::sort(kept.begin(), kept.end(), [&](std::uint32_t x, std::uint32_t y) {
    return names_[x].first != names_[y].first ? names_[x].first < names_[y].first : names_[x].nested < names_[y].nested;
  });
  std::vector<std::uint32_t> moved(names_.size(), kNoRow);
  for (std::uint32_t i = 0; i < kept.size(); ++i) moved[kept[i]] = i;
  std::vector<FoundName> out;
  out.reserve(kept.size());
  for (const std::uint32_t n : kept) {
    out.push_back(std::move(names_[n]));
    if (out.back().same_as != kNoRow) out.back().same_as = moved[out.back().same_as];
  }
  names_ = std::move(out);
  index();
}

}  // namespace isnad::extract
