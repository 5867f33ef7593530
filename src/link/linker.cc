#include "link/linker.h"

#include <xxhash.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "link/candidates.h"
#include "link/groups.h"
#include "text/clean.h"

namespace isnad::link {
namespace {

// Reports less alike than this do not speak of one claim or contact.
constexpr double kNearStory = 0.12;

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

class Linking {
 public:
  explicit Linking(const std::vector<ReportItems>& reports) : reports_(reports), texts_(reports.size()), stories_(reports.size()) {
    for (std::uint32_t r = 0; r < reports.size(); ++r) {
      claims_.add(r, reports[r].claims.size());
      contacts_.add(r, reports[r].contacts.size());
    }
  }

  Links run() {
    Groups claim_groups(claims_.mention.size()), contact_groups(contacts_.mention.size());
    compare_reports(claim_groups, contact_groups);
    Links out;
    report_groups(texts_, 2, out.copies);
    report_groups(stories_, 1, out.stories);
    make_claims(claim_groups, out);
    make_contacts(contact_groups, out);
    connect(out);
    return out;
  }

 private:
  const std::vector<ReportItems>& reports_;
  Groups texts_, stories_;
  Row claims_, contacts_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> near_;  // pairs of reports that can speak of the same
  std::vector<std::uint32_t> claim_of_, contact_of_;           // group of an item

  void compare_reports(Groups& claim_groups, Groups& contact_groups) {
    Candidates by_text(kSharedTextKeys), by_story(kSharedStoryKeys);
    for (std::uint32_t i = 0; i < reports_.size(); ++i) {
      for (const std::uint32_t j : by_text.add(i, text_keys(reports_[i].document)))
        if (same_text(reports_[i].document, reports_[j].document)) texts_.join(i, j);
      for (const std::uint32_t j : by_story.add(i, story_keys(reports_[i].document))) {
        const double alike = same_story(reports_[i].document, reports_[j].document);
        if (alike >= kSameStory) stories_.join(i, j);
        if (alike < kNearStory) continue;
        near_.push_back({j, i});
        compare_claims(i, j, claim_groups);
        compare_contacts(i, j, contact_groups);
      }
      for (const InnerLink& l : reports_[i].relations)
        if (l.type == RelationType::repeats) claim_groups.join(claims_.at(i, l.from), claims_.at(i, l.to));
    }
  }

  // Of two reports, an item of the one is joined with its best match in the other, if it is that one's best match too: a report
  // tells a thing once, and its other statements on the matter are alike, but not the same.
  template <class Score, class Join>
  static void join_best(std::size_t count_a, std::size_t count_b, Score score, Join join) {
    std::vector<std::pair<double, std::size_t>> best_a(count_a, {0, 0}), best_b(count_b, {0, 0});
    for (std::size_t x = 0; x < count_a; ++x)
      for (std::size_t y = 0; y < count_b; ++y) {
        const double s = score(x, y);
        if (s > best_a[x].first) best_a[x] = {s, y};
        if (s > best_b[y].first) best_b[y] = {s, x};
      }
    for (std::size_t x = 0; x < count_a; ++x)
      if (best_a[x].first > 0 && best_b[best_a[x].second] == std::pair(best_a[x].first, x)) join(x, best_a[x].second);
  }

  void compare_claims(std::uint32_t i, std::uint32_t j, Groups& groups) {
    const auto &a = reports_[i].claims, &b = reports_[j].claims;
    const StoryWords story(a, b);
    std::vector<Terms> content_a, content_b;
    for (const ClaimItem& c : a) content_a.push_back(story.weighed(c.content));
    for (const ClaimItem& c : b) content_b.push_back(story.weighed(c.content));
    join_best(a.size(), b.size(), [&](std::size_t x, std::size_t y) { return same_claim(a[x], content_a[x], b[y], content_b[y]); },
              [&](std::size_t x, std::size_t y) { groups.join(claims_.begin[i] + x, claims_.begin[j] + y); });
  }

  void compare_contacts(std::uint32_t i, std::uint32_t j, Groups& groups) {
    const auto &a = reports_[i].contacts, &b = reports_[j].contacts;
    join_best(a.size(), b.size(), [&](std::size_t x, std::size_t y) { return same_contact(a[x], b[y]); },
              [&](std::size_t x, std::size_t y) { groups.join(contacts_.begin[i] + x, contacts_.begin[j] + y); });
  }

