#include "mux/wait_closed.h"

#include <algorithm>
#include <thread>

#include "os/foreign_process.h"

namespace mux {

namespace {

// The program of one pane of each target that is open; 0 where there is none.
std::vector<pid_t> programs_of_open(const Snapshot& snapshot, std::span<const std::vector<WindowId>> targets) {
  std::vector<pid_t> programs;
  for (const std::vector<WindowId>& windows : targets) {
    const auto open = std::ranges::find_if(windows, [&](WindowId window) { return snapshot.find(window) != nullptr; });
    if (open == windows.end()) continue;
    const auto panes = snapshot.panes_of(*open);
    const auto alive = std::ranges::find_if(panes, [](const Pane* pane) { return !pane->dead; });
    programs.push_back(alive == panes.end() ? 0 : static_cast<pid_t>((*alive)->pid));
  }
  return programs;
}

}  // namespace

base::Result<> wait_until_closed(Multiplexer& multiplexer, std::span<const std::vector<WindowId>> targets,
                                 size_t still_open, std::chrono::milliseconds fallback) {
  constexpr std::chrono::milliseconds kShortest{20};
  std::chrono::milliseconds pause = kShortest;
  for (;;) {
    const Snapshot snapshot = TRY(multiplexer.snapshot());
    const auto programs = programs_of_open(snapshot, targets);
    if (!snapshot.running || programs.size() <= still_open) return {};
    if (os::wait_for_any_end(programs, fallback) == false) {
      pause = kShortest;
      continue;
    }
    // Gone, and its window still listed: tmux is about to notice, or keeps the dead pane.
    std::this_thread::sleep_for(std::min(fallback, pause));
    pause *= 2;
  }
}

}  // namespace mux
