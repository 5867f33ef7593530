// The tasks of isnad_eval, one file each. A task adds its options to the command line and its work as a callback; it prints a
// table, and with --json one object of figures on the last line.
#pragma once

namespace CLI {
class App;
}

namespace isnad::eval {

/// `isnad_eval throughput`: how fast documents become records, and in how much memory.
void add_throughput(CLI::App& app, int& status);

/// `isnad_eval names`: how well names are found, by the program's tagger or by one trained on a given corpus only.
void add_names(CLI::App& app, int& status);

/// `isnad_eval dating`: how well articles are dated from their text, on articles whose date is known.
void add_dating(CLI::App& app, int& status);
/// `isnad_eval segmentation`: how well words are taken apart.
void add_segmentation(CLI::App& app, int& status);

/// `isnad_eval lemma`: how well words are brought to their dictionary form.
void add_lemma(CLI::App& app, int& status);

/// `isnad_eval duplicates`: how well reprints are found.
void add_duplicates(CLI::App& app, int& status);

/// `isnad_eval stories`: how well reports are grouped into stories.
void add_stories(CLI::App& app, int& status);

/// `isnad_eval links`: links articles, for score programs.
void add_links(CLI::App& app, int& status);

/// `isnad_eval stance`: how well agreement and contradiction of claims are told.
void add_stance(CLI::App& app, int& status);

/// `isnad_eval pages`: how well the articles of web pages are found.
void add_pages(CLI::App& app, int& status);

}  // namespace isnad::eval
