#include "agent/resolve.h"

#include <gtest/gtest.h>

#include "os/support.h"

namespace agent {
namespace {

using os::test::TemporaryDirectory;

LiveAgent agent_in(std::string workdir, std::string pane, std::int64_t updated = 1) {
  AgentState state;
  state.key = {.backend = "tmux", .instance = "i", .pane_id = std::move(pane)};
  state.workdir = std::move(workdir);
  state.updated_ts = updated;
  return {.state = state};
}

AgentRoot fake_root(const std::filesystem::path& workdir) {
  // /p/<project>__worktrees/<handle>/...
  auto part = workdir.begin();
  std::advance(part, 2);
  const std::string parent = part->string();
  const std::string handle = (++part)->string();
  return {.root = std::filesystem::path("/p") / parent / handle, .project = parent.substr(0, parent.find("__"))};
}

ResolveInput input_of(std::string_view name, const std::vector<LiveAgent>& agents) {
  return {.name = name, .agents = &agents, .root_of = fake_root};
}

TEST(ResolveAgents, a_worktree_of_the_repository_by_directory_then_by_branch) {
  const std::vector<LiveAgent> agents{agent_in("/p/p1__worktrees/x/src", "%1"), agent_in("/p/p2__worktrees/x", "%2")};
  ResolveInput input = input_of("x", agents);
  input.worktrees = {{.root = "/p/p1__worktrees/y", .branch = "x"}, {.root = "/p/p1__worktrees/x", .branch = "feat/x"}};
  auto found = resolve_agents(input);
  ASSERT_OK(found);
  EXPECT_EQ(found->root, "/p/p1__worktrees/x");
  ASSERT_EQ(found->agents.size(), 1U);
  EXPECT_EQ(found->agents[0]->state.key.pane_id, "%1");
  input.name = "feat/x";
  found = resolve_agents(input);
  ASSERT_OK(found);
  EXPECT_EQ(found->root, "/p/p1__worktrees/x");
}

TEST(ResolveAgents, a_worktree_may_have_no_agent_yet) {
  const std::vector<LiveAgent> agents;
  ResolveInput input = input_of("x", agents);
  input.worktrees = {{.root = "/p/p1__worktrees/x", .branch = "x"}};
  const auto found = resolve_agents(input);
  ASSERT_OK(found);
  EXPECT_TRUE(found->agents.empty());
  const auto one = resolve_agent(input);
  ASSERT_FALSE(one);
  EXPECT_EQ(one.error().message, "No agent running in worktree 'x'");
}

TEST(ResolveAgents, AGT_A37_an_ambiguous_name_lists_what_it_may_mean) {
  const std::vector<LiveAgent> agents{agent_in("/p/p2__worktrees/x", "%2"), agent_in("/p/p1__worktrees/x", "%1")};
  const auto found = resolve_agents(input_of("x", agents));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().message,
            "Ambiguous agent name 'x'. Found in multiple projects:\n  p1__worktrees:x\n  p2__worktrees:x\n"
            "Use 'project:handle' to disambiguate.");
}

TEST(ResolveAgents, AGT_W20_accepts_project_directory_and_pane_id) {
  const std::vector<LiveAgent> agents{agent_in("/p/p2__worktrees/x", "%2"), agent_in("/p/p1__worktrees/x", "%1")};
  for (const char* name : {"p1:x", "p1__worktrees:x", "%1"}) {
    const auto found = resolve_agents(input_of(name, agents));
    ASSERT_OK(found);
    ASSERT_EQ(found->agents.size(), 1U);
    EXPECT_EQ(found->agents[0]->state.key.pane_id, "%1") << name;
  }
}

TEST(ResolveAgents, AGT_A21_says_what_it_did_not_find) {
  const std::vector<LiveAgent> agents{agent_in("/p/p1__worktrees/x", "%1")};
  for (const char* name : {"nosuch", "p9:x", ":x", "x:", ""}) {
    const auto found = resolve_agents(input_of(name, agents));
    ASSERT_FALSE(found) << name;
    EXPECT_EQ(found.error().message, "No agent found matching '" + std::string(name) + "'");
  }
}

TEST(ResolveAgents, hostile_names_are_not_printed_raw) {
  const std::vector<LiveAgent> agents;
  const auto found = resolve_agents(input_of("a\x1b]0;x\x07", agents));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().message.find('\x1b'), std::string::npos);
}

TEST(ResolveAgent, is_the_newest_of_several) {
  const std::vector<LiveAgent> agents{agent_in("/p/p1__worktrees/x", "%1", 5), agent_in("/p/p1__worktrees/x", "%2", 9)};
  const auto found = resolve_agent(input_of("x", agents));
  ASSERT_OK(found);
  EXPECT_EQ((*found)->state.key.pane_id, "%2");
}

TEST(AgentRootOf, knows_main_and_linked_worktrees) {
  const TemporaryDirectory directory;
  ASSERT_OK(os::make_directories(directory / "app/.git/worktrees/x"));
  ASSERT_OK(os::make_directories(directory / "app__worktrees/x/src/deep"));
  ASSERT_OK(os::write_atomically(directory / "app__worktrees/x/.git",
                                 "gitdir: " + (directory / "app/.git/worktrees/x").string() + "\n"));
  const AgentRoot main = agent_root_of(directory / "app");
  EXPECT_EQ(main.root, directory / "app");
  EXPECT_EQ(main.project, "app");
  const AgentRoot linked = agent_root_of(directory / "app__worktrees/x/src/deep");
  EXPECT_EQ(linked.root, directory / "app__worktrees/x");
  EXPECT_EQ(linked.project, "app");
  ASSERT_OK(os::make_directories(directory / "plain"));
  EXPECT_EQ(agent_root_of(directory / "plain").root, directory / "plain");
  EXPECT_EQ(agent_root_of("relative/x").root, "relative/x");
}

TEST(AgentRootOf, understands_relative_links_and_bare_repositories) {
  const TemporaryDirectory directory;
  ASSERT_OK(os::make_directories(directory / "app.git/worktrees/x"));
  ASSERT_OK(os::make_directories(directory / "x"));
  ASSERT_OK(os::write_atomically(directory / "x/.git", "gitdir: ../app.git/worktrees/x\n"));
  EXPECT_EQ(agent_root_of(directory / "x").project, "app.git");
}

}  // namespace
}  // namespace agent
