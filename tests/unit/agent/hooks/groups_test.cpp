#include "agent/hooks/groups.h"

#include <gtest/gtest.h>

#include "agent/hooks/kinds.h"
#include "os/support.h"

namespace agent::hooks {
namespace {

base::Json json_of(std::string_view text) {
  auto json = base::parse_json(text);
  EXPECT_TRUE(json.has_value()) << text;
  return json.value_or(base::Json());
}

TEST(MergeGroups, AGT_A28_keeps_what_was_there_and_adds_each_group_once) {
  base::Json root =
      json_of(R"({"model":"x","hooks":{"Stop":[{"hooks":[{"type":"command","command":"beep"}]}],"Other":[1]},"z":1})");
  ASSERT_OK(merge_groups(root, our_groups(Agent::claude)));
  EXPECT_EQ(root["hooks"]["Stop"].size(), 2U);
  EXPECT_EQ(root["hooks"]["Stop"][0]["hooks"][0]["command"], "beep");
  EXPECT_EQ(root["hooks"]["Other"], json_of("[1]"));
  EXPECT_EQ(root.begin().key(), "model");
  EXPECT_EQ((--root.end()).key(), "z");
  EXPECT_TRUE(has_groups(root, our_groups(Agent::claude)));
  const base::Json before = root;
  EXPECT_FALSE(*merge_groups(root, our_groups(Agent::claude)));
  EXPECT_EQ(root, before);
}

TEST(MergeGroups, has_the_events_of_the_contract) {
  base::Json root = base::Json::object();
  ASSERT_OK(merge_groups(root, our_groups(Agent::claude)));
  const auto command = [&](const char* event) { return root["hooks"][event][0]["hooks"][0]["command"]; };
  EXPECT_EQ(command("UserPromptSubmit"), "workmux set-window-status working");
  EXPECT_EQ(command("PostToolUse"), "workmux set-window-status working");
  EXPECT_EQ(command("Notification"), "workmux set-window-status waiting");
  EXPECT_EQ(command("PermissionRequest"), "workmux set-window-status waiting");
  EXPECT_EQ(command("StopFailure"), "workmux set-window-status waiting");
  EXPECT_EQ(command("Stop"), "workmux set-window-status done");
  EXPECT_EQ(root["hooks"]["Notification"][0]["matcher"], "permission_prompt|elicitation_dialog");
  root = base::Json::object();
  ASSERT_OK(merge_groups(root, our_groups(Agent::gemini)));
  EXPECT_EQ(command("BeforeAgent"), "workmux set-window-status working");
  EXPECT_EQ(command("AfterTool"), "workmux set-window-status working");
  EXPECT_EQ(command("AfterAgent"), "workmux set-window-status done");
  EXPECT_EQ(root["hooks"]["Notification"][0]["matcher"], "ToolPermission");
}

TEST(MergeGroups, exchanges_our_own_groups_of_another_version) {
  base::Json root = json_of(
      R"({"hooks":{"Stop":[{"hooks":[{"type":"command","command":"workmux set-window-status waiting"}]},
          {"hooks":[{"type":"command","command":"workmux set-window-status done && beep"}]}]}})");
  ASSERT_OK(merge_groups(root, our_groups(Agent::codex)));
  ASSERT_EQ(root["hooks"]["Stop"].size(), 2U);
  EXPECT_EQ(root["hooks"]["Stop"][0]["hooks"][0]["command"], "workmux set-window-status done && beep");
  EXPECT_EQ(root["hooks"]["Stop"][1]["hooks"][0]["command"], "workmux set-window-status done");
}

TEST(MergeGroups, refuses_what_has_another_shape_and_changes_nothing) {
  for (const char* text : {"[]", "5", R"({"hooks":[]})", R"({"hooks":{"Stop":{}}})", R"({"hooks":null})"}) {
    base::Json root = json_of(text);
    EXPECT_FALSE(merge_groups(root, our_groups(Agent::claude))) << text;
    EXPECT_EQ(root, json_of(text));
  }
}

TEST(HasOurHooks, looks_at_commands_only) {
  EXPECT_FALSE(has_our_hooks(json_of(R"({"note":"workmux set-window-status"})")));
  EXPECT_FALSE(has_our_hooks(json_of(R"({"hooks":{"Stop":[1,{"hooks":5},{"hooks":[null]}]}})")));
  EXPECT_TRUE(has_our_hooks(
      json_of(R"({"hooks":{"X":[{"hooks":[{"type":"command","command":"/opt/workmux set-window-status done"}]}]}})")));
}

TEST(RemoveOurHooks, AGT_A31_leaves_what_is_the_users) {
  base::Json root = json_of(
      R"({"a":1,"hooks":{"Stop":[{"hooks":[{"type":"command","command":"beep"}]}],"Empty":[]},
          "enabledPlugins":{"workmux-status@workmux":true}})");
  const base::Json wanted =
      json_of(R"({"a":1,"hooks":{"Stop":[{"hooks":[{"type":"command","command":"beep"}]}],"Empty":[]}})");
  ASSERT_OK(merge_groups(root, our_groups(Agent::claude)));
  EXPECT_TRUE(remove_our_hooks(root));
  EXPECT_EQ(root, wanted);
  EXPECT_FALSE(remove_our_hooks(root));
}

TEST(RemoveOurHooks, takes_single_entries_out_of_mixed_groups) {
  base::Json root = json_of(
      R"({"hooks":{"Stop":[{"matcher":"m","hooks":[{"command":"beep"},{"command":"workmux set-window-status done"}]}]}})");
  EXPECT_TRUE(remove_our_hooks(root));
  EXPECT_EQ(root, json_of(R"({"hooks":{"Stop":[{"matcher":"m","hooks":[{"command":"beep"}]}]}})"));
}

TEST(RemoveOurHooks, leaves_no_empty_objects_behind) {
  base::Json root = base::Json::object();
  ASSERT_OK(merge_groups(root, our_groups(Agent::codex)));
  EXPECT_TRUE(remove_our_hooks(root));
  EXPECT_EQ(root, base::Json::object());
}

}  // namespace
}  // namespace agent::hooks
