#include "language/segment.h"

#include "model/key.h"

namespace isnad::language {
namespace {

using namespace model;  // letter names

struct Suffix {
  const char* letters;
  Enclitic enclitic;
};

constexpr char kHaSuffix[] = {kHeh, kAlef, 0};
constexpr char kHumSuffix[] = {kHeh, kMeem, 0};
constexpr char kHumaSuffix[] = {kHeh, kMeem, kAlef, 0};
constexpr char kHunnaSuffix[] = {kHeh, kNoon, 0};
constexpr char kHuSuffix[] = {kHeh, 0};
constexpr char kNaSuffix[] = {kNoon, kAlef, 0};
constexpr char kKumSuffix[] = {kKaf, kMeem, 0};
constexpr char kKaSuffix[] = {kKaf, 0};
constexpr char kNiSuffix[] = {kNoon, kYeh, 0};
constexpr char kYaSuffix[] = {kYeh, 0};

constexpr Suffix kSuffixes[] = {
    {kHumaSuffix, Enclitic::them_two}, {kHaSuffix, Enclitic::her}, {kHumSuffix, Enclitic::them}, {kHunnaSuffix, Enclitic::them},
    {kHuSuffix, Enclitic::him},        {kNaSuffix, Enclitic::us},  {kKumSuffix, Enclitic::you},  {kKaSuffix, Enclitic::you},
    {kNiSuffix, Enclitic::me},         {kYaSuffix, Enclitic::me},
};

void add(std::string_view key, Segmentation s, std::vector<Segmentation>& out) {
  s.length = 0;
  if (s.article_in_stem) {
    s.buffer[s.length++] = kAlef;
    s.buffer[s.length++] = kLam;
  }
  for (std::size_t i = s.begin; i < s.end; ++i) s.buffer[s.length++] = key[i];
  if (s.restored != 0) {
    if (s.replaces) --s.length;
    s.buffer[s.length++] = s.restored;
  }
  out.push_back(s);
}

void stems(std::string_view key, Segmentation s, std::vector<Segmentation>& out) {
  add(key, s, out);
  if ((s.proclitics & kThe) != 0) {
    Segmentation whole = s;
    whole.article_in_stem = true;
    whole.proclitics &= static_cast<std::uint8_t>(~kThe);
    add(key, whole, out);
    return;  // a word with the article takes no pronoun
  }
  const std::string_view stem = key.substr(s.begin);
  for (const Suffix& suffix : kSuffixes) {
    const std::string_view letters(suffix.letters);
    if (stem.size() < letters.size() + 1 || !stem.ends_with(letters)) continue;
    Segmentation t = s;
    t.enclitic = suffix.enclitic;
    t.end = static_cast<std::uint8_t>(key.size() - letters.size());
    add(key, t, out);
    const char last = key[t.end - 1];
    if (t.end - t.begin < 2) continue;
    t.replaces = true;
    if (last == kTeh) {
      t.restored = kHeh;
      add(key, t, out);
    } else if (last == kAlef) {
      t.restored = kYeh;  // alef maksura folds to yeh
      add(key, t, out);
    } else if (last == kWaw) {
      t.restored = kAlef;
      t.replaces = false;
      add(key, t, out);
    }
  }
}

}  // namespace

void segment(std::string_view key, std::vector<Segmentation>& out) {
  Segmentation whole;
  whole.end = static_cast<std::uint8_t>(std::min<std::size_t>(key.size(), 60));
  if (key.size() > 40) {
    add(key.substr(0, 60), whole, out);
    return;
  }
  const auto size = static_cast<std::uint8_t>(key.size());
  struct Front {
    std::uint8_t cut, proclitics;
  };
  Front fronts[8] = {{0, 0}};
  int count = 1;
  if (size >= 3 && key[0] == kWaw) fronts[count++] = {1, kAnd};
  if (size >= 3 && key[0] == kFeh) fronts[count++] = {1, kThen};
  const int conjunctions = count;
  for (int i = 0; i < conjunctions; ++i) {
    const std::uint8_t at = fronts[i].cut;
    if (size - at < 3) continue;
    const std::uint8_t p = key[at] == kBeh ? kBy : key[at] == kLam ? kFor : key[at] == kKaf ? kLike : key[at] == kSeen ? kWill : 0;
    if (p != 0) fronts[count++] = {static_cast<std::uint8_t>(at + 1), static_cast<std::uint8_t>(fronts[i].proclitics | p)};
  }
  // A preposition may stand on a pronoun or a two-letter word: lam + heh.
  for (int i = 0; i < count; ++i) {
    Segmentation s = whole;
    s.proclitics = fronts[i].proclitics;
    s.begin = s.name_begin = fronts[i].cut;
    if (s.begin >= size) continue;
    stems(key, s, out);
    const std::string_view rest = key.substr(s.begin);
    if ((s.proclitics & kWill) != 0) continue;
    if (rest.size() >= 4 && rest[0] == kAlef && rest[1] == kLam) {
      Segmentation t = s;
      t.proclitics |= kThe;
      t.begin = static_cast<std::uint8_t>(t.begin + 2);
      stems(key, t, out);
    } else if ((s.proclitics & kFor) != 0 && rest.size() >= 3 && rest[0] == kLam) {
      // Written lam-lam: preposition and article; the rest may itself begin with lam.
      Segmentation t = s;
      t.proclitics |= kThe;
      t.begin = static_cast<std::uint8_t>(t.begin + 1);
      t.article_from_lam = true;
      stems(key, t, out);
      if (rest.size() >= 3) {  // two lams for three: the preposition, the article and the stem's own
        t = s;
        t.proclitics |= kThe;
        t.article_from_lam = true;
        stems(key, t, out);
      }
    }
  }
}

}  // namespace isnad::language
