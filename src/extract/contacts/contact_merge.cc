#include "extract/contacts/contact_merge.h"

#include <algorithm>

namespace isnad::extract {

namespace {

// A visit is the scene of what is told in so many sentences after it.
constexpr std::uint32_t kInheritReach = 2;
// No article tells of more; a text of any length stays linear.
constexpr std::size_t kMostContacts = 200;

bool same(const Party& a, const Party& b) { return (a.entity && b.entity && *a.entity == *b.entity) || a.name == b.name; }

bool within(const std::vector<Party>& inner, const std::vector<Party>& outer) {
  return std::all_of(inner.begin(), inner.end(),
                     [&](const Party& p) { return std::any_of(outer.begin(), outer.end(), [&](const Party& q) { return same(p, q); }); });
}

bool overlap(const Contact& a, const Contact& b) {
  if (!a.from || !b.from) return true;
  const Date a_last = (a.to ? *a.to : *a.from).last_day(), b_last = (b.to ? *b.to : *b.from).last_day();
  return a.from->first_day() <= b_last && b.from->first_day() <= a_last;
}

// A meeting at which one talks is one contact.
bool kinds_agree(const Contact& a, const Contact& b) {
  if (a.kind == b.kind) return true;
  const auto spoken = [](ContactKind k) { return k == ContactKind::meeting || k == ContactKind::talks; };
  return spoken(a.kind) && spoken(b.kind);
}

// Named more closely than by the state that is a side.
bool specific(const Contact& c) {
  return c.venue && std::none_of(c.parties.begin(), c.parties.end(), [&](const Party& p) { return p.name == c.venue->name; });
}

bool venues_agree(const Contact& a, const Contact& b) {
  // A town of the state that is visited.
  if (a.kind == ContactKind::visit && b.kind == ContactKind::visit && specific(a) != specific(b)) return true;
  return !a.venue || !b.venue || a.venue->name.find(b.venue->name) != std::string::npos ||
         b.venue->name.find(a.venue->name) != std::string::npos;
}

bool one_contact(const Contact& a, const Contact& b, bool definite) {
  if (!kinds_agree(a, b) || !overlap(a, b) || !venues_agree(a, b)) return false;
  const bool in = within(a.parties, b.parties), out = within(b.parties, a.parties);
  if (!in && !out) return false;
  // Held and planned are two, unless the words refer back or the day is the same; what is denied or wished for stays by itself.
  const bool same_day = a.from && b.from && *a.from == *b.from;
  if (a.status != b.status && !definite && !(same_day && in && out)) return false;
  // One that names fewer sides: `the agreement with Iran` after `the agreement of Iran and the powers`.
  if (a.kind == ContactKind::relations && a.status != b.status) return false;
  return (in && out) || a.kind == b.kind;
}

}  // namespace

void ContactMerge::add(Contact f, Span words, bool definite, std::uint32_t sentence) {
  // Whoever carries the messages of two sides that talk indirectly stands between them.
  if (f.kind == ContactKind::message && !f.intermediary.empty())
    for (std::size_t i = contacts_.size() > kMostContacts ? contacts_.size() - kMostContacts : 0; i < contacts_.size(); ++i)
      if (Contact& g = contacts_[i]; g.kind == ContactKind::talks &&
                                     std::find(g.mode.begin(), g.mode.end(), ContactMode::indirect) != g.mode.end() &&
                                     within(f.parties, g.parties)) {
        for (Party& p : f.intermediary)
          if (std::none_of(g.intermediary.begin(), g.intermediary.end(), [&](const Party& q) { return same(p, q); }))
            g.intermediary.push_back(std::move(p));
        told_[i].push_back({f.evidence, words});
        return;
      }
  for (std::size_t i = contacts_.size() > kMostContacts ? contacts_.size() - kMostContacts : 0; i < contacts_.size(); ++i) {
    Contact& g = contacts_[i];
    if (!one_contact(g, f, definite)) continue;
    sentences_[i] = sentence;
    told_[i].push_back({f.evidence, words});
    const bool closer = specific(f);
    if (f.parties.size() > g.parties.size()) {
      g.parties = std::move(f.parties);
      g.evidence = f.evidence;
    }
    const bool finer = f.from && g.from && f.from->day != 0 && g.from->day == 0;
    if (!g.from || finer) {
      g.from = f.from;
      g.to = f.to;
    }
    if (!g.venue || (closer && (!specific(g) || (f.venue->kind == PartyKind::place && g.venue->kind != PartyKind::place))))
      g.venue = f.venue ? std::move(f.venue) : g.venue;
    for (Party& p : f.intermediary)
      if (std::none_of(g.intermediary.begin(), g.intermediary.end(), [&](const Party& q) { return same(p, q); }))
        g.intermediary.push_back(std::move(p));
    for (const ContactMode m : f.mode)
      if (std::find(g.mode.begin(), g.mode.end(), m) == g.mode.end()) g.mode.push_back(m);
    std::sort(g.mode.begin(), g.mode.end());
    if (g.topics.empty()) g.topics = std::move(f.topics);
    return;
  }
  told_.push_back({{f.evidence, words}});
  contacts_.push_back(std::move(f));
  sentences_.push_back(sentence);
}

void ContactMerge::inherit(Contact& f, std::uint32_t sentence) const {
  const auto takes_place = [](const Contact& c) { return c.status == ContactStatus::held || c.status == ContactStatus::planned; };
  const auto face_to_face = [](ContactKind k) { return k == ContactKind::meeting || k == ContactKind::talks || k == ContactKind::visit; };
  if (!face_to_face(f.kind) || f.kind == ContactKind::visit) return;
  for (std::size_t i = contacts_.size(), stop = i > kMostContacts ? i - kMostContacts : 0; i-- > stop;) {
    const Contact& g = contacts_[i];
    if (sentences_[i] + kInheritReach < sentence || !face_to_face(g.kind) || !takes_place(g) || !takes_place(f)) continue;
    const bool shared = std::any_of(f.parties.begin(), f.parties.end(), [&](const Party& p) {
      return p.kind == PartyKind::person && std::any_of(g.parties.begin(), g.parties.end(), [&](const Party& q) { return same(p, q); });
    });
    if (!shared || !overlap(f, g)) continue;
    if (f.venue && g.venue && !venues_agree(f, g)) continue;
    if (!f.venue) f.venue = g.venue;
    if (!f.from && g.from) {
      f.from = g.from;
      f.to = g.to;
    }
    return;
  }
}

std::vector<Contact> ContactMerge::finish() {
  const auto before = [](Span a, Span b) { return a.start != b.start ? a.start < b.start : a.end < b.end; };
  std::vector<Span> clauses, shared;  // told by one contact and more, by two and more
  for (const std::vector<Told>& told : told_) {
    std::vector<Span> own;
    for (const Told& t : told) own.push_back(t.clause);
    std::sort(own.begin(), own.end(), before);
    own.erase(std::unique(own.begin(), own.end()), own.end());
    clauses.insert(clauses.end(), own.begin(), own.end());
  }
  std::sort(clauses.begin(), clauses.end(), before);
  for (std::size_t i = 1; i < clauses.size(); ++i)
    if (clauses[i] == clauses[i - 1]) shared.push_back(clauses[i]);
  for (std::size_t i = 0; i < contacts_.size(); ++i) {
    Contact& c = contacts_[i];
    bool replaced = false;
    for (const Told& t : told_[i]) {
      const bool part = std::binary_search(shared.begin(), shared.end(), t.clause, before);
      c.mentions.push_back(part ? t.words : t.clause);
      if (t.clause == c.evidence && !replaced) {
        replaced = true;
        c.evidence = c.mentions.back();
      }
    }
    std::sort(c.mentions.begin(), c.mentions.end(), before);
    c.mentions.erase(std::unique(c.mentions.begin(), c.mentions.end()), c.mentions.end());
  }
  return std::move(contacts_);
}

void ContactMerge::refer(const Contact& f) {
  if (contacts_.empty()) return;
  Contact& g = contacts_.back();
  if (!kinds_agree(g, f)) return;
  if (!g.from && f.from) {
    g.from = f.from;
    g.to = f.to;
  }
  if (!g.venue) g.venue = f.venue;
  if (g.topics.empty()) g.topics = f.topics;
  if (f.status == ContactStatus::cancelled) g.status = f.status;
}

}  // namespace isnad::extract
