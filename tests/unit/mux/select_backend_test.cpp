#include "mux/select_backend.h"

#include <gtest/gtest.h>

namespace mux {
namespace {

os::Environment environment(std::vector<std::pair<std::string, std::string>> values) {
  os::Environment result;
  for (const auto& [name, value] : values) result.set(name, value);
  return result;
}

Selection choose(std::vector<std::pair<std::string, std::string>> values, bool alive = true,
                 std::optional<Backend> configured = std::nullopt) {
  return select_backend(environment(std::move(values)), configured, [alive](const std::string&) { return alive; });
}

TEST(SelectBackend, MUX_A1_AnUnknownNameIsAWarningAndTheRestDecides) {
  const Selection selection = choose({{"WORKMUX_BACKEND", "screen"}, {"TMUX", "/s,1,0"}});
  EXPECT_EQ(selection.backend, Backend::tmux);
  ASSERT_EQ(selection.warnings.size(), 1U);
  EXPECT_EQ(selection.warnings[0], "workmux: invalid WORKMUX_BACKEND=\"screen\", expected tmux|wezterm|kitty|zellij");
}

TEST(SelectBackend, MUX_A2_InnermostWins) {
  EXPECT_EQ(choose({{"TMUX", "/s,1,0"}, {"KITTY_WINDOW_ID", "1"}, {"WEZTERM_PANE", "0"}}).backend, Backend::tmux);
  EXPECT_EQ(choose({{"WEZTERM_PANE", "0"}, {"ZELLIJ", "0"}, {"KITTY_WINDOW_ID", "1"}}).backend, Backend::wezterm);
  EXPECT_EQ(choose({{"ZELLIJ", "0"}, {"KITTY_WINDOW_ID", "1"}}).backend, Backend::zellij);
  EXPECT_EQ(choose({{"KITTY_WINDOW_ID", "1"}}).backend, Backend::kitty);
  EXPECT_EQ(choose({}).backend, Backend::tmux);
}

TEST(SelectBackend, TheVariableWinsOverTheKeyAndTheKeyOverDetection) {
  EXPECT_EQ(choose({{"WORKMUX_BACKEND", "WezTerm"}, {"TMUX", "/s"}}, true, Backend::kitty).backend, Backend::wezterm);
  EXPECT_EQ(choose({{"TMUX", "/s"}}, true, Backend::kitty).backend, Backend::kitty);
  EXPECT_EQ(choose({{"WORKMUX_BACKEND", ""}, {"TMUX", "/s"}}).warnings.size(), 1U);
}

TEST(SelectBackend, MUX_W16_AStaleTmuxDoesNotCount) {
  const Selection stale = choose({{"TMUX", "/dead,1,0"}, {"TMUX_PANE", "%3"}, {"ZELLIJ", "0"}}, false);
  EXPECT_EQ(stale.backend, Backend::zellij);
  EXPECT_FALSE(stale.environment.has("TMUX"));
  EXPECT_FALSE(stale.environment.has("TMUX_PANE"));
  EXPECT_EQ(choose({{"TMUX", ""}, {"KITTY_WINDOW_ID", "1"}}).backend, Backend::kitty);
  EXPECT_EQ(choose({{"TMUX", ""}}).backend, Backend::tmux);
  const Selection alive = choose({{"TMUX", "/s,1,0"}, {"TMUX_PANE", "%3"}});
  EXPECT_EQ(alive.environment.get("TMUX_PANE"), "%3");
  EXPECT_FALSE(socket_answers("/nonexistent/socket"));
}

TEST(SelectBackend, OthersAreRefusedWithAClearError) {
  Selection selection;
  selection.backend = Backend::kitty;
  const auto opened = open_backend(selection);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().message, "kitty is not supported yet; use tmux");
}

TEST(SelectBackend, TmuxThatIsNotInstalled) {
  Selection selection;
  selection.environment = environment({{"PATH", "/nonexistent"}});
  EXPECT_FALSE(open_backend(selection));
}

TEST(SelectBackend, NamesAreReadBack) {
  for (const Backend backend : {Backend::tmux, Backend::wezterm, Backend::kitty, Backend::zellij}) {
    EXPECT_EQ(parse_backend(backend_name(backend)), backend);
  }
  EXPECT_EQ(parse_backend("screen"), std::nullopt);
}

}  // namespace
}  // namespace mux
