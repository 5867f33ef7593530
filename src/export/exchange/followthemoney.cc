// FollowTheMoney entities as JSON lines (https://followthemoney.tech), for Aleph, OpenAleph and their kin.
#include <algorithm>
#include <map>
#include <set>

#include "export/exchange/exchange.h"
#include "export/exchange/phrases.h"
#include "export/json_writer.h"
#include "export/names.h"

namespace isnad::exchange {
namespace {

// One entity: every property is a list of texts. Values are given once, empty ones not at all.
class Line : output::JsonWriter {
 public:
  Line(std::string& out, const std::string& id, std::string_view schema) : JsonWriter(out) {
    open('{');
    key("id"), text(id);
    key("schema"), text(schema);
    key("properties"), open('{');
  }
  ~Line() {
    close('}');
    key("datasets"), open('['), text("isnad"), close(']');
    close('}');
    out_.push_back('\n');
  }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  void properties(std::string_view name, std::vector<std::string> values) {
    std::vector<std::string> once;
    for (std::string& v : values)
      if (!v.empty() && std::find(once.begin(), once.end(), v) == once.end()) once.push_back(std::move(v));
    if (once.empty()) return;
    key(name), list(once, [&](const std::string& v, std::size_t) { text(v); });
  }
  void property(std::string_view name, std::string value) { properties(name, {std::move(value)}); }
};

std::string lower(std::string ascii) {
  for (char& c : ascii)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return ascii;
}

// The format knows dates of a precision and no intervals: what both ends have in common.
std::string common_date(const std::optional<Date>& from, const std::optional<Date>& to) {
  if (!from || !to) return "";
  const std::string a = from->to_string(), b = to->to_string();
  if (a == b) return a;
  if (a.substr(0, 7) == b.substr(0, 7)) return a.substr(0, 7);
  return a.substr(0, 4) == b.substr(0, 4) ? a.substr(0, 4) : "";
}

std::string web_address(const std::string& url) { return url.starts_with("http://") || url.starts_with("https://") ? url : ""; }

// The language codes of ISO 639-3 that the format wants.
std::string language(const std::string& code) {
  static const std::map<std::string_view, const char*> kCodes = {{"ar", "ara"}, {"en", "eng"}, {"fa", "fas"}, {"ur", "urd"}};
  const auto found = kCodes.find(std::string_view(code).substr(0, 2));
  return found == kCodes.end() ? "" : found->second;
}

std::string_view schema_of(PartyKind kind) {
  switch (kind) {
    case PartyKind::person: return "Person";
    case PartyKind::organization:
    case PartyKind::media: return "Organization";
    case PartyKind::country: return "PublicBody";
    case PartyKind::anonymous:
    case PartyKind::place: break;  // an unnamed source is nobody that could be found again; a place is a text in the format
  }
  return "";
}

class FollowTheMoney final : public Exchange {
 public:
  explicit FollowTheMoney(const Settings& settings) : settings_(settings) {}

  bool write(const Selection& selection, std::string_view, const Write& out) const override {
    bool going = true;
    std::string lines;
    const auto done = [&] {
      going = going && out(lines);
      lines.clear();
      return going;
    };
    std::map<std::string, Entity> known;
    for (Entity& e : selection.entities()) {
      entity(lines, e);
      if (!done()) return false;
      known.emplace(e.id, std::move(e));
    }
    selection.documents([&](const Document& d) {
      document(lines, d);
      mentions(lines, d, selection.actors(), known);
      return done();
    });
    if (going)
      selection.claims([&](const Claim& c) {
        for (const Statement& s : c.statements) statement(lines, c, s, known);
        return done();
      });
    if (going)
      selection.contacts([&](const Contact& c) {
        contact(lines, c, known);
        return done();
      });
    return going;
  }

 private:
  Settings settings_;
  using Known = std::map<std::string, Entity>;

  // The ids of those that the format has an entity for.
  static std::vector<std::string> ids(const std::vector<Actor>& actors, const Known& known) {
    std::vector<std::string> out;
    for (const Actor& a : actors)
      if (const auto it = known.find(a.id); it != known.end() && !schema_of(it->second.kind).empty()) out.push_back(a.id);
    return out;
  }

  static void entity(std::string& lines, const Entity& e) {
    const std::string_view schema = schema_of(e.kind);
    if (schema.empty()) return;
    Line line(lines, e.id, schema);
    line.property("name", e.name);
    std::vector<std::string> others;
    for (const auto& name : e.names)
      if (name.first != e.name) others.push_back(name.first);
    line.properties("alias", others);
    line.property("country", lower(e.country));
    if (e.kind == PartyKind::country) line.property("jurisdiction", lower(e.country));
    if (e.kind == PartyKind::person) line.properties("position", {e.roles.begin(), e.roles.end()});
    if (e.kind == PartyKind::media || e.kind == PartyKind::country) line.property("classification", std::string(to_string(e.kind)));
    if (e.reference.starts_with("wikidata:")) line.property("wikidataId", e.reference.substr(9));
  }

