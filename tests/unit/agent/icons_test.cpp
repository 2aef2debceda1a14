#include "agent/icons.h"

#include <gtest/gtest.h>

namespace agent {
namespace {

TEST(Icons, default_ones_are_those_of_the_contract) {
  EXPECT_EQ(icon_for(Status::working, {}), "\U0001F916");
  EXPECT_EQ(icon_for(Status::waiting, {}), "\U0001F4AC");
  EXPECT_EQ(icon_for(Status::done, {}), "\u2705");
}

TEST(Icons, merge_field_by_field) {
  const ConfiguredIcons icons{.done = ConfiguredIcon{.text = "D", .origin = IconOrigin::project}};
  EXPECT_EQ(icon_for(Status::done, icons), "D");
  EXPECT_EQ(icon_for(Status::working, icons), "\U0001F916");
}

TEST(IconAllowed, style_codes_are_for_the_global_configuration) {
  EXPECT_TRUE(icon_allowed("#[fg=red]x#[default]", IconOrigin::global));
  EXPECT_FALSE(icon_allowed("#[fg=red]x", IconOrigin::project));
}

TEST(IconAllowed, SBX_E7_no_commands_formats_or_controls) {
  for (const IconOrigin origin : {IconOrigin::global, IconOrigin::project}) {
    EXPECT_FALSE(icon_allowed("#(touch x)", origin));
    EXPECT_FALSE(icon_allowed("#{pane_id}", origin));
    EXPECT_FALSE(icon_allowed("a\x1b[31mb", origin));
    EXPECT_FALSE(icon_allowed("a\nb", origin));
    EXPECT_FALSE(icon_allowed("\xff", origin));
    EXPECT_FALSE(icon_allowed("123456789", origin));
    EXPECT_FALSE(icon_allowed("a\u202e", origin));
    EXPECT_TRUE(icon_allowed("12345678", origin));
    EXPECT_TRUE(icon_allowed("", origin));
  }
}

TEST(IconAllowed, SBX_E7_a_project_cannot_bring_shell_characters) {
  for (const char* icon : {"a'b", "a\"b", "a;b", "$(x)", "`x`", "a\\b", "#", "{x}"})
    EXPECT_FALSE(icon_allowed(icon, IconOrigin::project)) << icon;
}

TEST(IconFor, SBX_A18_an_icon_that_is_not_allowed_is_the_default_one) {
  const ConfiguredIcons icons{.done = ConfiguredIcon{.text = "#(touch x)", .origin = IconOrigin::project}};
  EXPECT_EQ(icon_for(Status::done, icons), "\u2705");
}

TEST(IconText, has_no_style_codes) {
  EXPECT_EQ(icon_text("#[fg=red]x#[default] y"), "x y");
  EXPECT_EQ(icon_text("a#[b"), "a#[b");
  EXPECT_EQ(icon_text("plain"), "plain");
}

}  // namespace
}  // namespace agent
