#include "mux/tmux/server.h"
#include "mux/wait_closed.h"

namespace mux::tmux {
namespace {

class ActsTest : public TmuxServer {
 protected:
  WindowId add(const std::string& name) {
    return *WindowId::parse(run({"new-window", "-d", "-t", "main:", "-n", name, "-P", "-F", "#{window_id}"}));
  }
  PaneId pane_of(WindowId window) { return *PaneId::parse(show(window.text(), "#{pane_id}")); }
  // A pane that shows what it is sent, byte by byte.
  PaneId add_cat(const std::string& command) {
    return *PaneId::parse(
        run({"new-window", "-d", "-t", "main:", "-P", "-F", "#{pane_id}", "sh", "-c", command, "sh"}));
  }
  std::string contents(const std::string& name) {
    const auto text = os::read_file_if_exists(root / name);
    return text ? text->value_or("") : "";
  }
};

TEST_F(ActsTest, CurrentPaneAndInstanceComeFromTheEnvironment) {
  EXPECT_EQ(client().current_pane(), PaneId(0));
  EXPECT_EQ(client().instance(), socket());
  environment.set("TMUX_PANE", "");
  EXPECT_EQ(client().current_pane(), std::nullopt);
  environment.unset("TMUX");
  EXPECT_EQ(client().instance(), "default");
  environment.set("TMUX", ",1,2");
  EXPECT_EQ(client().instance(), "default");
}

TEST_F(ActsTest, MUX_W14_ShowWithoutAClient) {
  const WindowId window = add("wm-a");
  Tmux tmux = client();
  const auto shown = tmux.show(window);
  EXPECT_TRUE(shown) << base::describe(shown.error());
  EXPECT_EQ(processes(), 1U);
  EXPECT_EQ(show("main:", "#{window_id}"), window.text());
  EXPECT_TRUE(tmux.show(*SessionId::parse(show("main:", "#{session_id}"))));
  EXPECT_TRUE(tmux.show_previous_session());
  EXPECT_FALSE(tmux.show(WindowId(999)));
}

TEST_F(ActsTest, ShowTakesTheClientAlong) {
  const os::Child attached = attach();
  run({"new-session", "-d", "-s", "other"});
  const PaneId pane = *PaneId::parse(run({"new-window", "-d", "-t", "other:", "-P", "-F", "#{pane_id}"}));
  Tmux tmux = client();
  EXPECT_TRUE(tmux.show(pane));
  EXPECT_EQ(run({"list-clients", "-F", "#{session_name} #{pane_id}"}), "other " + pane.text());
  EXPECT_TRUE(tmux.show_previous_session());
  EXPECT_EQ(run({"list-clients", "-F", "#{session_name}"}), "main");
}

TEST_F(ActsTest, KillWindowsSkipsMissingOnesAndIsOneProcess) {
  const WindowId a = add("wm-a");
  const WindowId b = add("wm-b");
  const WindowId c = add("wm-c");
  Tmux tmux = client();
  EXPECT_TRUE(tmux.kill_windows(std::vector{a, b}));
  EXPECT_EQ(processes(), 1U);
  EXPECT_TRUE(tmux.kill_windows(std::vector{a, c, WindowId(77)}));
  EXPECT_EQ(window_names(), std::vector<std::string>{"zsh"});
  EXPECT_TRUE(tmux.kill_windows({}));
  const auto last = tmux.kill_windows(std::vector{WindowId(0)});  // the server ends with it
  EXPECT_TRUE(last) << base::describe(last.error());
  const auto again = tmux.kill_windows(std::vector{WindowId(0)});
  EXPECT_TRUE(again) << base::describe(again.error());
}

TEST_F(ActsTest, MUX_A20_KillSessionTakesOnlyItsOwn) {
  run({"new-session", "-d", "-s", "wm-beta-two"});
  run({"new-session", "-d", "-s", "wm-beta"});
  Tmux tmux = client();
  EXPECT_TRUE(tmux.kill_session(*SessionId::parse(show("=wm-beta:", "#{session_id}"))));
  EXPECT_EQ(run({"list-sessions", "-F", "#{session_name}"}), "main\nwm-beta-two");
  EXPECT_TRUE(tmux.kill_session(SessionId(99)));
}

TEST_F(ActsTest, MUX_A28_KillLaterHappensWithoutTheCaller) {
  const WindowId window = add("wm-a");
  Tmux tmux = client();
  ASSERT_TRUE(tmux.kill_later(window, std::chrono::milliseconds(50)));
  EXPECT_EQ(window_names().size(), 2U);
  EXPECT_TRUE(eventually([&] { return window_names().size() == 1; }));
}

TEST_F(ActsTest, WaitUntilClosedWakesUpWithTheWindow) {
  const WindowId window = add("wm-a");
  Tmux tmux = client();
  ASSERT_TRUE(tmux.kill_later(window, std::chrono::milliseconds(100)));
  const std::vector<std::vector<WindowId>> target = {{window}};
  EXPECT_TRUE(wait_until_closed(tmux, target, 0, std::chrono::seconds(60)));
  EXPECT_EQ(window_names().size(), 1U);
  EXPECT_LE(processes(), 12U);
  EXPECT_TRUE(wait_until_closed(tmux, target));
  run({"kill-server"});
  EXPECT_TRUE(wait_until_closed(tmux, std::vector<std::vector<WindowId>>{{WindowId(0)}}));
}

TEST_F(ActsTest, WaitUntilClosedCountsTargets) {
  const std::vector<std::vector<WindowId>> targets = {{add("wm-a")}, {add("wm-b"), add("wm-c")}};
  Tmux tmux = client();
  EXPECT_TRUE(wait_until_closed(tmux, targets, 2));
  ASSERT_TRUE(tmux.kill_later(targets[1][0], std::chrono::milliseconds(50)));
  ASSERT_TRUE(tmux.kill_later(targets[1][1], std::chrono::milliseconds(100)));
  EXPECT_TRUE(wait_until_closed(tmux, targets, 1, std::chrono::seconds(60)));
  EXPECT_EQ(window_names(), (std::vector<std::string>{"zsh", "wm-a"}));
}

TEST_F(ActsTest, KillPaneKeepsItsWindow) {
  const WindowId window = add("wm-a");
  const PaneId pane = *PaneId::parse(run({"split-window", "-t", window.text(), "-P", "-F", "#{pane_id}"}));
  Tmux tmux = client();
  EXPECT_TRUE(tmux.kill_pane(pane));
  EXPECT_TRUE(tmux.kill_pane(pane));
  EXPECT_EQ(show(window.text(), "#{window_panes}"), "1");
}

TEST_F(ActsTest, SBX_E7_TitlesAndNamesAreLiteral) {
  const WindowId window = add("wm-a");
  Tmux tmux = client();
  ASSERT_TRUE(tmux.set_title(pane_of(window), "-x #(touch " + (root / "pwned").native() + ")\x1b[31m #{pane_id};"));
  EXPECT_EQ(show(window.text(), "#{window_name}"), " -x #(touch " + (root / "pwned").native() + ") #{pane_id};");
  ASSERT_TRUE(tmux.rename_window(window, "-n#{pane_id};"));
  EXPECT_EQ(show(window.text(), "#{window_name}#{automatic-rename}"), "-n#{pane_id};0");
  const SessionId session = *SessionId::parse(show("main:", "#{session_id}"));
  ASSERT_TRUE(tmux.rename_session(session, "a.b:c#{pane_id};"));
  EXPECT_EQ(show(window.text(), "#{session_name}"), "a_b_c#{pane_id};");
  ASSERT_TRUE(tmux.tag_window(window, "/w/#(touch x);"));
  EXPECT_EQ(show(window.text(), "#{@workmux_worktree}"), "/w/#(touch x);");
  EXPECT_FALSE(os::status_of(root / "pwned"));
  EXPECT_FALSE(tmux.rename_window(WindowId(99), "x"));
}

TEST_F(ActsTest, MUX_W5_TypedTextArrivesByteForByte) {
  const PaneId pane = add_cat("stty -echo raw; touch '" + root.native() + "/ready'; cat > '" + root.native() + "/got'");
  ASSERT_TRUE(eventually([&] { return os::status_of(root / "ready").has_value(); }));
  Tmux tmux = client();
  ASSERT_TRUE(tmux.type_text(pane, "-l ü $(x) `y` #{pane_id} a\\;", Submit::no));
  ASSERT_TRUE(tmux.type_text(pane, ";", Submit::no));
  ASSERT_TRUE(tmux.type_text(pane, "", Submit::yes));
  EXPECT_EQ(processes(), 3U);
  ASSERT_TRUE(tmux.send_key(pane, "C-a"));
  ASSERT_TRUE(tmux.send_key(pane, ";"));
  const std::string expected = "-l ü $(x) `y` #{pane_id} a\\;;\r\x01;";
  EXPECT_TRUE(eventually([&] { return contents("got") == expected; })) << contents("got");
}

TEST_F(ActsTest, APaneThatIsScrolledBackStillGetsItsText) {
  const PaneId pane = add_cat("stty -echo raw; touch '" + root.native() + "/ready'; cat > '" + root.native() + "/got'");
  ASSERT_TRUE(eventually([&] { return os::status_of(root / "ready").has_value(); }));
  Tmux tmux = client();
  run({"copy-mode", "-t", pane.text()});
  ASSERT_TRUE(tmux.type_text(pane, "a", Submit::no));
  run({"copy-mode", "-t", pane.text()});
  ASSERT_TRUE(tmux.send_key(pane, "b"));
  run({"copy-mode", "-t", pane.text()});
  ASSERT_TRUE(tmux.paste(pane, "c", Submit::yes));
  EXPECT_TRUE(eventually([&] { return contents("got") == "abc\r"; })) << contents("got");
}

TEST_F(ActsTest, LongTextIsTypedInPieces) {
  const PaneId pane = add_cat("stty -echo raw; touch '" + root.native() + "/ready'; cat > '" + root.native() + "/got'");
  ASSERT_TRUE(eventually([&] { return os::status_of(root / "ready").has_value(); }));
  std::string text;
  for (int i = 0; i < 9000; ++i) text += i % 3 == 0 ? "ü" : "x";
  Tmux tmux = client();
  ASSERT_TRUE(tmux.type_text(pane, text, Submit::yes));
  EXPECT_TRUE(eventually([&] { return contents("got") == text + "\r"; }));
}

TEST_F(ActsTest, AGT_A20_PasteIsBracketedAndLeavesNoBuffer) {
  const PaneId pane = add_cat("stty -echo raw; printf '\\033[?2004h'; touch '" + root.native() + "/ready'; cat > '" +
                              root.native() + "/got'");
  ASSERT_TRUE(eventually([&] { return os::status_of(root / "ready").has_value(); }));
  run({"set-buffer", "mine"});
  Tmux tmux = client();
  ASSERT_TRUE(tmux.paste(pane, "a\nb\x1b[201~\x03;", Submit::yes));
  EXPECT_EQ(processes(), 1U);
  const std::string expected = "\x1b[200~a\rb[201~;\x1b[201~\r";
  EXPECT_TRUE(eventually([&] { return contents("got") == expected; })) << contents("got");
  EXPECT_FALSE(tmux.paste(PaneId(99), "lost", Submit::no));
  EXPECT_EQ(run({"list-buffers", "-F", "#{buffer_sample}"}), "mine");
}

TEST_F(ActsTest, LargePaste) {
  const PaneId pane = add_cat("stty -echo raw; touch '" + root.native() + "/ready'; cat > '" + root.native() + "/got'");
  ASSERT_TRUE(eventually([&] { return os::status_of(root / "ready").has_value(); }));
  const std::string text(400'000, 'x');
  Tmux tmux = client();
  ASSERT_TRUE(tmux.paste(pane, text, Submit::no));
  EXPECT_TRUE(eventually([&] { return contents("got") == text; }));
}

TEST_F(ActsTest, CaptureHasScrollbackAndColours) {
  const PaneId pane = add_cat("seq 100; printf '\\033[31mred\\033[0m\\n'; exec sleep 100");
  ASSERT_TRUE(eventually([&] { return screen(pane).contains("red"); }));
  Tmux tmux = client();
  const auto text = tmux.capture(pane, 200);
  ASSERT_TRUE(text);
  EXPECT_TRUE(text->starts_with("1\n2\n"));
  EXPECT_TRUE(text->contains("\x1b[31mred"));
  EXPECT_FALSE(tmux.capture(PaneId(99), 1));
}

}  // namespace
}  // namespace mux::tmux