  void document(std::string& lines, const Document& d) const {
    const Record& r = *d.record;
    Line line(lines, d.id, "Article");
    line.property("fileName", d.passage.name);
    line.property("title", r.title);
    line.property("publisher", r.outlet);
    line.property("publishedAt", common_date(r.published.from, r.published.to));
    line.property("language", language(r.language));
    line.property("sourceUrl", web_address(r.url));
    line.property("bodyText", r.text);
    line.property("processingAgent", settings_.program);
    if (r.published.from && r.published.to && *r.published.from != *r.published.to)
      line.property("notes", "published between " + r.published.from->to_string() + " and " + r.published.to->to_string() + " (" +
                                 std::string(to_string(r.published.basis)) + ")");
  }

  static void mentions(std::string& lines, const Document& d, const Actors& actors, const Known& known) {
    std::map<std::string, std::vector<std::string>> names;  // by id
    for (const isnad::Entity& e : d.record->entities) {
      std::vector<std::string>& of = names[actors.of(e).id];
      of.push_back(e.name);
      for (const Span& m : e.mentions) of.push_back(words_of(*d.record, m));
    }
    for (auto& [id, of] : names) {
      const auto it = known.find(id);
      if (it == known.end() || schema_of(it->second.kind).empty()) continue;
      Line line(lines, d.id + "-" + id, "Mention");
      line.property("document", d.id);
      line.property("resolved", id);
      line.property("detectedSchema", std::string(schema_of(it->second.kind)));
      line.property("contextCountry", lower(it->second.country));
      line.properties("name", std::move(of));
    }
  }

  static void statement(std::string& lines, const Claim& c, const Statement& s, const Known& known) {
    const Passage& p = s.content;
    Line line(lines, s.id, "Note");
    line.properties("entity", ids({s.speaker}, known));
    line.property("description", p.words);
    line.property("summary", joined({std::string(to_string(s.act)) + ", " + std::string(to_string(s.quotation)), common_date(p.from, p.to),
                                     chain_text(s.chain), "claim " + c.id + " " + c.status},
                                    "; "));
    line.property("proof", p.document);
    line.property("publisher", p.outlet ? p.outlet->name : "");
    line.property("sourceUrl", web_address(p.url));
  }

  static void contact(std::string& lines, const Contact& c, const Known& known) {
    const Passage& best = c.tellings[c.fullest].passage;
    std::vector<std::string> proof, publishers, urls, notes;
    for (const Telling& t : c.tellings) {
      proof.push_back(t.passage.document);
      publishers.push_back(t.passage.outlet ? t.passage.outlet->name : "");
      urls.push_back(web_address(t.passage.url));
      const std::string chain = chain_text(t.according_to);
      notes.push_back(t.passage.words + (chain.empty() ? "" : " (" + chain + ")"));
    }
    std::string through = joined(names_of(c.intermediary), ", "), country;
    if (!through.empty()) through.insert(0, "through ");
    if (c.venue)
      if (const auto it = known.find(c.venue->id); it != known.end()) country = lower(it->second.country);
    const auto dates = [&](Line& line) {
      if (c.from && c.to && *c.from == *c.to) return line.property("date", c.from->to_string());
      line.property("startDate", day(c.from));
      line.property("endDate", day(c.to));
    };
    {
      Line line(lines, c.id, "Event");
      line.property("name", title_of(c));
      line.property("summary", joined({std::string(to_string(c.kind)), c.status, joined(modes_of(c), ", "), through}, "; "));
      dates(line);
      line.property("location", c.venue ? c.venue->name : "");
      line.property("country", country);
      line.properties("involved", ids(c.parties, known));
      line.properties("keywords", c.topics);
      line.property("recordId", c.id);
      line.properties("proof", proof);
      line.properties("publisher", publishers);
      line.properties("sourceUrl", urls);
      line.property("description", best.words);
      line.properties("notes", notes);
    }
    std::set<std::string> written;
    for (const std::string& agent : ids(c.intermediary, known))
      for (const std::string& client : ids(c.parties, known)) {
        const std::string id = c.id + "-" + agent + "-" + client;
        if (agent == client || !written.insert(id).second) continue;
        Line line(lines, id, "Representation");
        line.property("agent", agent);
        line.property("client", client);
        line.property("role", "intermediary");
        line.property("status", c.status);
        dates(line);
        line.property("recordId", c.id);
        line.property("proof", best.document);
        line.property("description", best.words);
      }
  }
};

}  // namespace

std::unique_ptr<Exchange> make_followthemoney(const Settings& settings) { return std::make_unique<FollowTheMoney>(settings); }

}  // namespace isnad::exchange
