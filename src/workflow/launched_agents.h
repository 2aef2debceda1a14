#pragma once
// Agents are known from the moment their window is made, before any hook reports (AGT-W7). Files only.

#include <filesystem>
#include <string>
#include <vector>

#include "mux/multiplexer.h"
#include "workflow/panes.h"
#include "workflow/world.h"

namespace workflow {

struct LaunchedAgents {
  std::filesystem::path directory;  // where the panes work
  std::string handle;
  std::string full_name;  // of the window or session
  git::Mode mode = git::Mode::window;
  std::string boot_id;  // of the multiplexer's server
};

// Stores a state for each agent pane of what was created. A failure goes to the log: the agents run all the same.
void register_agents(const Setting& setting, const mux::Multiplexer& multiplexer,
                     const std::vector<PlannedWindow>& planned, const mux::CreatedTarget& created,
                     const LaunchedAgents& launched);

}  // namespace workflow
