#include "config/naming.h"

#include <gtest/gtest.h>

namespace config {
namespace {

std::string handle(std::string_view branch, const Config& config = {}, const std::optional<std::string>& name = {}) {
  const auto derived = derive_handle(branch, name, config);
  return derived ? *derived : derived.error().message;
}

std::string directory(const char* template_text) {
  Config config;
  if (template_text != nullptr) config.worktree_dir = template_text;
  const auto path = worktrees_directory(config, "/w/app", "/home/me");
  return path ? path->string() : path.error().message;
}

TEST(Naming, CLI_A24_SlugsOfBranches) {
  EXPECT_EQ(handle("Föö/Bär_baz.1"), "foo-bar-baz-1");
  EXPECT_EQ(handle("feature/Login_v2"), "feature-login-v2");
  EXPECT_EQ(handle("w", {}, "!!!"), "Handle cannot be empty");
  EXPECT_EQ(handle("///"), "Handle cannot be empty");
}

TEST(Naming, StrategyAndPrefix) {
  Config config;
  config.worktree_naming = WorktreeNaming::basename;
  EXPECT_EQ(handle("team/ab-12/fix", config), "fix");
  EXPECT_EQ(handle("team/ab-12/fix//", config), "fix");
  config.worktree_prefix = "web-";
  EXPECT_EQ(handle("team/ab-12/fix", config), "web-fix");
  EXPECT_EQ(handle("x", config, "My Name!"), "my-name");
}

TEST(Naming, LongHandlesAreCutAndStayUnique) {
  const std::string one = handle(std::string(500, 'a') + "1");
  const std::string two = handle(std::string(500, 'a') + "2");
  EXPECT_EQ(one.size(), kLongestHandle);
  EXPECT_NE(one, two);
  EXPECT_EQ(handle(std::string(200, 'a')), std::string(200, 'a'));
}

TEST(Naming, TargetsAndPrefixes) {
  EXPECT_EQ(derive_target_name(std::nullopt, "fix").value(), "fix");
  EXPECT_EQ(derive_target_name("My Target", "fix").value(), "my-target");
  EXPECT_FALSE(derive_target_name("!", "fix"));
  EXPECT_EQ(full_target_name("wm-", "fix"), "wm-fix");
  Config config;
  EXPECT_EQ(window_prefix(config, IconFont::no), "wm-");
  EXPECT_EQ(window_prefix(config, IconFont::yes), "\xEF\x90\x98 ");
  config.window_prefix = "";
  EXPECT_EQ(window_prefix(config, IconFont::yes), "");
}

TEST(Naming, IconFontFromKeyOrPrivateUseCharacters) {
  Config config;
  EXPECT_EQ(configured_icon_font(config), std::nullopt);
  config.status_icons.done = "\uE725";
  EXPECT_EQ(configured_icon_font(config), IconFont::yes);
  config.nerdfont = false;
  EXPECT_EQ(configured_icon_font(config), IconFont::no);
  for (const char* icon : {"\uF8FF", "\U000F0000", "\U000FFFFF"}) {
    Config with_prefix;
    with_prefix.window_prefix = icon;
    EXPECT_EQ(configured_icon_font(with_prefix), IconFont::yes) << icon;
  }
  Config plain;
  plain.worktree_prefix = "\uFFFD\U0001F916\u2705";
  EXPECT_EQ(configured_icon_font(plain), std::nullopt);
}

TEST(Naming, WorktreeDirectory) {
  EXPECT_EQ(directory(nullptr), "/w/app__worktrees");
  EXPECT_EQ(directory("~/trees/{project}"), "/home/me/trees/app");
  EXPECT_EQ(directory("~"), "/home/me");
  EXPECT_EQ(directory(".wts"), "/w/app/.wts");
  EXPECT_EQ(directory("../x/./y/"), "/w/x/y");
  EXPECT_EQ(directory("/abs/{project}-{project}"), "/abs/app-app");
  EXPECT_EQ(directory("~user/x"), "/w/app/~user/x");
  EXPECT_EQ(directory("{x}/y"), "worktree_dir: unknown placeholder '{x}' in '{x}/y' (only '{project}' is supported)");
  EXPECT_EQ(directory("a/{project"), "worktree_dir: unterminated '{' in template 'a/{project'");
}

}  // namespace
}  // namespace config
