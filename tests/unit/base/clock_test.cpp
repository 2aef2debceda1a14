#include "base/clock.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Clock, ShortAgeUsesTheLargestUnit) {
  EXPECT_EQ(short_age(-5), "0s");
  EXPECT_EQ(short_age(59), "59s");
  EXPECT_EQ(short_age(60), "1m");
  EXPECT_EQ(short_age(7200), "2h");
  EXPECT_EQ(short_age(3 * 86400), "3d");
}

}  // namespace
}  // namespace base
