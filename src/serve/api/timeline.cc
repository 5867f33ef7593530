// /timeline
#include <map>

#include "export/links.h"
#include "export/names.h"
#include "serve/api/handlers.h"

namespace isnad::serve::api {
namespace {

struct Entry {
  bool contact = true;
  std::uint32_t index = 0;
  std::optional<Date> from, to;
};

struct Bin {
  std::size_t held = 0, planned = 0, denied = 0, statements = 0;
};

std::string bin_of(const Date& date, std::size_t size) {
  const Date day = date.first_day();
  return size == 0 ? Date{day.year, 0, 0}.to_string() : size == 1 ? Date{day.year, day.month, 0}.to_string() : day.to_string();
}

std::string id_of(const View& view, const Entry& e) { return e.contact ? view.links.contacts[e.index].id : view.links.claims[e.index].id; }

void write_contact_entry(Json& j, const View& view, const Entry& e) {
  const link::LinkedContact& c = view.links.contacts[e.index];
  const ContactView& v = view.contacts[e.index];
  const ContactFacts& f = view.facts[v.fullest.report]->contacts[v.fullest.item];
  j.member("kind", to_string(c.kind)), j.member("status", output::to_string(c.status)), j.member("from", v.from), j.member("to", v.to);
  j.member("basis", v.from ? "told" : "none");
  j.array("parties", f.parties, [&](const PartyFacts& p) { j.text(p.name->text); });
  j.array("party_ids", v.parties, [&](std::uint32_t p) { j.text_or_null(entity_id(view, p)); });
  j.array("intermediary", f.intermediary, [&](const PartyFacts& p) { j.text(p.name->text); });
  j.array("intermediary_ids", v.intermediary, [&](std::uint32_t p) { j.text_or_null(entity_id(view, p)); });
  j.member_or_null("venue", f.venue ? f.venue->name->text : "");
  j.count("sources", c.sources), j.count("mention_count", c.mentions.size()), j.member("story", view.stories[v.story].id);
}

void write_statement_entry(Json& j, const View& view, const Entry& e) {
  const link::LinkedClaim& c = view.links.claims[e.index];
  const ClaimView& v = view.claims[e.index];
  const StatementFacts& s = view.facts[c.mentions.front().report]->statements[c.mentions.front().item];
  j.member("kind", to_string(v.act)), j.member("status", output::to_string(c.status)), j.member("from", v.from), j.member("to", v.to);
  j.member("basis", !v.from ? "none" : s.from ? "told" : "printed");
  j.array("parties", std::vector<std::string>{c.speaker}, [&](const std::string& p) { j.text(p); });
  j.array("party_ids", std::vector<std::uint32_t>{v.speaker}, [&](std::uint32_t p) { j.text_or_null(entity_id(view, p)); });
  j.texts("intermediary", {}), j.texts("intermediary_ids", {}), j.member_or_null("venue", "");
  j.count("sources", c.sources), j.count("mention_count", c.mentions.size()), j.member("story", view.stories[v.story].id);
}

}  // namespace

Response get_timeline(const Call& call) {
  const View& view = call.view();
  Params params(call.request);
  const Page page = page_of(params, 1'000, 20'000);
  const Period period = period_of(params);
  const auto entities = entities_in(params, call, "entity");
  const auto story = story_in(params, call);
  const auto include = params.words("include", {"contacts", "statements"});
  const unsigned kinds = bits_of(params, "kind", kind_words());
  unsigned contact_statuses = 0, claim_statuses = 0;
  for (const std::string& word : params.all("status")) {
    const auto find = [&](const std::vector<std::string_view>& words, unsigned& bits) {
      const auto it = std::find(words.begin(), words.end(), word);
      if (it != words.end()) bits |= 1u << (it - words.begin());
      return it != words.end();
    };
    const bool contact = find(contact_status_words(), contact_statuses), claim = find(claim_status_words(), claim_statuses);
    if (!contact && !claim) params.wrong("status", "\"" + word + "\" is no status of a contact or claim");
  }
  if (contact_statuses == 0 && claim_statuses == 0) contact_statuses = claim_statuses = ~0u;
  const bool with_undated = params.flag("undated", true);
  const auto bins_wanted = params.words("bin", {"year", "month", "day"});
  if (auto wrong = params.problem()) return std::move(*wrong);
  const std::size_t bin_size = bins_wanted.empty() ? 1 : bins_wanted.front();
  const bool contacts = include.empty() || std::find(include.begin(), include.end(), 0u) != include.end(),
             statements = std::find(include.begin(), include.end(), 1u) != include.end();

  std::vector<Entry> fitting;
  const auto among = [](const std::vector<std::uint32_t>& list, std::uint32_t e) {
    return std::find(list.begin(), list.end(), e) != list.end();
  };
  if (contacts)
    for (const std::uint32_t i : view.contacts_in_time) {
      const link::LinkedContact& c = view.links.contacts[i];
      const ContactView& v = view.contacts[i];
      if ((kinds >> static_cast<unsigned>(c.kind) & 1) == 0 || (contact_statuses >> static_cast<unsigned>(c.status) & 1) == 0) continue;
      if (!period.has(v.from, v.to) || (story && v.story != *story) || (!v.from && !with_undated)) continue;
      if (!std::all_of(entities.begin(), entities.end(), [&](std::uint32_t e) { return among(v.parties, e) || among(v.intermediary, e); }))
        continue;
      fitting.push_back({true, i, v.from, v.to});
    }
  if (statements)
    for (std::uint32_t i = 0; i < view.claims.size(); ++i) {
      const ClaimView& v = view.claims[i];
      if ((claim_statuses >> static_cast<unsigned>(view.links.claims[i].status) & 1) == 0 || !period.has(v.from, v.to)) continue;
      if ((story && v.story != *story) || (!v.from && !with_undated)) continue;
      // Of several parties, what any of them says.
      if (!entities.empty() && !among(entities, v.speaker)) continue;
      fitting.push_back({false, i, v.from, v.to});
    }
  std::stable_sort(fitting.begin(), fitting.end(), [](const Entry& a, const Entry& b) {
    return std::pair(first_day(a.from), last_day(a.to)) < std::pair(first_day(b.from), last_day(b.to));
  });

  std::map<std::string, Bin> bins;
  std::size_t undated = 0;
  std::optional<Date> first, last;
  for (const Entry& e : fitting) {
    if (!e.from) {
      ++undated;
      continue;
    }
    if (!first) first = e.from;
    if (const Date end = (e.to ? *e.to : *e.from).last_day(); !last || end > *last) last = end;
    Bin& bin = bins[bin_of(*e.from, bin_size)];
    if (!e.contact) {
      ++bin.statements;
      continue;
    }
    switch (view.links.contacts[e.index].status) {
      case link::LinkedStatus::held: ++bin.held; break;
      case link::LinkedStatus::planned:
      case link::LinkedStatus::proposed: ++bin.planned; break;
      case link::LinkedStatus::denied:
      case link::LinkedStatus::cancelled:
      case link::LinkedStatus::disputed: ++bin.denied; break;
    }
  }
  return paged<Entry>(
      call, page, fitting, [&](const Entry& e) { return id_of(view, e); },
      [&](std::string& out, const Entry& e) {
        Json j(out);
        j.open('{');
        j.member("type", e.contact ? "contact" : "statement"), j.member("id", id_of(view, e));
        e.contact ? write_contact_entry(j, view, e) : write_statement_entry(j, view, e);
        j.close('}');
      },
      [&](Json& j) {
        j.count("undated", undated);
        j.key("range");
        if (first) j.open('{'), j.member("from", first->first_day()), j.member("to", *last), j.close('}');
        else j.null();
        j.array("bins", std::vector<std::pair<std::string, Bin>>(bins.begin(), bins.end()), [&](const auto& b) {
          j.open('{');
          j.member("bin", b.first), j.count("held", b.second.held), j.count("planned", b.second.planned);
          j.count("denied", b.second.denied), j.count("statements", b.second.statements);
          j.close('}');
        });
      });
}

}  // namespace isnad::serve::api
