#include "agent/status.h"

#include <gtest/gtest.h>

namespace agent {
namespace {

StatusUpdate update(StatusEvent event, std::int64_t seconds) {
  return {.key = {.backend = "tmux", .instance = "i", .pane_id = "%1"},
          .event = event,
          .pane = {.id = "%1",
                   .pid = 42,
                   .command = "claude",
                   .cwd = "/w/x",
                   .title = "\u2733 Task",
                   .session = "s",
                   .window = "wm-x"},
          .boot_id = "77",
          .event_ms = seconds * 1000};
}

TEST(UpdatedState, AGT_A1_takes_the_live_facts) {
  const auto state = updated_state({}, update(StatusEvent::working, 100));
  ASSERT_TRUE(state);
  EXPECT_EQ(state->status, Status::working);
  EXPECT_EQ(state->status_ts, 100);
  EXPECT_EQ(state->updated_ts, 100);
  EXPECT_EQ(state->command, "claude");
  EXPECT_EQ(state->agent_kind, "claude");
  EXPECT_EQ(state->pane_pid, 42);
  EXPECT_EQ(state->workdir, "/w/x");
  EXPECT_EQ(state->pane_title, "\u2733 Task");
  EXPECT_EQ(state->boot_id, "77");
  EXPECT_EQ(state->key.instance, "i");
}

TEST(UpdatedState, AGT_A2_another_status_starts_a_new_time) {
  const auto working = updated_state({}, update(StatusEvent::working, 100));
  const auto done = updated_state(working, update(StatusEvent::done, 105));
  EXPECT_EQ(done->status, Status::done);
  EXPECT_EQ(done->status_ts, 105);
}

TEST(UpdatedState, AGT_A3_the_same_status_keeps_its_time) {
  const auto first = updated_state({}, update(StatusEvent::working, 100));
  const auto second = updated_state(first, update(StatusEvent::working, 103));
  EXPECT_EQ(second->status_ts, 100);
  EXPECT_EQ(second->updated_ts, 103);
}

TEST(UpdatedState, AGT_W6_clear_leaves_no_status) {
  const auto working = updated_state({}, update(StatusEvent::working, 100));
  const auto cleared = updated_state(working, update(StatusEvent::clear, 110));
  ASSERT_TRUE(cleared);
  EXPECT_FALSE(cleared->status);
  EXPECT_EQ(cleared->updated_ts, 110);
  EXPECT_FALSE(updated_state({}, update(StatusEvent::clear, 110)));
}

TEST(UpdatedState, AGT_W4_older_events_do_not_count) {
  const auto done = updated_state({}, update(StatusEvent::done, 100));
  EXPECT_FALSE(updated_state(done, update(StatusEvent::working, 99)));
  EXPECT_TRUE(updated_state(done, update(StatusEvent::working, 100)));
}

TEST(UpdatedState, AGT_W2_records_the_agent_instead_of_the_hook) {
  StatusUpdate given = update(StatusEvent::working, 100);
  given.pane.command = "workmux";
  given.agent_executable = "claude";
  given.agent_pid = 50;
  given.agent_start = 5;
  const auto state = updated_state({}, given);
  EXPECT_EQ(state->command, "claude");
  EXPECT_EQ(state->agent_kind, "claude");
  EXPECT_EQ(state->agent_pid, 50);
}

TEST(UpdatedState, keeps_kind_and_title_until_another_agent_comes) {
  StatusUpdate given = update(StatusEvent::working, 100);
  given.agent_pid = 50;
  const auto first = updated_state({}, given);
  given.event_ms = 101000;
  given.pane.command = "node";
  given.pane.title = "Gemini";
  const auto same = updated_state(first, given);
  EXPECT_EQ(same->agent_kind, "claude");
  EXPECT_EQ(same->pane_title, "\u2733 Task");
  given.agent_pid = 51;
  const auto other = updated_state(same, given);
  EXPECT_EQ(other->agent_kind, "gemini");
  EXPECT_EQ(other->pane_title, "Gemini");
}

TEST(UpdatedState, an_explicit_title_wins_and_unknown_facts_are_zero) {
  StatusUpdate given = update(StatusEvent::working, 100);
  given.title = "Mine";
  given.pane.pid.reset();
  given.pane.command.clear();
  const auto state = updated_state({}, given);
  EXPECT_EQ(state->pane_title, "Mine");
  EXPECT_EQ(state->pane_pid, 0);
  EXPECT_EQ(state->command, "");
}

TEST(UpdatedState, a_sign_of_life_ends_suspicion_and_keeps_unknown_fields) {
  AgentState old = *updated_state({}, update(StatusEvent::working, 100));
  old.gone_ts = 99;
  old.extra["note"] = 1;
  const auto state = updated_state(old, update(StatusEvent::working, 101));
  EXPECT_EQ(state->gone_ts, 0);
  EXPECT_EQ(state->extra["note"], 1);
}

TEST(StatusEvent, AGT_A6_words) {
  EXPECT_EQ(parse_status_event("working"), StatusEvent::working);
  EXPECT_EQ(parse_status_event("clear"), StatusEvent::clear);
  EXPECT_FALSE(parse_status_event("busy"));
  EXPECT_FALSE(parse_status_event(""));
  EXPECT_EQ(kStatusEventWords, "working, waiting, done, clear");
}

TEST(StatusEvent, focus_clears_waiting_and_done) {
  EXPECT_EQ(clears_on_focus(StatusEvent::done), ClearOnFocus::yes);
  EXPECT_EQ(clears_on_focus(StatusEvent::waiting), ClearOnFocus::yes);
  EXPECT_EQ(clears_on_focus(StatusEvent::working), ClearOnFocus::no);
  EXPECT_EQ(clears_on_focus(StatusEvent::clear), ClearOnFocus::no);
}

TEST(LaunchedState, AGT_W7_registers_the_agent_before_its_first_hook) {
  const AgentState state = launched_state({.key = {.backend = "tmux", .instance = "i", .pane_id = "%1"},
                                           .pane = {.id = "%1", .pid = 42, .command = "zsh", .cwd = "/w/x"},
                                           .kind = "kiro-cli",
                                           .agent_command = "kiro-cli chat",
                                           .handle = "x",
                                           .status = Status::working,
                                           .now_ms = 100000});
  EXPECT_EQ(state.agent_kind, "kiro-cli");
  EXPECT_EQ(state.handle, "x");
  EXPECT_EQ(state.status_ts, 100);
  EXPECT_EQ(state.command, "");
}

}  // namespace
}  // namespace agent
