// What an analyst corrects: kept in the store beside what Isnad found, with who and when; undone, but never deleted.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "isnad/date.h"
#include "isnad/result.h"

namespace isnad::serve {

enum class CorrectionKind { merge, split, speaker, date, note };
enum class TargetType { document, statement, claim, contact, story, entity };

std::string_view to_string(CorrectionKind kind);
std::string_view to_string(TargetType type);

/// A place in a document that a correction is fastened to: ids of groups change when reports join, documents and their items do not.
struct Anchor {
  std::string of;        ///< the id that it stands for
  std::string document;  ///< id in the store
  std::string item;      ///< s1, c1, e1 in its record; empty: the document itself
  std::string text;      ///< the words there, or the name
};

struct Correction {
  std::string id;  ///< k and sixteen hexadecimal digits; later ones sort behind earlier ones
  CorrectionKind kind = CorrectionKind::note;
  TargetType type = TargetType::document;
  std::string target;
  std::vector<std::string> with, mentions;
  std::string speaker;
  std::optional<Date> from, to;
  std::string note;
  std::string who, at;
  std::string undone_by, undone_at;  ///< empty: it holds
  std::vector<Anchor> anchors;

  bool undone() const { return !undone_at.empty(); }
};

/// What a request asks for: docs/api/openapi.json, NewCorrection. Fails with the member in `where` and what would be right.
Result<Correction> correction_from_request(std::string_view json);
/// The way back of to_json(correction, …).
Result<Correction> correction_from_json(std::string_view json);
/// docs/api/openapi.json, Correction.
std::string to_json(const Correction& correction, bool applied);

}  // namespace isnad::serve
