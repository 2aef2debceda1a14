#include "base/unicode.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Unicode, WidthCountsColumns) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("日本"), 4U);
  EXPECT_EQ(display_width("e\u0301"), 1U);
  EXPECT_EQ(display_width("\xff"), 1U);
}

TEST(Unicode, TruncationNeverCutsACharacter) {
  EXPECT_EQ(truncate_to_width("abcdef", 4), "abc…");
  EXPECT_EQ(truncate_to_width("abcd", 4), "abcd");
  EXPECT_EQ(truncate_to_width("日本語", 4), "日…");
  EXPECT_EQ(truncate_to_width("abc", 0), "");
  EXPECT_EQ(display_width(truncate_to_width("日本語日本語", 5)), 5U);
}

TEST(Unicode, PaddingFillsUpToTheWidth) {
  EXPECT_EQ(pad_to_width("日", 4), "日  ");
  EXPECT_EQ(pad_to_width("abcde", 4), "abcde");
}

// SBX E17: nothing that moves a cursor, sets a title or turns text round survives.
TEST(Unicode, SanitiseDropsTerminalSequences) {
  EXPECT_EQ(sanitise("a\033[31mb\033[0m"), "ab");
  EXPECT_EQ(sanitise("a\033]0;title\ab"), "ab");
  EXPECT_EQ(sanitise("a\033]52;c;eA==\033\\b"), "ab");
  EXPECT_EQ(sanitise("a\033Pq#0\033\\b"), "ab");
  EXPECT_EQ(sanitise("a\x07\x08\x7f\rb"), "ab");
  EXPECT_EQ(sanitise("a\u009b31mb"), "a31mb");
  EXPECT_EQ(sanitise("a\u202eb\u200bc\ufeff"), "abc");
  EXPECT_EQ(sanitise("a\tb\nc"), "a\tb\nc");
  EXPECT_EQ(sanitise("a\xff"), "a\uFFFD");
  EXPECT_EQ(sanitise("a\033"), "a");
}

TEST(Unicode, SanitiseLineHasNoNewlines) {
  EXPECT_EQ(sanitise_line("a\tb\nc"), "a b c");
}

TEST(Unicode, SlugIsLowerCaseWords) {
  EXPECT_EQ(slug("Föö/Bär_baz.1"), "foo-bar-baz-1");
  EXPECT_EQ(slug("feat/One"), "feat-one");
  EXPECT_EQ(slug("!!!"), "");
  EXPECT_EQ(slug("--a--b--"), "a-b");
  EXPECT_EQ(slug("ＡＢ"), "ab");
}

}  // namespace
}  // namespace base
