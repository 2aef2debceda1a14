#include "workflow/panes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace workflow {
namespace {

using testing::HasSubstr;

config::Config with_panes(std::vector<config::Pane> panes) {
  config::Config config;
  config.panes = std::move(panes);
  return config;
}

config::Pane pane(std::string command) {
  config::Pane pane;
  pane.command = std::move(command);
  return pane;
}

config::Pane split(std::string command) {
  config::Pane result = pane(std::move(command));
  result.split = config::Split::horizontal;
  return result;
}

PaneRequest request_for(const config::Config& config) {
  PaneRequest request;
  request.config = &config;
  request.directory = "/w/app__worktrees/x";
  request.worktree_root = "/w/app__worktrees/x";
  request.shell = "/bin/bash";
  return request;
}

std::vector<PlannedPane> planned(const PaneRequest& request) {
  auto windows = plan_panes(request);
  EXPECT_TRUE(windows) << windows.error().message;
  return windows ? windows->front().panes : std::vector<PlannedPane>{};
}

TEST(PlanPanes, PlaceholderBecomesTheAgent) {
  const config::Config config = with_panes({pane("<agent> --model x"), split("ls")});
  const auto panes = planned(request_for(config));
  ASSERT_EQ(panes.size(), 2U);
  EXPECT_EQ(panes[0].command, "claude --model x");
  EXPECT_TRUE(panes[0].is_agent);
  EXPECT_EQ(panes[1].command, "ls");
  EXPECT_FALSE(panes[1].is_agent);
}

TEST(PlanPanes, NoPanesMeansOneShell) {
  const config::Config config = with_panes({});
  const auto panes = planned(request_for(config));
  ASSERT_EQ(panes.size(), 1U);
  EXPECT_FALSE(panes[0].command);
}

TEST(PlanPanes, AnAgentThatNobodyRunsTakesTheFocusedPane) {
  config::Pane focused = split("vim");
  focused.focus = true;
  const config::Config config = with_panes({pane("top"), focused});
  PaneRequest request = request_for(config);
  request.agent = "gemini";
  const auto panes = planned(request);
  EXPECT_EQ(panes[0].command, "top");
  EXPECT_EQ(panes[1].command, "gemini");
}

TEST(PlanPanes, CLI_A22_PromptNeedsSomebodyWhoReadsIt) {
  const config::Config shells = with_panes({pane("vim")});
  PaneRequest request = request_for(shells);
  request.prompt_file = "/w/app__worktrees/x/.workmux/PROMPT-x.md";
  EXPECT_THAT(plan_panes(request).error().message, HasSubstr("no pane is configured to run the agent 'claude'"));
  request.commands = PaneCommands::leave_out;
  EXPECT_THAT(plan_panes(request).error().message, HasSubstr("pane commands are disabled"));
}

TEST(PlanPanes, SBX_A5_OnlyAgentPanesAreWrapped) {
  const config::Config config = with_panes({pane("<agent>"), split("ls")});
  PaneRequest request = request_for(config);
  request.wrapping = Wrapping{.program = "/usr/bin/workmux", .snapshot_id = std::string(32, 'a')};
  const auto panes = planned(request);
  EXPECT_THAT(*panes[0].command, HasSubstr("/usr/bin/workmux sandbox run '"));
  EXPECT_THAT(*panes[0].command, HasSubstr("--dangerously-skip-permissions"));
  EXPECT_EQ(panes[1].command, "ls");
}

TEST(PlanPanes, SBX_A6_TargetAllWrapsEveryCommand) {
  const config::Config config = with_panes({pane("<agent>"), split("ls"), split("")});
  PaneRequest request = request_for(config);
  request.wrapping = Wrapping{
      .program = "/usr/bin/workmux", .snapshot_id = std::string(32, 'a'), .target = config::SandboxTarget::all};
  const auto panes = planned(request);
  EXPECT_THAT(*panes[1].command, HasSubstr("sandbox run"));
  EXPECT_FALSE(panes[2].command);  // a plain shell stays one (E14)
}

TEST(PlanPanes, WithoutSandboxNoPermissionIsSkipped) {
  const config::Config config = with_panes({pane("<agent>")});
  EXPECT_EQ(planned(request_for(config))[0].command, "claude");
}

TEST(PlanPanes, WrappingThatFailsFailsThePane) {
  const config::Config config = with_panes({pane("<agent>")});
  PaneRequest request = request_for(config);
  request.directory = "/elsewhere";
  request.wrapping = Wrapping{.program = "/usr/bin/workmux", .snapshot_id = std::string(32, 'a')};
  EXPECT_FALSE(plan_panes(request));
}

TEST(AgentProfile, UnknownAgentsAreTheDefaultOne) {
  config::Config config;
  EXPECT_EQ(agent_profile(config, std::nullopt), "claude");
  EXPECT_EQ(agent_profile(config, "/opt/bin/mine"), "default");
}

}  // namespace
}  // namespace workflow
