#include "base/shell.h"

#include <gtest/gtest.h>

namespace base {
namespace {

using Strings = std::vector<std::string>;

TEST(Shell, QuoteSurvivesEverything) {
  EXPECT_EQ(shell_quote("it's $HOME"), "'it'\\''s $HOME'");
  EXPECT_EQ(shell_quote(""), "''");
}

TEST(Shell, WordQuotesOnlyWhereNeeded) {
  EXPECT_EQ(shell_word("--model=x"), "--model=x");
  EXPECT_EQ(shell_word("a b"), "'a b'");
  EXPECT_EQ(shell_word("~/x"), "'~/x'");
}

TEST(Shell, WordsAreSplitWithoutExpansion) {
  EXPECT_EQ(shell_words("env A='b c' claude --x \"q \\\" $y\" z\\ z"),
            (Strings{"env", "A=b c", "claude", "--x", "q \" $y", "z z"}));
  EXPECT_EQ(shell_words("  "), Strings{});
  EXPECT_EQ(shell_words("''"), Strings{""});
  EXPECT_EQ(shell_words("'open"), Strings{"open"});
}

TEST(Shell, QuotedTextIsReadBack) {
  for (const std::string text : {"plain", "it's", "a\"b\\c", "$(x) `y`", ""}) {
    EXPECT_EQ(shell_words(shell_quote(text)), Strings{text});
  }
}

}  // namespace
}  // namespace base
