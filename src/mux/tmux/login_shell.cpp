#include "mux/tmux/login_shell.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "base/text.h"
#include "os/foreign_process.h"

namespace mux::tmux {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 16> kShells{"ash",  "bash", "csh",  "dash", "elvish", "fish", "ksh",   "ksh93",
                                                   "mksh", "nu",   "oksh", "pwsh", "sh",     "tcsh", "xonsh", "zsh"};
constexpr std::array<std::string_view, 3> kNoShells{"false", "nologin", "true"};

}  // namespace

bool is_known_shell(std::string_view shell, std::string_view shells_file) {
  const std::string_view name = shell.substr(shell.rfind('/') + 1);
  const auto listed = [](const auto& list, std::string_view word) {
    return std::ranges::any_of(list, [&](std::string_view entry) { return entry == word; });
  };
  return !listed(kNoShells, name) && (listed(kShells, name) || listed(base::lines(shells_file), shell));
}

Life watch_start(const std::vector<CreatedWindow>& windows) {
  const auto end = std::chrono::steady_clock::now() + 1s;
  Life life = Life::lives;
  for (const CreatedWindow& window : windows) {
    for (const CreatedPane& pane : window.panes) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
      const auto ended = os::wait_for_end(static_cast<pid_t>(pane.pid), std::max(left, 0ms));
      if (ended == true) return Life::ended;
      if (!ended) life = Life::unknown;
    }
  }
  return life;
}

}  // namespace mux::tmux
