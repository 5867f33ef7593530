// CSV after RFC 4180: tables that join by their ids. Cells that a spreadsheet would take for a formula begin with an apostrophe.
#include <algorithm>
#include <array>
#include <optional>

#include "base/utf8.h"
#include "export/exchange/exchange.h"
#include "export/exchange/phrases.h"
#include "export/names.h"
#include "export/record_text.h"

namespace isnad::exchange {
namespace {

constexpr std::array<std::string_view, 8> kTables = {"documents",     "statements",       "chain_links", "contacts",
                                                     "contact_sides", "contact_mentions", "entities",    "mentions"};
// Excel cuts the rest of a longer cell into the next rows.
constexpr std::size_t kExcelCell = 32'767;

std::string list(const std::vector<std::string>& all) { return joined(all, "; "); }

// Puts cells in rows.
class Rows {
 public:
  Rows(std::string& out, const Settings& settings)
      : out_(out), separator_(settings.separator), end_(settings.excel ? "\r\n" : "\n"), excel_(settings.excel) {}

  Rows& cell(std::string_view value) {
    if (!first_) out_.push_back(separator_);
    first_ = false;
    std::string text = output::valid(value);
    std::replace(text.begin(), text.end(), '\0', ' ');
    if (formula(text)) text.insert(0, 1, '\'');
    if (excel_) shorten(text);
    const bool quoted = text.find_first_of("\"\r\n") != text.npos || text.find(separator_) != text.npos;
    if (!quoted) return out_ += text, *this;
    out_.push_back('"');
    for (const char c : text) {
      if (c == '"') out_.push_back('"');
      out_.push_back(c);
    }
    out_.push_back('"');
    return *this;
  }
  Rows& cell(std::uint32_t n) { return cell(std::to_string(n)); }
  Rows& span(std::optional<Span> s) { return s ? cell(s->start).cell(s->end) : cell("").cell(""); }
  Rows& actor(const std::optional<Actor>& a) { return a ? cell(a->name).cell(a->id) : cell("").cell(""); }
  void end() {
    out_ += end_;
    first_ = true;
  }
  void head(std::initializer_list<std::string_view> names) {
    for (const std::string_view n : names) cell(n);
    end();
  }

 private:
  std::string& out_;
  char separator_;
  std::string_view end_;
  bool excel_, first_ = true;

  // What spreadsheets begin to compute at: also the full-width forms of the signs, and what they skip before one.
  static bool formula(std::string_view text) {
    if (text.empty()) return false;
    if (std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos) return true;
    constexpr std::array<std::string_view, 4> kWide = {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
    if (std::any_of(kWide.begin(), kWide.end(), [&](std::string_view w) { return text.starts_with(w); })) return true;
    const std::size_t word = text.find_first_not_of(' ');
    return word != 0 && word != text.npos && formula(text.substr(word));
  }

  static void shorten(std::string& text) {
    std::size_t units = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto b = static_cast<unsigned char>(text[i]);
      if ((b & 0xC0) == 0x80) continue;
      units += b >= 0xF0 ? 2 : 1;  // Excel counts in UTF-16
      if (units > kExcelCell) return text.resize(i);
    }
  }
};

class Csv final : public Exchange {
 public:
  explicit Csv(const Settings& settings) : settings_(settings) {}

  std::vector<std::string_view> tables() const override { return {kTables.begin(), kTables.end()}; }

  bool write(const Selection& selection, std::string_view table, const Write& out) const override {
    std::string text = settings_.excel ? "\xEF\xBB\xBF" : "";
    Rows rows(text, settings_);
    bool going = true;
    const auto done = [&] {
      going = going && out(text);
      text.clear();
      return going;
    };
    if (table == "documents") documents(selection, rows, done);
    else if (table == "statements") statements(selection, rows, done);
    else if (table == "chain_links") chain_links(selection, rows, done);
    else if (table == "contacts") contacts(selection, rows, done);
    else if (table == "contact_sides") contact_sides(selection, rows, done);
    else if (table == "contact_mentions") contact_mentions(selection, rows, done);
    else if (table == "entities") entities(selection, rows);
    else mentions(selection, rows, done);
    return done();
  }

 private:
  Settings settings_;
  using Done = std::function<bool()>;

  static void documents(const Selection& selection, Rows& rows, const Done& done) {
    rows.head({"document_id", "document", "record_id", "path", "url", "outlet", "outlet_id", "title", "language", "published_from",
               "published_to", "published_basis", "story_id", "text"});
    selection.documents([&](const Document& d) {
      const Record& r = *d.record;
      rows.cell(d.id).cell(d.passage.name).cell(r.id).cell(r.path).cell(r.url).actor(d.passage.outlet).cell(r.title).cell(r.language);
      rows.cell(day(r.published.from)).cell(day(r.published.to)).cell(to_string(r.published.basis)).cell(d.story).cell(r.text).end();
      return done();
    });
  }

  static void statements(const Selection& selection, Rows& rows, const Done& done) {
    rows.head({"statement_id", "claim_id",     "chain_no",      "document_id",        "document",       "published_from", "published_to",
               "act",          "quotation",    "speaker",       "speaker_id",         "speaker_kind",   "addressee",      "addressee_id",
               "time",         "chain",        "cue",           "cue_start",          "cue_end",        "content",        "content_start",
               "content_end",  "claim_status", "claim_sources", "claim_confirmed_by", "claim_denied_by"});
    selection.claims([&](const Claim& c) {
      for (const Statement& s : c.statements) {
        rows.cell(s.id).cell(s.claim).cell(s.chain_no).cell(s.content.document).cell(s.content.name);
        rows.cell(day(s.content.from)).cell(day(s.content.to)).cell(to_string(s.act)).cell(to_string(s.quotation));
        rows.actor(s.speaker).cell(to_string(s.speaker.kind)).actor(s.addressee).cell(s.time).cell(chain_text(s.chain));
        rows.cell(s.cue).span(s.cue_span).cell(s.content.words).span(s.content.span);
        rows.cell(c.status).cell(c.sources).cell(list(c.confirmed_by)).cell(list(c.denied_by)).end();
      }
      return done();
    });
  }

