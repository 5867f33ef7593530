#include "store/postgres/words.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <sstream>

namespace isnad::store::postgres {
namespace {

// An entry of the index has to fit a third of a page. Longer terms are found by looking through all texts.
constexpr std::size_t kLongestIndexed = 1000;

std::vector<std::string> split(const std::string& words) {
  std::istringstream in(words);
  return {std::istream_iterator<std::string>(in), std::istream_iterator<std::string>()};
}

std::string spaced(const std::vector<std::string>& terms) {
  std::string out;
  for (const std::string& t : terms) ((out += ' ') += t) += ' ';
  return out;
}

// Terms next to each other in a column.
struct Phrase {
  const char* column;
  const char* prefix;
  const std::vector<std::string> terms;
};

// Writes SQL for phrases and collects the values that it names.
class Sql {
 public:
  Values values;

  // That a document has the phrase.
  std::string has(const Phrase& p) {
    std::vector<std::string> indexed;
    for (const std::string& t : p.terms)
      if (t.size() <= kLongestIndexed) indexed.push_back(p.prefix + t);
    std::string out;
    if (!indexed.empty()) out = "terms @> " + name(values.texts(indexed));
    if (p.terms.size() > 1 || indexed.empty())
      (out += out.empty() ? "" : " AND ") += "strpos(" + std::string(p.column) + ", " + name(values.text(spaced(p.terms))) + ") > 0";
    return "(" + out + ")";
  }

  // How often. The spaces of a phrase are its own, so that it may follow itself.
  std::string count(const Phrase& p) {
    const std::string words = name(values.text(spaced(p.terms))), column = p.column;
    return "(octet_length(" + column + ") - octet_length(replace(" + column + ", " + words + ", ''))) / octet_length(" + words + ")";
  }

 private:
  static std::string name(const Values& v) { return "$" + std::to_string(v.size()); }
};

}  // namespace

WordsRow words_row(const Words& words) {
  WordsRow out;
  std::size_t length = 0;
  const auto take = [&](const std::string& from, std::string& to, const char* prefix) {
    const std::vector<std::string> terms = split(from);
    to = spaced(terms);
    length += terms.size();
    for (const std::string& t : terms)
      if (t.size() <= kLongestIndexed) out.terms.push_back(prefix + t);
  };
  take(words.text, out.text, "");
  take(words.speakers, out.speakers, "speaker:");
  take(words.parties, out.parties, "party:");
  out.length = static_cast<std::int32_t>(length);
  std::sort(out.terms.begin(), out.terms.end());
  out.terms.erase(std::unique(out.terms.begin(), out.terms.end()), out.terms.end());
  return out;
}

Result<std::vector<std::uint32_t>> search_words(Connection& connection, const TextQuery& query, std::size_t limit) {
  std::vector<std::vector<Phrase>> wanted;  // of every entry one
  for (const auto& alternatives : query.text) {
    std::vector<Phrase> some;
    for (const auto& terms : alternatives) some.push_back({"text", "", terms});
    if (!some.empty()) wanted.push_back(std::move(some));
  }
  for (const std::string& name : query.speakers) wanted.push_back({{"speakers", "speaker:", {name}}});
  for (const std::string& name : query.parties) wanted.push_back({{"parties", "party:", {name}}});
  if (wanted.empty()) return std::vector<std::uint32_t>();

  // How rare is each phrase?
  Sql rarity;
  std::string counts = "SELECT documents, terms";
  std::size_t phrases = 0;
  for (const auto& alternatives : wanted)
    for (const Phrase& p : alternatives) {
      counts += ", (SELECT count(*) FROM isnad.words WHERE " + rarity.has(p) + ")";
      ++phrases;
    }
  const auto counted = connection.ask_once(counts + " FROM isnad.store", rarity.values);
  if (!counted) return tl::unexpected(counted.error());
  const auto documents = static_cast<double>(counted->integer(0, 0)), terms = static_cast<double>(counted->integer(0, 1));
  std::vector<double> weights;
  for (std::size_t i = 0; i < phrases; ++i) {
    const auto with = static_cast<double>(counted->integer(0, static_cast<int>(i) + 2));
    const double weight = std::log((documents - with + 0.5) / (with + 0.5));
    weights.push_back(weight <= 0 ? 1e-6 : weight);
  }

  Sql hits;
  std::string select = "SELECT number, length", where;
  for (const auto& alternatives : wanted) {
    std::string one;
    for (const Phrase& p : alternatives) {
      select += ", " + hits.count(p);
      (one += one.empty() ? "" : " OR ") += hits.has(p);
    }
    (where += where.empty() ? " WHERE " : " AND ") += "(" + one + ")";
  }
  const auto found = connection.ask_once(select + " FROM isnad.words" + where, hits.values);
  if (!found) return tl::unexpected(found.error());

  // bm25 as FTS5 has it, step by step, so that documents of nearly the same worth come in the same order.
  constexpr double k1 = 1.2, b = 0.75;
  const double usual = terms / documents;
  std::vector<std::pair<double, std::uint32_t>> ranked;
  for (int row = 0; row < found->rows(); ++row) {
    const auto length = static_cast<double>(found->integer(row, 1));
    double score = 0;
    for (std::size_t i = 0; i < phrases; ++i) {
      const auto times = static_cast<double>(found->integer(row, static_cast<int>(i) + 2));
      score += weights[i] * ((times * (k1 + 1.0)) / (times + k1 * (1 - b + b * length / usual)));
    }
    ranked.emplace_back(-score, static_cast<std::uint32_t>(found->integer(row, 0)));
  }
  const auto end = ranked.begin() + static_cast<std::ptrdiff_t>(std::min(limit, ranked.size()));
  std::partial_sort(ranked.begin(), end, ranked.end());
  std::vector<std::uint32_t> out;
  for (auto it = ranked.begin(); it != end; ++it) out.push_back(it->second);
  return out;
}

}  // namespace isnad::store::postgres
