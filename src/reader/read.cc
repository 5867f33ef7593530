// The one pure function: a document in, its record out. Each step says what it needs by its arguments.
#include <xxhash.h>

#include <cstdio>
#include <mutex>
#include <unordered_map>

#include "extract/conditions.h"
#include "extract/contacts/contacts.h"
#include "extract/names/entities.h"
#include "extract/relations.h"
#include "extract/statements/statements.h"
#include "extract/time/times.h"
#include "isnad/isnad.h"
#include "language/analysis.h"
#include "reader/outlet.h"
#include "text/clean.h"

namespace isnad {
namespace {

// What the extractors build from the lexicon, once.
struct Grammars {
  extract::TimeGrammar time;
  extract::Frames frames;
  extract::ContactFrames contacts;
  extract::ConditionFrames conditions;

  explicit Grammars(const model::Lexicon& lexicon) : time(lexicon), frames(lexicon), contacts(lexicon), conditions(lexicon) {}

  static const Grammars& of(const model::Lexicon& lexicon) {
    static std::mutex mutex;
    static std::unordered_map<const model::Lexicon*, std::unique_ptr<Grammars>> all;
    const std::lock_guard lock(mutex);
    auto& entry = all[&lexicon];
    if (entry == nullptr) entry = std::make_unique<Grammars>(lexicon);
    return *entry;
  }
};

// Hash of what the article says, not of where it lay: the same text twice has the same id.
std::string content_id(const std::string& text, const Document& document) {
  XXH3_state_t* state = XXH3_createState();
  XXH3_128bits_reset(state);
  XXH3_128bits_update(state, text.data(), text.size());
  const std::string published = document.published ? document.published->to_string() : "";
  XXH3_128bits_update(state, "\0", 1);
  XXH3_128bits_update(state, published.data(), published.size());
  const XXH128_hash_t hash = XXH3_128bits_digest(state);
  XXH3_freeState(state);
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%016llx%016llx", static_cast<unsigned long long>(hash.high64),
                static_cast<unsigned long long>(hash.low64));
  return buffer;
}

}  // namespace

Record read(const Document& document, const Model& model) {
  const model::Lexicon& lexicon = model.lexicon();
  const Grammars& grammars = Grammars::of(lexicon);

  const language::Analysis analysis = language::analyse(text::clean(document, lexicon), lexicon);
  extract::Times times = extract::find_times(analysis, document, grammars.time);
  extract::Entities entities = extract::find_entities(analysis, document, lexicon);
  const std::string outlet = reader::outlet_of(document, analysis, entities, lexicon);
  const std::uint32_t own = reader::outlet_entity(outlet, entities);
  const std::vector<extract::FoundStatement> statements =
      extract::find_statements(analysis, entities, times, grammars.frames, lexicon, own);
  std::vector<Contact> contacts = extract::find_contacts(analysis, entities, times, statements, grammars.contacts, lexicon);
  std::vector<Condition> conditions = extract::find_conditions(analysis, entities, statements, grammars.conditions, lexicon);
  std::vector<Relation> relations = extract::find_relations(analysis, entities, statements, grammars.frames, lexicon);

  Record record;
  record.id = content_id(analysis.text.utf8, document);
  record.path = document.path;
  record.source_id = document.id;
  record.url = document.url;
  record.outlet = outlet;
  record.title = std::string(analysis.text.words({0, analysis.text.title_end}));
  record.published = std::move(times.published);
  for (extract::TimeMention& m : times.mentions)
    if (!m.repeated) record.times.push_back(std::move(m.timex));
  record.entities = std::move(entities.entities);
  for (const extract::FoundStatement& s : statements) record.statements.push_back(s.statement);
  record.contacts = std::move(contacts);
  // What another said before and this one affirms is confirmed.
  for (const Relation& r : relations)
    if (r.type == RelationType::confirms && record.statements[r.from].act == Act::say) record.statements[r.from].act = Act::confirm;
  record.conditions = std::move(conditions);
  record.relations = std::move(relations);
  record.text = analysis.text.utf8;
  return record;
}

}  // namespace isnad
