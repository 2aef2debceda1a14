#include "os/random.h"

#include <gtest/gtest.h>

#include <set>

#include "base/digest.h"

namespace os {
namespace {

TEST(Random, GivesAsManyAsAsked) {
  EXPECT_EQ(random_bytes(0).size(), 0U);
  EXPECT_EQ(random_bytes(1000).size(), 1000U);
  EXPECT_EQ(random_hex(7).size(), 7U);
  EXPECT_TRUE(base::is_lower_hex(random_hex(33)));
}

TEST(Random, DoesNotRepeat) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random_hex(32));
  EXPECT_EQ(seen.size(), 1000U);
}

}  // namespace
}  // namespace os
