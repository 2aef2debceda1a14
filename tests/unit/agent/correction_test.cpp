#include "agent/correction.h"

#include <gtest/gtest.h>

namespace agent {
namespace {

AgentState with(std::string kind, Status status) {
  AgentState state;
  state.agent_kind = std::move(kind);
  state.status = status;
  state.event_ms = 100000;
  return state;
}

TEST(StatusByTitle, AGT_4_8_a_stuck_working_ends_with_the_idle_sign) {
  EXPECT_EQ(status_by_title(with("claude", Status::working), "\u2733 Task", 103000), Status::done);
  EXPECT_EQ(status_by_title(with("gemini", Status::working), "\u25c7  Ready", 103000), Status::done);
}

TEST(StatusByTitle, a_fresh_event_counts_more_than_the_title) {
  EXPECT_FALSE(status_by_title(with("claude", Status::working), "\u2733 Task", 101999));
}

TEST(StatusByTitle, AGT_4_8_a_stuck_waiting_ends) {
  EXPECT_EQ(status_by_title(with("claude", Status::waiting), "\u25d0 Task", 103000), Status::working);
  EXPECT_EQ(status_by_title(with("gemini", Status::waiting), "\u25c7  Ready", 103000), Status::done);
  EXPECT_FALSE(status_by_title(with("claude", Status::waiting), "\u2733 Task", 103000));
}

TEST(StatusByTitle, says_nothing_where_nothing_contradicts) {
  EXPECT_FALSE(status_by_title(with("claude", Status::working), "\u25d0 Task", 103000));
  EXPECT_FALSE(status_by_title(with("claude", Status::done), "\u2733 Task", 103000));
  EXPECT_FALSE(status_by_title(with("vibe", Status::working), "\u2733", 103000));
  AgentState none = with("claude", Status::working);
  none.status.reset();
  EXPECT_FALSE(status_by_title(none, "\u25d0 Task", 103000));
}

}  // namespace
}  // namespace agent
