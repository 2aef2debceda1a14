#include "agent/wait.h"

#include <gtest/gtest.h>

namespace agent {
namespace {

LiveAgent with_status(std::optional<Status> status, std::int64_t since = 100) {
  AgentState state;
  state.status = status;
  state.status_ts = since;
  return {.state = state};
}

TEST(JudgeWait, AGT_A15_any_agent_with_the_status_is_enough) {
  const LiveAgent working = with_status(Status::working);
  const LiveAgent done = with_status(Status::done);
  WaitProgress progress;
  EXPECT_EQ(judge_wait(progress, {.agents = {&working}}), WaitState::pending);
  EXPECT_EQ(judge_wait(progress, {.agents = {&working, &done}}), WaitState::reached);
}

TEST(JudgeWait, a_worktree_without_agent_is_waited_for) {
  WaitProgress progress;
  EXPECT_EQ(judge_wait(progress, {}), WaitState::pending);
  EXPECT_EQ(judge_wait(progress, {.directory_exists = false}), WaitState::pending);
}

TEST(JudgeWait, AGT_A16_AGT_A17_an_agent_that_goes_has_merged_or_vanished) {
  const LiveAgent working = with_status(Status::working);
  WaitProgress progress;
  judge_wait(progress, {.agents = {&working}});
  EXPECT_EQ(judge_wait(progress, {.has_suspect = true}), WaitState::pending);
  EXPECT_EQ(judge_wait(progress, {}), WaitState::vanished);
  EXPECT_EQ(judge_wait(progress, {.directory_exists = false}), WaitState::merged);
}

TEST(JudgeWait, AGT_W18_an_old_done_does_not_count_when_a_change_is_wanted) {
  const LiveAgent done = with_status(Status::done, 100);
  WaitProgress progress{.since = 101};
  EXPECT_EQ(judge_wait(progress, {.agents = {&done}}), WaitState::pending);
  progress.since = 100;
  EXPECT_EQ(judge_wait(progress, {.agents = {&done}}), WaitState::reached);
}

TEST(Elapsed, as_the_contract_writes_it) {
  EXPECT_EQ(status_elapsed(42), "42s");
  EXPECT_EQ(status_elapsed(7 * 60 + 5), "7m");
  EXPECT_EQ(status_elapsed(3 * 3600), "3h");
  EXPECT_EQ(status_elapsed(3 * 3600 + 5 * 60 + 9), "3h 5m");
  EXPECT_EQ(status_elapsed(-3), "0s");
  EXPECT_EQ(wait_elapsed(5), "5s");
  EXPECT_EQ(wait_elapsed(65), "1m 05s");
  EXPECT_EQ(wait_elapsed(2 * 3600 + 7 * 60), "2h 07m");
}

}  // namespace
}  // namespace agent
