#include "mux/tmux/login_shell.h"

#include <gtest/gtest.h>

namespace mux::tmux {
namespace {

TEST(LoginShell, ShellsAreKnownByNameOrByTheSystemsList) {
  EXPECT_TRUE(is_known_shell("/bin/bash", ""));
  EXPECT_TRUE(is_known_shell("fish", ""));
  EXPECT_TRUE(is_known_shell("/run/current-system/sw/bin/zsh", ""));
  EXPECT_FALSE(is_known_shell("/opt/own", "# shells\n/bin/sh\n"));
  EXPECT_TRUE(is_known_shell("/opt/own", "# shells\n/bin/sh\n/opt/own\n"));
}

TEST(LoginShell, MUX_A35_FalseIsNoShellWhateverTheListSays) {
  EXPECT_FALSE(is_known_shell("/bin/false", "/bin/false\n"));
  EXPECT_FALSE(is_known_shell("/usr/sbin/nologin", "/usr/sbin/nologin\n"));
}

TEST(LoginShell, AProcessThatCannotBeWatchedIsUnknown) {
  EXPECT_EQ(watch_start({}), Life::lives);
  EXPECT_EQ(watch_start({{WindowId(1), {{PaneId(1), 0}}}}), Life::unknown);
}

}  // namespace
}  // namespace mux::tmux
