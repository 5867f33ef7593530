// Makes the model of words: data/models/words.bin.
//
//   isnad_train_words frequencies --corpus news.txt --out data/models/words.bin
//   (build the program again: the frequencies are compiled into the senses)
//   isnad_train_words weights --model data/models/words.bin --corpus wikinews --out data/models/words.bin
//
// The readings come from the language data that this program was built with. Frequencies are learnt from plain news, a document
// a line; weights from words taken apart by hand.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <fstream>
#include <iterator>

#include "training.h"

namespace {

bool write_file(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) std::fprintf(stderr, "%s: cannot be written\n", path.c_str());
  return static_cast<bool>(out);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace isnad;
  CLI::App app("Makes the model of words.", "isnad_train_words");
  app.require_subcommand(1);
  std::string corpus, out, model;
  std::vector<std::string> corpora;
  int rounds = 10;
  training::WeightOptions options;
  CLI::App* frequencies = app.add_subcommand("frequencies", "How frequent entries, inflections and clitics are, from plain news.");
  frequencies->add_option("--corpus", corpus, "plain text, a document a line")->required();
  frequencies->add_option("--rounds", rounds, "of expectation and maximization");
  frequencies->add_option("--out", out)->required();
  CLI::App* weights = app.add_subcommand("weights", "What speaks for a reading, from words taken apart by hand.");
  weights->add_option("--model", model, "with frequencies")->required();
  weights->add_option("--corpus", corpora, "words, pieces, parts of speech and lemmas in columns; files or folders")->required();
  weights->add_option("--epochs", options.epochs);
  weights->add_option("--rate", options.rate);
  weights->add_option("--decay", options.decay);
  weights->add_option("--fixed", options.fixed, "so many of the first features keep their weight");
  weights->add_option("--leave-out", options.leave_out, "measure on the files with this in their names, learn from the others");
  weights->add_option("--out", out);
  CLI11_PARSE(app, argc, argv);
  const model::Lexicon& lexicon = model::Lexicon::builtin();
  if (frequencies->parsed()) {
    const auto tables = training::learn_frequencies(corpus, lexicon, rounds);
    if (!tables) {
      std::fprintf(stderr, "%s\n", tables.error().text().c_str());
      return 1;
    }
    return write_file(out, tables->bytes()) ? 0 : 1;
  }
  std::ifstream in(model, std::ios::binary);
  // The weights begin at an offset that is aligned in a string's own buffer too.
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const auto learnt = training::learn_weights(bytes, corpora, lexicon, options);
  if (!learnt) {
    std::fprintf(stderr, "%s\n", learnt.error().text().c_str());
    return 1;
  }
  return out.empty() || write_file(out, *learnt) ? 0 : 1;
}
