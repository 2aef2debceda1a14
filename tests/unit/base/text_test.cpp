#include "base/text.h"

#include <gtest/gtest.h>

namespace base {
namespace {

using Strings = std::vector<std::string>;

TEST(Text, SplitKeepsEmptyParts) {
  EXPECT_EQ(split("a,,b", ','), (Strings{"a", "", "b"}));
  EXPECT_EQ(split("", ','), (Strings{""}));
  EXPECT_EQ(split("a,", ','), (Strings{"a", ""}));
}

TEST(Text, LinesDropTheirEnds) {
  EXPECT_EQ(lines("a\r\nb\n\nc"), (Strings{"a", "b", "", "c"}));
  EXPECT_EQ(lines("a\n"), (Strings{"a"}));
  EXPECT_TRUE(lines("").empty());
}

TEST(Text, JoinPutsTheSeparatorBetween) {
  EXPECT_EQ(join({"a", "b"}, ", "), "a, b");
  EXPECT_EQ(join({}, ", "), "");
  EXPECT_EQ(join({"", ""}, "-"), "-");
}

TEST(Text, TrimTakesBlanksAtBothEnds) {
  EXPECT_EQ(trim(" \t a b \n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
}

TEST(Text, ReplaceAllTakesEveryOccurrence) {
  EXPECT_EQ(replace_all("a##b#", "#", "##"), "a####b##");
  EXPECT_EQ(replace_all("abc", "", "x"), "abc");
}

TEST(Text, ParseIntegerTakesTheWholeTextOnly) {
  EXPECT_EQ(parse_integer("-12"), -12);
  EXPECT_FALSE(parse_integer("12x"));
  EXPECT_FALSE(parse_integer(""));
  EXPECT_FALSE(parse_integer("99999999999999999999"));
}

TEST(Text, CountedChoosesTheForm) {
  EXPECT_EQ(counted(1, "worktree", "worktrees"), "1 worktree");
  EXPECT_EQ(counted(0, "worktree", "worktrees"), "0 worktrees");
}

}  // namespace
}  // namespace base
