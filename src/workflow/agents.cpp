#include "workflow/agents.h"

#include <algorithm>
#include <set>

#include "agent/foreground_process.h"
#include "agent/process_tree.h"
#include "base/clock.h"
#include "os/files.h"
#include "workflow/reconciled.h"

namespace workflow {

std::vector<agent::LivePane> live_panes(const mux::Snapshot& snapshot) {
  std::vector<agent::LivePane> panes;
  for (const mux::Pane& pane : snapshot.panes) {
    agent::LivePane live;
    live.id = pane.id.text();
    if (pane.pid > 0) live.pid = pane.pid;
    live.command = pane.command;
    live.cwd = pane.directory;
    live.title = pane.title;
    if (const mux::Session* session = snapshot.session_of(pane.id)) live.session = session->name;
    if (const mux::Window* window = snapshot.window_of(pane.id)) live.window = window->name;
    panes.push_back(std::move(live));
  }
  return panes;
}

namespace {

// An agent that we launched and that no hook has told about yet is what runs in front of its pane's shell: a wrapper
// script looks like a shell by its name.
void find_launched(std::vector<agent::AgentState>& agents, const std::vector<agent::LivePane>& panes) {
  for (agent::AgentState& state : agents) {
    if (!state.command.empty() || state.agent_pid != 0 || state.pane_pid == 0) continue;
    const auto pane = std::ranges::find(panes, state.key.pane_id, &agent::LivePane::id);
    if (pane == panes.end() || pane->pid != state.pane_pid) continue;
    const auto process = agent::process_facts(agent::foreground_process(state.pane_pid).value_or(0));
    if (!process) continue;
    state.agent_pid = process->pid;
    state.agent_start = process->start;
  }
}

agent::Reconciled compare(std::vector<agent::AgentState> agents, const mux::Multiplexer& multiplexer,
                          const mux::Snapshot& snapshot) {
  agent::ReconcileInput input;
  input.agents = std::move(agents);
  input.panes = live_panes(snapshot);
  find_launched(input.agents, input.panes);
  input.backend = multiplexer.name();
  input.instance = multiplexer.instance();
  input.boot_id = snapshot.boot_id;
  input.now = base::unix_seconds();
  input.process_runs = agent::is_same_process;
  return agent::reconcile(input);
}

}  // namespace

agent::Reconciled compared_agents(const Setting& setting, const mux::Multiplexer& multiplexer,
                                  const mux::Snapshot& snapshot) {
  return compare(agent::StateStore(setting.paths.state).load_all().agents, multiplexer, snapshot);
}

agent::Reconciled reconciled_agents(const Setting& setting, mux::Multiplexer& multiplexer,
                                    const mux::Snapshot& snapshot) {
  if (!snapshot.running) return {};
  const agent::StateStore store(setting.paths.state);
  agent::StateStore::Contents contents = store.load_all();
  store.remove_unreadable(contents.unreadable);
  std::set<agent::PaneKey> suspected_before;
  for (const agent::AgentState& state : contents.agents) {
    if (state.gone_ts != 0) suspected_before.insert(state.key);
  }
  agent::Reconciled found = compare(std::move(contents.agents), multiplexer, snapshot);
  for (const agent::AgentState& suspect : found.suspects) {
    if (!suspected_before.contains(suspect.key)) (void)store.save(suspect);
  }
  for (const agent::AgentState& ended : found.ended) {
    const auto removed = store.remove_if_unchanged(ended);
    const auto pane = mux::PaneId::parse(ended.key.pane_id);
    if (removed && *removed && pane && snapshot.find(*pane) != nullptr) (void)multiplexer.clear_status(*pane);
  }
  return found;
}

std::vector<agent::LiveAgent> live_agents(const Setting& setting, mux::Multiplexer& multiplexer,
                                          const mux::Snapshot& snapshot) {
  return reconciled_agents(setting, multiplexer, snapshot).alive;
}

std::vector<std::filesystem::path> worktree_roots(const World& world) {
  std::vector<std::filesystem::path> roots;
  for (const git::Worktree& worktree : world.worktrees) {
    roots.push_back(os::real_path(worktree.path).value_or(worktree.path));
  }
  return roots;
}

}  // namespace workflow
