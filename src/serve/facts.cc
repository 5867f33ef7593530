#include "serve/facts.h"

#include "export/links.h"
#include "store/query.h"

namespace isnad::serve {
namespace {

// A day, month or year of a TIMEX value, or the two ends of an interval of them; nothing of weeks, seasons and references.
void set_days(const std::string& timex, std::optional<Date>& from, std::optional<Date>& to) {
  const std::size_t slash = timex.find('/');
  from = Date::parse(timex.substr(0, slash));
  to = slash == std::string::npos ? from : Date::parse(timex.substr(slash + 1));
  if (!from || !to) from = to = std::nullopt;
}

}  // namespace

const Name* Names::of(std::string_view text) {
  if (const auto it = by_text_.find(text); it != by_text_.end()) return it->second;
  all_.push_back({std::string(text), store::name_words(text)});
  return by_text_.emplace(all_.back().text, &all_.back()).first->second;
}

const Name* Names::label(std::string_view text) {
  if (const auto it = labels_.find(text); it != labels_.end()) return it->second;
  all_.push_back({std::string(text), {}});
  return labels_.emplace(all_.back().text, &all_.back()).first->second;
}

DocumentFacts facts_of(const Record& record, const std::string& id, const link::Identities& identities, Names& names) {
  DocumentFacts out;
  out.id = id, out.name = output::document_name(record), out.title = record.title, out.url = record.url;
  out.outlet = names.of(record.outlet);
  out.from = record.published.from, out.to = record.published.to, out.basis = record.published.basis;
  const auto party = [&](const Party& p) {
    PartyFacts f{names.of(p.name), p.kind, std::nullopt};
    if (p.entity && *p.entity < record.entities.size()) f.entity = p.entity;
    return f;
  };
  for (const Entity& e : record.entities) {
    EntityFacts f;
    f.key = names.label(link::identity_key(identities.of(e)));
    f.name = names.of(e.name);
    f.role = e.role.empty() ? nullptr : names.label(e.role);
    f.type = e.type, f.country = e.country, f.reference = e.reference;
    out.entities.push_back(std::move(f));
  }
  for (const Statement& s : record.statements) {
    StatementFacts f;
    f.speaker = party(s.speaker);
    f.act = s.act;
    if (s.addressee && s.addressee->entity && *s.addressee->entity < record.entities.size()) f.addressee = s.addressee->entity;
    if (!s.time.empty()) set_days(s.time, f.from, f.to);
    for (std::uint32_t e = 0; e < record.entities.size(); ++e)
      for (const Span& m : record.entities[e].mentions)
        if (s.content.contains(m)) {
          f.about.push_back(e);
          break;
        }
    out.statements.push_back(std::move(f));
  }
  for (const Contact& c : record.contacts) {
    ContactFacts f;
    f.kind = c.kind, f.status = c.status, f.from = c.from, f.to = c.to;
    for (const ContactMode m : c.mode) f.modes = static_cast<std::uint8_t>(f.modes | (1u << static_cast<unsigned>(m)));
    for (const Party& p : c.parties) f.parties.push_back(party(p));
    for (const Party& p : c.intermediary) f.intermediary.push_back(party(p));
    if (c.venue) f.venue = party(*c.venue);
    out.contacts.push_back(std::move(f));
  }
  return out;
}

}  // namespace isnad::serve
