// Whether a feed's item is the article or only its beginning, and what becomes of both. Thread-safe.
#pragma once

#include <string_view>

#include "isnad/document.h"

namespace isnad::watch {

/// True unless `text` is as long as an article and ends like one. In doubt true: the page is fetched once for nothing then.
bool is_teaser(std::string_view text);

/// Whether the page can be about what the item is about: has a good part of its words. Sites lead from what they have deleted to their
/// front page, and the longest text there is another story. True for an item of a few words only.
bool same_story(const Document& item, const Document& page);

/// The article as its page has it, with what the feed knows better: its day, its id. The feed's text stays if the page has less.
Document joined(Document item, Document page);

}  // namespace isnad::watch
