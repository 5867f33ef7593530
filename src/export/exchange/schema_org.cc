// JSON-LD in the words of schema.org: articles, what they quote, claims, contacts as events. What schema.org has no word for is in
// the namespace urn:isnad:.
#include <algorithm>

#include "export/exchange/exchange.h"
#include "export/exchange/phrases.h"
#include "export/json_writer.h"
#include "export/names.h"

namespace isnad::exchange {
namespace {

class Writer : output::JsonWriter {
 public:
  Writer(std::string& out, const Write& sink) : JsonWriter(out), sink_(sink) {}

  void begin() {
    // The context is written out, so that nothing is fetched to read the file.
    out_ +=
        "{\"@context\":{\"@vocab\":\"https://schema.org/\",\"isnad\":\"urn:isnad:\",\"xsd\":\"http://www.w3.org/2001/XMLSchema#\","
        "\"sameAs\":{\"@type\":\"@id\"},\"isnad:chain\":{\"@container\":\"@list\"}},\n\"@graph\":[";
  }
  void end() {
    out_ += "\n]}\n";
    flush();
  }
  bool going() const { return going_; }

  void document(const Document& d, const Actors& actors) {
    const Record& r = *d.record;
    node(d.id, {"NewsArticle"});
    key("identifier"), text(d.passage.name);
    given("headline", r.title);
    given("url", r.url);
    key("inLanguage"), text(r.language.empty() ? "ar" : r.language);
    published(d.passage);
    key("isnad:publishedBasis"), text(to_string(r.published.basis));
    if (d.passage.outlet) key("publisher"), reference(d.passage.outlet->id);
    if (!d.story.empty()) key("isnad:story"), reference(d.story);
    std::vector<std::string> named;
    for (const isnad::Entity& e : r.entities) named.push_back(actors.of(e).id);
    references("mentions", named);
    key("articleBody"), text(r.text);
    end_node();
    for (const Condition& c : d.conditions) {
      node(c.id, {"CreativeWork", "isnad:Condition"});
      key("creator"), reference(c.by.id);
      key("isnad:if"), text(c.condition.words);
      key("isnad:then"), text(c.consequence.words);
      key("isPartOf"), reference(d.id);
      if (!c.statement.empty()) key("isBasedOn"), reference(c.statement);
      end_node();
    }
  }

  void claim(const Claim& c) {
    node(c.id, {"Claim"});
    key("text"), text(c.statements.front().content.words);
    key("author"), reference(c.speaker.id);
    key("firstAppearance"), reference(c.statements.front().content.document);
    std::vector<std::string> appearances;
    for (const Statement& s : c.statements) appearances.push_back(s.content.document);
    references("appearance", appearances);
    key("isnad:status"), text(c.status);
    key("isnad:sources"), number(c.sources);
    references("isnad:confirmedBy", c.confirmed_by);
    references("isnad:deniedBy", c.denied_by);
    end_node();
    for (const Statement& s : c.statements) statement(s);
  }

  void contact(const Contact& c) {
    const Passage& best = c.tellings[c.fullest].passage;
    node(c.id, {"Event"});
    key("name"), text(title_of(c));
    key("description"), text(best.words);
    date("startDate", c.from);
    date("endDate", c.to);
    if (c.venue) key("location"), reference(c.venue->id);
    references("attendee", ids_of(c.parties));
    references("isnad:intermediary", ids_of(c.intermediary));
    // schema.org tells only what is announced from what is called off.
    if (c.status == "planned" || c.status == "proposed") key("eventStatus"), reference_to("https://schema.org/EventScheduled");
    if (c.status == "cancelled") key("eventStatus"), reference_to("https://schema.org/EventCancelled");
    key("isnad:kind"), text(to_string(c.kind));
    key("isnad:status"), text(c.status);
    key("isnad:sources"), number(c.sources);
    if (!c.mode.empty()) key("isnad:mode"), list(modes_of(c), [&](const std::string& m, std::size_t) { text(m); });
    if (!c.topics.empty()) key("about"), list(c.topics, [&](const std::string& t, std::size_t) { text(t); });
    std::vector<std::string> documents;
    for (const Telling& t : c.tellings) documents.push_back(t.passage.document);
    references("subjectOf", documents);
    key("isnad:evidence"), list(c.tellings, [&](const Telling& t, std::size_t) {
      open('{');
      key("@type"), text("Quotation");
      quoted(t.passage);
      if (!t.claim.empty()) key("isBasedOn"), reference(t.claim);
      chain(t.according_to);
      close('}');
    });
    references("isnad:confirmedBy", c.confirmed_by);
    references("isnad:deniedBy", c.denied_by);
    end_node();
  }

