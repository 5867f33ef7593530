// Where records are kept. Everything that a database has to do for Isnad, and nothing that only one of them can do:
// tests/store/contract_test.cc says by tests what a backend has to keep.
//
// A document is added with its keys and edges in one transaction: begin(), any number of additions, commit(). Between begin() and
// the end of the transaction no other process adds; others read what was committed. After commit() returns, the additions are
// there whatever happens to the machine.
//
// What is asked often is asked for many at once: a database behind a network answers one question of a hundred parts much faster
// than a hundred questions.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "isnad/result.h"
#include "link/linker.h"

namespace isnad::store {

/// A document as it is kept. `number` counts them from 0 in the order of adding.
struct StoredDocument {
  std::uint32_t number = 0;
  std::string id;     ///< link::report_id()
  std::string input;  ///< hash of what was read, by which it is known again unread
  std::string source_id, path, url, outlet, title;
  std::optional<long> from, to;  ///< when it was published: days since 1970-01-01
  std::string record;            ///< JSON, as `isnad read --format jsonl` prints it
  std::string sketch;            ///< link::to_bytes of its DocumentItem: what candidates are chosen by
  std::string items;             ///< link::to_bytes of its ReportItems
};

/// What people add beside the machine's output (corrections, saved searches): a text under a name. Isnad's own tables never depend on
/// it, so neither adding nor relinking touches it.
struct Kept {
  std::string kind, id;
  std::string body;  ///< JSON
};

enum class KeyKind : std::uint8_t { text, story };

/// What is looked for in a document, as terms of letters and digits separated by spaces.
struct Words {
  std::string text;      ///< of title and body, in order
  std::string speakers;  ///< names of those who speak in it
  std::string parties;   ///< names of those who have contacts in it
};

/// What to look for: of every entry of `text`, one of the alternatives has to occur; an alternative is terms next to each other. Of
/// the names, all terms.
struct TextQuery {
  std::vector<std::vector<std::vector<std::string>>> text;
  std::vector<std::string> speakers, parties;
  bool empty() const { return text.empty() && speakers.empty() && parties.empty(); }
};

/// By this a program sees what others have done meanwhile.
struct State {
  std::uint32_t size = 0;      ///< documents
  std::uint64_t relinked = 0;  ///< how often all links were forgotten
};

class Backend {
 public:
  virtual ~Backend() = default;

  virtual Result<void> begin() = 0;
  virtual Result<void> commit() = 0;
  virtual void roll_back() = 0;
  /// Between look() and look_away(), which are not inside a transaction, all that is read is of one moment.
  virtual Result<void> look() = 0;
  virtual void look_away() = 0;
  /// Whether the last failure was that of a connection, so that what failed can be begun anew from its start. Of a commit that failed
  /// so it is not known whether it was done.
  virtual bool connection_lost() const { return false; }

  /// Whether something with this hash has been added.
  virtual Result<bool> has_input(std::string_view input) = 0;
  /// The numbers of documents by their ids, each if it is there.
  virtual Result<std::vector<std::optional<std::uint32_t>>> find(std::span<const std::string> ids) = 0;
  /// Inside a transaction. The document is not there yet: find() says so. Its number is given by the backend.
  virtual Result<std::uint32_t> put(const StoredDocument& document, std::span<const std::uint64_t> text_keys,
                                    std::span<const std::uint64_t> story_keys, const Words& words) = 0;
  /// Inside a transaction: that this input, too, is the document with that number.
  virtual Result<void> note_input(std::uint32_t number, std::string_view input) = 0;
  /// For each set of keys, the numbers of documents from `from` on that have at least `least` of them, ascending.
  virtual Result<std::vector<std::vector<std::uint32_t>>> sharing(KeyKind kind, std::span<const std::vector<std::uint64_t>> sets,
                                                                  std::size_t least, std::uint32_t from) = 0;
  virtual Result<void> connect(std::span<const link::Edge> edges) = 0;
  /// Forgets all keys, items and edges, and takes new ones: for relinking. Inside a transaction.
  virtual Result<void> forget_links() = 0;
  virtual Result<void> put_items(std::uint32_t number, std::string_view sketch, std::string_view items,
                                 std::span<const std::uint64_t> text_keys, std::span<const std::uint64_t> story_keys) = 0;

  virtual Result<State> state() = 0;
  /// Without record, sketch and items.
  virtual Result<StoredDocument> document(std::uint32_t number) = 0;
  virtual Result<std::string> record(std::uint32_t number) = 0;
  /// Of each of the documents, in the order of the numbers.
  virtual Result<std::vector<std::string>> sketches(std::span<const std::uint32_t> numbers) = 0;
  virtual Result<std::vector<std::string>> items(std::span<const std::uint32_t> numbers) = 0;
  virtual Result<std::vector<link::Edge>> edges() = 0;
  /// A number that is another one after every change that somebody else has committed: another program or another connection.
  virtual Result<std::uint64_t> changes() {
    const auto now = state();
    if (!now) return tl::unexpected(now.error());
    return (now->relinked << 32) + now->size;
  }
  /// Keeps it in a transaction of its own, instead of what was there under its kind and id.
  virtual Result<void> keep(const Kept&) { return fail("", "this kind of store does not keep corrections and searches"); }
  virtual Result<void> forget(std::string_view kind, std::string_view id) { return keep({std::string(kind), std::string(id), {}}); }
  /// All of a kind, by id.
  virtual Result<std::vector<Kept>> kept(std::string_view) { return std::vector<Kept>{}; }
  /// Numbers of documents that fit, best first, at most `limit`.
  virtual Result<std::vector<std::uint32_t>> search(const TextQuery& query, std::size_t limit) = 0;
};

/// In memory: for tests, and for linking without a file.
std::unique_ptr<Backend> open_memory();

/// A SQLite file, made if it is not there and `create`. Fails with the file's name on what is no store, a newer store's layout, or
/// what cannot be opened.
Result<std::unique_ptr<Backend>> open_sqlite(const std::string& file, bool create, bool read_only);

/// A database of PostgreSQL: postgresql://USER@HOST:PORT/DATABASE. Its schema isnad is made if it is not there and `create`. Errors name
/// the address without the password. A connection that is lost is made anew, for which it waits up to `patience` for the server.
Result<std::unique_ptr<Backend>> open_postgres(const std::string& location, bool create, bool read_only,
                                               std::chrono::milliseconds patience = std::chrono::minutes(1));

}  // namespace isnad::store
