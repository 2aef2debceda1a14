#include "cli/line_diff.h"

#include <gtest/gtest.h>

namespace cli {
namespace {

TEST(LineDiff, shows_what_changed_and_what_is_around) {
  EXPECT_EQ(line_diff("1\n2\n3\n4\n5\n6\nold\n7\n", "1\n2\n3\n4\n5\n6\nnew\nmore\n7\n", Colour::no),
            "  ...\n  4\n  5\n  6\n- old\n+ new\n+ more\n  7\n");
  EXPECT_EQ(line_diff("a\n", "a\n", Colour::no), "  ...\n");
  EXPECT_EQ(line_diff("", "a\n", Colour::yes), "\x1b[32m+ a\x1b[0m\n");
}

TEST(LineDiff, hostile_texts_are_shown_safely) {
  EXPECT_EQ(line_diff("\x1b]0;x\x07y\n", "", Colour::no), "- y\n");
  std::string big;
  for (int i = 0; i < 5000; ++i) big += std::to_string(i) + "\n";
  EXPECT_TRUE(line_diff(big, "x\n" + big, Colour::no).starts_with("+ x\n  0\n"));
}

}  // namespace
}  // namespace cli
