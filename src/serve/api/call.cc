#include "serve/api/call.h"

#include <charconv>

#include "export/links.h"
#include "export/names.h"

namespace isnad::serve::api {
namespace {

template <class Enum>
std::vector<std::string_view> words_of(std::size_t count) {
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(to_string(static_cast<Enum>(i)));
  return out;
}

// Where words of a document stand, and through whom they came: of a claim or contact.
void write_mention(Json& j, const Call& call, const link::Mention& m, bool contact) {
  const auto record = record_of(call, m.report);
  const DocumentFacts& f = *call.view().facts[m.report];
  const Span span = contact ? record->contacts[m.item].evidence : record->statements[m.item].content;
  j.open('{');
  j.member("document", f.name), j.member("document_id", f.id);
  j.member_or_null("outlet", f.outlet->text), j.member_or_null("title", f.title), j.member("published", f.from);
  j.member(contact ? "contact" : "statement", (contact ? "c" : "s") + std::to_string(m.item + 1));
  j.member("text", words_of(*record, span)), j.count("start", span.start), j.count("end", span.end);
  j.array("chain", contact ? record->contacts[m.item].according_to : record->statements[m.item].chain,
          [&](const Party& p) { j.text(p.name); });
  j.close('}');
}

void write_mentions(Json& j, const Call& call, const std::vector<link::Mention>& mentions, std::size_t most, bool contact) {
  j.count("mention_count", mentions.size());
  const std::vector<link::Mention> some(mentions.begin(), mentions.begin() + static_cast<std::ptrdiff_t>(std::min(most, mentions.size())));
  j.array("mentions", some, [&](const link::Mention& m) { write_mention(j, call, m, contact); });
}

void write_answers(Json& j, const View& view, const std::vector<std::uint32_t>& confirmed, const std::vector<std::uint32_t>& denied) {
  j.array("confirmed_by", confirmed, [&](std::uint32_t i) { j.text(view.links.claims[i].id); });
  j.array("denied_by", denied, [&](std::uint32_t i) { j.text(view.links.claims[i].id); });
}

}  // namespace

std::shared_ptr<const Record> record_of(const Call& call, std::uint32_t document) {
  auto record = call.service.record(call.store, document);
  if (!record) throw StoreTrouble{record.error()};
  return *record;
}

Response json(std::string body, int status) {
  Response out;
  out.status = status;
  out.body = std::move(body);
  return out;
}

Response not_found(std::string_view what, const std::string& id) { return problem(404, "no " + std::string(what) + " " + id); }

std::vector<std::string> comma_separated(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    if (end > 0) out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string with_fields(std::string object, const std::vector<std::string>& fields) {
  return fields.empty() ? std::move(object) : only_members(object, fields);
}

Page page_of(Params& params, std::size_t otherwise, std::size_t most) {
  Page out;
  out.limit = params.number("limit", otherwise, 1, most);
  out.fields = comma_separated(params.text("fields"));
  const std::string cursor = params.text("cursor", 200);
  if (!cursor.empty()) {
    const auto end = std::from_chars(cursor.data(), cursor.data() + cursor.size(), out.offset);
    if (end.ec != std::errc() || end.ptr + 1 >= cursor.data() + cursor.size() || *end.ptr != '.')
      params.wrong("cursor", "is the `next` of a page");
    else out.behind = cursor.substr(static_cast<std::size_t>(end.ptr + 1 - cursor.data()));
  }
  return out;
}

std::string next_link(const Call& call, const std::string& cursor) {
  std::string out = "<" + call.request.target.plain + "?";
  for (const auto& [name, value] : call.request.target.query)
    if (name != "cursor") out += percent_encoded(name) + "=" + percent_encoded(value) + "&";
  return out + "cursor=" + percent_encoded(cursor) + ">; rel=\"next\"";
}

Period period_of(Params& params) {
  Period out{params.date("after"), params.date("before")};
  if (out.after && out.before && out.before->last_day() < out.after->first_day()) params.wrong("before", "lies before `after`");
  return out;
}

std::uint32_t entity_in(Params& params, const Call& call, std::string_view name) {
  const std::string id = params.text(name, 100);
  if (id.empty()) return kNobody;
  const auto it = call.view().entity_by_id.find(id);
  if (it != call.view().entity_by_id.end()) return it->second;
  params.wrong(name, "no entity " + id);
  return kNobody;
}

std::vector<std::uint32_t> entities_in(Params& params, const Call& call, std::string_view name) {
  std::vector<std::uint32_t> out;
  for (const std::string& id : params.all(name)) {
    const auto it = call.view().entity_by_id.find(id);
    if (it != call.view().entity_by_id.end()) out.push_back(it->second);
    else params.wrong(name, "no entity " + id);
  }
  return out;
}

std::optional<std::uint32_t> story_in(Params& params, const Call& call) {
  const std::string id = params.text("story", 100);
  if (id.empty()) return std::nullopt;
  const auto it = call.view().story_by_id.find(id);
  if (it != call.view().story_by_id.end()) return it->second;
  params.wrong("story", "no story " + id);
  return std::nullopt;
}

const std::vector<std::string_view>& act_words() {
  static const auto words = words_of<Act>(static_cast<std::size_t>(Act::no_comment) + 1);
  return words;
}
const std::vector<std::string_view>& kind_words() {
  static const auto words = words_of<ContactKind>(static_cast<std::size_t>(ContactKind::relations) + 1);
  return words;
}
const std::vector<std::string_view>& mode_words() {
  static const auto words = words_of<ContactMode>(static_cast<std::size_t>(ContactMode::direct) + 1);
  return words;
}
const std::vector<std::string_view>& type_words() {
  static const auto words = words_of<EntityType>(static_cast<std::size_t>(EntityType::place) + 1);
  return words;
}
const std::vector<std::string_view>& claim_status_words() {
  static const std::vector<std::string_view> words{"claimed", "confirmed", "denied", "disputed"};
  return words;
}
const std::vector<std::string_view>& contact_status_words() {
  static const std::vector<std::string_view> words{"held", "planned", "proposed", "denied", "cancelled", "disputed"};
  return words;
}

unsigned bits_of(Params& params, std::string_view name, const std::vector<std::string_view>& words) {
  unsigned out = 0;
  for (const std::size_t i : params.words(name, words)) out |= 1u << i;
  return out == 0 ? ~0u : out;
}

std::string entity_id(const View& view, std::uint32_t entity) { return entity == kNobody ? std::string() : view.entities[entity].id; }

void document_ref_members(Json& j, const View& view, std::uint32_t document) {
  const DocumentFacts& f = *view.facts[document];
  j.member("id", f.id), j.member("name", f.name), j.member_or_null("title", f.title), j.member_or_null("outlet", f.outlet->text);
  j.member_or_null("url", f.url), j.member("from", f.from), j.member("to", f.to);
}

void document_summary_members(Json& j, const View& view, std::uint32_t document) {
  document_ref_members(j, view, document);
  const DocumentFacts& f = *view.facts[document];
  const DocumentView& d = view.documents[document];
  j.member("basis", to_string(f.basis)), j.count("added", document);
  j.count("statements", f.statements.size()), j.count("contacts", f.contacts.size());
  j.member("story", view.stories[d.story].id);
  j.count("copies", d.copies == kNobody ? 0 : view.links.copies[d.copies].size() - 1);
}

void write_document_ref(Json& j, const View& view, std::uint32_t document) {
  j.open('{');
  document_ref_members(j, view, document);
  j.close('}');
}

void write_party(Json& j, const View& view, std::uint32_t document, const Party& party) {
  j.open('{');
  j.member("name", party.name), j.member("kind", to_string(party.kind));
  j.member_or_null("entity", entity_id(view, view.entity_of(document, party.entity).value_or(kNobody)));
  j.key("start"), party.span ? j.number(party.span->start) : j.null();
  j.key("end"), party.span ? j.number(party.span->end) : j.null();
  j.close('}');
}

void write_claim(Json& j, const Call& call, std::uint32_t claim, std::size_t mentions) {
  const View& view = call.view();
  const link::LinkedClaim& c = view.links.claims[claim];
  const ClaimView& v = view.claims[claim];
  const link::Mention& first = c.mentions.front();
  const auto record = record_of(call, first.report);
  j.open('{');
  j.member("id", c.id), j.member("speaker", c.speaker), j.member_or_null("speaker_id", entity_id(view, v.speaker));
  j.member("act", to_string(v.act)), j.count("sources", c.sources), j.member("status", output::to_string(c.status));
  j.member("text", words_of(*record, record->statements[first.item].content));
  j.member("from", v.from), j.member("to", v.to), j.member("story", view.stories[v.story].id);
  write_mentions(j, call, c.mentions, mentions, false);
  write_answers(j, view, c.confirmed_by, c.denied_by);
  j.count("corrections", v.corrections);
  j.close('}');
}

void write_contact(Json& j, const Call& call, std::uint32_t contact, std::size_t mentions) {
  const View& view = call.view();
  const link::LinkedContact& c = view.links.contacts[contact];
  const ContactView& v = view.contacts[contact];
  const ContactFacts& f = view.facts[v.fullest.report]->contacts[v.fullest.item];
  const auto ids = [&](const char* name, const std::vector<std::uint32_t>& all) {
    j.array(name, all, [&](std::uint32_t e) { j.text_or_null(entity_id(view, e)); });
  };
  const auto names = [&](const char* name, const std::vector<PartyFacts>& all) {
    j.array(name, all, [&](const PartyFacts& p) { j.text(p.name->text); });
  };
  j.open('{');
  j.member("id", c.id), j.member("kind", to_string(c.kind));
  names("parties", f.parties), ids("party_ids", v.parties);
  names("intermediary", f.intermediary), ids("intermediary_ids", v.intermediary);
  j.member_or_null("venue", f.venue ? f.venue->name->text : ""), j.member_or_null("venue_id", entity_id(view, v.venue));
  std::vector<std::string_view> modes;
  for (std::size_t m = 0; m < mode_words().size(); ++m)
    if ((v.modes >> m & 1) != 0) modes.push_back(mode_words()[m]);
  j.array("mode", modes, [&](std::string_view m) { j.text(m); });
  j.member("from", v.from), j.member("to", v.to), j.member("status", output::to_string(c.status)), j.count("sources", c.sources);
  const link::Mention& first = c.mentions.front();
  const auto record = record_of(call, first.report);
  j.member("text", words_of(*record, record->contacts[first.item].evidence));
  j.member("story", view.stories[v.story].id);
  write_mentions(j, call, c.mentions, mentions, true);
  write_answers(j, view, c.confirmed_by, c.denied_by);
  j.count("corrections", v.corrections);
  j.close('}');
}

}  // namespace isnad::serve::api
