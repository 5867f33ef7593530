#include "word_corpus.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/utf8.h"
#include "language/morphemes.h"
#include "model/key.h"

namespace isnad::training {
namespace {

using language::MorphemeKind;

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

void analyse(WordCorpus& corpus, const std::vector<std::size_t>& paragraph_ends, const model::Lexicon& lexicon) {
  text::CleanText clean;
  std::vector<std::uint32_t> word_of_char;
  auto end = paragraph_ends.begin();
  for (std::uint32_t i = 0; i < corpus.words.size(); ++i) {
    clean.chars += base::decode(corpus.words[i].word);
    while (end != paragraph_ends.end() && *end < i + 1) ++end;
    clean.chars += end != paragraph_ends.end() && *end == i + 1 ? U'\n' : U' ';
    word_of_char.resize(clean.chars.size(), i);
  }
  for (const char32_t c : clean.chars) {
    clean.byte_of.push_back(static_cast<std::uint32_t>(clean.utf8.size()));
    base::append_utf8(clean.utf8, c);
  }
  clean.byte_of.push_back(static_cast<std::uint32_t>(clean.utf8.size()));
  // Lines without a full stop are the headlines of these corpora.
  text::TokenizedText tokenized = text::tokenize(clean);
  if (!paragraph_ends.empty())
    for (text::Sentence& s : tokenized.sentences) s.title = s.first < s.last && tokenized.tokens[s.last - 1].kind == text::TokenKind::word;
  corpus.analysis = language::analyse(std::move(clean), std::move(tokenized), lexicon);
  const auto& tokens = corpus.analysis.tokens();
  for (std::uint32_t t = 0; t < tokens.size(); ++t) {
    GoldWord& w = corpus.words[word_of_char[tokens[t].span.start]];
    if (w.last == 0) w.first = t;
    w.last = t + 1;
  }
}

bool is_prefix(const std::string& key) {
  return (key.size() == 1 && std::string_view("\xE8\xE1\xC8\xE4\xE3\xD3").find(key[0]) != std::string_view::npos) || key == "\xC7\xE4";
}

std::size_t stem_of(const Pieces& pieces) {
  std::size_t i = 0;
  while (i + 1 < pieces.size() && is_prefix(pieces[i])) ++i;
  return i;
}

bool is_ending(const std::string& tag, const std::string& key) {
  return tag == "NSUFF" || tag == "CASE" ||
         (tag == "PRON" && (key == "\xCA" || key == "\xE8\xC7" || key == "\xE8\xE6" || key == "\xE6" || key == "\xC7" ||
                            key == "\xC7\xE6" || key == "\xCA\xC7"));
}

// The letters [first, second) of a word that are one particle of the lexicon (with lam, kaf, min, an) that we cut and PADT does not.
// Empty if there are none.
std::pair<std::size_t, std::size_t> whole_particle(const language::Word& word, std::string_view key, const model::Lexicon& lexicon) {
  if (word.stem.empty()) return {0, 0};
  const std::size_t begin = word.has(language::kAnd) || word.has(language::kThen) ? 1 : 0;
  const std::size_t end = static_cast<std::size_t>(word.stem.data() - key.data()) + word.stem.size();
  if (end <= begin || std::string_view("\xE4\xE3\xE5\xD9").find(key[begin]) == std::string_view::npos)
    return {0, 0};  // lam, kaf, meem, ain
  for (const model::Sense& s : lexicon.find(key.substr(begin, end - begin)))
    if (s.category == model::Category::word &&
        (s.pos == model::Pos::sconj || s.pos == model::Pos::cconj || s.pos == model::Pos::adv || s.pos == model::Pos::pron)) {
      // A pronoun at its end is one even so.
      const std::string_view last = key.substr(begin, end - begin);
      const bool pronoun = last.back() == model::kHeh || (last.size() > 3 && (last.ends_with("\xE7\xC7") || last.ends_with("\xE7\xE5")));
      return pronoun && s.pos == model::Pos::adv ? std::pair<std::size_t, std::size_t>{0, 0} : std::pair{begin, end};
    }
  return {0, 0};
}

Result<WordCorpus> read_file(const std::string& path, const model::Lexicon& lexicon) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(path, "cannot be read");
  WordCorpus corpus;
  std::vector<std::size_t> paragraph_ends;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) {
      paragraph_ends.push_back(corpus.words.size());
      continue;
    }
    if (line.size() > 1 && line[0] == '#' && line[1] != '\t') continue;
    const std::vector<std::string> cells = split(line, '\t');
    if (cells.size() < 2) return fail(path + ":" + std::to_string(number), "expected a word, a tab and its pieces");
    GoldWord w;
    w.word = cells[0];
    if (cells.size() >= 4) corpus.farasa = true;
    const char joint = cells.size() >= 4 ? '+' : '|';
    w.pieces = cells[1].size() < 2 ? std::vector<std::string>{cells[1]} : split(cells[1], joint);
    if (cells.size() >= 4) {
      w.tags = split(cells[2], '+');
      w.lemma = cells[3];
    }
    if (cells.size() >= 5) w.pos = cells[4];
    corpus.words.push_back(std::move(w));
  }
  corpus.path = path;
  analyse(corpus, paragraph_ends, lexicon);
  return corpus;
}

}  // namespace

