#include "mux/tmux/server.h"

namespace mux::tmux {
namespace {

constexpr std::string_view kIcon = "#{?@workmux_status, #{@workmux_status},}";

class StatusTest : public TmuxServer {
 protected:
  void SetUp() override {
    TmuxServer::SetUp();
    if (IsSkipped()) return;
    window = *WindowId::parse(run({"new-window", "-d", "-t", "main:", "-n", "wm-a", "-P", "-F", "#{window_id}"}));
    pane = *PaneId::parse(show(window.text(), "#{pane_id}"));
  }

  void set(std::string icon, AutoClear auto_clear, StatusFormat format = StatusFormat::untouched) {
    Tmux tmux = client();
    const auto facts = tmux.set_status(pane, {std::move(icon), auto_clear, format});
    ASSERT_TRUE(facts) << base::describe(facts.error());
    EXPECT_TRUE(*facts);
  }

  std::string icons() { return show(pane.text(), "#{@workmux_status}|#{@workmux_pane_status}"); }
  std::string local_format(const std::string& name = "window-status-format") {
    return run({"show-options", "-wv", "-t", window.text(), name});
  }

  WindowId window;
  PaneId pane;
};

TEST_F(StatusTest, CLI_W28_OneProcessSetsAndAnswersTheFacts) {
  Tmux tmux = client();
  const auto facts = tmux.set_status(pane, {"✅", AutoClear::yes, StatusFormat::window});
  ASSERT_TRUE(facts) << base::describe(facts.error());
  EXPECT_EQ(processes(), 1U);
  ASSERT_TRUE(*facts);
  EXPECT_EQ(icons(), "✅|✅");
  EXPECT_EQ((*facts)->boot_id, show("main:", "#{start_time}"));
  EXPECT_EQ((*facts)->panes.size(), 1U);
  EXPECT_EQ((*facts)->find(pane)->window, window);
  EXPECT_EQ((*facts)->window_of(pane)->name, "wm-a");
  EXPECT_EQ((*facts)->session_of(pane)->name, "main");
  EXPECT_EQ((*facts)->find(pane)->status, "✅");
  ASSERT_TRUE(tmux.clear_status(pane));
  EXPECT_EQ(processes(), 1U);
  EXPECT_EQ(icons(), "|");
}

TEST_F(StatusTest, APaneThatIsGone) {
  Tmux tmux = client();
  const auto facts = tmux.set_status(PaneId(99), {"x", AutoClear::yes, StatusFormat::window});
  ASSERT_TRUE(facts);
  EXPECT_FALSE(*facts);
  EXPECT_TRUE(tmux.clear_status(PaneId(99)));
}

TEST_F(StatusTest, MUX_A23_FormatGetsTheIconAndKeepsItsSpaces) {
  const std::vector<std::pair<std::string, std::string>> examples{
      {" #I #W ", " #I #W " + std::string(kIcon)},
      {"[#I]#W#{F}", "[#I]#W" + std::string(kIcon) + "#{F}"},
      {" #W#{?window_flags,#F,} ", " #W" + std::string(kIcon) + "#{?window_flags,#F,} "},
      {"#I:#W#{?window_flags,#{window_flags}, }", "#I:#W" + std::string(kIcon) + "#{?window_flags,#{window_flags}, }"},
      {"#[fg=#{?window_active,red,blue}]#I #{=/10/...:pane_title} 'a\"b;c{d}' \\1 & %H",
       "#[fg=#{?window_active,red,blue}]#I #{=/10/...:pane_title} 'a\"b;c{d}' \\1 & %H" + std::string(kIcon)},
      {"", "#I:#W" + std::string(kIcon) + "#{?window_flags,#{window_flags}, }"},
  };
  for (const auto& [before, after] : examples) {
    run({"set-option", "-g", "window-status-format", before});
    run({"set-option", "-wu", "-t", window.text(), "window-status-format"});
    set("x", AutoClear::no, StatusFormat::window);
    EXPECT_EQ(local_format(), after);
    EXPECT_EQ(run({"show-options", "-gwv", "window-status-format"}), before);
    set("y", AutoClear::no, StatusFormat::window);
    EXPECT_EQ(local_format(), after) << "the second time";
  }
  EXPECT_TRUE(local_format("window-status-current-format").contains(kIcon));
  EXPECT_EQ(run({"show-options", "-wv", "-t", "main:zsh", "window-status-format"}), "");
}

TEST_F(StatusTest, AFormatOfTheWindowItselfIsTheOneThatIsChanged) {
  run({"set-option", "-w", "-t", window.text(), "window-status-format", "mine #W"});
  set("x", AutoClear::no, StatusFormat::window);
  EXPECT_EQ(local_format(), "mine #W" + std::string(kIcon));
}

TEST_F(StatusTest, AFormatOfTheUserThatShowsTheIconStaysAsItIs) {
  run({"set-option", "-g", "window-status-format", "#W #{@workmux_status}"});
  set("x", AutoClear::no, StatusFormat::window);
  EXPECT_EQ(local_format(), "");
}

TEST_F(StatusTest, TheIconIsInTheStatusLine) {
  set("✅", AutoClear::no, StatusFormat::window);
  EXPECT_EQ(show(window.text(), "#{E:window-status-format}"), show(window.text(), "#I:#W ✅ "));
}

TEST_F(StatusTest, MUX_A24_FormatsStayUntouched) {
  set("x", AutoClear::yes, StatusFormat::untouched);
  EXPECT_EQ(local_format() + local_format("window-status-current-format"), "");
  EXPECT_EQ(icons(), "x|x");
}

TEST_F(StatusTest, MUX_W13_TheSessionsLineShowsTheIconOnce) {
  run({"set-option", "-g", "status-format[1]", "second #[bold]#{line}"});
  const std::string before = show("main:", "#{status-format[0]}");
  for (int i = 0; i < 2; ++i) {
    set("✅", AutoClear::no, StatusFormat::session);
    const std::string after = show("main:", "#{status-format[0]}");
    const std::string icon(kIcon);
    EXPECT_TRUE(after.contains("#{T:window-status-format}" + icon + "#[pop-default]")) << after;
    EXPECT_TRUE(after.contains("#{T:window-status-current-format}" + icon + "#[pop-default]")) << after;
    EXPECT_EQ(base::replace_all(after, icon, ""), before);
    EXPECT_EQ(after.size(), before.size() + 2 * icon.size());
    EXPECT_EQ(show("main:", "#{status-format[1]}"), "second #[bold]#{line}");
    EXPECT_EQ(show("main:", "#{@workmux_line_1}"), "");
  }
  EXPECT_EQ(local_format(), "");
  EXPECT_TRUE(show("main:", "#{E:status-format[0]}").contains("wm-a ✅") ||
              show("main:", "#{E:status-format[0]}").contains("wm-a  ✅"))
      << show("main:", "#{E:status-format[0]}");
}

TEST_F(StatusTest, MUX_A25_FocusClearsTheIconWithAndWithoutFocusEvents) {
  const os::Child attached = attach();
  for (const char* events : {"on", "off"}) {
    run({"set-option", "-g", "focus-events", events});
    run({"select-window", "-t", "main:zsh"});
    set("✅", AutoClear::yes);
    EXPECT_EQ(icons(), "✅|✅");
    run({"select-window", "-t", window.text()});
    EXPECT_TRUE(eventually([&] { return icons() == "|"; })) << events << icons();
  }
}

TEST_F(StatusTest, MUX_A25_FocusByOtherWays) {
  run({"new-session", "-d", "-s", "other"});
  const os::Child attached = attach();
  const std::string client_name = run({"list-clients", "-F", "#{client_name}"});
  // The client comes from another session.
  run({"switch-client", "-c", client_name, "-t", "other"});
  run({"select-window", "-t", window.text()});
  set("✅", AutoClear::yes);
  EXPECT_EQ(icons(), "✅|✅");
  run({"switch-client", "-c", client_name, "-t", "main"});
  EXPECT_TRUE(eventually([&] { return icons() == "|"; })) << "switch-client";
  // The pane is chosen inside of its window.
  run({"split-window", "-t", window.text()});
  set("✅", AutoClear::yes);
  run({"select-pane", "-t", pane.text()});
  EXPECT_TRUE(eventually([&] { return icons() == "|"; })) << "select-pane";
}

TEST_F(StatusTest, APaneChosenInAHiddenWindowKeepsItsIcon) {
  const os::Child attached = attach();
  run({"split-window", "-t", window.text()});
  set("✅", AutoClear::yes);
  run({"select-pane", "-t", pane.text()});
  EXPECT_EQ(icons(), "✅|✅");
}

TEST_F(StatusTest, NobodyLooksSoNothingIsCleared) {
  set("✅", AutoClear::yes);
  run({"select-window", "-t", window.text()});
  EXPECT_EQ(icons(), "✅|✅");
}

TEST_F(StatusTest, MUX_A26_WorkingStaysOnFocus) {
  const os::Child attached = attach();
  set("✅", AutoClear::yes);
  set("🤖", AutoClear::no);
  run({"select-window", "-t", window.text()});
  EXPECT_EQ(icons(), "🤖|🤖");
}

TEST_F(StatusTest, ANeighbourThatWorksKeepsItsIcons) {
  const os::Child attached = attach();
  set("✅", AutoClear::yes);
  const PaneId second = *PaneId::parse(run({"split-window", "-d", "-t", pane.text(), "-P", "-F", "#{pane_id}"}));
  Tmux tmux = client();
  ASSERT_TRUE(tmux.set_status(second, {"🤖", AutoClear::no, StatusFormat::untouched}));
  run({"select-window", "-t", window.text()});
  EXPECT_TRUE(eventually([&] { return icons() == "🤖|"; })) << icons();
  EXPECT_EQ(show(second.text(), "#{@workmux_pane_status}"), "🤖");
}

TEST_F(StatusTest, MUX_A27_HooksOfTheUserStay) {
  run({"set-hook", "-w", "-t", window.text(), "pane-focus-in", "display-message mine"});
  run({"set-hook", "-g", "session-window-changed", "display-message mine"});
  const os::Child attached = attach();
  set("✅", AutoClear::yes);
  Tmux tmux = client();
  ASSERT_TRUE(tmux.clear_status(pane));
  EXPECT_TRUE(run({"show-hooks", "-w", "-t", window.text()}).contains("pane-focus-in[0] display-message mine"));
  EXPECT_TRUE(run({"show-hooks", "-g", "session-window-changed"}).contains("[0] display-message mine"));
  set("✅", AutoClear::yes);
  run({"select-window", "-t", window.text()});
  EXPECT_TRUE(eventually([&] { return icons() == "|"; }));
}

TEST_F(StatusTest, SBX_E7_IconsRunNothing) {
  const os::Child attached = attach();
  const std::string pwned = (root / "pwned").native();
  set("#(touch " + pwned + ")", AutoClear::yes, StatusFormat::window);
  set("';#{l:x}\";", AutoClear::yes, StatusFormat::window);
  run({"select-window", "-t", window.text()});
  EXPECT_TRUE(eventually([&] { return icons() == "|"; }));
  show(window.text(), "#{E:window-status-format}");
  EXPECT_FALSE(os::status_of(pwned));
}

TEST_F(StatusTest, StyleCodesAndComparedSignsClearToo) {
  const os::Child attached = attach();
  set("#[fg=#a6e3a1]x#[fg=default]", AutoClear::yes, StatusFormat::window);
  EXPECT_EQ(icons(), "#[fg=#a6e3a1]x#[fg=default]|#[fg=#a6e3a1]x#[fg=default]");
  run({"select-window", "-t", window.text()});
  EXPECT_TRUE(eventually([&] { return icons() == "|"; }));
}

}  // namespace
}  // namespace mux::tmux