  static void chain_links(const Selection& selection, Rows& rows, const Done& done) {
    rows.head({"statement_id", "claim_id", "chain_no", "position", "role", "name", "kind", "entity_id", "document_id", "mention_start",
               "mention_end"});
    selection.claims([&](const Claim& c) {
      for (const Statement& s : c.statements)
        for (std::uint32_t i = 0; i < s.chain.size(); ++i) {
          const Actor& a = s.chain[i];
          rows.cell(s.id).cell(s.claim).cell(s.chain_no).cell(i + 1).cell(i + 1 == s.chain.size() ? "speaker" : "source");
          rows.cell(a.name).cell(to_string(a.kind)).cell(a.id).cell(s.content.document).span(a.span).end();
        }
      return done();
    });
  }

  static void contacts(const Selection& selection, Rows& rows, const Done& done) {
    rows.head({"contact_id", "kind",        "parties",  "party_ids", "intermediary",   "intermediary_ids", "venue",        "venue_id",
               "mode",       "from",        "to",       "status",    "sources",        "reports",          "confirmed_by", "denied_by",
               "topics",     "document_id", "document", "evidence",  "evidence_start", "evidence_end"});
    selection.contacts([&](const Contact& c) {
      std::vector<std::string> reports;
      for (const Telling& t : c.tellings) reports.push_back(t.passage.document);
      std::sort(reports.begin(), reports.end());
      const auto count = static_cast<std::uint32_t>(std::unique(reports.begin(), reports.end()) - reports.begin());
      const Passage& best = c.tellings[c.fullest].passage;
      rows.cell(c.id).cell(to_string(c.kind)).cell(list(names_of(c.parties))).cell(list(ids_of(c.parties)));
      rows.cell(list(names_of(c.intermediary))).cell(list(ids_of(c.intermediary))).actor(c.venue).cell(list(modes_of(c)));
      rows.cell(day(c.from)).cell(day(c.to)).cell(c.status).cell(c.sources).cell(count);
      rows.cell(list(c.confirmed_by)).cell(list(c.denied_by)).cell(list(c.topics));
      rows.cell(best.document).cell(best.name).cell(best.words).span(best.span).end();
      return done();
    });
  }

  static void contact_sides(const Selection& selection, Rows& rows, const Done& done) {
    rows.head({"contact_id", "role", "position", "name", "kind", "entity_id", "document_id", "mention_start", "mention_end"});
    selection.contacts([&](const Contact& c) {
      const auto side = [&](const char* role, std::uint32_t position, const Actor& a) {
        rows.cell(c.id).cell(role).cell(position).cell(a.name).cell(to_string(a.kind)).cell(a.id);
        rows.cell(c.tellings[c.fullest].passage.document).span(a.span).end();
      };
      for (std::uint32_t i = 0; i < c.parties.size(); ++i) side("party", i + 1, c.parties[i]);
      for (std::uint32_t i = 0; i < c.intermediary.size(); ++i) side("intermediary", i + 1, c.intermediary[i]);
      if (c.venue) side("venue", 1, *c.venue);
      return done();
    });
  }

  static void contact_mentions(const Selection& selection, Rows& rows, const Done& done) {
    rows.head({"contact_id", "document_id", "document", "published_from", "published_to", "contact", "statement_id", "claim_id",
               "according_to", "text", "start", "end"});
    selection.contacts([&](const Contact& c) {
      for (const Telling& t : c.tellings) {
        rows.cell(c.id).cell(t.passage.document).cell(t.passage.name).cell(day(t.passage.from)).cell(day(t.passage.to));
        rows.cell(t.contact).cell(t.statement).cell(t.claim).cell(chain_text(t.according_to));
        rows.cell(t.passage.words).span(t.passage.span).end();
      }
      return done();
    });
  }

  static void entities(const Selection& selection, Rows& rows) {
    rows.head({"entity_id", "name", "kind", "country", "reference", "names", "roles", "documents", "mentions"});
    for (const Entity& e : selection.entities()) {
      std::vector<std::string> names;
      for (const auto& name : e.names) names.push_back(name.first);
      rows.cell(e.id).cell(e.name).cell(to_string(e.kind)).cell(e.country).cell(e.reference).cell(list(names));
      rows.cell(list({e.roles.begin(), e.roles.end()})).cell(e.documents).cell(e.mentions).end();
    }
  }

  static void mentions(const Selection& selection, Rows& rows, const Done& done) {
    rows.head({"entity_id", "document_id", "document", "name", "text", "start", "end"});
    selection.documents([&](const Document& d) {
      for (const isnad::Entity& e : d.record->entities) {
        const Actor who = selection.actors().of(e);
        for (const Span& m : e.mentions)
          rows.cell(who.id).cell(d.id).cell(d.passage.name).cell(e.name).cell(words_of(*d.record, m)).span(m).end();
      }
      return done();
    });
  }
};

}  // namespace

std::unique_ptr<Exchange> make_csv(const Settings& settings) { return std::make_unique<Csv>(settings); }

}  // namespace isnad::exchange
