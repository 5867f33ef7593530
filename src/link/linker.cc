#include "link/linker.h"

#include <xxhash.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <tuple>

#include "link/candidates.h"
#include "link/groups.h"
#include "text/clean.h"

namespace isnad::link {
namespace {

// Reports less alike than this do not speak of one claim or contact.
constexpr double kNearStory = 0.25;
// Days from the first report of a story to the last.
constexpr long kLongestStory = 4;

std::string group_id(char kind, const std::string& least) {
  char buffer[24];
  std::snprintf(buffer, sizeof buffer, "%c%012llx", kind, static_cast<unsigned long long>(XXH3_64bits(least.data(), least.size()) >> 16));
  return buffer;
}

// Items of all reports in one row: those of report r begin at begin[r].
struct Row {
  std::vector<std::size_t> begin{0};
  std::vector<Mention> mention;
  void add(std::uint32_t report, std::size_t count) {
    for (std::uint32_t i = 0; i < count; ++i) mention.push_back({report, i});
    begin.push_back(mention.size());
  }
  std::size_t at(std::uint32_t report, std::uint32_t item) const { return begin[report] + item; }
};

// Of two reports, an item of the one is joined with its best match in the other, if it is that one's best match too: a report
// tells a thing once, and its other statements on the matter are alike, but not the same.
template <class Score, class Join>
void join_best(std::size_t count_a, std::size_t count_b, Score score, Join join) {
  std::vector<std::pair<double, std::size_t>> best_a(count_a, {0, 0}), best_b(count_b, {0, 0});
  for (std::size_t x = 0; x < count_a; ++x)
    for (std::size_t y = 0; y < count_b; ++y) {
      const double s = score(x, y);
      if (s > best_a[x].first) best_a[x] = {s, y};
      if (s > best_b[y].first) best_b[y] = {s, x};
    }
  for (std::size_t x = 0; x < count_a; ++x)
    if (best_a[x].first > 0 && best_b[best_a[x].second] == std::pair(best_a[x].first, x))
      join(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(best_a[x].second));
}

// What the denials and confirmations of the one report say of the other's claims: each of the one that it fits best.
void answers(const ReportItems& from, std::uint32_t a, const ReportItems& to, std::uint32_t b, std::vector<Edge>& out) {
  for (std::uint32_t x = 0; x < from.claims.size(); ++x) {
    const ClaimItem& speaker = from.claims[x];
    if (speaker.act != Act::deny && speaker.act != Act::confirm) continue;
    double best = 0;
    std::uint32_t target = 0;
    for (std::uint32_t y = 0; y < to.claims.size(); ++y)
      if (const double s = speaks_of(speaker, to.claims[y]); s > best) best = s, target = y;
    if (best > 0) out.push_back({speaker.act == Act::deny ? Edge::Kind::denies : Edge::Kind::confirms, {a, x}, {b, target}, 0});
  }
}

// Of two speakers who say the same, whether the first confirms what the second said: who says that he confirms it, an office a
// medium or an unnamed source, else who said it later.
bool answers_first(const ReportItems& report_a, const ClaimItem& a, const ReportItems& report_b, const ClaimItem& b) {
  if ((a.act == Act::confirm) != (b.act == Act::confirm)) return a.act == Act::confirm;
  if (a.tentative != b.tentative) return b.tentative;
  const auto reports = [](const ClaimItem& c) { return c.speaker.kind == PartyKind::media || c.speaker.kind == PartyKind::anonymous; };
  if (reports(a) != reports(b)) return reports(b);
  const DocumentItem &x = report_a.document, &y = report_b.document;
  const long from_x = x.published ? x.published->from : 0, from_y = y.published ? y.published->from : 0;
  return from_x != from_y ? from_x > from_y : x.id > y.id;
}

class Assembly {
 public:
  explicit Assembly(const std::vector<ReportItems>& reports) : reports_(reports), texts_(reports.size()), stories_(reports.size()) {
    for (std::uint32_t r = 0; r < reports.size(); ++r) {
      claims_.add(r, reports[r].claims.size());
      contacts_.add(r, reports[r].contacts.size());
    }
  }

