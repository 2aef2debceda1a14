#pragma once
// From the configured panes to what is typed into them (MUX 8.3, SBX 4).

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "agent/command_line.h"
#include "base/result.h"
#include "config/config.h"

namespace workflow {

// How the panes of a sandboxed worktree are wrapped.
struct Wrapping {
  std::filesystem::path program;  // this workmux
  std::string snapshot_id;
  config::SandboxTarget target = config::SandboxTarget::agent;
};

enum class PaneCommands { run, leave_out };

struct PaneRequest {
  const config::Config* config = nullptr;
  std::optional<std::string> agent;  // -a
  PaneCommands commands = PaneCommands::run;
  std::optional<std::filesystem::path> prompt_file;  // to be handed to the agent
  std::filesystem::path directory;                   // where the panes work
  std::filesystem::path worktree_root;
  std::string shell;  // that reads what is typed
  agent::Resume resume = agent::Resume::no;
  std::optional<Wrapping> wrapping;  // none: no sandbox
};

struct PlannedPane {
  config::Pane layout;
  std::optional<std::string> command;  // typed as it is; none: a plain shell
  bool is_agent = false;
  bool takes_prompt = false;
  std::string profile;  // of an agent pane
};

struct PlannedWindow {
  std::optional<std::string> name;
  std::vector<PlannedPane> panes;
};

// The windows and panes of one target. Errors: invalid panes (CLI 6.2); a prompt that nobody would read: "pane commands
// are disabled", "no pane is configured to run the agent '<a>'"; wrapping that fails (never falls back to the plain
// command, SBX 4).
base::Result<std::vector<PlannedWindow>> plan_panes(const PaneRequest& request);

// The profile name of the agent in force ("default" when it has none): decides agent directories of a sandbox.
std::string agent_profile(const config::Config& config, const std::optional<std::string>& agent);

}  // namespace workflow
