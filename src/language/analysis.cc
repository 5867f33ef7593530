#include "language/analysis.h"

#include <unordered_set>

#include "language/read_words.h"
#include "model/key.h"

namespace isnad::language {
namespace {

using model::Category;
using model::Pos;
using model::Sense;
using text::kNoToken;
using text::Token;
using text::TokenKind;

class Analyser {
 public:
  Analyser(Analysis& out, const model::Lexicon& lexicon, const model::WordModel* words, const Choose& choose)
      : out_(out), lexicon_(lexicon), words_(words), choose_(choose) {}

  void run() {
    out_.words.resize(out_.tokens().size());
    for (const text::Sentence& s : out_.sentences()) {
      Context context;
      context.sentence_start = true;
      context.headline = s.title;
      for (std::uint32_t i = s.first; i < s.last; ++i) {
        const Token& t = out_.tokens()[i];
        Word& w = out_.words[i];
        w.stem = w.name = t.key;
        if (t.kind != TokenKind::word) {
          w.pos = t.kind == TokenKind::number ? Pos::num : Pos::punct;
          context.before = nullptr;
          context.before_before = 0;
          if (t.mark == U':' || (t.kind == TokenKind::quote && t.opens)) context.quotation_start = true;
          continue;
        }
        if (words_ != nullptr) context.next = look(i + 1 < s.last ? &out_.tokens()[i + 1] : nullptr, lexicon_);
        analyse(i, w, context);
        context.before_before = context.before == nullptr ? 0 : group(context.before->sense);
        context.before = &w;
        context.sentence_start = context.quotation_start = false;
      }
    }
    settle_unknown();
  }

 private:
  Analysis& out_;
  const model::Lexicon& lexicon_;
  const model::WordModel* words_;
  const Choose& choose_;
  std::vector<Segmentation> segmentations_;  // reused
  std::vector<Candidate> candidates_;        // reused

  void analyse(std::uint32_t token, Word& w, const Context& context) {
    const Token& t = out_.tokens()[token];
    if (t.latin) {
      w.senses = lexicon_.find(t.key);
      w.pos = Pos::proper;
      if (!w.senses.empty()) w.sense = &w.senses[0];
      return;
    }
    candidates(t.key, std::u32string_view(out_.text.chars).substr(t.span.start, t.span.length()), lexicon_, words_, segmentations_,
               candidates_);
    const Candidate* best = candidates_.size() == 1 ? candidates_.data() : choose_(token, candidates_, context);
    if (best == nullptr) {
      guess(t, w);
      return;
    }
    take(*best, t.key, w);
  }

  // A word the lexicon does not know: cut only what is nearly certain.
  void guess(const Token& t, Word& w) {
    const std::string_view k = t.key;
    std::size_t cut = 0;
    const auto starts = [&](std::initializer_list<char> letters) {
      std::size_t i = cut;
      for (const char c : letters)
        if (i >= k.size() || k[i++] != c) return false;
      return k.size() - i >= 2;
    };
    const auto take = [&](std::uint8_t p, std::size_t n) {
      w.proclitics |= p;
      cut += n;
    };
    if (starts({model::kWaw, model::kAlef, model::kLam}) || starts({model::kWaw, model::kLam, model::kLam}) ||
        starts({model::kWaw, model::kBeh, model::kAlef, model::kLam}))
      take(kAnd, 1);
    else if (starts({model::kFeh, model::kAlef, model::kLam})) take(kThen, 1);
    if (starts({model::kBeh, model::kAlef, model::kLam})) take(kBy, 1);
    else if (starts({model::kKaf, model::kAlef, model::kLam}) && k.size() - cut >= 6) take(kLike, 1);
    w.name = k.substr(cut);
    if (starts({model::kLam, model::kLam})) take(kFor | kThe, 2);
    else if (starts({model::kAlef, model::kLam})) take(kThe, 2);
    w.stem = k.substr(cut);
    w.pos = Pos::unknown;
  }

