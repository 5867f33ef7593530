#include "watch/address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <cstring>

namespace isnad::watch {
namespace {

bool permitted(const AddressPolicy& policy, const char* text) {
  const auto address = parse_address(text);
  EXPECT_TRUE(address) << text;
  return address && policy.permits(*address);
}

TEST(Address, WhatEverybodyCanReachIsPermitted) {
  const AddressPolicy policy;
  for (const char* text : {"1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.167.1.1", "192.169.1.1",
                           "198.17.255.255", "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2001:4860:4860::8888", "2a00::1",
                           "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"})
    EXPECT_TRUE(permitted(policy, text)) << text;
}

TEST(Address, WhatIsNotPublicIsRefused) {
  const AddressPolicy policy;
  for (const char* text : {"0.0.0.0",
                           "0.1.2.3",
                           "10.0.0.1",
                           "10.255.255.255",
                           "100.64.0.1",
                           "100.127.255.255",
                           "127.0.0.1",
                           "127.255.255.255",
                           "169.254.169.254",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.0.0.1",
                           "192.0.2.1",
                           "192.168.0.1",
                           "198.18.0.1",
                           "198.19.255.255",
                           "198.51.100.1",
                           "203.0.113.1",
                           "224.0.0.1",
                           "239.255.255.255",
                           "240.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "fe80::1",
                           "fec0::1",
                           "fc00::1",
                           "fd12:3456::1",
                           "ff02::1",
                           "2001:db8::1",
                           "2001::1",
                           "3fff::1",
                           "100::1",
                           "64:ff9b:1::1",
                           "4000::1"})
    EXPECT_FALSE(permitted(policy, text)) << text;
}

TEST(Address, AnIPv4AddressInsideAnIPv6OneIsLookedAt) {
  const AddressPolicy policy;
  for (const char* text : {"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1", "64:ff9b::127.0.0.1",
                           "64:ff9b::10.1.2.3", "2002:7f00:1::1", "2002:a00:1::1"})
    EXPECT_FALSE(permitted(policy, text)) << text;
}

TEST(Address, RangesCanBePermitted) {
  AddressPolicy policy;
  ASSERT_TRUE(policy.allow("10.1.0.0/16"));
  ASSERT_TRUE(policy.allow("127.0.0.1"));
  ASSERT_TRUE(policy.allow("fd00:1::/32"));
  for (const char* text : {"10.1.2.3", "::ffff:10.1.2.3", "127.0.0.1", "fd00:1::5", "8.8.8.8"})
    EXPECT_TRUE(permitted(policy, text)) << text;
  for (const char* text : {"10.2.0.1", "127.0.0.2", "fd00:2::5", "::1"}) EXPECT_FALSE(permitted(policy, text)) << text;
}

TEST(Address, WhatIsNoRangeIsAnError) {
  AddressPolicy policy;
  for (const char* text : {"", "localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "10.0.0", "::/129", "/8", "10.0.0.0/-1"})
    EXPECT_FALSE(policy.allow(text)) << text;
}

TEST(Address, OfASocket) {
  sockaddr_in four{};
  four.sin_family = AF_INET;
  inet_pton(AF_INET, "192.168.1.2", &four.sin_addr);
  EXPECT_EQ(to_text(*address_of(reinterpret_cast<const sockaddr&>(four))), "192.168.1.2");
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  inet_pton(AF_INET6, "2001:db8::7", &six.sin6_addr);
  EXPECT_EQ(to_text(*address_of(reinterpret_cast<const sockaddr&>(six))), "2001:db8::7");
  sockaddr other{};
  other.sa_family = AF_UNIX;
  EXPECT_FALSE(address_of(other));
}

}  // namespace
}  // namespace isnad::watch
