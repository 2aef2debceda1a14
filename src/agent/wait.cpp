#include "agent/wait.h"

#include <fmt/format.h>

#include <algorithm>

namespace agent {

WaitState judge_wait(WaitProgress& progress, const WaitView& view) {
  const auto has_it = [&](const LiveAgent* agent) {
    if (agent->state.status != progress.wanted) return false;
    return !progress.since || agent->state.status_ts.value_or(0) >= *progress.since;
  };
  if (std::ranges::any_of(view.agents, has_it)) return WaitState::reached;
  if (!view.agents.empty() || view.has_suspect) {
    progress.agent_was_seen = true;
    return WaitState::pending;
  }
  if (!progress.agent_was_seen) return WaitState::pending;
  return view.directory_exists ? WaitState::vanished : WaitState::merged;
}

std::string status_elapsed(std::int64_t seconds) {
  seconds = std::max<std::int64_t>(seconds, 0);
  if (seconds < 60) return fmt::format("{}s", seconds);
  if (seconds < 3600) return fmt::format("{}m", seconds / 60);
  const std::int64_t minutes = seconds % 3600 / 60;
  return minutes == 0 ? fmt::format("{}h", seconds / 3600) : fmt::format("{}h {}m", seconds / 3600, minutes);
}

std::string wait_elapsed(std::int64_t seconds) {
  seconds = std::max<std::int64_t>(seconds, 0);
  if (seconds < 60) return fmt::format("{}s", seconds);
  if (seconds < 3600) return fmt::format("{}m {:02}s", seconds / 60, seconds % 60);
  return fmt::format("{}h {:02}m", seconds / 3600, seconds % 3600 / 60);
}

}  // namespace agent
