// Counts in how many articles of plain news each term occurs: data/models/terms.bin, by which src/link weighs terms.
//
//   zstd -dc corpus.txt.zst | isnad_train_terms --out data/models/terms.bin
//
// The corpus has an article a line (` ¶ ` for line breaks). What it leaves are hashes of terms and their counts, no text. Terms
// in fewer than `--least` articles are left out: they weigh as much as the rarest that is kept.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <unordered_map>

#include "ingest/source.h"
#include "language/analysis.h"
#include "link/terms.h"
#include "text/clean.h"

int main(int argc, char** argv) {
  using namespace isnad;
  CLI::App app("Counts in how many articles each term occurs.", "isnad_train_terms");
  std::string out;
  std::uint32_t least = 5;
  app.add_option("--out", out)->required();
  app.add_option("--least", least, "articles in which a term must occur to be kept");
  CLI11_PARSE(app, argc, argv);

  const model::Lexicon& lexicon = model::Lexicon::builtin();
  const link::TermModel terms(lexicon);
  std::unordered_map<link::TermId, std::uint32_t> counts;
  std::uint32_t documents = 0;
  ingest::Sink sink;
  sink.plain_lines = true;
  sink.error = [](const Error&) {};
  sink.document = [&](const Document& document) {
    const language::Analysis a = language::analyse(text::clean(document, lexicon), lexicon);
    std::vector<link::TermId> ids;
    for (std::size_t i = 0; i < a.words.size(); ++i)
      if (const link::TermId id = terms.of(a.words[i], a.tokens()[i]); id != 0) ids.push_back(id);
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    for (const link::TermId id : ids) ++counts[id];
    ++documents;
    return true;
  };
  ingest::read_paths({"-"}, sink);
  std::vector<std::pair<link::TermId, std::uint32_t>> kept;
  for (const auto& c : counts)
    if (c.second >= least) kept.push_back(c);
  std::sort(kept.begin(), kept.end());
  const std::string bytes = link::TermModel::bytes(documents, kept);
  std::ofstream file(out, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) {
    std::fprintf(stderr, "%s: cannot be written\n", out.c_str());
    return 1;
  }
  std::printf("%u articles, %zu terms of %zu kept\n", documents, kept.size(), counts.size());
  return 0;
}