  // Unknown words: a conjunction or preposition is cut where the rest stands alone elsewhere in the text; a conjunction also
  // where the rest is long enough to be a name and nothing was learnt of such words.
  void settle_unknown() {
    std::unordered_set<std::string_view> alone;
    for (std::size_t i = 0; i < out_.words.size(); ++i)
      if (out_.tokens()[i].kind == TokenKind::word && out_.words[i].sense == nullptr) alone.insert(out_.tokens()[i].key);
    for (std::size_t i = 0; i < out_.words.size(); ++i) {
      Word& w = out_.words[i];
      const Token& t = out_.tokens()[i];
      if (t.kind != TokenKind::word || t.latin || w.sense != nullptr || w.proclitics != 0) continue;
      std::string_view k = t.key;
      std::uint8_t pro = 0;
      if (k.size() >= 4 && k[0] == model::kWaw && ((words_ == nullptr && k.size() >= 5) || alone.contains(k.substr(1)))) {
        pro |= kAnd;
        k.remove_prefix(1);
      }
      if (k.size() >= 4 && alone.contains(k.substr(1))) {
        const std::uint8_t p = k[0] == model::kBeh   ? kBy
                               : k[0] == model::kLam ? kFor
                               : k[0] == model::kKaf ? kLike
                               : k[0] == model::kFeh ? kThen
                                                     : 0;
        if (p != 0) {
          pro |= p;
          k.remove_prefix(1);
        }
      }
      if (pro == 0) continue;
      w.proclitics = pro;
      w.stem = w.name = k;
    }
  }
};

}  // namespace

void take(const Candidate& reading, std::string_view key, Word& w) {
  const Segmentation& seg = *reading.segmentation;
  w.proclitics = seg.proclitics;
  if (seg.article_in_stem) w.proclitics |= kThe;
  w.enclitic = seg.enclitic;
  w.stem = seg.in_text(key);
  w.name = seg.name_in(key);
  w.senses = reading.senses;
  w.sense = reading.sense;
  w.features = reading.sense == nullptr ? 0 : reading.sense->features;
  w.pos = reading.sense == nullptr ? Pos::unknown : reading.sense->pos;
  // What the other lines of the same noun know of it holds too.
  if (reading.sense != nullptr && reading.sense->category != Category::verb)
    for (const Sense& s : reading.senses)
      if (s.pos == reading.sense->pos) w.features |= s.features & (model::kHuman | model::kTime | model::kSpeech | model::kUnnamed);
}

void read_words(Analysis& analysis, const model::Lexicon& lexicon, const model::WordModel* words, const Choose& choose) {
  Analyser(analysis, lexicon, words, choose).run();
}

Analysis analyse(text::CleanText text, const model::Lexicon& lexicon) {
  text::TokenizedText tokenized = text::tokenize(text);
  return analyse(std::move(text), std::move(tokenized), lexicon);
}

Analysis analyse(text::CleanText text, text::TokenizedText tokenized, const model::Lexicon& lexicon) {
  Analysis out;
  out.tokenized = std::move(tokenized);
  out.text = std::move(text);
  const auto words = model::WordModel::open(lexicon.model("words"));
  read_words(out, lexicon, words ? &*words : nullptr, [&](std::uint32_t, std::span<const Candidate> all, const Context& context) {
    const Candidate* best = nullptr;
    double highest = 0;
    for (const Candidate& c : all) {
      double score = 0;
      if (words) {
        features(c, context, true,
                 [&](std::uint64_t feature, double value) { score += value * static_cast<double>(words->weight(feature)); });
      } else {  // no model: what people know alone
        score = prior(c) - clitic_cost(*c.segmentation) + spelling_score(c.shown, c.sense->spelling) +
                context_score(context, *c.segmentation, *c.sense);
      }
      if (best == nullptr || score > highest) {
        best = &c;
        highest = score;
      }
    }
    return best;
  });
  return out;
}

}  // namespace isnad::language
