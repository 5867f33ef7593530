#include "watch/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace isnad::watch {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

bool shares(const Address& a, const Address& b, unsigned bits) {
  const unsigned bytes = bits / 8, rest = bits % 8;
  if (!std::equal(a.begin(), a.begin() + bytes, b.begin())) return false;
  if (rest == 0) return true;
  const unsigned mask = (0xFF00u >> rest) & 0xFFu;
  return (a[bytes] & mask) == (b[bytes] & mask);
}

Address mapped(const std::uint8_t* four) {
  Address out{};
  std::copy(kMapped.begin(), kMapped.end(), out.begin());
  std::copy(four, four + 4, out.begin() + 12);
  return out;
}

bool is_mapped(const Address& a) { return std::equal(kMapped.begin(), kMapped.end(), a.begin()); }

struct Block {
  const char* first;
  unsigned bits;
};

// The special purposes of RFC 6890 and its registry that are not reachable for everybody, and multicast.
constexpr Block kNotPublic4[] = {{"0.0.0.0", 8},     {"10.0.0.0", 8},      {"100.64.0.0", 10},  {"127.0.0.0", 8},    {"169.254.0.0", 16},
                                 {"172.16.0.0", 12}, {"192.0.0.0", 24},    {"192.0.2.0", 24},   {"192.88.99.0", 24}, {"192.168.0.0", 16},
                                 {"198.18.0.0", 15}, {"198.51.100.0", 24}, {"203.0.113.0", 24}, {"224.0.0.0", 4},    {"240.0.0.0", 4}};
// Inside 2000::/3, which alone is given out.
constexpr Block kNotPublic6[] = {{"2001::", 23}, {"2001:db8::", 32}, {"3fff::", 20}};

bool inside(const Address& a, const Block& block) {
  const std::optional<Address> first = parse_address(block.first);
  return shares(a, *first, is_mapped(*first) ? block.bits + 96 : block.bits);
}

}  // namespace

std::optional<Address> address_of(const sockaddr& socket) {
  if (socket.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &socket, sizeof in);
    return mapped(reinterpret_cast<const std::uint8_t*>(&in.sin_addr));
  }
  if (socket.sa_family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &socket, sizeof in);
    Address out{};
    std::memcpy(out.data(), &in.sin6_addr, out.size());
    return out;
  }
  return std::nullopt;
}

std::optional<Address> parse_address(std::string_view text) {
  const std::string ended(text);
  std::array<std::uint8_t, 4> four{};
  if (inet_pton(AF_INET, ended.c_str(), four.data()) == 1) return mapped(four.data());
  Address out{};
  if (inet_pton(AF_INET6, ended.c_str(), out.data()) == 1) return out;
  return std::nullopt;
}

std::string to_text(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (is_mapped(address)) inet_ntop(AF_INET, address.data() + 12, text.data(), text.size());
  else inet_ntop(AF_INET6, address.data(), text.data(), text.size());
  return text.data();
}

bool is_public(const Address& a) {
  if (is_mapped(a)) return std::none_of(std::begin(kNotPublic4), std::end(kNotPublic4), [&](const Block& b) { return inside(a, b); });
  if (inside(a, {"64:ff9b::", 96})) return is_public(mapped(a.data() + 12));  // NAT64 (RFC 6052)
  if (inside(a, {"2002::", 16})) return is_public(mapped(a.data() + 2));      // 6to4 (RFC 3056)
  if (!inside(a, {"2000::", 3})) return false;
  return std::none_of(std::begin(kNotPublic6), std::end(kNotPublic6), [&](const Block& b) { return inside(a, b); });
}

Result<void> AddressPolicy::allow(std::string_view range) {
  const std::size_t slash = range.find('/');
  const std::optional<Address> first = parse_address(range.substr(0, slash));
  const auto bad = [&] {
    return fail(std::string(range), "no address and no range of addresses (expected 127.0.0.1, 10.0.0.0/8, fd00::/8, …)");
  };
  if (!first) return bad();
  const bool four = is_mapped(*first) && range.find(':') == std::string_view::npos;
  unsigned bits = four ? 32 : 128;
  if (slash != std::string_view::npos) {
    const std::string_view digits = range.substr(slash + 1);
    unsigned given = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), given);
    if (error != std::errc() || end != digits.data() + digits.size() || given > bits) return bad();
    bits = given;
  }
  allowed_.push_back({*first, four ? bits + 96 : bits});
  return {};
}

bool AddressPolicy::permits(const Address& address) const {
  return is_public(address) ||
         std::any_of(allowed_.begin(), allowed_.end(), [&](const Range& r) { return shares(address, r.first, r.bits); });
}

}  // namespace isnad::watch
