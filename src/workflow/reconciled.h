#pragma once
// The steps of live_agents (agents.h) for who looks again and again.

#include "agent/reconcile.h"
#include "mux/multiplexer.h"
#include "workflow/world.h"

namespace workflow {

// As live_agents, with those that only seem gone.
agent::Reconciled reconciled_agents(const Setting& setting, mux::Multiplexer& multiplexer,
                                    const mux::Snapshot& snapshot);

// The same without touching anything: for looking again at a snapshot from before.
agent::Reconciled compared_agents(const Setting& setting, const mux::Multiplexer& multiplexer,
                                  const mux::Snapshot& snapshot);

}  // namespace workflow
