#include "workflow/launched_agents.h"

#include <algorithm>

#include "agent/profile.h"
#include "agent/state_store.h"
#include "agent/status.h"
#include "base/clock.h"
#include "os/files.h"

namespace workflow {

namespace {

// Only what no hook of that agent will say in time.
std::optional<agent::Status> status_at_launch(const PlannedPane& pane) {
  const agent::Profile* profile = agent::find_profile(pane.profile);
  const bool presets = profile != nullptr && profile->status_on_prompt == agent::StatusOnPrompt::yes;
  return pane.takes_prompt && presets ? std::optional(agent::Status::working) : std::nullopt;
}

agent::AgentState state_of(const mux::Multiplexer& multiplexer, const PlannedPane& pane, const mux::CreatedPane& made,
                           const LaunchedAgents& launched) {
  agent::Launch launch;
  launch.key = {
      .backend = std::string(multiplexer.name()), .instance = multiplexer.instance(), .pane_id = made.id.text()};
  launch.pane.id = made.id.text();
  if (made.pid > 0) launch.pane.pid = made.pid;
  launch.pane.cwd = os::real_path(launched.directory).value_or(launched.directory);
  (launched.mode == git::Mode::session ? launch.pane.session : launch.pane.window) = launched.full_name;
  if (!launched.boot_id.empty()) launch.boot_id = launched.boot_id;
  launch.kind = pane.profile;
  launch.agent_command = pane.command.value_or("");
  launch.handle = launched.handle;
  launch.status = status_at_launch(pane);
  launch.now_ms = base::unix_milliseconds();
  return agent::launched_state(launch);
}

}  // namespace

void register_agents(const Setting& setting, const mux::Multiplexer& multiplexer,
                     const std::vector<PlannedWindow>& planned, const mux::CreatedTarget& created,
                     const LaunchedAgents& launched) {
  const agent::StateStore store(setting.paths.state);
  for (size_t i = 0; i < std::min(planned.size(), created.windows.size()); ++i) {
    const auto& panes = planned[i].panes;
    const auto& made = created.windows[i].panes;
    for (size_t j = 0; j < std::min(panes.size(), made.size()); ++j) {
      if (!panes[j].is_agent) continue;
      const agent::AgentState state = state_of(multiplexer, panes[j], made[j], launched);
      // Its first hook may have been faster.
      const auto stored = store.update(state.key, [&](const std::optional<agent::AgentState>& old) {
        const bool is_its_own = old && old->pane_pid == state.pane_pid && old->boot_id == state.boot_id;
        return is_its_own ? std::nullopt : std::optional(state);
      });
      if (!stored && setting.log != nullptr) setting.log->warning(base::describe(stored.error()));
    }
  }
}

}  // namespace workflow
