#include "mux/safe_text.h"

#include <gtest/gtest.h>

#include "base/unicode.h"

namespace mux {
namespace {

TEST(SafeText, SBX_E7_FormatsAreDoubled) {
  EXPECT_EQ(escape_format("#(touch x) #{y} ##"), "##(touch x) ##{y} ####");
  EXPECT_EQ(escape_format("plain"), "plain");
}

TEST(SafeText, SBX_E7_NamesAreOneCleanLine) {
  EXPECT_EQ(safe_name("  a\nb\x1b]0;t\x07\u202e c "), "a b c");
  EXPECT_EQ(safe_name("-rf"), " -rf");
  EXPECT_LE(base::display_width(safe_name(std::string(500, 'x'))), 128U);
  EXPECT_EQ(safe_name("x", 1), "x");
}

TEST(SafeText, SBX_E7_IconsHoldNoCommands) {
  EXPECT_EQ(safe_icon("✅"), "✅");
  EXPECT_EQ(safe_icon("#(id)"), "(id)");
  EXPECT_EQ(safe_icon("##(x"), "(x");
  EXPECT_EQ(safe_icon("##{x"), "{x");
  EXPECT_FALSE(safe_icon("###((").contains("#("));
  EXPECT_EQ(safe_icon("a\x1b[31m\nb"), "a b");
  EXPECT_EQ(safe_icon("#[fg=#a6e3a1]x#[fg=default]"), "#[fg=#a6e3a1]x#[fg=default]");
  EXPECT_EQ(base::display_width(safe_icon("123456789")), 8U);
  EXPECT_EQ(safe_icon("1234#[bold]56789#[default]"), "1234#[bold]567…#[default]");
  EXPECT_EQ(safe_icon("#[open"), "#[open");
  EXPECT_EQ(safe_icon(""), "");
}

TEST(SafeText, TypedTextHoldsNoKeys) {
  EXPECT_EQ(safe_typing("a\x03\x15\x1b\x7f"
                        "b\tc\nü"),
            "ab c\nü");
}

}  // namespace
}  // namespace mux
