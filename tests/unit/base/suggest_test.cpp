#include "base/suggest.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Suggest, FindsTheSlip) {
  EXPECT_EQ(nearest_word("merg", {"add", "merge", "remove"}), "merge");
  EXPECT_EQ(nearest_word("lsit", {"list", "last"}), "list");
  EXPECT_EQ(nearest_word("xyz", {"add", "merge"}), "");
  EXPECT_EQ(nearest_word("", {"a"}), "");
}

}  // namespace
}  // namespace base
