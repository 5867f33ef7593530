#include "store/postgres/layout.h"

#include <optional>
#include <string>

namespace isnad::store::postgres {
namespace {

// Steps are never changed once released. docs/formats/store.md describes the tables.
//
// Nothing refers to another table: rows come by COPY from one program that numbers them, and checking each again would take as long as
// storing it. Rows stay in one piece up to a page (toast_tuple_target); records and items are compressed already. Texts are compared
// byte by byte ("C"), so that an update of the system's locales damages no index.
constexpr const char* kMigrations[] = {
    R"sql(
CREATE TABLE isnad.store (one boolean PRIMARY KEY DEFAULT true CHECK (one), layout integer NOT NULL, documents integer NOT NULL,
  terms bigint NOT NULL, relinked bigint NOT NULL, kept bigint NOT NULL);
INSERT INTO isnad.store (layout, documents, terms, relinked, kept) VALUES (0, 0, 0, 0, 0);
CREATE TABLE isnad.document (number integer PRIMARY KEY, id text COLLATE "C" NOT NULL UNIQUE, source_id text COLLATE "C" NOT NULL,
  path text COLLATE "C" NOT NULL, url text COLLATE "C" NOT NULL, outlet text COLLATE "C" NOT NULL, title text COLLATE "C" NOT NULL,
  published_from integer, published_to integer);
CREATE TABLE isnad.content (number integer PRIMARY KEY, record bytea NOT NULL) WITH (toast_tuple_target = 8160);
CREATE TABLE isnad.item (number integer PRIMARY KEY, sketch bytea NOT NULL, items bytea NOT NULL) WITH (toast_tuple_target = 8160);
CREATE TABLE isnad.input (hash text COLLATE "C" PRIMARY KEY, number integer NOT NULL);
CREATE TABLE isnad.text_key (key bigint, number integer, PRIMARY KEY (key, number));
CREATE TABLE isnad.story_key (key bigint, number integer, PRIMARY KEY (key, number));
CREATE TABLE isnad.edge (kind smallint, a integer, a_item integer, b integer, b_item integer, score integer NOT NULL,
  PRIMARY KEY (kind, a, a_item, b, b_item));
CREATE TABLE isnad.words (number integer PRIMARY KEY, length integer NOT NULL, text text COLLATE "C" NOT NULL,
  speakers text COLLATE "C" NOT NULL, parties text COLLATE "C" NOT NULL, terms text[] COLLATE "C" NOT NULL)
  WITH (toast_tuple_target = 8160);
CREATE TABLE isnad.kept (kind text COLLATE "C", id text COLLATE "C", body text COLLATE "C" NOT NULL, PRIMARY KEY (kind, id));
CREATE INDEX words_terms ON isnad.words USING gin (terms);
ALTER TABLE isnad.content ALTER record SET STORAGE EXTERNAL;
ALTER TABLE isnad.item ALTER sketch SET STORAGE EXTERNAL, ALTER items SET STORAGE EXTERNAL;
)sql",
};

constexpr const char* kOneAtATime = "SELECT pg_advisory_xact_lock(1230192961)";  // "ISNA"

// The layout of the store that is there: 0 for a schema without tables, nothing without a schema.
Result<std::optional<int>> layout_there(Connection& c) {
  // Not by to_regclass(): that may remember what was so before another program was waited for.
  const auto there = c.ask_once(
      "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'isnad'), "
      "EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'isnad' AND relname = 'store')");
  if (!there) return tl::unexpected(there.error());
  if (!there->truth(0, 0)) return std::optional<int>();
  if (!there->truth(0, 1)) return std::optional(0);
  const auto row = c.ask_once("SELECT layout FROM isnad.store");
  if (!row) return tl::unexpected(row.error());
  return row->rows() == 0 ? std::optional(0) : std::optional(static_cast<int>(row->integer(0, 0)));
}

Result<void> migrate(Connection& c, std::span<const char* const> steps) {
  if (auto locked = c.ask_once(kOneAtATime); !locked) return tl::unexpected(locked.error());
  const auto layout = layout_there(c);  // another program may have done it meanwhile
  if (!layout) return tl::unexpected(layout.error());
  if (!*layout) {
    if (auto made = c.run("CREATE SCHEMA isnad"); !made) return made;
  } else {
    // All tables belong to whom the schema belongs to, whoever of its members comes first.
    const auto owner = c.ask_once(
        "SELECT quote_ident(rolname), rolname = current_user, pg_has_role(current_user, r.oid, 'MEMBER') "
        "FROM pg_namespace JOIN pg_roles r ON r.oid = nspowner WHERE nspname = 'isnad'");
    if (!owner) return tl::unexpected(owner.error());
    if (owner->rows() == 1 && !owner->truth(0, 1)) {
      const std::string name(owner->bytes(0, 0));
      if (!owner->truth(0, 2)) return c.wrong("only the store's owner (" + name + ") makes its tables and brings them up to date");
      if (auto become = c.run("SET LOCAL ROLE " + name); !become) return become;
    }
  }
  for (std::size_t l = static_cast<std::size_t>(layout->value_or(0)); l < steps.size(); ++l)
    if (auto done = c.run(steps[l]); !done) return done;
  return c.run("UPDATE isnad.store SET layout = " + std::to_string(steps.size()));
}

}  // namespace

std::span<const char* const> migrations() { return kMigrations; }

Result<void> prepare_layout(Connection& c, std::span<const char* const> steps, bool create, bool read_only) {
  const auto layout = layout_there(c);
  if (!layout) return tl::unexpected(layout.error());
  const int there = layout->value_or(0), wanted = static_cast<int>(steps.size());
  if (there == wanted) return {};
  if (there > wanted)
    return c.wrong("made by a newer Isnad (layout " + std::to_string(there) + ", this program knows " + std::to_string(wanted) + ")");
  if (there == 0 && (!create || read_only)) return c.wrong("there is no store in this database; isnad add makes one");
  if (read_only) return c.wrong("made by an older Isnad; isnad add brings it up to date");
  if (auto begun = c.run("BEGIN ISOLATION LEVEL READ COMMITTED"); !begun) return begun;
  auto done = migrate(c, steps);
  if (done) done = c.run("COMMIT");
  if (!done) static_cast<void>(c.run("ROLLBACK"));
  return done;
}

}  // namespace isnad::store::postgres