  Links run(const std::vector<Edge>& edges) {
    Groups claim_groups(claims_.mention.size()), contact_groups(contacts_.mention.size());
    for (const Edge& e : edges) {
      switch (e.kind) {
        case Edge::Kind::copy: texts_.join(e.a.report, e.b.report); break;
        case Edge::Kind::claim: claim_groups.join(claims_.at(e.a.report, e.a.item), claims_.at(e.b.report, e.b.item)); break;
        case Edge::Kind::contact: contact_groups.join(contacts_.at(e.a.report, e.a.item), contacts_.at(e.b.report, e.b.item)); break;
        case Edge::Kind::story:
        case Edge::Kind::denies:
        case Edge::Kind::confirms: break;
      }
    }
    for (std::uint32_t r = 0; r < reports_.size(); ++r)
      for (const InnerLink& l : reports_[r].relations)
        if (l.type == RelationType::repeats) claim_groups.join(claims_.at(r, l.from), claims_.at(r, l.to));
    group_stories(edges);
    name_voices();
    Links out;
    report_groups(texts_, 2, out.copies);
    report_groups(stories_, 1, out.stories);
    make_claims(claim_groups, out);
    make_contacts(contact_groups, out);
    connect(edges, out);
    return out;
  }

 private:
  const std::vector<ReportItems>& reports_;
  Groups texts_, stories_;
  Row claims_, contacts_;
  std::vector<std::uint32_t> claim_of_, contact_of_;  // group of an item
  std::vector<std::string> voices_;                   // by group of copies

  static void report_groups(Groups& groups, std::size_t least, std::vector<std::vector<std::uint32_t>>& out) {
    std::map<std::size_t, std::vector<std::uint32_t>> by_group;
    for (std::uint32_t r = 0; r < groups.size(); ++r) by_group[groups.of(r)].push_back(r);
    for (auto& [group, members] : by_group)
      if (members.size() >= least) out.push_back(std::move(members));
  }

  // The name of an item that does not change with the order of reports.
  std::string name(const Mention& m, char kind) const { return reports_[m.report].document.id + '/' + kind + std::to_string(m.item + 1); }

  bool earlier(const Mention& a, const Mention& b) const {
    const DocumentItem &x = reports_[a.report].document, &y = reports_[b.report].document;
    const long from_x = x.published ? x.published->from : 0, from_y = y.published ? y.published->from : 0;
    if (from_x != from_y) return from_x < from_y;
    if (x.id != y.id) return x.id < y.id;
    return a.item < b.item;
  }

  // Earliest first: whoever reported it first tells how it is called.
  void sort_mentions(std::vector<Mention>& mentions) const {
    std::sort(mentions.begin(), mentions.end(), [&](const Mention& a, const Mention& b) { return earlier(a, b); });
  }

  template <class Linked>
  std::vector<std::uint32_t> gather(Groups& groups, const Row& row, char kind, std::vector<Linked>& out) const {
    std::map<std::size_t, std::vector<Mention>> by_group;
    for (std::size_t i = 0; i < row.mention.size(); ++i) by_group[groups.of(i)].push_back(row.mention[i]);
    for (auto& [group, mentions] : by_group) {
      Linked l;
      std::string least = name(mentions.front(), kind);
      for (const Mention& m : mentions) least = std::min(least, name(m, kind));
      l.id = group_id(kind, least);
      sort_mentions(mentions);
      l.mentions = std::move(mentions);
      out.push_back(std::move(l));
    }
    std::sort(out.begin(), out.end(), [&](const Linked& a, const Linked& b) { return a.id < b.id; });
    std::vector<std::uint32_t> of(row.mention.size());
    for (std::uint32_t g = 0; g < out.size(); ++g)
      for (const Mention& m : out[g].mentions) of[row.at(m.report, m.item)] = g;
    return of;
  }

  std::string outlet(std::uint32_t report) {
    const std::string& name = reports_[report].document.outlet;
    return name.empty() ? "report " + reports_[report].document.id : "outlet " + name;
  }

