// Trains the name tagger: data/models/names.bin.
//
//   isnad_train_names clusters --corpus news.txt --out clusters.bin
//   isnad_train_names train --words clusters.bin --columns newswire=train.txt --columns other=train2.txt --target newswire
//       --boldness 0.3 --pass-folds 0 --out first.bin
//   isnad_train_names tendencies --model first.bin --corpus news.txt --out words.bin
//   isnad_train_names train --words words.bin --columns newswire=train.txt --columns other=train2.txt --articles GOLD,TEXTS
//       --except held_out_ids.txt --boldness 0.2 --out names.bin
//
// The first tagger reads plain news to see which words tend to be names; the second one knows that. All together takes some
// three minutes. The model in data/models was made with ANERcorp's and the Wojood sample's training parts, in this order.
//
// Features come from the language data that this program was built with, as they do where the model will be used.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <fstream>
#include <iterator>

#include "clusters.h"
#include "corpus.h"
#include "crf.h"

namespace isnad::training {
namespace {

struct TrainOptions {
  std::string words, out, except, errors, target;
  std::vector<std::string> columns, articles, measure_columns, measure_articles;
  int folds = 0, show_every = 5;
  double articles_weight = 1;
  CrfOptions crf;
};

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool write_file(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) std::fprintf(stderr, "%s: cannot be written\n", path.c_str());
  return static_cast<bool>(out);
}

void print(const std::string& name, const Figures& f) {
  const char* types[] = {"person", "organization", "location", "all"};
  std::printf("  %-24s", name.c_str());
  for (std::size_t k = 0; k < 4; ++k)
    std::printf(" %s %.3f/%.3f/%.4f", types[k], f.rows[k].precision(), f.rows[k].recall(), f.rows[k].f1());
  std::printf("\n");
}

// "a<separator>b" in two.
std::pair<std::string, std::string> halves(const std::string& text, char separator) {
  const std::size_t at = text.find(separator);
  return at == std::string::npos ? std::pair{text, text} : std::pair{text.substr(0, at), text.substr(at + 1)};
}

template <class T>
bool take(Result<T>&& result, T& out) {
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().text().c_str());
    return false;
  }
  out = std::move(*result);
  return true;
}

int train_command(const TrainOptions& o) {
  const model::Lexicon& lexicon = model::Lexicon::builtin();
  std::set<std::string> except;
  if (!o.except.empty()) {
    std::ifstream in(o.except);
    for (std::string id; std::getline(in, id);) except.insert(id);
  }
  const std::string word_bytes = o.words.empty() ? word_model({}) : read_file(o.words);
  const auto words = language::NameModel::open(word_bytes);
  if (!words) {
    std::fprintf(stderr, "%s: is no model\n", o.words.c_str());
    return 1;
  }

  struct Set {
    std::string name;
    std::vector<LabelledText> texts;
  };
  std::vector<Set> sets, measured, measured_articles;
  for (const std::string& c : o.columns) {
    const auto [name, path] = halves(c, '=');
    sets.push_back({name, {}});
    if (!take(read_columns(path, lexicon), sets.back().texts)) return 1;
  }
  std::vector<LabelledText> articles;
  for (const std::string& a : o.articles) {
    const auto [gold, texts] = halves(a, ',');
    std::vector<LabelledText> more;
    if (!take(read_articles(gold, texts, except, lexicon), more)) return 1;
    for (LabelledText& t : more) articles.push_back(std::move(t));
  }
  for (const std::string& c : o.measure_columns) {
    const auto [name, path] = halves(c, '=');
    measured.push_back({name, {}});
    if (!take(read_columns(path, lexicon), measured.back().texts)) return 1;
  }
  for (const std::string& a : o.measure_articles) {
    const auto [gold, texts] = halves(a, ',');
    measured_articles.push_back({gold, {}});
    if (!take(read_articles(gold, texts, {}, lexicon), measured_articles.back().texts)) return 1;
  }

  std::ofstream errors;
  if (!o.errors.empty()) errors.open(o.errors);
  const auto run = [&](const std::vector<LabelledText>& own) {
    std::vector<Domain> domains;
    for (const Set& s : sets) domains.push_back({s.name, &s.texts, 1});
    if (!own.empty()) domains.push_back({"articles", &own, o.articles_weight});
    CrfOptions crf = o.crf;
    crf.target = domains.size() - 1;
    for (std::size_t d = 0; d < domains.size(); ++d)
      if (domains[d].name == o.target) crf.target = d;
    return train(domains, lexicon, *words, crf, [&](int epoch, double loss, const std::string& bytes) {
      if (epoch % o.show_every != 0 && epoch != crf.epochs) return;
      const language::NameModel model = open_model(bytes);
      std::printf("epoch %d: loss %.3f a sentence, %zu KB\n", epoch, loss, bytes.size() / 1024);
      std::ostream* list = errors.is_open() && epoch == crf.epochs ? &errors : nullptr;
      for (const Set& s : measured) print(s.name, measure_spans(s.texts, lexicon, model, list));
      for (const Set& s : measured_articles) print(s.name, measure_mentions(s.texts, lexicon, model));
      std::fflush(stdout);
    });
  };

  if (o.folds > 1) {
    Figures all;
    for (int fold = 0; fold < o.folds; ++fold) {
      std::vector<LabelledText> own, held_out;
      // A fold's texts are moved out and back: texts are not copied.
      for (std::size_t i = 0; i < articles.size(); ++i)
        (static_cast<int>(i % static_cast<std::size_t>(o.folds)) == fold ? held_out : own).push_back(std::move(articles[i]));
      const std::string bytes = run(own);
      const Figures f = measure_mentions(held_out, lexicon, open_model(bytes), errors.is_open() ? &errors : nullptr);
      for (std::size_t k = 0; k < 3; ++k) all.add(static_cast<language::NameType>(k), f.rows[k].right, f.rows[k].found, f.rows[k].wanted);
      std::size_t a = 0, b = 0;
      for (std::size_t i = 0; i < articles.size(); ++i)
        articles[i] = std::move(static_cast<int>(i % static_cast<std::size_t>(o.folds)) == fold ? held_out[a++] : own[b++]);
    }
    print("articles, in folds", all);
    return 0;
  }
  const std::string bytes = run(articles);
  if (!articles.empty()) print("articles trained on", measure_mentions(articles, lexicon, open_model(bytes)));
  return o.out.empty() || write_file(o.out, bytes) ? 0 : 1;
}

}  // namespace
}  // namespace isnad::training

