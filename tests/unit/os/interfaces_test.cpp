#include "os/interfaces.h"

#include <gtest/gtest.h>

namespace os {
namespace {

TEST(Interfaces, TheLoopbackHasAnAddressAndANetwork) {
  const auto loopback = interface_address("lo");
  ASSERT_TRUE(loopback);
  EXPECT_EQ(loopback->address, "127.0.0.1");
  EXPECT_EQ(loopback->prefix, 8);
  EXPECT_FALSE(interface_address("no-such-0"));
}

TEST(Interfaces, AddressesInANetwork) {
  EXPECT_TRUE(is_in_network("10.88.3.4", "10.88.0.1", 16));
  EXPECT_FALSE(is_in_network("10.89.3.4", "10.88.0.1", 16));
  EXPECT_TRUE(is_in_network("10.88.0.1", "10.88.0.1", 32));
  EXPECT_FALSE(is_in_network("10.88.0.2", "10.88.0.1", 32));
  EXPECT_TRUE(is_in_network("1.2.3.4", "9.9.9.9", 0));
  EXPECT_FALSE(is_in_network("::1", "10.88.0.1", 16));
  EXPECT_FALSE(is_in_network("10.88.0.1", "10.88.0.1", 33));
}

}  // namespace
}  // namespace os
