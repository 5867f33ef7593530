#include "export/exchange/phrases.h"

#include "export/names.h"

namespace isnad::exchange {

std::string day(const std::optional<Date>& date) { return date ? date->to_string() : ""; }

std::string joined(const std::vector<std::string>& all, std::string_view separator) {
  std::string out;
  for (const std::string& s : all)
    if (!s.empty()) (out += out.empty() ? std::string_view() : separator) += s;
  return out;
}

std::vector<std::string> names_of(const std::vector<Actor>& all) {
  std::vector<std::string> out;
  for (const Actor& a : all) out.push_back(a.name);
  return out;
}

std::vector<std::string> ids_of(const std::vector<Actor>& all) {
  std::vector<std::string> out;
  for (const Actor& a : all) out.push_back(a.id);
  return out;
}

std::string chain_text(const std::vector<Actor>& chain) { return joined(names_of(chain), " \u2190 "); }

std::string title_of(const Contact& contact) {
  return joined(names_of(contact.parties), " \u2194 ") + ", " + std::string(to_string(contact.kind));
}

std::vector<std::string> modes_of(const Contact& contact) {
  std::vector<std::string> out;
  for (const ContactMode m : contact.mode) out.emplace_back(to_string(m));
  return out;
}

}  // namespace isnad::exchange