int main(int argc, char** argv) {
  using namespace isnad;
  using namespace isnad::training;
  int status = 0;
  CLI::App app("Trains the name tagger.", "isnad_train_names");
  app.require_subcommand(1);

  std::string corpus, out;
  WordOptions cluster_options;
  CLI::App* clusters = app.add_subcommand("clusters", "Learns clusters of words from plain text, a document a line");
  clusters->add_option("--corpus", corpus, "The text, - for standard input")->required();
  clusters->add_option("--out", out, "Where the clusters go")->required();
  clusters->add_option("--words", cluster_options.words);
  clusters->add_option("--fine", cluster_options.fine);
  clusters->add_option("--coarse", cluster_options.coarse);
  clusters->add_option("--dimensions", cluster_options.dimensions);
  clusters->callback([&] {
    WordTable table;
    if (!take(learn_clusters(corpus, model::Lexicon::builtin(), cluster_options), table) || !write_file(out, word_model(table))) status = 1;
  });

  std::string model_path;
  CLI::App* tendencies = app.add_subcommand("tendencies", "Learns from plain text and a first model which words tend to be names");
  tendencies->add_option("--corpus", corpus, "The text, - for standard input")->required();
  tendencies->add_option("--model", model_path, "The first model")->required();
  tendencies->add_option("--out", out, "Where what is known of words goes: the model's clusters and the tendencies")->required();
  tendencies->add_option("--most", cluster_options.tendencies);
  tendencies->callback([&] {
    const std::string bytes = read_file(model_path);
    const auto first = language::NameModel::open(bytes);
    WordTable table;
    if (!first) {
      std::fprintf(stderr, "%s: is no model\n", model_path.c_str());
      status = 1;
    } else if (!take(learn_tendencies(corpus, model::Lexicon::builtin(), *first, cluster_options), table) ||
               !write_file(out, word_model(table))) {
      status = 1;
    }
  });

  TrainOptions o;
  CLI::App* train = app.add_subcommand("train", "Trains on corpora with marked names");
  train->add_option("--words", o.words, "A file of clusters or tendencies, or a model to take them from");
  train->add_option("--columns", o.columns, "NAME=PATH of a corpus in columns");
  train->add_option("--articles", o.articles, "GOLD,TEXTS: two folders of annotated articles; the model speaks their convention");
  train->add_option("--except", o.except, "File of article ids that must not be trained on");
  train->add_option("--measure-columns", o.measure_columns, "NAME=PATH of a corpus to measure on");
  train->add_option("--measure-articles", o.measure_articles, "GOLD,TEXTS to measure on");
  train->add_option("--target", o.target, "The corpus whose convention the model speaks; else the articles', else the last corpus's");
  train->add_option("--folds", o.folds, "Trains once per fold of the articles, measuring on the others; writes nothing");
  train->add_option("--articles-weight", o.articles_weight, "How much a sentence of the articles counts");
  train->add_option("--show-every", o.show_every, "Epochs between figures");
  train->add_option("--epochs", o.crf.epochs);
  train->add_option("--rate", o.crf.rate);
  train->add_option("--l1", o.crf.l1);
  train->add_option("--l2", o.crf.l2);
  train->add_option("--own-l1", o.crf.own_l1);
  train->add_option("--own-l2", o.crf.own_l2);
  train->add_option("--dropout", o.crf.dropout);
  train->add_option("--unknown", o.crf.unknown);
  train->add_option("--unknown-weight", o.crf.unknown_weight);
  train->add_option("--boldness", o.crf.boldness);
  train->add_option("--pass-folds", o.crf.folds);
  train->add_option("--least", o.crf.least);
  train->add_option("--errors", o.errors, "Where names missed or invented are listed");
  train->add_option("--out", o.out, "Where the model goes");
  train->callback([&] { status = train_command(o); });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return status;
}
