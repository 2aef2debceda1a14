#include "agent/reconcile.h"

#include <gtest/gtest.h>

namespace agent {
namespace {

AgentState stored(std::string pane, std::string command = "claude") {
  AgentState state;
  state.key = {.backend = "tmux", .instance = "i", .pane_id = std::move(pane)};
  state.workdir = "/w/x";
  state.command = std::move(command);
  state.pane_pid = 42;
  state.agent_kind = "claude";
  state.boot_id = "now";
  state.updated_ts = 900;
  return state;
}

LivePane live(std::string pane, std::string command = "claude") {
  return {.id = std::move(pane),
          .pid = 42,
          .command = std::move(command),
          .cwd = "/w/x",
          .title = "T",
          .session = "s",
          .window = "w"};
}

ReconcileInput input_of(std::vector<AgentState> agents, std::vector<LivePane> panes) {
  return {.agents = std::move(agents),
          .panes = std::move(panes),
          .backend = "tmux",
          .instance = "i",
          .boot_id = "now",
          .now = 1000};
}

enum class Fate { alive, suspect, kept, ended, absent };

Fate fate_of(const ReconcileInput& input) {
  const Reconciled result = reconcile(input);
  if (!result.alive.empty()) return Fate::alive;
  if (!result.suspects.empty()) return Fate::suspect;
  if (!result.kept.empty()) return Fate::kept;
  return result.ended.empty() ? Fate::absent : Fate::ended;
}

TEST(Reconcile, a_matching_pane_is_alive_and_gives_its_names) {
  const Reconciled result = reconcile(input_of({stored("%1")}, {live("%1")}));
  ASSERT_EQ(result.alive.size(), 1U);
  EXPECT_EQ(result.alive[0].state.session_name, "s");
  EXPECT_EQ(result.alive[0].state.window_name, "w");
  EXPECT_EQ(result.alive[0].state.pane_title, "T");
  ASSERT_TRUE(result.alive[0].pane);
}

TEST(Reconcile, unknown_facts_do_not_count_against_an_agent) {
  LivePane pane = live("%1", "");
  pane.pid.reset();
  EXPECT_EQ(fate_of(input_of({stored("%1")}, {pane})), Fate::alive);
}

TEST(Reconcile, others_are_not_touched) {
  AgentState other_server = stored("%1");
  other_server.key.instance = "j";
  AgentState other_backend = stored("%1");
  other_backend.key.backend = "kitty";
  EXPECT_EQ(fate_of(input_of({other_server, other_backend}, {})), Fate::absent);
}

TEST(Reconcile, AGT_A11_an_agent_that_went_back_to_the_shell_has_ended) {
  EXPECT_EQ(fate_of(input_of({stored("%1")}, {live("%1", "zsh")})), Fate::ended);
  EXPECT_EQ(fate_of(input_of({stored("%1")}, {live("%1", "-bash")})), Fate::ended);
}

TEST(Reconcile, a_pane_of_another_process_ends_it) {
  LivePane pane = live("%1");
  pane.pid = 43;
  EXPECT_EQ(fate_of(input_of({stored("%1")}, {pane})), Fate::ended);
}

TEST(Reconcile, AGT_A12_agents_of_an_earlier_server_are_kept_hidden) {
  AgentState old = stored("%1");
  old.boot_id = "1";
  EXPECT_EQ(fate_of(input_of({old}, {})), Fate::kept);
  EXPECT_EQ(fate_of(input_of({old}, {live("%1", "zsh")})), Fate::kept);
  LivePane pane = live("%1");
  pane.pid = 43;
  EXPECT_EQ(fate_of(input_of({old}, {pane})), Fate::kept);
  old.boot_id.reset();
  EXPECT_EQ(fate_of(input_of({old}, {})), Fate::ended);
}

TEST(Reconcile, a_second_look_decides_where_the_list_has_no_pane) {
  ReconcileInput input = input_of({stored("%1")}, {});
  EXPECT_EQ(fate_of(input), Fate::ended);
  input.look_again = [](const AgentState&) { return SeenAgain::alive; };
  const Reconciled result = reconcile(input);
  ASSERT_EQ(result.alive.size(), 1U);
  EXPECT_FALSE(result.alive[0].pane);
}

TEST(Reconcile, AGT_W3_a_living_process_counts_more_than_a_name) {
  AgentState state = stored("%1");
  state.agent_pid = 50;
  state.agent_start = 5;
  ReconcileInput input = input_of({state}, {live("%1", "zsh")});
  input.process_runs = [](std::int64_t pid, std::int64_t start) { return pid == 50 && start == 5; };
  EXPECT_EQ(fate_of(input), Fate::alive);
  input.process_runs = [](std::int64_t, std::int64_t) { return false; };
  EXPECT_EQ(fate_of(input), Fate::ended);
}

TEST(Reconcile, AGT_W3_an_agent_may_rename_itself) {
  EXPECT_EQ(fate_of(input_of({stored("%1")}, {live("%1", "2.1.118")})), Fate::alive);
  LivePane pane = live("%1", "node");
  pane.title = "\u2733 Claude Code";
  EXPECT_EQ(fate_of(input_of({stored("%1")}, {pane})), Fate::alive);
}

TEST(Reconcile, AGT_W5_an_unclear_change_hides_first_and_ends_after_a_while) {
  const Reconciled first = reconcile(input_of({stored("%1")}, {live("%1", "vim")}));
  ASSERT_EQ(first.suspects.size(), 1U);
  EXPECT_EQ(first.suspects[0].gone_ts, 1000);
  ReconcileInput later = input_of(first.suspects, {live("%1", "vim")});
  later.now = 1000 + kGoneGraceSeconds - 1;
  EXPECT_EQ(fate_of(later), Fate::suspect);
  later.now = 1000 + kGoneGraceSeconds;
  EXPECT_EQ(fate_of(later), Fate::ended);
  ReconcileInput back = input_of(first.suspects, {live("%1")});
  EXPECT_EQ(reconcile(back).alive.at(0).state.gone_ts, 0);
}

TEST(Reconcile, AGT_W7_a_launched_agent_gets_time_to_come_up) {
  AgentState state = stored("%1", "");
  state.updated_ts = 995;
  EXPECT_EQ(fate_of(input_of({state}, {live("%1", "zsh")})), Fate::alive);
  state.updated_ts = 900;
  EXPECT_EQ(fate_of(input_of({state}, {live("%1", "zsh")})), Fate::ended);
  EXPECT_EQ(fate_of(input_of({state}, {live("%1", "kiro-cli")})), Fate::alive);
}

TEST(OwningRoot, is_the_deepest_one) {
  const std::vector<std::filesystem::path> roots{"/w", "/w/.worktrees/x", "/w/.worktrees/xy"};
  EXPECT_EQ(owning_root("/w/src", roots), 0U);
  EXPECT_EQ(owning_root("/w/.worktrees/x", roots), 1U);
  EXPECT_EQ(owning_root("/w/.worktrees/x/src", roots), 1U);
  EXPECT_EQ(owning_root("/w/.worktrees/xy/src", roots), 2U);
  EXPECT_FALSE(owning_root("/wx", roots));
}

TEST(AgentsOf, belong_to_one_worktree_only) {
  AgentState nested = stored("%1");
  nested.workdir = "/w/.worktrees/x/src";
  const std::vector<LiveAgent> agents{{.state = nested}};
  const std::vector<std::filesystem::path> roots{"/w", "/w/.worktrees/x"};
  EXPECT_TRUE(agents_of("/w", roots, agents).empty());
  EXPECT_EQ(agents_of("/w/.worktrees/x", roots, agents).size(), 1U);
}

TEST(Newest, has_the_latest_activity) {
  LiveAgent a{.state = stored("%10")};
  LiveAgent b{.state = stored("%9")};
  EXPECT_EQ(newest({}), nullptr);
  EXPECT_EQ(newest({&a, &b}), &b);
  a.state.updated_ts = 901;
  EXPECT_EQ(newest({&b, &a}), &a);
}

}  // namespace
}  // namespace agent