  void entity(const Entity& e) {
    switch (e.kind) {
      case PartyKind::person: node(e.id, {"Person"}); break;
      case PartyKind::organization: node(e.id, {"Organization"}); break;
      case PartyKind::media: node(e.id, {"NewsMediaOrganization"}); break;
      case PartyKind::country: node(e.id, {"Country", "GovernmentOrganization"}); break;
      case PartyKind::place: node(e.id, {"Place"}); break;
      case PartyKind::anonymous: node(e.id, {"Thing"}); break;
    }
    key("name"), text(e.name);
    std::vector<std::string> others;
    for (const auto& name : e.names)
      if (name.first != e.name) others.push_back(name.first);
    if (!others.empty()) key("alternateName"), list(others, [&](const std::string& n, std::size_t) { text(n); });
    if (e.kind == PartyKind::person && !e.roles.empty())
      key("jobTitle"), list(std::vector<std::string>(e.roles.begin(), e.roles.end()), [&](const std::string& r, std::size_t) { text(r); });
    if (e.kind == PartyKind::country) given("identifier", e.country);
    else given("isnad:country", e.country);
    key("isnad:kind"), text(to_string(e.kind));
    if (e.reference.starts_with("wikidata:")) key("sameAs"), text("http://www.wikidata.org/entity/" + e.reference.substr(9));
    end_node();
  }

  void story(const Cluster& c) {
    node(c.id, {"Collection", c.kind == "story" ? "isnad:Story" : "isnad:Copies"});
    references("hasPart", c.documents);
    end_node();
  }

 private:
  const Write& sink_;
  bool first_ = true, going_ = true;

  void node(const std::string& id, const std::vector<std::string>& types) {
    out_ += first_ ? "\n" : ",\n";
    first_ = false;
    open('{');
    key("@id"), text("isnad:" + id);
    key("@type");
    if (types.size() == 1) text(types[0]);
    else list(types, [&](const std::string& t, std::size_t) { text(t); });
  }
  void end_node() {
    close('}');
    flush();
  }
  void flush() {
    going_ = going_ && sink_(out_);
    out_.clear();
  }
  void reference_to(std::string_view iri) {
    open('{');
    key("@id"), text(iri);
    close('}');
  }
  void reference(const std::string& id) { reference_to("isnad:" + id); }
  void references(std::string_view name, const std::vector<std::string>& ids) {
    std::vector<std::string> once;
    for (const std::string& id : ids)
      if (std::find(once.begin(), once.end(), id) == once.end()) once.push_back(id);
    if (!once.empty()) key(name), list(once, [&](const std::string& id, std::size_t) { reference(id); });
  }
  void given(std::string_view name, std::string_view value) {
    if (!value.empty()) key(name), text(value);
  }
  void date(std::string_view name, const std::optional<Date>& d) { given(name, day(d)); }

  void published(const Passage& p) {
    if (p.from && p.to && *p.from == *p.to) return date("datePublished", p.from);
    date("isnad:publishedFrom", p.from);
    date("isnad:publishedTo", p.to);
  }

  void quoted(const Passage& p) {
    key("text"), text(p.words);
    key("isPartOf"), reference(p.document);
    key("isnad:start"), number(p.span.start);
    key("isnad:end"), number(p.span.end);
  }

  void chain(const std::vector<Actor>& all) {
    if (!all.empty()) key("isnad:chain"), list(all, [&](const Actor& a, std::size_t) { reference(a.id); });
  }

  // Indirect speech is no quotation in schema.org's sense.
  void statement(const Statement& s) {
    const bool quotation = s.quotation != Quotation::indirect;
    node(s.id, {quotation ? "Quotation" : "CreativeWork", "isnad:Statement"});
    quoted(s.content);
    key(quotation ? "spokenByCharacter" : "creator"), reference(s.speaker.id);
    key("isBasedOn"), reference(s.claim);
    published(s.content);
    chain(s.chain);
    key("isnad:chainNo"), number(s.chain_no);
    key("isnad:act"), text(to_string(s.act));
    key("isnad:quotation"), text(to_string(s.quotation));
    if (s.addressee) key("isnad:addressee"), reference(s.addressee->id);
    end_node();
  }
};

class SchemaOrg final : public Exchange {
 public:
  bool write(const Selection& selection, std::string_view, const Write& out) const override {
    std::string buffer;
    Writer w(buffer, out);
    w.begin();
    selection.documents([&](const Document& d) { return w.document(d, selection.actors()), w.going(); });
    if (w.going()) selection.claims([&](const Claim& c) { return w.claim(c), w.going(); });
    if (w.going()) selection.contacts([&](const Contact& c) { return w.contact(c), w.going(); });
    if (w.going())
      for (const Entity& e : selection.entities()) w.entity(e);
    if (w.going())
      for (const Cluster& c : selection.clusters()) w.story(c);
    w.end();
    return w.going();
  }
};

}  // namespace

std::unique_ptr<Exchange> make_schema_org(const Settings&) { return std::make_unique<SchemaOrg>(); }

}  // namespace isnad::exchange
