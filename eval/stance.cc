// How well agreement and contradiction of pairs of claims are told: CSV with the columns s1, s2, stance (agree, disagree, other).
#include <CLI/CLI.hpp>

#include <fmt/core.h>

#include <array>
#include <fstream>
#include <iterator>
#include <memory>

#include "commands.h"
#include "csv.h"
#include "isnad/isnad.h"
#include "language/analysis.h"
#include "link/stance.h"
#include "text/clean.h"

namespace isnad::eval {
namespace {

constexpr std::array<const char*, 3> kNames{"agree", "disagree", "other"};

struct Options {
  std::vector<std::string> files;
  bool json = false;
};

int run(const Options& options) {
  const model::Lexicon& lexicon = Model::builtin().lexicon();
  const link::TermModel terms(lexicon);
  const link::StanceJudge judge(lexicon, terms);
  const auto analysed = [&](const std::string& claim) {
    Document document;
    document.text = claim;
    return language::analyse(text::clean(document, lexicon), lexicon);
  };
  std::array<std::array<std::size_t, 3>, 3> counts{};  // by label, by answer
  std::size_t all = 0, right = 0;
  for (const std::string& file : options.files) {
    std::ifstream in(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const auto rows = csv_rows(bytes);
    if (!in || rows.empty() || rows[0] != std::vector<std::string>{"s1", "s2", "stance"}) {
      fmt::print(stderr, "isnad_eval: stance: {}: no CSV file with the columns s1, s2, stance\n", file);
      return 1;
    }
    for (std::size_t r = 1; r < rows.size(); ++r) {
      std::size_t label = 0;
      while (label < kNames.size() && (rows[r].size() != 3 || rows[r][2] != kNames[label])) ++label;
      if (label == kNames.size()) {
        fmt::print(stderr, "isnad_eval: stance: {}: row {}: three columns are expected, the last agree, disagree or other\n", file, r + 1);
        continue;
      }
      const auto answer = static_cast<std::size_t>(judge.of(analysed(rows[r][0]), analysed(rows[r][1])));
      ++counts[label][answer];
      ++all;
      right += answer == label;
    }
  }
  fmt::print("{:<10}", "");
  for (const char* name : kNames) fmt::print("{:>10}", name);
  fmt::print("   (answers)\n");
  for (std::size_t l = 0; l < kNames.size(); ++l) {
    fmt::print("{:<10}", kNames[l]);
    for (const std::size_t n : counts[l]) fmt::print("{:>10}", n);
    fmt::print("\n");
  }
  const double accuracy = all == 0 ? 0 : static_cast<double>(right) / static_cast<double>(all);
  fmt::print("accuracy {:.3f} of {}\n", accuracy, all);
  if (options.json) fmt::print("{{\"accuracy\": {:.4f}}}\n", accuracy);
  return 0;
}

}  // namespace

void add_stance(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("stance", "How well agreement and contradiction of two claims are told.");
  command->add_option("FILE", options->files, "CSV with the columns s1, s2, stance")->required();
  command->add_flag("--json", options->json, "figures as one JSON object on the last line");
  command->callback([options, &status] { status = run(*options); });
}

}  // namespace isnad::eval
