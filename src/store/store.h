// Records linked and kept: adds to a backend what link/ finds, and asks it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "isnad/document.h"
#include "isnad/record.h"
#include "isnad/result.h"
#include "link/linker.h"
#include "store/backend.h"
#include "store/query.h"

namespace isnad::store {

/// A document ready to be added: all that can be done without the store, so by many threads at once.
struct Prepared {
  StoredDocument document;
  link::ReportItems items;
  Words words;
  std::size_t bytes = 0;  ///< of the text
};

/// By this hash a document is known again before it is read: of its text, title, date, outlet and address.
std::string input_hash(const Document& document);

/// Thread-safe.
class Preparer {
 public:
  explicit Preparer(const model::Lexicon& lexicon) : items_(lexicon) {}
  Prepared of(const Record& record, const std::string& input) const;

 private:
  link::ItemMaker items_;
};

/// Whether a location is the address of a database, and not a file's path.
bool is_database(const std::string& location);
/// A location as it may be shown: without a password.
std::string shown(const std::string& location);

class Store {
 public:
  /// `location`: a file's path, or postgresql://… of a database. Made if it is not there and `create`.
  static Result<Store> open(const std::string& location, bool create, bool read_only);
  explicit Store(std::unique_ptr<Backend> backend) : backend_(std::move(backend)) {}

  struct Added {
    std::size_t added = 0;   ///< documents that were not there
    std::size_t known = 0;   ///< whose text and date were there
    std::size_t copies = 0;  ///< of those added: mostly the text of one that is there
  };
  /// Adds and links all of them in one transaction: when it returns, they are kept; if it fails, none is. Others can add meanwhile: it
  /// compares before it locks, and after that only with what came in between.
  Result<Added> add(const std::vector<Prepared>& documents);
  Result<bool> knows(std::string_view input);

  /// Links anew all that is there, with the items of this program's version. `progress` gets how many of how many are done.
  Result<void> relink(const model::Lexicon& lexicon, const std::function<void(std::size_t, std::size_t)>& progress);

  Result<std::uint32_t> size();
  Result<State> state();

  Result<StoredDocument> document(std::uint32_t number);
  Result<Record> record(std::uint32_t number);
  /// As it is kept: JSON.
  Result<std::string> record_json(std::uint32_t number) { return backend_->record(number); }
  /// What a document is compared by, and what links all of them: for who keeps a linked view of his own (serve/view).
  Result<std::vector<link::ReportItems>> items(std::span<const std::uint32_t> numbers);
  Result<std::vector<link::Edge>> edges() { return backend_->edges(); }
  /// Numbers of documents with the words, best first.
  Result<std::vector<std::uint32_t>> find_text(const TextQuery& query, std::size_t limit) { return backend_->search(query, limit); }
  Result<std::uint64_t> changes() { return backend_->changes(); }
  /// What people add: backend.h.
  Result<void> keep(const Kept& what) { return backend_->keep(what); }
  Result<void> forget(std::string_view kind, std::string_view id) { return backend_->forget(kind, id); }
  Result<std::vector<Kept>> kept(std::string_view kind) { return backend_->kept(kind); }
  /// Items of all documents, by number, and what links them.
  Result<link::LinkedReports> linked();
  /// Numbers of documents that fit, best first.
  Result<std::vector<std::uint32_t>> search(const Query& query, std::size_t limit);

 private:
  std::unique_ptr<Backend> backend_;

  // Sketches that were asked for last: reports of one time are mostly added together. They change by relinking only.
  static constexpr std::size_t kCached = 40'000;
  std::unordered_map<std::uint32_t, std::shared_ptr<const link::DocumentItem>> young_, old_;

  std::uint64_t relinked_ = 0;  // State::relinked when they were read

  struct Incoming;
  struct Comparison;
  using Numbers = std::unordered_map<std::string, std::uint32_t>;  // by id

  Result<Added> try_to_add(const std::vector<Prepared>& documents, Numbers& tried);
  Result<void> try_to_relink(const model::Lexicon& lexicon, const std::function<void(std::size_t, std::size_t)>& progress);
  Result<link::LinkedReports> try_to_link();
  Result<std::vector<std::uint32_t>> try_to_search(const Query& query, std::size_t limit);

  using Sketches = std::unordered_map<std::uint32_t, std::shared_ptr<const link::DocumentItem>>;
  Result<Sketches> sketches(std::span<const std::uint32_t> numbers);
  void cache(std::uint32_t number, std::shared_ptr<const link::DocumentItem> item);
  void forget_sketches() { young_.clear(), old_.clear(); }
  Result<void> compare_with_stored(std::span<Incoming> incoming, std::uint32_t from, std::uint32_t end);
};

}  // namespace isnad::store
