#include "mux/tmux/records.h"
#include "mux/tmux/server.h"

namespace mux::tmux {
namespace {

using SnapshotTest = TmuxServer;

TEST_F(SnapshotTest, OneProcessTellsEverything) {
  run({"new-window", "-d", "-t", "main:", "-n", "wm-a", "-c", root.native()});
  run({"set-option", "-w", "-t", "main:wm-a", "@workmux_worktree", "/w/a"});
  run({"new-session", "-d", "-s", "team"});
  Tmux tmux = client();
  const auto snapshot = tmux.snapshot();
  ASSERT_TRUE(snapshot) << base::describe(snapshot.error());
  EXPECT_EQ(processes(), 1U);
  EXPECT_TRUE(snapshot->running);
  EXPECT_EQ(snapshot->boot_id, show("main:", "#{start_time}"));
  EXPECT_EQ(snapshot->default_shell, "/bin/bash");
  EXPECT_EQ(snapshot->path, environment.get("PATH").value_or(""));
  EXPECT_EQ(snapshot->active_pane, PaneId(0));
  ASSERT_EQ(snapshot->sessions.size(), 2U);
  EXPECT_EQ(snapshot->sessions[0].name, "main");
  EXPECT_FALSE(snapshot->sessions[0].attached);
  ASSERT_EQ(snapshot->windows.size(), 3U);
  const Window& window = snapshot->windows[1];
  EXPECT_EQ(window.name, "wm-a");
  EXPECT_EQ(window.worktree, "/w/a");
  EXPECT_EQ(window.size, (Size{200, 50}));
  EXPECT_FALSE(window.active);
  const auto panes = snapshot->panes_of(window.id);
  ASSERT_EQ(panes.size(), 1U);
  EXPECT_EQ(panes[0]->directory, root.native());
  EXPECT_GT(panes[0]->pid, 1);
  EXPECT_EQ(snapshot->window_of(panes[0]->id), &window);
  EXPECT_EQ(snapshot->session_of(panes[0]->id)->name, "main");
}

TEST_F(SnapshotTest, MUX_A3_NoServerIsNoError) {
  run({"kill-server"});
  Tmux tmux = client();
  const auto snapshot = tmux.snapshot();
  ASSERT_TRUE(snapshot) << base::describe(snapshot.error());
  EXPECT_FALSE(snapshot->running);
}

TEST_F(SnapshotTest, AServerWithoutSessionsDoesNotRun) {
  run({"set-option", "-g", "exit-empty", "off"});
  run({"kill-session", "-t", "main"});
  const auto snapshot = client().snapshot();
  ASSERT_TRUE(snapshot) << base::describe(snapshot.error());
  EXPECT_FALSE(snapshot->running);
}

TEST_F(SnapshotTest, WorksWithoutAUtf8Locale) {
  environment.set("LC_ALL", "C");
  run({"rename-window", "-t", "main:", "wm-ü🤖"});
  const auto snapshot = client().snapshot();
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(snapshot->windows[0].name, "wm-ü🤖");
}

TEST_F(SnapshotTest, HostileTitlesAndDirectoriesStayInTheirFields) {
  const std::filesystem::path directory = root / "a\x1f#{pane_id}\n|pane|%99|\tb";
  ASSERT_TRUE(os::make_directories(directory));
  os::Command command;
  command.arguments = {program.native(), "-S", socket(), "new-window", "-d", "-t", "main:", "-n", "x"};
  command.environment = environment;
  command.directory = directory;
  ASSERT_TRUE(os::run(command)->ok());
  run({"select-pane", "-t", "main:x", "-T", "##(touch x) | pane |"});
  const auto snapshot = client().snapshot();
  ASSERT_TRUE(snapshot) << base::describe(snapshot.error());
  ASSERT_EQ(snapshot->panes.size(), 2U);
  EXPECT_EQ(snapshot->panes[1].title, "#(touch x) | pane |");
  EXPECT_EQ(snapshot->panes[1].directory, directory.native());
}

TEST_F(SnapshotTest, AWindowInSeveralSessionsAppearsOnce) {
  run({"new-session", "-d", "-t", "main", "-s", "second"});
  const auto snapshot = client().snapshot();
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(snapshot->sessions.size(), 2U);
  EXPECT_EQ(snapshot->windows.size(), 1U);
  EXPECT_EQ(snapshot->panes.size(), 1U);
}

TEST(RecordsTest, ForeignTextIsSkippedAndBrokenNumbersAreAnError) {
  const Records records("<0123456789abcdef>");
  EXPECT_FALSE(records.parse("hello\n")->running);
  EXPECT_FALSE(records.parse("<0123456789abcdef>session<0123456789abcdef>"));
  EXPECT_FALSE(records.parse(
      "<0123456789abcdef>session<0123456789abcdef>x<0123456789abcdef>1<0123456789abcdef>n<0123456789abcdef>\n"));
  const auto parsed = records.parse(
      "<0123456789abcdef>session<0123456789abcdef>$4<0123456789abcdef>1<0123456789abcdef>a\nb<0123456789abcdef>\n");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->sessions.at(0).name, "a\nb");
  EXPECT_EQ(parsed->sessions.at(0).id, SessionId(4));
}

}  // namespace
}  // namespace mux::tmux
