// Only when a document was published: what read() does for `published` and `times`, without the rest.
#include <memory>
#include <mutex>
#include <unordered_map>

#include "extract/time/times.h"
#include "isnad/isnad.h"
#include "language/analysis.h"
#include "text/clean.h"

namespace isnad {
namespace {

// Built once for a lexicon, at the first use.
const extract::TimeGrammar& grammar_of(const model::Lexicon& lexicon) {
  static std::mutex mutex;
  static std::unordered_map<const model::Lexicon*, std::unique_ptr<extract::TimeGrammar>> all;
  const std::lock_guard lock(mutex);
  auto& entry = all[&lexicon];
  if (entry == nullptr) entry = std::make_unique<extract::TimeGrammar>(lexicon);
  return *entry;
}

}  // namespace

Record date(const Document& document, const Model& model) {
  const model::Lexicon& lexicon = model.lexicon();
  const language::Analysis analysis = language::analyse(text::clean(document, lexicon), lexicon);
  extract::Times times = extract::find_times(analysis, document, grammar_of(lexicon));

  Record record;
  record.path = document.path;
  record.source_id = document.id;
  record.url = document.url;
  record.outlet = document.outlet;
  record.title = std::string(analysis.text.words({0, analysis.text.title_end}));
  record.published = std::move(times.published);
  for (extract::TimeMention& m : times.mentions)
    if (!m.repeated) record.times.push_back(std::move(m.timex));
  record.text = analysis.text.utf8;
  return record;
}

}  // namespace isnad
