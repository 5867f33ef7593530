#include "export/exchange/selection.h"

#include <algorithm>

#include "export/names.h"

namespace isnad::exchange {
namespace {

template <class Items>
std::vector<std::vector<std::uint32_t>> owners(const link::LinkedReports& linked, const Items& items, bool of_claims) {
  std::vector<std::vector<std::uint32_t>> out(linked.reports.size());
  for (std::size_t r = 0; r < out.size(); ++r)
    out[r].resize(of_claims ? linked.reports[r].claims.size() : linked.reports[r].contacts.size());
  for (std::uint32_t i = 0; i < items.size(); ++i)
    for (const link::Mention& m : items[i].mentions) out[m.report][m.item] = i;
  return out;
}

std::vector<bool> set_of(const std::vector<std::uint32_t>& indexes, std::size_t size) {
  std::vector<bool> out(size);
  for (const std::uint32_t i : indexes) out[i] = true;
  return out;
}

}  // namespace

Selection::Selection(const link::LinkedReports& linked, const output::RecordSource& records, const model::Lexicon& lexicon,
                     const output::Choice& choice)
    : linked_(linked),
      records_(records),
      actors_(lexicon),
      chosen_(output::choose(choice, linked, records)),
      claim_of_(owners(linked, linked.links.claims, true)),
      chain_no_(claim_of_),
      contact_of_(owners(linked, linked.links.contacts, false)),
      has_claim_(set_of(chosen_.claims, linked.links.claims.size())),
      has_contact_(set_of(chosen_.contacts, linked.links.contacts.size())),
      has_document_(set_of(chosen_.documents, linked.reports.size())),
      story_of_(linked.reports.size()) {
  for (const link::LinkedClaim& c : linked.links.claims)
    for (std::uint32_t i = 0; i < c.mentions.size(); ++i) chain_no_[c.mentions[i].report][c.mentions[i].item] = i + 1;
  for (const auto& story : linked.links.stories) {
    const std::string id = link::story_id(linked.reports, story);
    for (const std::uint32_t r : story) story_of_[r] = id;
  }
  // Claims and contacts in the order of the documents that told of them first: each record is then fetched about once.
  std::vector<std::uint32_t> place(linked.reports.size());
  for (std::uint32_t i = 0; i < chosen_.documents.size(); ++i) place[chosen_.documents[i]] = i;
  const auto by_document = [&](std::vector<std::uint32_t>& indexes, const auto& items) {
    std::sort(indexes.begin(), indexes.end(), [&](std::uint32_t a, std::uint32_t b) {
      const link::Mention &x = items[a].mentions.front(), &y = items[b].mentions.front();
      return x.report != y.report ? place[x.report] < place[y.report] : x.item < y.item;
    });
  };
  by_document(chosen_.claims, linked.links.claims);
  by_document(chosen_.contacts, linked.links.contacts);
}

bool Selection::has_statement(std::uint32_t report, std::uint32_t item) const {
  return item < claim_of_[report].size() && has_claim_[claim_of_[report][item]];
}

Passage Selection::passage(const Record& record, std::uint32_t report, Span span) const {
  return {document_id(report),   output::document_name(record), record.title,           record.url, actors_.outlet(record.outlet),
          record.published.from, record.published.to,           words_of(record, span), span};
}

std::vector<Actor> Selection::actors(const Record& record, std::uint32_t report, const std::vector<Party>& parties) const {
  std::vector<Actor> out;
  for (const Party& p : parties) out.push_back(actors_.of(record, document_id(report), p));
  return out;
}

Statement Selection::statement(const Record& record, std::uint32_t report, std::uint32_t item) const {
  const isnad::Statement& s = record.statements[item];
  Statement out;
  out.id = document_id(report) + "-s" + std::to_string(item + 1);
  out.claim = linked_.links.claims[claim_of_[report][item]].id;
  out.chain_no = chain_no_[report][item];
  out.content = passage(record, report, s.content);
  out.cue = words_of(record, s.cue), out.cue_span = s.cue;
  out.act = s.act, out.quotation = s.quotation, out.time = s.time;
  out.speaker = actors_.of(record, document_id(report), s.speaker);
  out.chain = actors(record, report, s.chain);
  if (s.addressee) out.addressee = actors_.of(record, document_id(report), *s.addressee);
  return out;
}

std::vector<std::string> Selection::claim_ids(const std::vector<std::uint32_t>& claims) const {
  std::vector<std::string> out;
  for (const std::uint32_t i : claims) out.push_back(linked_.links.claims[i].id);
  return out;
}

void Selection::documents(const std::function<bool(const Document&)>& show) const {
  for (const std::uint32_t r : chosen_.documents) {
    const Record& record = records_(r);
    Document out;
    out.id = document_id(r);
    out.record = &record;
    out.passage = passage(record, r, {});
    out.story = story_of_[r];
    const auto id = [&](std::uint32_t item) { return out.id + "-s" + std::to_string(item + 1); };
    for (std::uint32_t i = 0; i < record.statements.size(); ++i)
      if (has_statement(r, i)) out.statements.push_back(statement(record, r, i));
    for (std::uint32_t i = 0; i < record.conditions.size(); ++i) {
      const isnad::Condition& c = record.conditions[i];
      if (c.statement && !has_statement(r, *c.statement)) continue;
      out.conditions.push_back({out.id + "-k" + std::to_string(i + 1), actors_.of(record, out.id, c.by),
                                c.statement ? id(*c.statement) : std::string(), passage(record, r, c.if_span),
                                passage(record, r, c.then_span)});
    }
    for (const isnad::Relation& n : record.relations)
      if (has_statement(r, n.from) && has_statement(r, n.to))
        out.relations.push_back({std::string(to_string(n.type)), id(n.from), id(n.to)});
    if (!show(out)) return;
  }
}

void Selection::claims(const std::function<bool(const Claim&)>& show) const {
  for (const std::uint32_t i : chosen_.claims) {
    const link::LinkedClaim& c = linked_.links.claims[i];
    Claim out;
    out.id = c.id, out.sources = c.sources, out.status = output::to_string(c.status);
    out.confirmed_by = claim_ids(c.confirmed_by), out.denied_by = claim_ids(c.denied_by);
    for (const link::Mention& m : c.mentions)
      if (const Record& record = records_(m.report); m.item < record.statements.size())
        out.statements.push_back(statement(record, m.report, m.item));
    if (out.statements.empty()) continue;  // a record that could not be had, which its source tells
    const auto named =
        std::find_if(out.statements.begin(), out.statements.end(), [&](const Statement& s) { return s.speaker.name == c.speaker; });
    out.speaker = (named == out.statements.end() ? out.statements.front() : *named).speaker;
    out.speaker.name = c.speaker;
    if (!show(out)) return;
  }
}

void Selection::contacts(const std::function<bool(const Contact&)>& show) const {
  for (const std::uint32_t i : chosen_.contacts) {
    const link::LinkedContact& c = linked_.links.contacts[i];
    const link::Mention best = output::fullest(c, records_).mention;
    Contact out;
    out.id = c.id, out.kind = c.kind, out.status = output::to_string(c.status), out.sources = c.sources;
    out.confirmed_by = claim_ids(c.confirmed_by), out.denied_by = claim_ids(c.denied_by);
    for (const link::Mention& m : c.mentions) {
      const Record& record = records_(m.report);
      if (m.item >= record.contacts.size()) continue;
      const isnad::Contact& told = record.contacts[m.item];
      if (m == best) {
        out.parties = actors(record, m.report, told.parties), out.intermediary = actors(record, m.report, told.intermediary);
        if (told.venue) out.venue = actors_.of(record, document_id(m.report), *told.venue);
        out.mode = told.mode, out.from = told.from, out.to = told.to;
        for (const Span& topic : told.topics) out.topics.push_back(words_of(record, topic));
      }
      Telling telling;
      telling.contact = "c" + std::to_string(m.item + 1);
      if (told.statement && has_statement(m.report, *told.statement)) {
        telling.statement = document_id(m.report) + "-s" + std::to_string(*told.statement + 1);
        telling.claim = linked_.links.claims[claim_of_[m.report][*told.statement]].id;
      }
      telling.according_to = actors(record, m.report, told.according_to);
      std::size_t clauses = 0;
      for (const Span& clause : told.mentions.empty() ? std::vector<Span>{told.evidence} : told.mentions) {
        telling.id = document_id(m.report) + "-" + telling.contact + "-" + std::to_string(++clauses);
        telling.passage = passage(record, m.report, clause);
        if (m == best && clause == told.evidence) out.fullest = out.tellings.size();
        out.tellings.push_back(telling);
      }
    }
    if (!out.tellings.empty() && !show(out)) return;
  }
}

std::vector<Entity> Selection::entities() const {
  Gathering gathering(actors_);
  for (const std::uint32_t r : chosen_.documents) {
    const Record& record = records_(r);
    std::vector<const Party*> parties;
    const auto add = [&](const std::vector<Party>& all) {
      for (const Party& p : all) parties.push_back(&p);
    };
    for (std::uint32_t i = 0; i < record.statements.size(); ++i) {
      if (!has_statement(r, i)) continue;
      const isnad::Statement& s = record.statements[i];
      parties.push_back(&s.speaker), add(s.chain);
      if (s.addressee) parties.push_back(&*s.addressee);
    }
    for (std::uint32_t i = 0; i < record.contacts.size() && i < contact_of_[r].size(); ++i) {
      if (!has_contact_[contact_of_[r][i]]) continue;
      const isnad::Contact& c = record.contacts[i];
      add(c.parties), add(c.intermediary), add(c.according_to);
      if (c.venue) parties.push_back(&*c.venue);
    }
    for (const isnad::Condition& c : record.conditions)
      if (!c.statement || has_statement(r, *c.statement)) parties.push_back(&c.by);
    gathering.add(record, document_id(r), parties);
  }
  return std::move(gathering).entities();
}

std::vector<Cluster> Selection::clusters() const {
  std::vector<Cluster> out;
  const auto add = [&](const char* kind, char letter, const std::vector<std::vector<std::uint32_t>>& groups) {
    for (const std::vector<std::uint32_t>& group : groups) {
      Cluster c{{}, kind, {}};
      for (const std::uint32_t r : group)
        if (has_document_[r]) c.documents.push_back(document_id(r));
      if (c.documents.size() < 2) continue;
      std::sort(c.documents.begin(), c.documents.end());
      c.id = letter == 't' ? link::story_id(linked_.reports, group) : short_id(letter, c.documents.front());
      out.push_back(std::move(c));
    }
  };
  add("story", 't', linked_.links.stories);
  add("copies", 'w', linked_.links.copies);
  std::sort(out.begin(), out.end(), [](const Cluster& a, const Cluster& b) { return a.id < b.id; });
  return out;
}

}  // namespace isnad::exchange
