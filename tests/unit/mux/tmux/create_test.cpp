#include "mux/names.h"
#include "mux/tmux/server.h"

namespace mux::tmux {
namespace {

class CreateTest : public TmuxServer {
 protected:
  TargetPlan plan(const std::string& name, std::vector<PanePlan> panes = {}) {
    TargetPlan result;
    result.full_name = name;
    result.worktree = root / name;
    result.directory = root / name;
    result.shell = "/bin/bash";
    result.windows = {{"", std::move(panes)}};
    result.show = Show::no;
    EXPECT_TRUE(os::make_directories(result.directory));
    return result;
  }

  CreatedTarget make(const TargetPlan& wanted) {
    Tmux tmux = client();
    auto created = tmux.create(wanted);
    if (!created) {
      ADD_FAILURE() << base::describe(created.error());
      return {};
    }
    return std::move(*created);
  }

  static PanePlan typing(std::string command) {
    PanePlan pane;
    pane.command = std::move(command);
    return pane;
  }

  std::string read(const std::filesystem::path& path) {
    const auto text = os::read_file_if_exists(path);
    return text ? text->value_or("") : "";
  }
};

TEST_F(CreateTest, MUX_W7_OnePaneWindowIsOneProcess) {
  const auto created = make(plan("wm-a", {typing("pwd > out; echo $0 >> out")}));
  EXPECT_EQ(processes(), 1U);
  ASSERT_EQ(created.windows.size(), 1U);
  const std::string window = created.windows[0].id.text();
  EXPECT_EQ(window_names(), (std::vector<std::string>{"zsh", "wm-a"}));
  EXPECT_EQ(show(window, "#{@workmux_worktree}"), (root / "wm-a").native());
  EXPECT_EQ(show(window, "#{automatic-rename}"), "0");
  EXPECT_EQ(show("main:", "#{window_name}"), "zsh");
  EXPECT_EQ(show(created.focus.text(), "#{pane_pid}"), std::to_string(created.windows[0].panes[0].pid));
  EXPECT_TRUE(eventually([&] { return base::lines(read(root / "wm-a/out")).size() == 2; }));
  EXPECT_EQ(read(root / "wm-a/out"), (root / "wm-a").native() + "\n/bin/bash\n");
}

TEST_F(CreateTest, ManyPanesAreOneProcess) {
  make(plan("wm-a", {typing("true"), typing("true"), {}, typing("true")}));
  EXPECT_EQ(processes(), 1U);
}

TEST_F(CreateTest, MUX_A4_PrefixWithASlash) {
  make(plan("x/a"));
  EXPECT_EQ(window_names().back(), "x/a");
}

TEST_F(CreateTest, MUX_A5_NewWindowIsBehindTheLastOfOurs) {
  const auto first = make(plan("wm-a"));
  run({"new-window", "-d", "-t", "main:", "-n", "vim"});
  auto second = plan("wm-b");
  const auto snapshot = client().snapshot();
  ASSERT_TRUE(snapshot);
  second.after = insertion_point(*snapshot, snapshot->sessions[0].id, "wm-");
  EXPECT_EQ(second.after, first.windows[0].id);
  make(second);
  EXPECT_EQ(window_names(), (std::vector<std::string>{"zsh", "wm-a", "wm-b", "vim"}));
}

TEST_F(CreateTest, AWindowToStandBehindThatIsGoneIsForgotten) {
  auto wanted = plan("wm-a");
  wanted.after = WindowId(77);
  make(wanted);
  EXPECT_EQ(window_names(), (std::vector<std::string>{"zsh", "wm-a"}));
}

TEST_F(CreateTest, MUX_A9_BaseIndexesDoNotMatter) {
  run({"set-option", "-g", "base-index", "1"});
  run({"set-option", "-g", "pane-base-index", "1"});
  auto wanted = plan("wm-a", {typing("echo one > one"), typing("echo two > two")});
  wanted.windows[0].panes.push_back(typing("echo three > three"));
  wanted.windows[0].panes[2].target = 0;
  const auto created = make(wanted);
  EXPECT_EQ(base::lines(run({"list-panes", "-t", "wm-a"})).size(), 3U);
  EXPECT_EQ(created.windows[0].panes.size(), 3U);
  for (const char* name : {"one", "two", "three"}) {
    EXPECT_TRUE(eventually([&] { return read(root / "wm-a" / name) == std::string(name) + "\n"; })) << name;
  }
}

TEST_F(CreateTest, MUX_A10_EchoIsOn) {
  const auto created = make(plan("wm-a", {typing("echo Ready")}));
  ASSERT_TRUE(eventually([&] { return screen(created.focus).contains("\nReady"); })) << screen(created.focus);
  run({"send-keys", "-t", created.focus.text(), "-l", "zzz"});
  EXPECT_TRUE(eventually([&] { return screen(created.focus).contains("zzz"); }));
}

TEST_F(CreateTest, MUX_A11_Percentage) {
  PanePlan second;
  second.percentage = 25;
  const auto created = make(plan("wm-a", {{}, second}));
  EXPECT_NEAR(std::stoi(show(created.windows[0].panes[1].id.text(), "#{pane_width}")), 50, 1);
}

TEST_F(CreateTest, MUX_A12_SizeAndTarget) {
  PanePlan second;
  second.split = Split::vertical;
  second.size = 5;
  PanePlan third;
  third.target = 0;
  const auto panes = make(plan("wm-a", {{}, second, third})).windows.at(0).panes;
  EXPECT_EQ(show(panes[1].id.text(), "#{pane_height}"), "5");
  EXPECT_EQ(show(panes[0].id.text(), "#{pane_top}"), show(panes[2].id.text(), "#{pane_top}"));
  EXPECT_GT(std::stoi(show(panes[2].id.text(), "#{pane_left}")), std::stoi(show(panes[0].id.text(), "#{pane_left}")));
}

TEST_F(CreateTest, MUX_A13_ZoomSelectsItsPane) {
  PanePlan second;
  second.zoom = Zoom::yes;
  const auto created = make(plan("wm-a", {{}, second, {}}));
  EXPECT_EQ(show("main:wm-a", "#{window_zoomed_flag}"), "1");
  EXPECT_EQ(show("main:wm-a", "#{pane_index}"), "1");
  EXPECT_EQ(created.focus, created.windows[0].panes[1].id);
}

TEST_F(CreateTest, FocusGoesToTheMarkedPaneAndIsShown) {
  PanePlan second;
  second.focus = Focus::yes;
  auto wanted = plan("wm-a", {{}, second, {}});
  wanted.show = Show::yes;
  const auto created = make(wanted);
  EXPECT_EQ(processes(), 1U);
  EXPECT_EQ(show("main:", "#{pane_id}"), created.windows[0].panes[1].id.text());
}

TEST_F(CreateTest, MUX_A15_TypedTextIsLiteral) {
  ASSERT_TRUE(os::write_atomically(root / "fake", "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$HOME/got\"\n", 0700));
  const auto created = make(plan("wm-a", {typing(" ~/fake -- 'do $(x) \"y\" #{pane_id} #(id) %H ;' '-n' \\;")}));
  EXPECT_TRUE(eventually([&] { return !read(root / "got").empty(); })) << screen(created.focus);
  EXPECT_EQ(read(root / "got"), "--\ndo $(x) \"y\" #{pane_id} #(id) %H ;\n-n\n;\n");
}

TEST_F(CreateTest, MUX_W5_LeadingDashAndTrailingSemicolon) {
  Tmux tmux = client();
  ASSERT_TRUE(tmux.type_text(PaneId(0), "cat > out <<E\n-a;\nE\necho ok > done;", Submit::yes));
  (void)make(plan("wm-a", {typing("-not-a-flag; echo yes > out;")}));
  EXPECT_TRUE(eventually([&] { return read(root / "wm-a/out") == "yes\n"; }));
}

TEST_F(CreateTest, MUX_A16_EveryShellGetsItsFirstCommand) {
  for (const std::string shell : {"/bin/sh", "/usr/bin/bash", "/usr/bin/zsh", "/usr/bin/fish"}) {
    if (!os::status_following(shell)) continue;
    const std::string name = "wm-" + std::filesystem::path(shell).filename().native();
    // zsh asks new users questions unless there is a start file.
    ASSERT_TRUE(os::write_atomically(root / ".zshrc", "sleep 0.2\n"));
    ASSERT_TRUE(os::write_atomically(root / ".bash_profile", "sleep 0.2\n"));
    ASSERT_TRUE(os::make_directories(root / ".config/fish"));
    ASSERT_TRUE(os::write_atomically(root / ".config/fish/config.fish", "sleep 0.2\n"));
    auto wanted = plan(name, {typing("echo typed > out")});
    wanted.shell = shell;
    const auto created = make(wanted);
    EXPECT_TRUE(eventually([&] { return read(root / name / "out") == "typed\n"; })) << shell << "\n"
                                                                                    << screen(created.focus);
  }
}

TEST_F(CreateTest, ALongLineSurvivesSlowStartFiles) {
  ASSERT_TRUE(os::write_atomically(root / ".bash_profile", "sleep 0.3\n"));
  const std::string filler(3900, 'x');
  make(plan("wm-a", {typing("echo " + filler + " > out")}));
  EXPECT_TRUE(eventually([&] { return read(root / "wm-a/out") == filler + "\n"; }));
}

TEST_F(CreateTest, MUX_A17_AliasesOfTheShellWork) {
  ASSERT_TRUE(os::write_atomically(root / ".bash_profile", "alias claude='echo aliased > out; true'\n"));
  make(plan("wm-a", {typing("claude")}));
  EXPECT_TRUE(eventually([&] { return read(root / "wm-a/out") == "aliased\n"; }));
}

TEST_F(CreateTest, MUX_A18_SessionWithTwoWindows) {
  auto wanted = plan("wm-a");
  wanted.mode = Mode::session;
  wanted.size = Size{200, 50};
  wanted.windows = {{"ed", {{}}}, {"", {typing("pwd > out")}}};
  const auto created = make(wanted);
  EXPECT_EQ(processes(), 1U);
  EXPECT_EQ(created.windows.size(), 2U);
  EXPECT_EQ(base::lines(run({"list-windows", "-t", "=wm-a", "-F", "#{window_name}"})).front(), "ed");
  EXPECT_EQ(show(created.windows[0].id.text(), "#{automatic-rename}#{window_active}#{window_width}"), "01200");
  EXPECT_EQ(show(created.windows[1].id.text(), "#{automatic-rename}#{@workmux_worktree}"),
            "1" + (root / "wm-a").native());
  EXPECT_EQ(created.focus, created.windows[0].panes[0].id);
  EXPECT_TRUE(eventually([&] { return read(root / "wm-a/out") == (root / "wm-a").native() + "\n"; }));
}

TEST_F(CreateTest, MUX_W14_SessionWithoutAClientIsNoError) {
  auto wanted = plan("wm-a");
  wanted.mode = Mode::session;
  wanted.show = Show::yes;
  make(wanted);
  EXPECT_EQ(processes(), 1U);
  wanted = plan("wm-b");
  wanted.parent_session = "main";
  wanted.show = Show::yes;
  const auto created = make(wanted);
  EXPECT_EQ(show("main:", "#{window_id}"), created.windows.at(0).id.text());
}

TEST_F(CreateTest, AClientIsTakenToTheSession) {
  const os::Child attached = attach();
  auto wanted = plan("wm-a");
  wanted.mode = Mode::session;
  wanted.show = Show::yes;
  make(wanted);
  EXPECT_EQ(run({"list-clients", "-F", "#{session_name}"}), "wm-a");
}

TEST_F(CreateTest, MUX_A33_ParentSessionIsMadeOnce) {
  auto first = plan("wm-x");
  first.parent_session = "team";
  EXPECT_TRUE(make(first).made_session);
  EXPECT_EQ(processes(), 2U);
  auto second = plan("wm-y");
  second.parent_session = "team";
  EXPECT_FALSE(make(second).made_session);
  EXPECT_EQ(processes(), 1U);
  EXPECT_EQ(run({"list-windows", "-t", "=team", "-F", "#{window_name}#{automatic-rename}"}), "wm-x0\nwm-y0");
}

TEST_F(CreateTest, MUX_A35_AShellThatEndsAtOnceIsNamedAndNothingStays) {
  auto wanted = plan("wm-a", {typing("echo hi")});
  wanted.shell = "/bin/false";
  Tmux tmux = client();
  const auto created = tmux.create(wanted);
  ASSERT_FALSE(created);
  EXPECT_TRUE(created.error().message.contains("/bin/false")) << created.error().message;
  EXPECT_EQ(window_names(), std::vector<std::string>{"zsh"});
}

TEST_F(CreateTest, MUX_A35_AnUnknownShellThatLivesIsFine) {
  ASSERT_TRUE(os::write_atomically(root / "own", "#!/bin/sh\nexec /bin/bash\n", 0700));
  auto wanted = plan("wm-a", {typing("echo yes > out")});
  wanted.shell = root / "own";
  make(wanted);
  EXPECT_TRUE(eventually([&] { return read(root / "wm-a/out") == "yes\n"; }));
}

TEST_F(CreateTest, ASplitWithoutRoomLeavesNothing) {
  std::vector<PanePlan> panes(100);
  for (PanePlan& pane : panes) pane.split = Split::vertical;
  Tmux tmux = client();
  const auto created = tmux.create(plan("wm-a", panes));
  ASSERT_FALSE(created);
  EXPECT_EQ(window_names(), std::vector<std::string>{"zsh"}) << base::describe(created.error());
}

TEST_F(CreateTest, ALongLayoutIsTypedAfterwards) {
  const std::string filler(3000, 'x');
  std::vector<PanePlan> panes;
  for (int i = 0; i < 6; ++i) {
    PanePlan pane = typing("echo " + filler + " > out" + std::to_string(i));
    pane.target = 0;
    panes.push_back(pane);
  }
  panes[0].target.reset();
  make(plan("wm-a", panes));
  for (int i = 0; i < 6; ++i) {
    EXPECT_TRUE(eventually([&] { return read(root / "wm-a" / ("out" + std::to_string(i))) == filler + "\n"; })) << i;
  }
}

TEST_F(CreateTest, ACommandTooLongToTypeIsRefused) {
  Tmux tmux = client();
  EXPECT_FALSE(tmux.create(plan("wm-a", {typing(std::string(5000, 'x'))})));
}

TEST_F(CreateTest, SBX_E7_NamesAndPathsAreNotExpanded) {
  auto wanted = plan("wm-#(touch ${HOME}/pwned)#{pane_id}");
  wanted.directory = root / "d #{pane_id}#[x#(touch pwned);";
  ASSERT_TRUE(os::make_directories(wanted.directory));
  wanted.worktree = wanted.directory;
  const auto created = make(wanted);
  EXPECT_EQ(show(created.windows.at(0).id.text(), "#{window_name}"), "wm-#(touch _{HOME}/pwned)#{pane_id}");
  EXPECT_EQ(show(created.windows.at(0).id.text(), "#{@workmux_worktree}"), wanted.worktree.native());
  EXPECT_TRUE(
      eventually([&] { return show(created.focus.text(), "#{pane_current_path}") == wanted.directory.native(); }));
  wanted.mode = Mode::session;
  EXPECT_EQ(show(make(wanted).windows.at(0).id.text(), "#{session_name}"), session_name(wanted.full_name));
  EXPECT_FALSE(os::status_of(root / "pwned"));
}

TEST_F(CreateTest, ControlCharactersAreNoKeys) {
  make(plan("wm-a", {typing("echo 'a\x03\x15\x1b"
                            "b' > out")}));
  EXPECT_TRUE(eventually([&] { return read(root / "wm-a/out") == "ab\n"; }));
}

TEST_F(CreateTest, MUX_W18_EnvironmentIsHandedOver) {
  auto wanted = plan("wm-a", {typing("echo \"$WM_X\" > out")});
  wanted.environment = {{"WM_X", "a b;#{x};"}};
  make(wanted);
  EXPECT_TRUE(eventually([&] { return read(root / "wm-a/out") == "a b;#{x};\n"; }));
}

TEST_F(CreateTest, ADirectoryThatTmuxCannotHoldIsRefused) {
  auto wanted = plan("wm-a");
  wanted.directory = root / "a\nb";
  Tmux tmux = client();
  EXPECT_FALSE(tmux.create(wanted));
  wanted.directory = "relative";
  EXPECT_FALSE(tmux.create(wanted));
  EXPECT_EQ(processes(), 0U);
}

TEST_F(CreateTest, AnExistingSessionIsAnError) {
  auto wanted = plan("main");
  wanted.mode = Mode::session;
  Tmux tmux = client();
  const auto created = tmux.create(wanted);
  ASSERT_FALSE(created);
  EXPECT_EQ(window_names(), std::vector<std::string>{"zsh"});
}

}  // namespace
}  // namespace mux::tmux