  // The surest pairs first, as long as the story does not grow longer than an event and its echo: what goes on for weeks would
  // else become one story, each of its days like the next. Pairs that are equally sure go by the reports' ids, not their order.
  void group_stories(const std::vector<Edge>& edges) {
    std::vector<const Edge*> pairs;
    for (const Edge& e : edges)
      if (e.kind == Edge::Kind::story) pairs.push_back(&e);
    const auto ids = [&](const Edge* e) {
      const std::string &x = reports_[e->a.report].document.id, &y = reports_[e->b.report].document.id;
      return x < y ? std::tie(x, y) : std::tie(y, x);
    };
    std::sort(pairs.begin(), pairs.end(),
              [&](const Edge* x, const Edge* y) { return x->score != y->score ? x->score > y->score : ids(x) < ids(y); });
    std::vector<Days> span(reports_.size());
    for (std::size_t r = 0; r < reports_.size(); ++r) span[r] = reports_[r].document.published.value_or(Days{});
    for (const Edge* e : pairs) {
      const std::size_t a = stories_.of(e->a.report), b = stories_.of(e->b.report);
      const Days both{std::min(span[a].from, span[b].from), std::max(span[a].to, span[b].to)};
      if (a == b || both.to - both.from > kLongestStory) continue;
      stories_.join(a, b);
      span[stories_.of(a)] = both;
    }
  }

  // Copies of one text are one voice: that of the copy whose outlet's name comes first.
  void name_voices() {
    voices_.resize(reports_.size());
    for (std::uint32_t r = 0; r < reports_.size(); ++r) {
      std::string& least = voices_[texts_.of(r)];
      if (std::string o = outlet(r); least.empty() || o < least) least = std::move(o);
    }
  }
  const std::string& voice(std::uint32_t report) { return voices_[texts_.of(report)]; }

  // Where unnamed words come from: the outlet that heard them, which is the last named link before them, or the report's own.
  std::string unnamed_root(const std::vector<Identity>& links, std::uint32_t report) {
    for (auto it = links.rbegin(); it != links.rend(); ++it)
      if (it->kind != PartyKind::anonymous) return "unnamed, " + identity_key(*it);
    return "unnamed, " + voice(report);
  }

  void make_claims(Groups& groups, Links& out) {
    claim_of_ = gather(groups, claims_, 's', out.claims);
    for (LinkedClaim& c : out.claims) {
      std::set<std::string> roots;
      for (const Mention& m : c.mentions) {
        const ClaimItem& item = reports_[m.report].claims[m.item];
        if (item.speaker.name.size() > c.speaker.size() || c.speaker.empty()) c.speaker = item.speaker.name;
        // A named speaker is one root under all the names that he goes by here.
        roots.insert(item.speaker.kind == PartyKind::anonymous ? unnamed_root(item.chain, m.report) : "named");
      }
      c.sources = static_cast<std::uint32_t>(roots.size());
    }
  }

  void make_contacts(Groups& groups, Links& out) {
    contact_of_ = gather(groups, contacts_, 'c', out.contacts);
    for (LinkedContact& c : out.contacts) {
      std::vector<Identity> named;
      std::set<std::string> roots;
      std::set<ContactStatus> seen;
      for (const Mention& m : c.mentions) {
        const ContactItem& item = reports_[m.report].contacts[m.item];
        if (m == c.mentions.front()) c.kind = item.kind;
        seen.insert(item.status);
        if (item.according_to.empty()) {
          roots.insert(voice(m.report));
        } else if (const Identity& root = item.according_to.back(); root.kind == PartyKind::anonymous) {
          roots.insert(unnamed_root({item.according_to.begin(), item.according_to.end() - 1}, m.report));
        } else if (std::none_of(named.begin(), named.end(), [&](const Identity& n) { return match(n, root) >= Match::likely; })) {
          named.push_back(root);
        }
      }
      c.sources = static_cast<std::uint32_t>(roots.size() + named.size());
      const auto has = [&](ContactStatus s) { return seen.count(s) != 0; };
      if (has(ContactStatus::denied)) c.status = seen.size() > 1 ? LinkedStatus::disputed : LinkedStatus::denied;
      else if (has(ContactStatus::cancelled)) c.status = LinkedStatus::cancelled;
      else if (has(ContactStatus::held)) c.status = LinkedStatus::held;
      else if (has(ContactStatus::planned)) c.status = LinkedStatus::planned;
      else c.status = LinkedStatus::proposed;
    }
  }

