#include "workflow/agent_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "workflow/agents.h"
#include "workflow/targets.h"

namespace workflow {

base::Result<AgentView> view_agents(const Setting& setting, const Voice& voice) {
  AgentView view;
  view.world = look_around(setting);
  if (view.world) {
    const std::vector<std::filesystem::path> roots = worktree_roots(*view.world);
    for (size_t i = 0; i < roots.size(); ++i)
      view.worktrees.push_back({.root = roots[i], .branch = view.world->worktrees[i].branch});
  }
  std::vector<std::string> warnings;
  view.multiplexer = TRY(open_multiplexer(setting, nullptr, warnings));
  for (const std::string& warning : warnings) voice.warn(warning);
  view.snapshot = TRY(view.multiplexer->snapshot());
  view.agents = live_agents(setting, *view.multiplexer, view.snapshot);
  return view;
}

base::Result<agent::ResolvedAgents> agents_named(const AgentView& view, std::string_view name) {
  return agent::resolve_agents({.name = name, .worktrees = view.worktrees, .agents = &view.agents});
}

base::Result<const agent::LiveAgent*> one_agent(const AgentView& view, std::string_view name,
                                                const std::optional<std::string>& pane, const Voice& voice) {
  const agent::ResolvedAgents found = TRY(agents_named(view, name));
  const std::string shown = base::sanitise_line(name);
  const agent::LiveAgent* chosen = agent::newest(found.agents);
  if (chosen == nullptr)
    return base::fail(fmt::format("No agent running in worktree '{}'", shown), "`workmux open` starts it again.");
  std::vector<std::string> panes;
  for (const agent::LiveAgent* each : found.agents) {
    if (pane && each->state.key.pane_id == *pane) return each;
    panes.push_back(base::sanitise_line(each->state.key.pane_id));
  }
  if (pane)
    return base::fail(fmt::format("Pane '{}' runs no agent of worktree '{}'", base::sanitise_line(*pane), shown),
                      fmt::format("Its agents are in: {}", base::join(panes, ", ")));
  if (panes.size() > 1)
    voice.warn(fmt::format("workmux: '{}' has {} agents ({}); taking {}, choose another with --pane", shown,
                           panes.size(), base::join(panes, ", "), base::sanitise_line(chosen->state.key.pane_id)));
  return chosen;
}

base::Result<mux::PaneId> pane_of(const agent::LiveAgent& agent) {
  const auto pane = mux::PaneId::parse(agent.state.key.pane_id);
  if (!pane) return base::fail(fmt::format("'{}' is no pane", base::sanitise_line(agent.state.key.pane_id)));
  return *pane;
}

}  // namespace workflow