Result<std::vector<WordCorpus>> read_word_corpora(const std::string& path, const model::Lexicon& lexicon) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  std::error_code error;
  if (fs::is_directory(path, error)) {
    for (const auto& entry : fs::directory_iterator(path, error))
      if (entry.path().extension() == ".tsv") files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    if (files.empty()) return fail(path, "holds no .tsv files");
  } else {
    files.push_back(path);
  }
  std::vector<WordCorpus> out;
  for (const std::string& file : files) {
    auto corpus = read_file(file, lexicon);
    if (!corpus) return tl::make_unexpected(corpus.error());
    out.push_back(std::move(*corpus));
  }
  return out;
}

bool same(const Pieces& gold, const Pieces& ours) {
  if (gold.size() != ours.size()) return false;
  const std::size_t stem = stem_of(gold);
  for (std::size_t i = 0; i < gold.size(); ++i)
    if (i != stem && gold[i] != ours[i]) return false;
  return true;
}

Pieces gold_pieces(const GoldWord& w, bool endings) {
  Pieces out;
  for (std::size_t i = 0; i < w.pieces.size(); ++i) {
    const std::string key = model::fold_utf8(w.pieces[i]);
    if (!endings && i > 0 && i < w.tags.size() && is_ending(w.tags[i], key)) {
      out.back() += key;
      continue;
    }
    out.push_back(key);
  }
  return out;
}

Pieces our_pieces(const GoldWord& w, const language::Analysis& a, const model::Lexicon& lexicon, bool endings, bool particles_whole) {
  Pieces out;
  for (std::uint32_t t = w.first; t < w.last; ++t) {
    const std::string_view key = a.tokens()[t].key;
    if (a.tokens()[t].kind != text::TokenKind::word) {
      const bool symbol = a.tokens()[t].mark == U'%' || a.tokens()[t].mark == U'+';
      if (t > w.first && a.tokens()[t - 1].kind != text::TokenKind::word && !symbol) out.back() += key;
      else out.emplace_back(key);
      continue;
    }
    const std::vector<language::Morpheme> pieces = language::morphemes(a, t, lexicon);
    const std::pair<std::size_t, std::size_t> whole =
        particles_whole ? whole_particle(a.words[t], key, lexicon) : std::pair<std::size_t, std::size_t>{0, 0};
    bool first = true;
    for (const language::Morpheme& m : pieces) {
      if (m.begin >= whole.first && m.end <= whole.second) {
        if (first) out.emplace_back();
        first = false;
        out.back() += key.substr(m.begin, m.end - m.begin);
        continue;
      }
      if (m.kind == MorphemeKind::ending && !endings) {
        out.back() += key.substr(m.begin, m.end - m.begin);
        continue;
      }
      out.emplace_back(m.kind == MorphemeKind::article ? std::string_view("\xC7\xE4") : key.substr(m.begin, m.end - m.begin));
    }
  }
  if (out.empty()) out.emplace_back();
  return out;
}

std::string bare(const std::string& lemma) {
  std::string out;
  for (const char32_t c : base::decode(lemma)) {
    if (c == 0x0671) base::append_utf8(out, 0x0627);
    else if (model::char_class(c) != model::CharClass::mark) base::append_utf8(out, c);
  }
  return out;
}

std::string our_lemma(const GoldWord& w, const language::Analysis& a, const model::Lexicon& lexicon) {
  std::string all;
  for (std::uint32_t t = w.first; t < w.last; ++t) {
    const text::Token& token = a.tokens()[t];
    if (token.kind == text::TokenKind::word && !token.latin) return bare(language::lemma(a, t, lexicon));
    all += a.text.words(token.span);
  }
  return bare(all);
}

}  // namespace isnad::training