  // Two claims do not confirm each other: that which was told first is confirmed.
  void one_way(Links& out) const {
    for (std::uint32_t i = 0; i < out.claims.size(); ++i)
      std::erase_if(out.claims[i].confirmed_by, [&](std::uint32_t j) {
        const auto& other = out.claims[j].confirmed_by;
        return std::find(other.begin(), other.end(), i) != other.end() &&
               earlier(out.claims[j].mentions.front(), out.claims[i].mentions.front());
      });
  }

  // What sides of a contact say of it after it was told first, and who denies it.
  void answer_contacts(Links& out) const {
    for (LinkedContact& c : out.contacts) {
      if (c.mentions.size() < 2) continue;
      const auto item = [&](const Mention& m) -> const ContactItem& { return reports_[m.report].contacts[m.item]; };
      const auto teller = [&](const Mention& m) -> const ClaimItem* {
        return item(m).statement ? &reports_[m.report].claims[*item(m).statement] : nullptr;
      };
      const ClaimItem* first = teller(c.mentions.front());
      for (std::size_t i = 0; i < c.mentions.size(); ++i) {
        const Mention& m = c.mentions[i];
        const ClaimItem* said = teller(m);
        if (said == nullptr || said->speaker.kind == PartyKind::media) continue;
        // Anybody may deny what others report; it is confirmed only by a side of it, after somebody else.
        if (item(m).status != ContactStatus::denied) {
          if (i == 0 || said->tentative || (first != nullptr && match(first->speaker, said->speaker) >= Match::likely)) continue;
          const auto& parties = item(m).parties;
          if (std::none_of(parties.begin(), parties.end(), [&](const Identity& p) { return match(p, said->speaker) >= Match::state; }))
            continue;
        }
        const std::uint32_t claim = claim_of_[claims_.at(m.report, *item(m).statement)];
        (item(m).status == ContactStatus::denied ? c.denied_by : c.confirmed_by).push_back(claim);
      }
    }
  }

