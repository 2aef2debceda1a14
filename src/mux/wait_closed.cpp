#include "mux/wait_closed.h"

#include <algorithm>
#include <thread>

#include "os/foreign_process.h"

namespace mux {

base::Result<> wait_until_closed(Multiplexer& multiplexer, std::span<const WindowId> windows,
                                 std::chrono::milliseconds fallback) {
  for (;;) {
    const Snapshot snapshot = TRY(multiplexer.snapshot());
    const auto open = std::ranges::find_if(windows, [&](WindowId window) { return snapshot.find(window) != nullptr; });
    if (!snapshot.running || open == windows.end()) return {};
    const auto panes = snapshot.panes_of(*open);
    const pid_t program = panes.empty() ? 0 : static_cast<pid_t>(panes.front()->pid);
    const std::optional<bool> ended = os::wait_for_end(program, fallback);
    // Gone, and its window still listed: tmux is about to notice, or keeps the dead pane.
    if (ended != false) std::this_thread::sleep_for(std::min(fallback, std::chrono::milliseconds(20)));
  }
}

}  // namespace mux
