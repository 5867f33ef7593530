#include "extract/contact_merge.h"

#include <algorithm>

namespace isnad::extract {

namespace {

bool same(const Party& a, const Party& b) { return (a.entity && b.entity && *a.entity == *b.entity) || a.name == b.name; }

bool within(const std::vector<Party>& inner, const std::vector<Party>& outer) {
  return std::all_of(inner.begin(), inner.end(), [&](const Party& p) { return std::any_of(outer.begin(), outer.end(), [&](const Party& q) { return same(p, q); }); });
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

// Held and planned are two; what is denied or wished for stays by itself.
bool status_agrees(const Contact& a, const Contact& b) { return a.status == b.status; }

bool venues_agree(const Contact& a, const Contact& b) {
  return !a.venue || !b.venue || a.venue->name.find(b.venue->name) != std::string::npos || b.venue->name.find(a.venue->name) != std::string::npos;
}

bool one_contact(const Contact& a, const Contact& b) {
  if (!kinds_agree(a, b) || !status_agrees(a, b) || !overlap(a, b) || !venues_agree(a, b)) return false;
  const bool in = within(a.parties, b.parties), out = within(b.parties, a.parties);
  if (in && out) return true;
  // One that names fewer sides: `the agreement with Iran` after `the agreement of Iran and the powers`.
  return a.kind == b.kind && (in || out);
}

}  // namespace

void ContactMerge::add(Contact f) {
  for (Contact& g : contacts_) {
    if (!one_contact(g, f)) continue;
    if (f.parties.size() > g.parties.size()) {
      g.parties = std::move(f.parties);
      g.evidence = f.evidence;
    }
    const bool finer = f.from && g.from && f.from->day != 0 && g.from->day == 0;
    if (!g.from || finer) {
      g.from = f.from;
      g.to = f.to;
    }
    if (!g.venue || (f.venue && f.venue->name.size() > g.venue->name.size())) g.venue = f.venue ? std::move(f.venue) : g.venue;
    for (Party& p : f.intermediary)
      if (std::none_of(g.intermediary.begin(), g.intermediary.end(), [&](const Party& q) { return same(p, q); })) g.intermediary.push_back(std::move(p));
    for (const ContactMode m : f.mode)
      if (std::find(g.mode.begin(), g.mode.end(), m) == g.mode.end()) g.mode.push_back(m);
    std::sort(g.mode.begin(), g.mode.end());
    if (g.topics.empty()) g.topics = std::move(f.topics);
    return;
  }
  contacts_.push_back(std::move(f));
}

}  // namespace isnad::extract