  // Denials and confirmations: those that a report shows, and those of what other reports say.
  void connect(const std::vector<Edge>& edges, Links& out) {
    const auto answer = [&](bool denies, std::uint32_t from, std::uint32_t to) {
      if (from != to) (denies ? out.claims[to].denied_by : out.claims[to].confirmed_by).push_back(from);
    };
    for (std::uint32_t r = 0; r < reports_.size(); ++r)
      for (const InnerLink& l : reports_[r].relations)
        if (l.type != RelationType::repeats)
          answer(l.type == RelationType::denies, claim_of_[claims_.at(r, l.from)], claim_of_[claims_.at(r, l.to)]);
    for (const Edge& e : edges)
      if (e.kind == Edge::Kind::denies || e.kind == Edge::Kind::confirms)
        answer(e.kind == Edge::Kind::denies, claim_of_[claims_.at(e.a.report, e.a.item)], claim_of_[claims_.at(e.b.report, e.b.item)]);
    answer_contacts(out);
    one_way(out);
    const auto settle = [](std::vector<std::uint32_t>& list) {
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
    };
    for (LinkedContact& c : out.contacts) settle(c.confirmed_by), settle(c.denied_by);
    for (LinkedClaim& c : out.claims) {
      settle(c.confirmed_by), settle(c.denied_by);
      const bool yes = !c.confirmed_by.empty(), no = !c.denied_by.empty();
      c.status = yes && no ? ClaimStatus::disputed : yes ? ClaimStatus::confirmed : no ? ClaimStatus::denied : ClaimStatus::claimed;
    }
  }
};

}  // namespace

ReportItems ItemMaker::of(const Record& record, std::string* words) const {
  Document document;
  document.text = record.text;  // cleaned: cleaning it again changes nothing, so its spans hold
  text::CleanText text = text::clean(document, lexicon_);
  // The title line is the text's first line.
  if (!record.title.empty() && text.utf8.compare(0, record.title.size(), record.title) == 0) {
    std::uint32_t end = 0;
    while (end < text.chars.size() && text.byte_of[end] < record.title.size()) ++end;
    text.title_end = end;
  }
  const language::Analysis analysis = language::analyse(std::move(text), lexicon_);
  ReportItems out;
  out.document = document_item(record, analysis, terms_);
  for (std::uint32_t i = 0; i < record.statements.size(); ++i)
    out.claims.push_back(claim_item(record, i, analysis, terms_, identities_, words_, lexicon_));
  for (std::uint32_t i = 0; i < record.contacts.size(); ++i) out.contacts.push_back(contact_item(record, i, analysis, terms_, identities_));
  for (const Relation& r : record.relations) out.relations.push_back({r.type, r.from, r.to});
  if (words != nullptr)
    for (std::size_t i = 0; i < analysis.words.size(); ++i)
      if (const std::string name = terms_.name(analysis.words[i], analysis.tokens()[i]); !name.empty()) (*words += name) += ' ';
  return out;
}

std::string story_id(const std::vector<ReportItems>& reports, const std::vector<std::uint32_t>& story) {
  std::string least;
  for (const std::uint32_t r : story)
    if (least.empty() || reports[r].document.id < least) least = reports[r].document.id;
  return group_id('t', least);
}

bool worth_comparing(const DocumentItem& a, const DocumentItem& b, bool text, bool story) {
  return (story && same_story(a, b) >= kNearStory) || (text && same_text(a, b));
}

std::vector<Edge> compare(const ReportItems& report_a, std::uint32_t a, const ReportItems& report_b, std::uint32_t b, bool text,
                          bool story) {
  std::vector<Edge> out;
  if (text && same_text(report_a.document, report_b.document)) out.push_back({Edge::Kind::copy, {a, 0}, {b, 0}, 0});
  if (!story) return out;
  const double alike = same_story(report_a.document, report_b.document);
  if (alike >= kSameStory) out.push_back({Edge::Kind::story, {a, 0}, {b, 0}, static_cast<std::uint32_t>(alike * 1000)});
  if (alike < kNearStory) return out;
  const auto &claims_a = report_a.claims, &claims_b = report_b.claims;
  const StoryWords words(claims_a, claims_b);
  std::vector<Terms> content_a, content_b;
  for (const ClaimItem& c : claims_a) content_a.push_back(words.weighed(c.content));
  for (const ClaimItem& c : claims_b) content_b.push_back(words.weighed(c.content));
  join_best(
      claims_a.size(), claims_b.size(),
      [&](std::size_t x, std::size_t y) { return same_claim(claims_a[x], content_a[x], claims_b[y], content_b[y]); },
      [&](std::uint32_t x, std::uint32_t y) { out.push_back({Edge::Kind::claim, {a, x}, {b, y}, 0}); });
  join_best(
      report_a.contacts.size(), report_b.contacts.size(),
      [&](std::size_t x, std::size_t y) { return same_contact(report_a.contacts[x], report_b.contacts[y]); },
      [&](std::uint32_t x, std::uint32_t y) { out.push_back({Edge::Kind::contact, {a, x}, {b, y}, 0}); });
  for (std::uint32_t x = 0; x < claims_a.size(); ++x)
    for (std::uint32_t y = 0; y < claims_b.size(); ++y)
      if (agree(claims_a[x], content_a[x], claims_b[y], content_b[y]) > 0) {
        const bool first = answers_first(report_a, claims_a[x], report_b, claims_b[y]);
        if (first) out.push_back({Edge::Kind::confirms, {a, x}, {b, y}, 0});
        else out.push_back({Edge::Kind::confirms, {b, y}, {a, x}, 0});
      }
  answers(report_a, a, report_b, b, out);
  answers(report_b, b, report_a, a, out);
  return out;
}

Links assemble(const std::vector<ReportItems>& reports, const std::vector<Edge>& edges) { return Assembly(reports).run(edges); }

Links link(const std::vector<ReportItems>& reports) {
  Candidates by_text(kSharedTextKeys), by_story(kSharedStoryKeys);
  std::vector<Edge> edges;
  for (std::uint32_t i = 0; i < reports.size(); ++i) {
    const std::vector<std::uint32_t> text = by_text.add(i, text_keys(reports[i].document)),
                                     story = by_story.add(i, story_keys(reports[i].document));
    std::vector<std::uint32_t> all;
    std::set_union(text.begin(), text.end(), story.begin(), story.end(), std::back_inserter(all));
    for (const std::uint32_t j : all) {
      const auto found = compare(reports[j], j, reports[i], i, std::binary_search(text.begin(), text.end(), j),
                                 std::binary_search(story.begin(), story.end(), j));
      edges.insert(edges.end(), found.begin(), found.end());
    }
  }
  return assemble(reports, edges);
}

}  // namespace isnad::link
