// The blob that the build embedded, opened once.
#include <cstdio>
#include <cstdlib>

#include "isnad/model.h"
#include "model/lexicon.h"

extern "C" const char isnad_blob_begin[];
extern "C" const char isnad_blob_end[];

namespace isnad {

const model::Lexicon& model::Lexicon::builtin() {
  static const Lexicon lexicon = [] {
    auto opened = open({isnad_blob_begin, static_cast<std::size_t>(isnad_blob_end - isnad_blob_begin)});
    if (!opened) {  // only a broken build can bring us here
      std::fputs((opened.error().text() + "\n").c_str(), stderr);
      std::abort();
    }
    return std::move(*opened);
  }();
  return lexicon;
}

const Model& Model::builtin() {
  static const Model model(model::Lexicon::builtin());
  return model;
}

}  // namespace isnad
