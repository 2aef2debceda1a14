#include "workflow/agents.h"

#include <algorithm>

#include "agent/process_tree.h"
#include "base/clock.h"
#include "os/files.h"

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

std::vector<agent::LiveAgent> live_agents(const Setting& setting, mux::Multiplexer& multiplexer,
                                          const mux::Snapshot& snapshot) {
  if (!snapshot.running) return {};
  const agent::StateStore store(setting.paths.state);
  agent::StateStore::Contents contents = store.load_all();
  store.remove_unreadable(contents.unreadable);
  agent::ReconcileInput input;
  input.agents = std::move(contents.agents);
  input.panes = live_panes(snapshot);
  input.backend = multiplexer.name();
  input.instance = multiplexer.instance();
  input.boot_id = snapshot.boot_id;
  input.now = base::unix_seconds();
  input.process_runs = agent::is_same_process;
  const agent::Reconciled found = agent::reconcile(input);
  for (const agent::AgentState& suspect : found.suspects) (void)store.save(suspect);
  for (const agent::AgentState& ended : found.ended) {
    const auto removed = store.remove_if_unchanged(ended);
    const auto pane = mux::PaneId::parse(ended.key.pane_id);
    if (removed && *removed && pane && snapshot.find(*pane) != nullptr) (void)multiplexer.clear_status(*pane);
  }
  return found.alive;
}

std::vector<std::filesystem::path> worktree_roots(const World& world) {
  std::vector<std::filesystem::path> roots;
  for (const git::Worktree& worktree : world.worktrees) {
    roots.push_back(os::real_path(worktree.path).value_or(worktree.path));
  }
  return roots;
}

}  // namespace workflow
