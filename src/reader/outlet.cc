#include "reader/outlet.h"

#include <algorithm>

#include "model/key.h"

namespace isnad::reader {
namespace {

// The host of an address without `www.`.
std::string_view host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#:"));
  if (url.starts_with("www.")) url.remove_prefix(4);
  return url;
}

bool in_domain(std::string_view host, std::string_view domain) {
  return host == domain || (host.size() > domain.size() && host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.');
}

std::string by_address(std::string_view url, const model::Lexicon& lexicon) {
  const std::string_view host = host_of(url);
  const model::Table& outlets = lexicon.table("gazetteer/outlets");
  if (host.empty() || outlets.rows() == 0) return {};
  const std::uint32_t name = outlets.column("name"), domains = outlets.column("domains");
  for (std::uint32_t r = 0; r < outlets.rows(); ++r)
    for (const std::string_view d : model::values(outlets.cell(r, domains)))
      if (in_domain(host, d)) return std::string(outlets.cell(r, name));
  return {};
}

// A medium in brackets in the first words of the body, or alone in brackets at the very end.
std::string by_line(const language::Analysis& a, const extract::Entities& entities) {
  const auto bracketed = [&](std::uint32_t i) {
    return i > 0 && a.tokens()[i - 1].mark == U'(' && entities.mentions[entities.mention_at[i]].last < a.tokens().size() &&
           a.tokens()[entities.mentions[entities.mention_at[i]].last].mark == U')';
  };
  std::uint32_t body = 0;
  for (const text::Sentence& s : a.sentences())
    if (s.title) body = s.last;
  const auto size = static_cast<std::uint32_t>(a.tokens().size());
  const auto check = [&](std::uint32_t i) -> std::string {
    const std::uint32_t m = entities.mention_at[i];
    if (m == text::kNoToken || entities.mentions[m].first != i) return {};
    const Entity& e = entities.entities[entities.mentions[m].entity];
    return e.type == EntityType::media && bracketed(i) ? e.name : std::string();
  };
  for (std::uint32_t i = body; i < size && i < body + 14; ++i)
    if (std::string name = check(i); !name.empty()) return name;
  for (std::uint32_t i = size > 6 ? size - 6 : 0; i < size; ++i)
    if (std::string name = check(i); !name.empty()) return name;
  return {};
}

}  // namespace

std::string outlet_of(const Document& document, const language::Analysis& analysis, const extract::Entities& entities,
                      const model::Lexicon& lexicon) {
  if (!document.outlet.empty()) return document.outlet;
  if (std::string name = by_address(document.url, lexicon); !name.empty()) return name;
  return by_line(analysis, entities);
}

std::uint32_t outlet_entity(const std::string& outlet, const extract::Entities& entities) {
  const std::vector<std::string> own = model::split_keys(outlet);
  if (own.empty()) return text::kNoToken;
  for (std::uint32_t i = 0; i < entities.entities.size(); ++i) {
    if (entities.entities[i].type != EntityType::media) continue;
    const std::vector<std::string> name = model::split_keys(entities.entities[i].name);
    const auto within = [](const std::vector<std::string>& x, const std::vector<std::string>& y) {
      return !x.empty() &&
             std::all_of(x.begin(), x.end(), [&](const std::string& k) { return std::find(y.begin(), y.end(), k) != y.end(); });
    };
    if (within(name, own) || within(own, name)) return i;
  }
  return text::kNoToken;
}

}  // namespace isnad::reader
