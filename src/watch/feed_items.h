// The items of a feed as it came from the web, ready to be remembered. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "isnad/result.h"
#include "watch/state.h"
#include "watch/url.h"

namespace isnad::watch {

struct FeedItems {
  std::vector<Item> items;     ///< each once
  std::optional<Error> error;  ///< no feed, or one that is broken or too long: the items are those before
};

constexpr std::size_t kMostItems = 5000;  ///< of one feed at one time

/// `from`: where the body came from; `charset`: what HTTP says of it; `feed`: the feed's name in the state. With `pages`, items that are
/// teasers get the host of their page.
FeedItems feed_items(std::string body, const std::string& charset, const Url& from, const std::string& feed, bool pages);

}  // namespace isnad::watch
