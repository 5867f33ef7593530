#include "word_corpus.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/utf8.h"

namespace isnad::eval {
namespace {

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
  corpus.analysis = language::analyse(std::move(clean), lexicon);
  const auto& tokens = corpus.analysis.tokens();
  for (std::uint32_t t = 0; t < tokens.size(); ++t) {
    GoldWord& w = corpus.words[word_of_char[tokens[t].span.start]];
    if (w.last == 0) w.first = t;
    w.last = t + 1;
  }
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

}  // namespace isnad::eval
