#include "language/name_features.h"

#include <algorithm>
#include <bit>

#include "model/key.h"

namespace isnad::language {
namespace {

using model::Category;
using model::Pos;
using model::Sense;
using text::Token;
using text::TokenKind;

constexpr std::uint32_t bit(Category c) { return 1u << static_cast<unsigned>(c); }

// Categories whose names of several words are looked for.
constexpr std::uint32_t kNames = bit(Category::country) | bit(Category::capital) | bit(Category::metonym) | bit(Category::place) |
                                 bit(Category::outlet) | bit(Category::organization) | bit(Category::person);
constexpr std::uint32_t kPlaces = bit(Category::country) | bit(Category::capital) | bit(Category::place);
constexpr std::uint32_t kBodies = bit(Category::outlet) | bit(Category::organization);

// What may stand around a word somewhere in the text.
enum DocumentBit : std::uint32_t {
  kAfterTitle = 1,
  kAfterGiven = 2,
  kInPersonName = 4,
  kAfterIn = 8,
  kInBodyName = 16,
  kAfterVerb = 32,
  kBeforePart = 64,
  kAfterHead = 128,
  kOften = 256,
  kInPlaceName = 512,
};

constexpr std::uint64_t kMixer = 0x9E3779B97F4A7C15ull, kMixer2 = 0xD6E8FEB86659FD93ull;

// Both values matter; 0 (absent) with 0 stays absent.
constexpr std::uint64_t both(std::uint64_t a, std::uint64_t b) { return (a ^ std::rotl(b * kMixer, 27)) * kMixer2; }

constexpr std::uint64_t finish(std::uint64_t value, std::uint64_t number) {
  std::uint64_t h = (value + number * 0xA0761D6478BD642Full) * kMixer;
  h ^= h >> 32;
  h *= kMixer2;
  return h ^ h >> 29;
}

// Up to eight letters of a key as a number.
std::uint64_t pack(std::string_view letters) {
  std::uint64_t v = letters.size();
  for (const char c : letters) v = v << 8 | static_cast<unsigned char>(c);
  return v + 1;
}

std::uint64_t number_look(std::string_view key) {
  const bool whole = key.find('.') == std::string_view::npos;
  const bool year = whole && key.size() == 4 && (key[0] == '1' || key[0] == '2');
  return 0x100 + std::min<std::size_t>(key.size(), 6) + (whole ? 0 : 16) + (year ? 32 : 0);
}

}  // namespace

std::uint32_t NameFeatures::kind_of(const Sense& s) const {
  const auto letter = [&](const model::Table* table, std::uint32_t column, std::size_t at) -> std::uint32_t {
    if (table->rows() <= s.ref) return 0;
    const std::string_view cell = table->cell(s.ref, column);
    return at < cell.size() ? static_cast<std::uint32_t>(cell[at]) & 31u : 0;
  };
  switch (s.category) {
    case Category::head: return letter(heads_, head_type_, 0) | letter(heads_, head_part_, 0) << 5;
    case Category::title:
      return letter(titles_, title_kind_, 0) | letter(titles_, title_kind_, 2) << 5 | letter(titles_, title_speaker_, 0) << 10;
    case Category::name_part: return letter(name_parts_, name_class_, 0) | ((s.features & model::kAmbiguous) != 0 ? 32u : 0u);
    case Category::verb:
      return (s.features & (model::kPast | model::kPresent | model::kPassive | model::kFirst | model::kPlural)) >> 2 & 0x7FFF;
    case Category::word:
      return (s.features & (model::kHuman | model::kTime | model::kSpeech | model::kRelative | model::kNegative)) >> 13 & 0x7FFF;
    default: return (s.features & model::kAmbiguous) != 0 ? 1 : 0;
  }
}

void NameFeatures::look_at_word(std::uint32_t i, TokenLook& t) {
  const Token& token = a_.tokens()[i];
  const Word& w = a_.words[i];
  const std::string_view key = token.key;
  t.shape = 1u + static_cast<std::uint32_t>(token.kind) * 2 + (token.latin ? 1 : 0);
  if (token.kind != TokenKind::word) {
    t.key = t.stem = t.name = token.kind == TokenKind::number
                                  ? number_look(key)
                                  : 0x200 + (token.kind == TokenKind::quote ? (token.opens                       ? 1
                                                                               : token.partner != text::kNoToken ? 2
                                                                                                                 : 3)
                                                                            : token.mark);
    t.tag = static_cast<std::uint32_t>(w.pos) << 5;
    return;
  }
  t.key = model::hash_key(key);
  t.name = w.name.size() == key.size() ? t.key : model::hash_key(w.name);
  t.stem = w.stem.size() == w.name.size() ? t.name : model::hash_key(w.stem);
  const std::string_view stem = w.stem;
  for (std::size_t n = 1; n <= 4; ++n)
    if (stem.size() > n) t.suffix[n - 1] = pack(stem.substr(stem.size() - n));
  for (std::size_t n = 1; n <= 3; ++n)
    if (stem.size() > n) t.prefix[n - 1] = pack(stem.substr(0, n));
  const bool unknown = unknown_ != nullptr && (*unknown_)[i] != 0;
  if (unknown) {
    t.key ^= kMixer;  // hashes of no word: no feature and no cluster is known by them
    t.name ^= kMixer;
    t.stem ^= kMixer;
  }
  t.classes = model_.word(t.stem);
  t.coarse = model_.coarse(t.classes.fine);
  t.clitics = 1u + w.proclitics + (static_cast<std::uint32_t>(w.enclitic) << 8);
  t.shape |= static_cast<std::uint32_t>(std::min<std::size_t>(key.size(), 10)) << 8;
  const auto collect = [&](std::span<const Sense> senses) {
    for (const Sense& s : senses) t.mask |= bit(s.category);
  };
  t.tag = (w.has(kThe) ? 1u << 30 : 0u) | static_cast<std::uint32_t>(unknown ? Pos::unknown : w.pos) << 5;
  if (unknown) return;
  collect(w.senses);
  if (w.name.size() != w.stem.size()) collect(lexicon_.find(w.name));
  if (key.size() != w.name.size()) collect(lexicon_.find(key));
  if (w.sense != nullptr) t.tag |= (static_cast<std::uint32_t>(w.sense->category) + 1) | kind_of(*w.sense) << 10;
}

// The longest name of the gazetteer at each place, from left to right.
void NameFeatures::look_at_phrases(const text::Sentence& s) {
  for (std::uint32_t i = s.first; i < s.last;) {
    if (a_.tokens()[i].kind != TokenKind::word) {
      ++i;
      continue;
    }
    const Word& w = a_.words[i];
    const std::string_view key = a_.tokens()[i].key;
    std::uint32_t end = i, mask = 0;
    const auto walk = [&](std::string_view first) {
      std::uint32_t node = lexicon_.step(model::Lexicon::kRoot, first);
      for (std::uint32_t j = i + 1; node != model::Lexicon::kNowhere; ++j) {
        std::uint32_t here = 0;
        for (const Sense& x : lexicon_.senses_at(node))
          if ((bit(x.category) & kNames) != 0 && (j > i + 1 || (x.features & model::kAmbiguous) == 0)) here |= bit(x.category);
        if (here != 0 && j > end) {
          end = j;
          mask = here;
        }
        if (j >= s.last) break;
        node = lexicon_.step(node, a_.tokens()[j].key);
      }
    };
    if (w.has(kFor) && w.has(kThe) && !w.name.empty() && w.name[0] == model::kLam && w.name.size() < 48) {
      char buffer[64];
      buffer[0] = model::kAlef;
      std::copy(w.name.begin(), w.name.end(), buffer + 1);
      walk({buffer, w.name.size() + 1});
    } else {
      walk(w.name);
    }
    if (w.name.size() != key.size()) walk(key);
    if (end == i) {
      ++i;
      continue;
    }
    if (unknown_ != nullptr && std::find(unknown_->begin() + i, unknown_->begin() + end, 1) != unknown_->begin() + end) {
      i = end;
      continue;
    }
    if (end == i + 1) {
      tokens_[i].phrase = mask << 3 | 4;
    } else {
      for (std::uint32_t j = i; j < end; ++j) tokens_[j].phrase = mask << 3 | (j == i ? 1u : j + 1 == end ? 3u : 2u);
    }
    i = end;
  }
}

// The nearest title or head before a word in the same clause.
void NameFeatures::look_at_leads(const text::Sentence& s) {
  std::uint32_t kind = 0, at = 0;
  for (std::uint32_t i = s.first; i < s.last; ++i) {
    if (kind != 0 && i - at <= 7) tokens_[i].lead = kind << 3 | std::min<std::uint32_t>(i - at, 7);
    const Word& w = a_.words[i];
    const Token& token = a_.tokens()[i];
    if (token.kind == TokenKind::punctuation || w.is(Category::verb)) kind = 0;
    if (token.kind != TokenKind::word || w.sense == nullptr) continue;
    if (w.is(Category::title) || w.is(Category::head)) {
      kind = (w.is(Category::title) ? 1u : 2u) | kind_of(*w.sense) << 2;
      at = i;
    }
  }
}

// Gathers, for each word that may be a name, what stands around it anywhere in the text: a surname alone is known by the place
// where it follows a title or a given name.
void NameFeatures::look_at_document() {
  struct Slot {
    std::uint64_t name = 0;
    std::uint32_t bits = 0;
  };
  std::vector<Slot> slots(std::bit_ceil(tokens_.size() * 2 + 1));
  const auto slot = [&](std::uint64_t name) -> Slot& {
    std::size_t at = (name * kMixer >> 32) & (slots.size() - 1);
    while (slots[at].name != 0 && slots[at].name != name) at = (at + 1) & (slots.size() - 1);
    slots[at].name = name;
    return slots[at];
  };
  const auto may_be_name = [&](std::uint32_t i) {
    if (a_.tokens()[i].kind != TokenKind::word) return false;
    const Word& w = a_.words[i];
    return w.sense == nullptr || w.pos == Pos::proper || w.pos == Pos::adj || w.pos == Pos::noun;
  };
  for (const text::Sentence& s : a_.sentences())
    for (std::uint32_t i = s.first; i < s.last; ++i) {
      if (!may_be_name(i)) continue;
      Slot& x = slot(tokens_[i].name);
      if (x.bits != 0) x.bits |= kOften;
      x.bits |= 1u << 31;  // seen
      const std::uint32_t phrase = tokens_[i].phrase >> 3, place = tokens_[i].phrase & 7;
      if (place >= 1 && place <= 3) {
        if ((phrase & bit(Category::person)) != 0) x.bits |= kInPersonName;
        if ((phrase & kBodies) != 0) x.bits |= kInBodyName;
        if ((phrase & kPlaces) != 0) x.bits |= kInPlaceName;
      }
      if (i + 1 < s.last && (tokens_[i + 1].mask & bit(Category::name_part)) != 0) x.bits |= kBeforePart;
      if (i == s.first) continue;
      const Word& b = a_.words[i - 1];
      const Token& bt = a_.tokens()[i - 1];
      if (b.is(Category::title)) x.bits |= kAfterTitle;
      if (b.is(Category::head)) x.bits |= kAfterHead;
      if (b.is(Category::verb)) x.bits |= kAfterVerb;
      if (b.is(Category::name_part) || (tokens_[i - 1].mask & bit(Category::name_part)) != 0) x.bits |= kAfterGiven;
      if (b.pos == Pos::adp && bt.key.size() >= 2 && bt.key.substr(bt.key.size() - 2) == std::string_view("\xE1\xEA", 2))
        x.bits |= kAfterIn;
    }
  for (std::uint32_t i = 0; i < tokens_.size(); ++i)
    if (may_be_name(i)) tokens_[i].document = slot(tokens_[i].name).bits & 0x7FFFFFFF;
}

void NameFeatures::remember(const std::vector<TaggedName>& names) {
  struct Slot {
    std::uint64_t name = 0;
    std::uint32_t all = 0;
    std::uint32_t begins[3] = {}, continues[3] = {};
  };
  std::vector<Slot> slots(std::bit_ceil(tokens_.size() * 2 + 1));
  const auto slot = [&](std::uint64_t name) -> Slot& {
    std::size_t at = (name * kMixer >> 32) & (slots.size() - 1);
    while (slots[at].name != 0 && slots[at].name != name) at = (at + 1) & (slots.size() - 1);
    slots[at].name = name;
    return slots[at];
  };
  const auto is_word = [&](std::uint32_t i) { return a_.tokens()[i].kind == TokenKind::word; };
  for (std::uint32_t i = 0; i < tokens_.size(); ++i)
    if (is_word(i)) ++slot(tokens_[i].name).all;
  std::vector<std::uint8_t> here(tokens_.size());
  for (const TaggedName& n : names)
    for (std::uint32_t i = n.first; i < n.last; ++i) {
      here[i] = static_cast<std::uint8_t>(1 + 2 * static_cast<unsigned>(n.type) + (i == n.first ? 0 : 1));
      if (!is_word(i)) continue;
      Slot& x = slot(tokens_[i].name);
      ++(i == n.first ? x.begins : x.continues)[static_cast<std::size_t>(n.type)];
    }
  for (std::uint32_t i = 0; i < tokens_.size(); ++i) {
    std::uint32_t best = 0, most = 0, tagged = 0, all = 1;
    if (is_word(i)) {
      const Slot& x = slot(tokens_[i].name);
      all = x.all;
      for (std::uint32_t k = 0; k < 3; ++k) {
        tagged += x.begins[k] + x.continues[k];
        if (x.begins[k] > most) {
          most = x.begins[k];
          best = 2 * k + 1;
        }
        if (x.continues[k] > most) {
          most = x.continues[k];
          best = 2 * k + 2;
        }
      }
    }
    // How much of the word's occurrences: a few, half, nearly all; once, or more often.
    const std::uint32_t share = tagged * 5 >= all * 4 ? 3 : tagged * 5 >= all * 2 ? 2 : 1;
    tokens_[i].taken = 1u | here[i] << 1 | best << 4 | (best == 0 ? 0 : share) << 7 | (all > 1 ? 1u : 0u) << 9;
  }
}

NameFeatures::NameFeatures(const Analysis& analysis, const model::Lexicon& lexicon, const NameModel& model,
                           const std::vector<char>* unknown)
    : a_(analysis), lexicon_(lexicon), model_(model), unknown_(unknown), tokens_(analysis.tokens().size()) {
  heads_ = &lexicon_.table("lexicon/heads");
  titles_ = &lexicon_.table("lexicon/titles");
  name_parts_ = &lexicon_.table("gazetteer/name_parts");
  const auto column = [](const model::Table* t, std::string_view name) { return t->rows() == 0 ? 0 : t->column(name); };
  head_type_ = column(heads_, "type");
  head_part_ = column(heads_, "part");
  title_kind_ = column(titles_, "kind");
  title_speaker_ = column(titles_, "speaker");
  name_class_ = column(name_parts_, "class");
  for (std::uint32_t i = 0; i < tokens_.size(); ++i) look_at_word(i, tokens_[i]);
  for (const text::Sentence& s : a_.sentences()) {
    look_at_phrases(s);
    look_at_leads(s);
  }
  look_at_document();
}

// A token, or what stands for the outside of the sentence.
const NameFeatures::TokenLook& NameFeatures::look(std::int64_t i, const text::Sentence& s) const {
  static const TokenLook kBefore = [] {
    TokenLook t;
    t.key = t.stem = t.name = 11;
    t.tag = 1u << 31;
    t.shape = 101;
    t.coarse = 0xFE;
    return t;
  }();
  static const TokenLook kAfter = [] {
    TokenLook t;
    t.key = t.stem = t.name = 13;
    t.tag = 1u << 31 | 1;
    t.shape = 103;
    t.coarse = 0xFD;
    return t;
  }();
  if (i < s.first) return kBefore;
  if (i >= s.last) return kAfter;
  return tokens_[static_cast<std::size_t>(i)];
}

std::size_t NameFeatures::again(std::uint32_t i, const text::Sentence& s, Row& out) const {
  const TokenLook &t = tokens_[i], &p = look(std::int64_t{i} - 1, s), &n = look(std::int64_t{i} + 1, s);
  const std::uint64_t anywhere = t.taken >> 4, coarse = t.coarse == 0xFF ? 0x1000u + t.shape : t.coarse + 1u;
  const std::uint64_t values[] = {t.taken,
                                  anywhere == 0 ? 0 : both(anywhere, t.tag),
                                  anywhere == 0 ? 0 : both(anywhere, p.tag),
                                  p.taken,
                                  n.taken,
                                  both(p.taken, t.taken),
                                  both(t.taken, n.taken),
                                  both(t.taken, coarse)};
  std::size_t count = 0;
  for (std::size_t k = 0; k < std::size(values); ++k)
    if (values[k] != 0) out[count++] = finish(values[k], 1000 + k);
  return count;
}

std::size_t NameFeatures::at(std::uint32_t i, const text::Sentence& s, Row& out) const {
  const TokenLook &t = tokens_[i], &p = look(std::int64_t{i} - 1, s), &n = look(std::int64_t{i} + 1, s), &pp = look(std::int64_t{i} - 2, s),
                  &nn = look(std::int64_t{i} + 2, s);
  std::size_t count = 0;
  std::uint64_t number = 0;
  // Every call is one kind of feature, numbered by its order; a value of 0 is an absent feature.
  const auto put = [&](std::uint64_t value) {
    ++number;
    if (value != 0) out[count++] = finish(value, number);
  };
  const auto fine = [](const TokenLook& x) -> std::uint64_t { return x.classes.fine == WordClasses::kNone ? 0 : x.classes.fine + 1u; };
  const auto coarse = [](const TokenLook& x) -> std::uint64_t { return x.coarse == 0xFF ? 0x1000u + x.shape : x.coarse + 1u; };

  const auto tendency = [](const TokenLook& x) -> std::uint64_t {
    return x.classes.tendency == WordClasses::kNone ? 0 : x.classes.tendency + 1u;
  };

  put(1);
  // the word itself
  put(t.key);
  put(t.name);
  put(t.stem);
  for (const std::uint64_t v : t.suffix) put(v);
  for (const std::uint64_t v : t.prefix) put(v);
  put(t.clitics);
  put(t.shape);
  put(t.tag + 1);
  put(t.mask == 0 ? 0 : t.mask + 1);
  for (unsigned c = 0; c < 15; ++c) put((t.mask >> c & 1) == 0 ? 0 : 1 + ((t.tag >> 30) & 1));
  put(t.phrase);
  put(both(t.phrase, t.clitics));
  put(fine(t));
  put(coarse(t));
  put(both(coarse(t), t.clitics));
  put(tendency(t));
  for (unsigned k = 0; k < 3; ++k) put(tendency(t) == 0 ? 0 : 1u + (t.classes.tendency >> (3 * k) & 7));
  put(both(tendency(t), t.tag));
  put(both(tendency(t), t.clitics));
  put(t.lead);
  put(both(t.lead, t.tag));
  put(both(t.lead, coarse(t)));
  put(t.document);
  for (unsigned b = 0; b < 10; ++b) put((t.document >> b & 1) == 0 ? 0 : both(1, t.mask == 0 ? 1 : t.tag));
  put(both(t.tag, t.clitics));
  // its neighbours
  put(p.stem);
  put(n.stem);
  put(pp.stem);
  put(nn.stem);
  put(both(p.stem, t.stem));
  put(both(t.stem, n.stem));
  put(p.key);
  put(n.key);
  put(p.tag);
  put(n.tag);
  put(pp.tag);
  put(nn.tag);
  put(both(p.tag, t.tag));
  put(both(t.tag, n.tag));
  put(both(both(p.tag, t.tag), n.tag));
  put(both(both(pp.tag, p.tag), t.tag));
  put(fine(p));
  put(fine(n));
  put(fine(pp));
  put(fine(nn));
  put(both(coarse(p), coarse(t)));
  put(both(coarse(t), coarse(n)));
  put(both(both(coarse(p), coarse(t)), coarse(n)));
  put(both(both(coarse(pp), coarse(p)), coarse(t)));
  put(both(both(coarse(t), coarse(n)), coarse(nn)));
  put(both(p.stem, coarse(t)));
  put(both(coarse(t), n.stem));
  put(both(p.tag, coarse(t)));
  put(tendency(p));
  put(tendency(n));
  put(both(tendency(p), tendency(t)));
  put(both(tendency(t), tendency(n)));
  put(both(p.tag, tendency(t)));
  put(both(p.stem, tendency(t)));
  put(p.phrase);
  put(n.phrase);
  put(both(p.phrase, t.phrase));
  put(both(p.phrase, t.tag));
  put(p.mask == 0 ? 0 : p.mask + 1);
  put(n.mask == 0 ? 0 : n.mask + 1);
  put(p.clitics);
  put(n.clitics);
  put(both(p.clitics, t.clitics));
  put(p.suffix[1]);
  put(n.suffix[1]);
  put(both(p.document, t.document));
  // where it stands
  const Token& token = a_.tokens()[i];
  std::uint64_t quoted = 0;
  if (token.quotation != text::kNoToken) {
    const Token& open = a_.tokens()[token.quotation];
    const std::uint32_t length = open.partner == text::kNoToken ? 99 : open.partner - token.quotation;
    quoted = length <= 6 ? 1 + (i == token.quotation + 1 ? 1 : 0) + (i + 1 == open.partner ? 2 : 0) : 9;
  }
  put(quoted);
  put(both(quoted, p.stem));
  put(s.title ? both(2, t.tag) : 0);
  put(i == s.first ? 1 : i == s.first + 1 ? 2 : 3);
  return count;
}

}  // namespace isnad::language