  static void report_groups(Groups& groups, std::size_t least, std::vector<std::vector<std::uint32_t>>& out) {
    std::map<std::size_t, std::vector<std::uint32_t>> by_group;
    for (std::uint32_t r = 0; r < groups.size(); ++r) by_group[groups.of(r)].push_back(r);
    for (auto& [group, members] : by_group)
      if (members.size() >= least) out.push_back(std::move(members));
  }

  // The name of an item that does not change with the order of reports.
  std::string name(const Mention& m, char kind) const { return reports_[m.report].document.id + '/' + kind + std::to_string(m.item + 1); }

  // Earliest first: whoever reported it first tells how it is called.
  void sort_mentions(std::vector<Mention>& mentions) const {
    std::sort(mentions.begin(), mentions.end(), [&](const Mention& a, const Mention& b) {
      const DocumentItem &x = reports_[a.report].document, &y = reports_[b.report].document;
      const long from_x = x.published ? x.published->from : 0, from_y = y.published ? y.published->from : 0;
      if (from_x != from_y) return from_x < from_y;
      if (x.id != y.id) return x.id < y.id;
      return a.item < b.item;
    });
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

  // Copies of one text are one voice: that of the copy that is named first.
  std::string voice(std::uint32_t report) {
    std::string least;
    const std::size_t group = texts_.of(report);
    for (std::uint32_t r = 0; r < reports_.size(); ++r)
      if (texts_.of(r) == group)
        if (std::string o = outlet(r); least.empty() || o < least) least = std::move(o);
    return least;
  }

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

  // Denials and confirmations: those that a report shows, and those of what other reports say.
  void connect(Links& out) {
    for (std::uint32_t r = 0; r < reports_.size(); ++r) {
      for (const InnerLink& l : reports_[r].relations) {
        const std::uint32_t from = claim_of_[claims_.at(r, l.from)], to = claim_of_[claims_.at(r, l.to)];
        if (from == to || l.type == RelationType::repeats) continue;
        (l.type == RelationType::denies ? out.claims[to].denied_by : out.claims[to].confirmed_by).push_back(from);
      }
    }
    for (const auto& [a, b] : near_) across(a, b, out), across(b, a, out);
    const auto settle = [](std::vector<std::uint32_t>& list) {
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
    };
    for (LinkedClaim& c : out.claims) {
      settle(c.confirmed_by), settle(c.denied_by);
      const bool yes = !c.confirmed_by.empty(), no = !c.denied_by.empty();
      c.status = yes && no ? ClaimStatus::disputed : yes ? ClaimStatus::confirmed : no ? ClaimStatus::denied : ClaimStatus::claimed;
    }
    for (LinkedContact& c : out.contacts) settle(c.confirmed_by), settle(c.denied_by);
  }

  void across(std::uint32_t from, std::uint32_t to, Links& out) {
    for (std::uint32_t x = 0; x < reports_[from].claims.size(); ++x) {
      const ClaimItem& speaker = reports_[from].claims[x];
      if (speaker.act != Act::deny && speaker.act != Act::confirm) continue;
      const std::uint32_t own = claim_of_[claims_.at(from, x)];
      double best = 0;
      std::uint32_t target = own;
      for (std::uint32_t y = 0; y < reports_[to].claims.size(); ++y) {
        const std::uint32_t other = claim_of_[claims_.at(to, y)];
        if (const double s = other == own ? 0 : speaks_of(speaker, reports_[to].claims[y]); s > best) best = s, target = other;
      }
      if (target != own) (speaker.act == Act::deny ? out.claims[target].denied_by : out.claims[target].confirmed_by).push_back(own);
    }
  }
};

}  // namespace

ReportItems ItemMaker::of(const Record& record) const {
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
  for (std::uint32_t i = 0; i < record.statements.size(); ++i) out.claims.push_back(claim_item(record, i, analysis, terms_, identities_));
  for (std::uint32_t i = 0; i < record.contacts.size(); ++i) out.contacts.push_back(contact_item(record, i, analysis, terms_, identities_));
  for (const Relation& r : record.relations) out.relations.push_back({r.type, r.from, r.to});
  return out;
}

Links link(const std::vector<ReportItems>& reports) { return Linking(reports).run(); }

}  // namespace isnad::link
