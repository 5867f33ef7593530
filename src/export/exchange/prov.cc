// W3C PROV-JSON (https://www.w3.org/Submission/prov-json/): what was printed, whose words it is attributed to, and through whom they came.
//
// A document's passage is a quotation of the document. Where others pass the words on, it is a quotation of the first one's report,
// that a quotation of the next one's, and the last has the claim as primary source, which is attributed to the speaker. A contact is
// an activity; whether it took place is its isnad:status.
#include <map>
#include <set>
#include <utility>

#include "export/exchange/exchange.h"
#include "export/exchange/phrases.h"
#include "export/json_writer.h"
#include "export/names.h"

namespace isnad::exchange {
namespace {

// A name in a namespace, as the value of an attribute.
struct Name {
  std::string_view value;
};

class Writer : output::JsonWriter {
 public:
  Writer(std::string& out, const Write& sink) : JsonWriter(out), sink_(sink) {}

  void begin_document() {
    open('{');
    key("prefix"), open('{');
    key("isnad"), text("urn:isnad:");
    close('}');
  }
  void end_document() {
    close('}');
    out_.push_back('\n');
    flush();
  }

  /// A kind of records. What has no members is left out.
  template <class Members>
  void section(std::string_view name, Members members) {
    section_ = name, begun_ = false;
    members();
    if (begun_) close('}');
  }

  template <class Attributes>
  void record(const std::string& id, Attributes attributes) {
    begin();
    key(id), open('{');
    attributes();
    close('}');
    flush();
  }
  /// A relation, which needs no name of its own.
  template <class Attributes>
  void relation(Attributes attributes) {
    record("_:r" + std::to_string(++relations_), attributes);
  }
  void pair(std::string_view first, const std::string& a, std::string_view second, const std::string& b) {
    relation([&] { ref(first, a), ref(second, b); });
  }

  void ref(std::string_view name, const std::string& id) { key(name), text("isnad:" + id); }
  void attribute(std::string_view name, std::string_view value) {
    if (!value.empty()) key(name), text(value);
  }
  void attribute(std::string_view name, std::uint32_t value) { typed(name, std::to_string(value), "xsd:int"); }
  void attribute(std::string_view name, Name value) { typed(name, value.value, "xsd:QName"); }
  void attribute(std::string_view name, const std::optional<Date>& d) {
    if (d) typed(name, d->to_string(), d->day != 0 ? "xsd:date" : d->month != 0 ? "xsd:gYearMonth" : "xsd:gYear");
  }
  void address(std::string_view name, const std::string& url) {
    if (!url.empty()) typed(name, url, "xsd:anyURI");
  }
  void passage(const Passage& p) {
    attribute("prov:value", p.words);
    ref("isnad:document", p.document);
    attribute("isnad:start", p.span.start);
    attribute("isnad:end", p.span.end);
  }
  void members(std::string_view name, const std::vector<std::string>& ids) {
    key(name), list(ids, [&](const std::string& id, std::size_t) { text("isnad:" + id); });
  }
  bool going() const { return going_; }

 private:
  const Write& sink_;
  std::string_view section_;
  std::uint32_t relations_ = 0;
  bool begun_ = false, going_ = true;

  void begin() {
    if (std::exchange(begun_, true)) return;
    key(section_), open('{');
  }
  void typed(std::string_view name, std::string_view value, std::string_view type) {
    key(name), open('{');
    key("$"), text(value);
    key("type"), text(type);
    close('}');
  }
  void flush() {
    going_ = going_ && sink_(out_);
    out_.clear();
  }
};

std::string report_id(const Statement& s, std::size_t position) { return s.id + "-r" + std::to_string(position); }

class Prov final : public Exchange {
 public:
  explicit Prov(const Settings& settings) : settings_(settings) {}

  bool write(const Selection& selection, std::string_view, const Write& out) const override {
    std::string buffer;
    Writer w(buffer, out);
    w.begin_document();
    w.section("entity", [&] { entities(selection, w); });
    w.section("agent", [&] { agents(selection, w); });
    w.section("activity", [&] { activities(selection, w); });
    w.section("wasAttributedTo", [&] { attributions(selection, w); });
    w.section("wasDerivedFrom", [&] { derivations(selection, w); });
    w.section("specializationOf", [&] {
      selection.claims([&](const Claim& c) {
        for (const Statement& s : c.statements) w.pair("prov:specificEntity", s.id, "prov:generalEntity", c.id);
        return w.going();
      });
    });
    w.section("wasAssociatedWith", [&] { associations(selection, w); });
    w.section("wasInfluencedBy", [&] { influences(selection, w); });
    const std::vector<Cluster> clusters = w.going() ? selection.clusters() : std::vector<Cluster>();
    w.section("alternateOf", [&] {
      for (const Cluster& c : clusters)
        for (std::size_t i = 1; c.kind == "copies" && i < c.documents.size() && w.going(); ++i)
          w.pair("prov:alternate1", c.documents[0], "prov:alternate2", c.documents[i]);
    });
    w.section("hadMember", [&] {
      for (const Cluster& c : clusters)
        if (c.kind == "story" && w.going()) w.relation([&] { w.ref("prov:collection", c.id), w.members("prov:entity", c.documents); });
    });
    w.end_document();
    return w.going();
  }

