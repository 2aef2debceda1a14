#include "agent/codex_turns.h"

#include <gtest/gtest.h>

#include "os/support.h"

namespace agent {
namespace {

using os::test::TemporaryDirectory;

HookPayload turn(std::string event, std::string run) {
  return {.event = std::move(event), .codex_run = std::move(run)};
}

TEST(CountTurn, AGT_A27_done_only_when_all_turns_are) {
  CodexTurns turns;
  EXPECT_EQ(count_turn(turns, turn("UserPromptSubmit", "s:1"), StatusEvent::working, 1), StatusEvent::working);
  EXPECT_EQ(count_turn(turns, turn("UserPromptSubmit", "s:2"), StatusEvent::working, 2), StatusEvent::working);
  EXPECT_EQ(count_turn(turns, turn("Stop", "s:2"), StatusEvent::done, 3), StatusEvent::working);
  EXPECT_EQ(count_turn(turns, turn("Stop", "s:1"), StatusEvent::done, 4), StatusEvent::done);
  EXPECT_TRUE(turns.empty());
}

TEST(CountTurn, AGT_W8_only_a_permission_dialog_waits) {
  CodexTurns turns;
  EXPECT_EQ(count_turn(turns, turn("PostToolUse", "s:1"), StatusEvent::waiting, 1), StatusEvent::working);
  EXPECT_EQ(count_turn(turns, turn("PermissionRequest", "s:1"), StatusEvent::waiting, 1), StatusEvent::waiting);
  EXPECT_EQ(turns.size(), 1U);
}

TEST(CountTurn, a_turn_that_was_killed_is_forgotten_in_time) {
  CodexTurns turns{{"s:dead", 1}};
  EXPECT_EQ(count_turn(turns, turn("Stop", "s:1"), StatusEvent::done, 1 + kCodexTurnSeconds), StatusEvent::working);
  EXPECT_EQ(count_turn(turns, turn("Stop", "s:1"), StatusEvent::done, 2 + kCodexTurnSeconds), StatusEvent::done);
}

TEST(CountTurn, clear_forgets_all) {
  CodexTurns turns{{"s:1", 1}};
  EXPECT_EQ(count_turn(turns, turn("", ""), StatusEvent::clear, 2), StatusEvent::clear);
  EXPECT_TRUE(turns.empty());
}

class TrackCodexTurn : public testing::Test {
 protected:
  TemporaryDirectory directory_;
  const PaneKey key_{.backend = "tmux", .instance = "i", .pane_id = "%1"};
  const std::filesystem::path file_ = codex_turns_file(directory_.path(), key_);

  StatusEvent track(const std::optional<HookPayload>& payload, StatusEvent event) {
    const auto shown = track_codex_turn(directory_.path(), key_, payload, event, 100);
    EXPECT_TRUE(shown.has_value());
    return shown.value_or(StatusEvent::clear);
  }
};

TEST_F(TrackCodexTurn, AGT_A27_keeps_its_file_as_long_as_something_runs) {
  EXPECT_EQ(track(turn("UserPromptSubmit", "s:1"), StatusEvent::working), StatusEvent::working);
  EXPECT_EQ(track(turn("UserPromptSubmit", "s:2"), StatusEvent::working), StatusEvent::working);
  const auto json = base::parse_json(*os::read_file(file_));
  ASSERT_OK(json);
  EXPECT_EQ((*json)["active"], base::Json::parse(R"(["s:1", "s:2"])"));
  EXPECT_EQ(track(turn("Stop", "s:2"), StatusEvent::done), StatusEvent::working);
  EXPECT_EQ(track(turn("Stop", "s:1"), StatusEvent::done), StatusEvent::done);
  EXPECT_FALSE(os::status_of(file_));
}

TEST_F(TrackCodexTurn, reads_what_other_tools_wrote_and_survives_rubbish) {
  ASSERT_OK(os::make_directories(file_.parent_path()));
  ASSERT_OK(os::write_atomically(file_, R"({"active":["s:1"]})"));
  EXPECT_EQ(track(turn("Stop", "s:2"), StatusEvent::done), StatusEvent::working);
  for (const char* text : {"corrupt", "[]", R"({"active":5})", R"({"active":[1,null],"seen":7})"}) {
    ASSERT_OK(os::write_atomically(file_, text));
    EXPECT_EQ(track(turn("Stop", "s:2"), StatusEvent::done), StatusEvent::done) << text;
    EXPECT_FALSE(os::status_of(file_)) << text;
  }
}

TEST_F(TrackCodexTurn, others_change_nothing_and_make_no_file) {
  EXPECT_EQ(track(std::nullopt, StatusEvent::done), StatusEvent::done);
  EXPECT_EQ(track(turn("Stop", ""), StatusEvent::done), StatusEvent::done);
  EXPECT_EQ(track(std::nullopt, StatusEvent::clear), StatusEvent::clear);
  EXPECT_TRUE(os::list_directory(directory_.path()).empty());
}

TEST_F(TrackCodexTurn, clear_removes_the_file) {
  track(turn("UserPromptSubmit", "s:1"), StatusEvent::working);
  EXPECT_EQ(track(std::nullopt, StatusEvent::clear), StatusEvent::clear);
  EXPECT_FALSE(os::status_of(file_));
}

}  // namespace
}  // namespace agent
