#pragma once
// The agents that live now, and to which worktree each belongs (AGT 5).

#include <vector>

#include "agent/reconcile.h"
#include "agent/state_store.h"
#include "base/result.h"
#include "mux/multiplexer.h"
#include "workflow/world.h"

namespace workflow {

// Reads the stored states, compares them with the panes of a snapshot, and forgets agents that have ended (their file
// and their icon). Without a server nobody lives and nothing is forgotten.
std::vector<agent::LiveAgent> live_agents(const Setting& setting, mux::Multiplexer& multiplexer,
                                          const mux::Snapshot& snapshot);

// The panes of a snapshot in the agent layer's words.
std::vector<agent::LivePane> live_panes(const mux::Snapshot& snapshot);

// Canonical paths of all worktrees, in their order.
std::vector<std::filesystem::path> worktree_roots(const World& world);

}  // namespace workflow