 private:
  Settings settings_;

  void entities(const Selection& selection, Writer& w) const {
    w.record("isnad:export", [&] {
      w.attribute("prov:type", Name{"prov:Collection"});
      w.attribute("prov:label", "what " + settings_.program + " read in the documents of this file");
    });
    selection.documents([&](const Document& d) {
      const Record& r = *d.record;
      w.record("isnad:" + d.id, [&] {
        w.attribute("prov:type", Name{"isnad:Document"});
        w.attribute("prov:label", r.title.empty() ? d.passage.name : r.title);
        w.attribute("isnad:name", d.passage.name);
        w.attribute("isnad:record", r.id);
        w.address("prov:location", r.url);
        w.attribute("isnad:publishedFrom", r.published.from);
        w.attribute("isnad:publishedTo", r.published.to);
        w.attribute("isnad:publishedBasis", to_string(r.published.basis));
      });
      for (const Condition& c : d.conditions)
        w.record("isnad:" + c.id, [&] {
          w.attribute("prov:type", Name{"isnad:Condition"});
          w.attribute("isnad:if", c.condition.words);
          w.attribute("isnad:then", c.consequence.words);
          w.ref("isnad:document", d.id);
        });
      return w.going();
    });
    if (w.going())
      selection.claims([&](const Claim& c) {
        claim(c, w);
        return w.going();
      });
    if (w.going())
      selection.contacts([&](const Contact& c) {
        for (const Telling& t : c.tellings)
          w.record("isnad:" + t.id, [&] {
            w.attribute("prov:type", Name{"isnad:Telling"});
            w.attribute("isnad:chain", chain_text(t.according_to));
            w.passage(t.passage);
          });
        return w.going();
      });
    if (w.going())
      for (const Cluster& c : selection.clusters())
        if (c.kind == "story") w.record("isnad:" + c.id, [&] { w.attribute("prov:type", Name{"prov:Collection"}); });
  }

  static void claim(const Claim& c, Writer& w) {
    w.record("isnad:" + c.id, [&] {
      w.attribute("prov:type", Name{"isnad:Claim"});
      w.attribute("prov:label", c.statements.front().content.words);
      w.attribute("isnad:status", c.status);
      w.attribute("isnad:sources", c.sources);
    });
    for (const Statement& s : c.statements) {
      w.record("isnad:" + s.id, [&] {
        w.attribute("prov:type", Name{"isnad:Statement"});
        w.passage(s.content);
        w.attribute("isnad:act", to_string(s.act));
        w.attribute("isnad:quotation", to_string(s.quotation));
        w.attribute("isnad:cue", s.cue);
        w.attribute("isnad:chainNo", s.chain_no);
      });
      for (std::uint32_t i = 0; i + 1 < s.chain.size(); ++i)
        w.record("isnad:" + report_id(s, i + 1), [&] {
          w.attribute("prov:type", Name{"isnad:Report"});
          w.attribute("isnad:chainNo", s.chain_no);
          w.attribute("isnad:position", i + 1);
        });
    }
  }

  void agents(const Selection& selection, Writer& w) const {
    w.record("isnad:program", [&] {
      w.attribute("prov:type", Name{"prov:SoftwareAgent"});
      w.attribute("prov:label", settings_.program);
    });
    if (!w.going()) return;
    for (const Entity& e : selection.entities()) {
      if (!w.going()) return;
      w.record("isnad:" + e.id, [&] {
        if (e.kind == PartyKind::person) w.attribute("prov:type", Name{"prov:Person"});
        else if (e.kind != PartyKind::anonymous && e.kind != PartyKind::place) w.attribute("prov:type", Name{"prov:Organization"});
        w.attribute("prov:label", e.name);
        w.attribute("isnad:kind", to_string(e.kind));
        w.attribute("isnad:country", e.country);
        w.attribute("isnad:reference", e.reference);
      });
    }
  }

