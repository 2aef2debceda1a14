#pragma once
// `workmux set-window-status`, the hook of every agent (AGT 3): one process for the multiplexer, no git.

#include <optional>
#include <string>
#include <string_view>

#include "agent/hook_payload.h"
#include "agent/status.h"
#include "base/result.h"
#include "config/config.h"
#include "mux/multiplexer.h"
#include "workflow/world.h"

namespace workflow {

struct StatusRequest {
  agent::StatusEvent event = agent::StatusEvent::working;
  std::optional<std::string> pane;  // none: the one we run in
  std::optional<std::string> title;
  std::string kind;  // agent kind; empty: found out
  std::optional<agent::HookPayload> payload;
};

// For hooks: a broken configuration means default icons, no pane means nothing to do, and no failure is one of the hook
// (CLI-W18). What went wrong goes to the log.
void set_window_status(const Setting& setting, const StatusRequest& request);

// For a supervisor: the status of its own pane, icons from its snapshot (SBX E5).
base::Result<> show_status(const Setting& setting, mux::Multiplexer& multiplexer, mux::PaneId pane,
                           const config::Config& config, const StatusRequest& request);

}  // namespace workflow
