#include "agent/report.h"

#include <gtest/gtest.h>

#include "agent/codex_turns.h"
#include "os/support.h"

namespace agent {
namespace {

using os::test::TemporaryDirectory;

class ReportStatus : public testing::Test {
 protected:
  TemporaryDirectory directory_;
  const StateStore store_{directory_.path()};

  StatusReport report(StatusEvent event, std::int64_t seconds, std::string_view payload = "") {
    return {.event = event,
            .event_ms = seconds * 1000,
            .backend = "tmux",
            .instance = "/run/t",
            .claimed_pane = "%1",
            .panes = {{.id = "%0", .pid = 10, .command = "zsh", .cwd = "/w/y"},
                      {.id = "%1", .pid = 20, .command = "workmux", .cwd = "/w/x", .title = "T"}},
            .boot_id = "7",
            .payload = parse_hook_payload(payload)};
  }
  ReportedStatus send(const StatusReport& given) {
    const auto reported = report_status(store_, given);
    EXPECT_TRUE(reported.has_value() && reported->has_value());
    return reported ? reported->value_or(ReportedStatus{}) : ReportedStatus{};
  }
};

TEST_F(ReportStatus, AGT_A1_AGT_W2_records_the_pane_and_the_agent) {
  StatusReport given = report(StatusEvent::working, 100, R"({"hook_event_name":"PostToolUse","session_id":"c1"})");
  given.ancestors = {{.pid = 40, .start = 4, .name = "sh"}, {.pid = 30, .start = 3, .name = "claude"}, {.pid = 20}};
  const ReportedStatus reported = send(given);
  EXPECT_EQ(reported.key.pane_id, "%1");
  const auto state = store_.load(reported.key);
  ASSERT_TRUE(state);
  EXPECT_EQ(state->command, "claude");
  EXPECT_EQ(state->agent_kind, "claude");
  EXPECT_EQ(state->agent_pid, 30);
  EXPECT_EQ(state->conversation_id, "c1");
  EXPECT_EQ(state->status, Status::working);
}

TEST_F(ReportStatus, AGT_4_8_a_hook_of_a_background_server_finds_its_pane_by_directory) {
  StatusReport given = report(StatusEvent::working, 100, R"({"cwd":"/w/x"})");
  given.claimed_pane = "%0";
  given.ancestors = {{.pid = 40, .name = "codex"}, {.pid = 1, .name = "init"}};
  EXPECT_EQ(send(given).key.pane_id, "%1");
}

TEST_F(ReportStatus, says_when_there_is_no_pane) {
  StatusReport given = report(StatusEvent::working, 100);
  given.claimed_pane = "%9";
  const auto reported = report_status(store_, given);
  ASSERT_OK(reported);
  EXPECT_FALSE(reported->has_value());
  EXPECT_TRUE(os::list_directory(directory_.path()).empty());
}

TEST_F(ReportStatus, AGT_A27_codex_shows_done_when_all_turns_are) {
  const auto payload = [](const char* event, const char* turn) {
    return std::string("{\"hook_event_name\":\"") + event +
           "\",\"session_id\":\"s\",\"model\":\"gpt-5\",\"turn_id\":\"" + turn + "\"}";
  };
  send(report(StatusEvent::working, 100, payload("UserPromptSubmit", "1")));
  send(report(StatusEvent::working, 101, payload("UserPromptSubmit", "2")));
  EXPECT_EQ(send(report(StatusEvent::done, 102, payload("Stop", "2"))).shown, StatusEvent::working);
  const ReportedStatus last = send(report(StatusEvent::done, 103, payload("Stop", "1")));
  EXPECT_EQ(last.shown, StatusEvent::done);
  EXPECT_EQ(store_.load(last.key)->status, Status::done);
  EXPECT_FALSE(os::status_of(codex_turns_file(directory_.path(), last.key)));
}

TEST_F(ReportStatus, AGT_W10_background_work_of_claude_is_not_done) {
  EXPECT_EQ(send(report(StatusEvent::done, 100, R"({"hook_event_name":"Stop","agent_id":"a"})")).shown,
            StatusEvent::working);
  EXPECT_EQ(
      send(report(StatusEvent::done, 101, R"({"hook_event_name":"Stop","background_tasks":[{"status":"running"}]})"))
          .shown,
      StatusEvent::working);
  EXPECT_EQ(send(report(StatusEvent::done, 102, R"({"hook_event_name":"Stop"})")).shown, StatusEvent::done);
}

TEST_F(ReportStatus, AGT_W4_an_event_that_comes_late_leaves_icon_and_state) {
  EXPECT_TRUE(send(report(StatusEvent::done, 100)).was_current);
  const ReportedStatus late = send(report(StatusEvent::working, 99));
  EXPECT_FALSE(late.was_current);
  EXPECT_EQ(late.state->status, Status::done);
}

TEST_F(ReportStatus, AGT_W6_clear_of_an_unknown_pane_makes_no_file) {
  EXPECT_TRUE(send(report(StatusEvent::clear, 100)).was_current);
  EXPECT_TRUE(store_.load_all().agents.empty());
  send(report(StatusEvent::working, 101));
  const ReportedStatus cleared = send(report(StatusEvent::clear, 102));
  ASSERT_TRUE(cleared.state);
  EXPECT_FALSE(cleared.state->status);
}

}  // namespace
}  // namespace agent
