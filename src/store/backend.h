// Where records are kept. Everything that a database has to do for Isnad, and nothing that only one of them can do:
// tests/store/contract.h says by tests what a backend has to keep.
//
// A document is added with its keys and edges in one transaction: begin(), any number of additions, commit(). Between begin() and
// the end of the transaction no other process adds; others read what was committed. After commit() returns, the additions are
// there whatever happens to the machine.
#pragma once

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

class Backend {
 public:
  virtual ~Backend() = default;

  virtual Result<void> begin() = 0;
  virtual Result<void> commit() = 0;
  virtual void roll_back() = 0;

  /// Whether something with this hash has been added.
  virtual Result<bool> has_input(std::string_view input) = 0;
  /// The number of the document with an id.
  virtual Result<std::optional<std::uint32_t>> find(std::string_view id) = 0;
  /// Inside a transaction. The document's number is given by the backend. Another input of a document that is there is only noted: the
  /// number of that.
  virtual Result<std::uint32_t> put(const StoredDocument& document, std::span<const std::uint64_t> text_keys,
                                    std::span<const std::uint64_t> story_keys, const Words& words) = 0;
  virtual Result<void> note_input(std::uint32_t number, std::string_view input) = 0;
  /// Numbers of documents that have at least `least` of the keys, ascending.
  virtual Result<std::vector<std::uint32_t>> sharing(KeyKind kind, std::span<const std::uint64_t> keys, std::size_t least) = 0;
  virtual Result<void> connect(std::span<const link::Edge> edges) = 0;
  /// Forgets all keys, items and edges, and takes new ones: for relinking. Inside a transaction.
  virtual Result<void> forget_links() = 0;
  virtual Result<void> put_items(std::uint32_t number, std::string_view sketch, std::string_view items,
                                 std::span<const std::uint64_t> text_keys, std::span<const std::uint64_t> story_keys) = 0;

  virtual Result<std::uint32_t> size() = 0;
  /// Without record, sketch and items.
  virtual Result<StoredDocument> document(std::uint32_t number) = 0;
  virtual Result<std::string> record(std::uint32_t number) = 0;
  virtual Result<std::string> sketch(std::uint32_t number) = 0;
  virtual Result<std::string> items(std::uint32_t number) = 0;
  virtual Result<std::vector<link::Edge>> edges() = 0;
  /// Numbers of documents that fit, best first, at most `limit`.
  virtual Result<std::vector<std::uint32_t>> search(const TextQuery& query, std::size_t limit) = 0;
};

/// In memory: for tests, and for linking without a file.
std::unique_ptr<Backend> open_memory();

/// A SQLite file, made if it is not there and `create`. Fails with the file's name on what is no store, a newer store's layout, or
/// what cannot be opened.
Result<std::unique_ptr<Backend>> open_sqlite(const std::string& file, bool create, bool read_only);

}  // namespace isnad::store
