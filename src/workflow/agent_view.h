#pragma once
// What the commands about running agents look at, and the one agent that a name means (AGT 7).

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/reconcile.h"
#include "agent/resolve.h"
#include "base/result.h"
#include "mux/multiplexer.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

struct AgentView {
  base::Result<World> world;                    // or why there is none: outside a repository
  std::vector<agent::NamedWorktree> worktrees;  // of the repository, in its order
  std::unique_ptr<mux::Multiplexer> multiplexer;
  mux::Snapshot snapshot;
  std::vector<agent::LiveAgent> agents;  // of the whole server
};

// One question to the multiplexer, and files. No configuration is read. Without a server there are no agents.
base::Result<AgentView> view_agents(const Setting& setting, const Voice& voice);

// What a name means; `view` must outlive the result. Errors: AGT 7.
base::Result<agent::ResolvedAgents> agents_named(const AgentView& view, std::string_view name);

// The one agent to talk to: the one in `pane`, else the newest of the worktree; with several a warning says how to
// choose (CLI-W24). Errors: AGT 7; a pane that runs none of the worktree's agents.
base::Result<const agent::LiveAgent*> one_agent(const AgentView& view, std::string_view name,
                                                const std::optional<std::string>& pane, const Voice& voice);

// The id of an agent's pane, as the multiplexer takes it.
base::Result<mux::PaneId> pane_of(const agent::LiveAgent& agent);

}  // namespace workflow
