#include "agent/settings.h"

#include <gtest/gtest.h>

#include "os/support.h"

namespace agent {
namespace {

using os::test::TemporaryDirectory;

TEST(Settings, defaults_when_there_are_none) {
  const TemporaryDirectory directory;
  const Settings settings = load_settings(directory.path());
  EXPECT_EQ(settings.sort_mode, "");
  EXPECT_FALSE(settings.hide_stale);
  EXPECT_FALSE(os::status_of(directory / "settings.json"));
}

TEST(Settings, are_changed_and_keep_what_they_do_not_know) {
  const TemporaryDirectory directory;
  ASSERT_OK(os::write_atomically(
      directory / "settings.json",
      R"({"sort_mode":"recency","hide_stale":true,"preview_size":60,"last_pane_id":"%3","new":[1]})"));
  ASSERT_OK(update_settings(directory.path(), [](Settings& settings) { settings.dashboard_scope = "session"; }));
  const Settings settings = load_settings(directory.path());
  EXPECT_EQ(settings.sort_mode, "recency");
  EXPECT_TRUE(settings.hide_stale);
  EXPECT_EQ(settings.preview_size, 60);
  EXPECT_EQ(settings.dashboard_scope, "session");
  EXPECT_EQ(settings.extra["last_pane_id"], "%3");
  EXPECT_EQ(settings.extra["new"].size(), 1U);
  EXPECT_EQ(os::status_of(directory / "settings.json")->mode, 0600U);
}

TEST(Settings, the_first_two_keys_are_always_written) {
  const TemporaryDirectory directory;
  ASSERT_OK(update_settings(directory.path(), [](Settings&) {}));
  const auto json = base::parse_json(*os::read_file(directory / "settings.json"));
  ASSERT_OK(json);
  EXPECT_EQ((*json)["sort_mode"], "");
  EXPECT_EQ((*json)["hide_stale"], false);
}

TEST(Settings, unknown_words_and_wrong_types_are_defaults) {
  const TemporaryDirectory directory;
  ASSERT_OK(os::write_atomically(
      directory / "settings.json",
      R"({"sort_mode":"best","hide_stale":"yes","preview_size":900,"sidebar_width":-1,"sidebar_layout":7})"));
  const Settings settings = load_settings(directory.path());
  EXPECT_EQ(settings.sort_mode, "");
  EXPECT_FALSE(settings.hide_stale);
  EXPECT_FALSE(settings.preview_size);
  EXPECT_FALSE(settings.sidebar_width);
  EXPECT_EQ(settings.sidebar_layout, "");
}

TEST(Settings, a_corrupt_file_gives_defaults_and_stays) {
  const TemporaryDirectory directory;
  ASSERT_OK(os::write_atomically(directory / "settings.json", "{corrupt"));
  EXPECT_EQ(load_settings(directory.path()).sort_mode, "");
  EXPECT_EQ(*os::read_file(directory / "settings.json"), "{corrupt");
}

TEST(Navigation, AGT_W21_each_server_has_its_own) {
  const TemporaryDirectory directory;
  ASSERT_OK(update_navigation(directory.path(), "tmux", "/a/b", [](Navigation& navigation) {
    navigation.last_pane_id = "%1";
    navigation.last_done_cycle =
        DoneCycle{.target = {.backend = "tmux", .instance = "/a/b", .pane_id = "%2"}, .head_ts = 5};
  }));
  const Navigation same = load_navigation(directory.path(), "tmux", "/a/b");
  EXPECT_EQ(same.last_pane_id, "%1");
  ASSERT_TRUE(same.last_done_cycle);
  EXPECT_EQ(same.last_done_cycle->target.pane_id, "%2");
  EXPECT_EQ(same.last_done_cycle->head_ts, 5);
  EXPECT_FALSE(load_navigation(directory.path(), "tmux", "/a/c").last_pane_id);
}

}  // namespace
}  // namespace agent
