// Which machines may be talked to. A feed's links lead anywhere, so also to the inside of one's own network: an address is
// looked at when a connection is made to it, whatever name, redirect or notation led there. Thread-safe once filled.
#pragma once

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "isnad/result.h"

namespace isnad::watch {

/// An address as sixteen bytes; IPv4 as ::ffff:a.b.c.d.
using Address = std::array<std::uint8_t, 16>;

/// Nothing for other families than IPv4 and IPv6.
std::optional<Address> address_of(const sockaddr& socket);
/// `192.0.2.1`, `2001:db8::1`: without brackets.
std::optional<Address> parse_address(std::string_view text);
std::string to_text(const Address& address);

/// Whether anybody may reach it: not loopback, private, link-local, multicast, reserved. For an IPv4 address inside an IPv6
/// one (mapped, 6to4, NAT64), that of the IPv4 address.
bool is_public(const Address& address);

class AddressPolicy {
 public:
  /// Permits a range that is not public too: `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`. Fails on what is none.
  Result<void> allow(std::string_view range);
  bool permits(const Address& address) const;

 private:
  struct Range {
    Address first{};
    unsigned bits = 0;
  };
  std::vector<Range> allowed_;
};

}  // namespace isnad::watch
