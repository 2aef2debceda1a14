#include "agent/process_tree.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "os/process.h"
#include "os/support.h"

namespace agent {
namespace {

using os::test::TemporaryDirectory;

TEST(ProcessFacts, of_this_process) {
  const auto facts = process_facts(getpid());
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->parent, getppid());
  EXPECT_GT(facts->start, 0);
  EXPECT_TRUE(is_same_process(getpid(), facts->start));
  EXPECT_TRUE(is_same_process(getpid(), 0));
  EXPECT_FALSE(is_same_process(getpid(), facts->start + 1));
  EXPECT_FALSE(is_same_process(0, 0));
  EXPECT_FALSE(process_facts(-5));
  const auto line = ancestors_of(getpid());
  ASSERT_GE(line.size(), 2U);
  EXPECT_EQ(line[1].pid, getppid());
}

TEST(ProcessFacts, a_script_has_the_name_it_was_started_by_and_the_dead_do_not_run) {
  const TemporaryDirectory directory;
  ASSERT_OK(os::make_symlink("/bin/sleep", directory / "claude"));
  os::Command command{.arguments = {(directory / "claude").string(), "60"}};
  auto child = os::start(command);
  ASSERT_OK(child);
  const auto facts = process_facts(child->pid());
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->name, "claude");
  const auto pid = child->pid();
  child->terminate(std::chrono::milliseconds(1000));
  EXPECT_FALSE(is_same_process(pid, facts->start));
}

TEST(ProcessFacts, of_an_agent_that_is_a_script_is_the_name_of_the_script) {
  const TemporaryDirectory directory;
  ASSERT_OK(os::create_file(directory / "aider", "#!/bin/sh\nread -r line\n", 0755));
  os::Command command{.arguments = {(directory / "aider").string()}};
  command.stdin_stream = os::Stream::capture;
  auto child = os::start(command);
  ASSERT_OK(child);
  const auto facts = process_facts(child->pid());
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->name, "aider");
  child->terminate(std::chrono::milliseconds(1000));
}

std::vector<ProcessFacts> line_of(std::initializer_list<std::pair<int, const char*>> processes) {
  std::vector<ProcessFacts> line;
  for (const auto& [pid, name] : processes) line.push_back({.pid = pid, .parent = 0, .start = pid, .name = name});
  return line;
}

std::int64_t agent_pid(const std::vector<ProcessFacts>& line, std::int64_t pane) {
  const auto found = agent_process(line, pane);
  return found ? found->pid : 0;
}

TEST(AgentProcess, AGT_W2_is_the_agent_above_the_hook) {
  EXPECT_EQ(agent_pid(line_of({{9, "sh"}, {8, "claude"}, {7, "zsh"}, {1, "tmux"}}), 7), 8);
  EXPECT_EQ(agent_pid(line_of({{9, "sh"}, {8, "codex"}, {6, "node"}, {5, "zsh"}}), 5), 8);
  EXPECT_EQ(agent_pid(line_of({{9, "sh"}, {8, "node"}, {6, "node"}, {5, "zsh"}}), 5), 6);
  EXPECT_EQ(agent_pid(line_of({{9, "sh"}, {8, "claude"}}), 8), 8);
  EXPECT_EQ(agent_pid(line_of({{9, "2.1.118"}, {7, "zsh"}}), 7), 9);
  EXPECT_EQ(agent_pid(line_of({{9, "sh"}, {8, "claude"}, {1, "init"}}), 7), 0);
  EXPECT_EQ(agent_pid({}, 7), 0);
}

TEST(PaneOfHook, AGT_4_8_does_not_trust_the_variable_alone) {
  const std::vector<LivePane> panes{{.id = "%0", .pid = 10, .cwd = "/a"}, {.id = "%1", .pid = 20, .cwd = "/b"}};
  const auto id = [&](const std::vector<ProcessFacts>& line, const std::string& claimed, const std::string& cwd) {
    const LivePane* pane = pane_of_hook(line, panes, claimed, cwd);
    return pane == nullptr ? std::string() : pane->id;
  };
  const auto inside_first = line_of({{9, "sh"}, {10, "claude"}});
  const auto outside = line_of({{9, "sh"}, {5, "codex"}, {1, "init"}});
  EXPECT_EQ(id(inside_first, "%0", "/b"), "%0");
  EXPECT_EQ(id(inside_first, "%1", "/b"), "%0");
  EXPECT_EQ(id(outside, "%0", "/b"), "%1");
  EXPECT_EQ(id(outside, "%0", "/a"), "%0");
  EXPECT_EQ(id(outside, "%0", ""), "%0");
  EXPECT_EQ(id(outside, "%0", "/c"), "%0");
  EXPECT_EQ(id(outside, "%7", "/c"), "");
  EXPECT_EQ(id({}, "%1", "/a"), "%1");
}

}  // namespace
}  // namespace agent
