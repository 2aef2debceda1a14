#include "os/paths.h"

#include <gtest/gtest.h>

namespace os {
namespace {

Environment with(std::initializer_list<std::pair<const char*, const char*>> variables) {
  Environment environment;
  for (const auto& [name, value] : variables) environment.set(name, value);
  return environment;
}

TEST(Paths, DefaultsAreBelowHome) {
  const auto paths = standard_paths(with({{"HOME", "/home/me"}}));
  ASSERT_TRUE(paths);
  EXPECT_EQ(paths->home, "/home/me");
  EXPECT_EQ(paths->config, "/home/me/.config/workmux");
  EXPECT_EQ(paths->state, "/home/me/.local/state/workmux");
  EXPECT_EQ(paths->cache, "/home/me/.cache/workmux");
  EXPECT_EQ(paths->runtime, "/home/me/.local/state/workmux/run");
}

TEST(Paths, XdgVariablesWin) {
  const auto paths = standard_paths(with({{"HOME", "/home/me"},
                                          {"XDG_CONFIG_HOME", "/c"},
                                          {"XDG_STATE_HOME", "/s"},
                                          {"XDG_CACHE_HOME", "/k"},
                                          {"XDG_RUNTIME_DIR", "/run/user/7"}}));
  ASSERT_TRUE(paths);
  EXPECT_EQ(paths->config, "/c/workmux");
  EXPECT_EQ(paths->state, "/s/workmux");
  EXPECT_EQ(paths->cache, "/k/workmux");
  EXPECT_EQ(paths->runtime, "/run/user/7/workmux");
}

TEST(Paths, EmptyAndRelativeXdgValuesCountAsUnset) {
  const auto paths = standard_paths(
      with({{"HOME", "/home/me"}, {"XDG_CONFIG_HOME", ""}, {"XDG_STATE_HOME", "state"}, {"XDG_RUNTIME_DIR", "./run"}}));
  ASSERT_TRUE(paths);
  EXPECT_EQ(paths->config, "/home/me/.config/workmux");
  EXPECT_EQ(paths->state, "/home/me/.local/state/workmux");
  EXPECT_EQ(paths->runtime, "/home/me/.local/state/workmux/run");
}

TEST(Paths, AHomeThatIsUnsetOrRelativeIsAnErrorThatNamesIt) {
  for (const auto& environment : {with({}), with({{"HOME", ""}}), with({{"HOME", "me"}})}) {
    const auto paths = standard_paths(environment);
    ASSERT_FALSE(paths);
    EXPECT_TRUE(paths.error().message.starts_with("HOME is ")) << paths.error().message;
    EXPECT_FALSE(paths.error().hint.empty());
  }
}

}  // namespace
}  // namespace os
