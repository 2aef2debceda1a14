#pragma once
// One status event from hook to state file (AGT 3, steps 5 to 7, without the icon): what `set-window-status` and the
// RPC server share.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/hook_payload.h"
#include "agent/live_pane.h"
#include "agent/process_tree.h"
#include "agent/state_store.h"
#include "agent/status.h"

namespace agent {

struct StatusReport {
  StatusEvent event = StatusEvent::working;
  std::int64_t event_ms = 0;  // when the hook began
  std::string backend = {};
  std::string instance = {};
  std::string claimed_pane = {};  // of the environment (TMUX_PANE)
  std::vector<LivePane> panes = {};
  std::optional<std::string> boot_id = {};
  std::optional<HookPayload> payload = {};
  std::vector<ProcessFacts> ancestors = {};  // of the hook (ancestors_of); empty: unknown, as for a guest
  std::optional<std::string> title = {};     // explicit
  std::string kind = {};                     // explicit
};

struct ReportedStatus {
  PaneKey key = {};                          // the pane that it is about: set its icon
  StatusEvent shown = StatusEvent::working;  // after Codex's turns and Claude's background tasks
  bool was_current = true;                   // no: a newer event was there already, leave the icon
  std::optional<AgentState> state = {};      // as stored now
};

// Nothing when there is no such pane (a warning is the caller's). The `done` of a sub-agent counts as `working`.
base::Result<std::optional<ReportedStatus>> report_status(const StateStore& store, const StatusReport& report);

}  // namespace agent