  static void activities(const Selection& selection, Writer& w) {
    selection.contacts([&](const Contact& c) {
      w.record("isnad:" + c.id, [&] {
        w.attribute("prov:type", Name{"isnad:Contact"});
        // Moments are all that the format has: the first and the last that the days allow. The days as they are told follow.
        if (c.from) w.attribute("prov:startTime", c.from->first_day().to_string() + "T00:00:00");
        if (c.to) w.attribute("prov:endTime", c.to->last_day().to_string() + "T23:59:59");
        w.attribute("isnad:from", c.from);
        w.attribute("isnad:to", c.to);
        w.attribute("prov:label", title_of(c));
        w.attribute("isnad:kind", to_string(c.kind));
        w.attribute("isnad:status", c.status);
        w.attribute("isnad:sources", c.sources);
        w.attribute("isnad:mode", joined(modes_of(c), ", "));
        w.attribute("prov:location", c.venue ? c.venue->name : "");
        if (c.venue) w.ref("isnad:venue", c.venue->id);
      });
      return w.going();
    });
  }

  static void attributions(const Selection& selection, Writer& w) {
    const auto to = [&](const std::string& entity, const std::string& agent) { w.pair("prov:entity", entity, "prov:agent", agent); };
    to("export", "program");
    selection.documents([&](const Document& d) {
      if (d.passage.outlet) to(d.id, d.passage.outlet->id);
      for (const Condition& c : d.conditions) to(c.id, c.by.id);
      return w.going();
    });
    if (w.going())
      selection.claims([&](const Claim& c) {
        to(c.id, c.speaker.id);
        for (const Statement& s : c.statements) {
          to(s.id, s.speaker.id);
          for (std::size_t i = 0; i + 1 < s.chain.size(); ++i) to(report_id(s, i + 1), s.chain[i].id);
        }
        return w.going();
      });
  }

  static void derivations(const Selection& selection, Writer& w) {
    const auto from = [&](const std::string& derived, const std::string& used, std::string_view how, std::uint32_t chain_no,
                          std::size_t position) {
      w.relation([&] {
        w.ref("prov:generatedEntity", derived);
        w.ref("prov:usedEntity", used);
        w.attribute("prov:type", Name{how});
        if (chain_no == 0) return;
        w.attribute("isnad:chainNo", chain_no);
        w.attribute("isnad:position", static_cast<std::uint32_t>(position));
      });
    };
    selection.documents([&](const Document& d) {
      for (const Condition& c : d.conditions) from(c.id, d.id, "prov:Quotation", 0, 0);
      return w.going();
    });
    if (w.going())
      selection.claims([&](const Claim& c) {
        for (const Statement& s : c.statements) {
          from(s.id, s.content.document, "prov:Quotation", 0, 0);
          std::string derived = s.id;
          std::size_t position = 1;
          for (; position < s.chain.size(); ++position) {
            from(derived, report_id(s, position), "prov:Quotation", s.chain_no, position);
            derived = report_id(s, position);
          }
          from(derived, c.id, "prov:PrimarySource", s.chain_no, position);
        }
        return w.going();
      });
    if (w.going())
      selection.contacts([&](const Contact& c) {
        for (const Telling& t : c.tellings) {
          from(t.id, t.passage.document, "prov:Quotation", 0, 0);
          if (!t.claim.empty()) from(t.id, t.claim, "prov:PrimarySource", 0, 0);
        }
        return w.going();
      });
  }

  static void associations(const Selection& selection, Writer& w) {
    selection.contacts([&](const Contact& c) {
      const auto with = [&](const std::vector<Actor>& actors, std::string_view role) {
        std::set<std::string> done;
        for (const Actor& a : actors)
          if (done.insert(a.id).second)
            w.relation([&] {
              w.ref("prov:activity", c.id);
              w.ref("prov:agent", a.id);
              w.attribute("prov:role", Name{role});
            });
      };
      with(c.parties, "isnad:party");
      with(c.intermediary, "isnad:intermediary");
      return w.going();
    });
  }

  static void influences(const Selection& selection, Writer& w) {
    const auto by = [&](const std::string& influenced, const std::string& influencer, std::string_view how) {
      w.relation([&] {
        w.ref("prov:influencee", influenced);
        w.ref("prov:influencer", influencer);
        w.attribute("isnad:relation", how);
      });
    };
    selection.claims([&](const Claim& c) {
      for (const std::string& other : c.confirmed_by) by(other, c.id, "confirms");
      for (const std::string& other : c.denied_by) by(other, c.id, "denies");
      return w.going();
    });
    if (w.going())
      selection.contacts([&](const Contact& c) {
        for (const Telling& t : c.tellings) by(t.id, c.id, "tells_of");
        for (const std::string& claim : c.confirmed_by) by(claim, c.id, "confirms");
        for (const std::string& claim : c.denied_by) by(claim, c.id, "denies");
        return w.going();
      });
  }
};

}  // namespace

std::unique_ptr<Exchange> make_prov(const Settings& settings) { return std::make_unique<Prov>(settings); }

}  // namespace isnad::exchange
