#include "workflow/panes.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/profile.h"
#include "base/text.h"
#include "config/panes.h"
#include "sandbox/wrap.h"

namespace workflow {

namespace {

std::vector<config::Pane> panes_of(const config::Window& window) {
  return window.panes.value_or(std::vector<config::Pane>{config::Pane{}});
}

std::vector<config::Window> configured_windows(const config::Config& config) {
  if (config.windows) return *config.windows;
  std::vector<config::Pane> panes = config.panes.value_or(std::vector<config::Pane>{});
  if (panes.empty()) panes.emplace_back();
  return {config::Window{.name = std::nullopt, .panes = std::move(panes)}};
}

// An agent that was asked for and that no pane runs takes the focused pane, else the first (MUX 8.3).
void place_agent(std::vector<config::Window>& windows, const config::NamedAgent& agent) {
  config::Pane* place = nullptr;
  for (config::Window& window : windows) {
    if (!window.panes) window.panes = panes_of(window);
    for (config::Pane& pane : *window.panes) {
      if (pane.command && agent::is_agent_pane(*pane.command, agent.command, agent.type.value_or(""))) return;
      if (place == nullptr || (pane.focus && !place->focus)) place = &pane;
    }
  }
  if (place != nullptr) place->command = std::string(agent::kAgentPlaceholder);
}

base::Result<PlannedPane> plan_pane(const config::Pane& pane, const PaneRequest& request,
                                    const config::NamedAgent& agent) {
  PlannedPane planned{.layout = pane, .command = std::nullopt, .profile = ""};
  if (!pane.command || base::trim(*pane.command).empty() || request.commands == PaneCommands::leave_out) return planned;
  agent::LaunchRequest launch;
  launch.command = *pane.command;
  launch.effective_agent = agent.command;
  launch.type = agent.type.value_or("");
  launch.shell = request.wrapping ? "/bin/sh" : request.shell;  // a sandboxed command is read by sh in the guest
  launch.prompt_file = request.prompt_file;
  launch.directory = request.directory;
  launch.resume = request.resume;
  launch.skip_permissions = request.wrapping ? agent::SkipPermissions::yes : agent::SkipPermissions::no;
  const agent::LaunchLine line = agent::launch_line(launch);
  planned.command = line.text;
  planned.is_agent = line.is_agent;
  planned.takes_prompt = line.takes_prompt;
  if (line.profile != nullptr) planned.profile = line.profile->name;
  const bool wrapped = request.wrapping && (line.is_agent || request.wrapping->target == config::SandboxTarget::all);
  if (wrapped) {
    const sandbox::WrapRequest wrap{.program = request.wrapping->program,
                                    .snapshot_id = request.wrapping->snapshot_id,
                                    .directory = request.directory,
                                    .worktree_root = request.worktree_root};
    planned.command =
        TRY_WITH(sandbox::wrap_command(wrap, line.text), "Could not wrap a pane's command in the sandbox");
  }
  return planned;
}

base::Result<> check_prompt(const PaneRequest& request, const std::vector<PlannedWindow>& windows,
                            const config::NamedAgent& agent) {
  if (!request.prompt_file) return {};
  if (request.commands == PaneCommands::leave_out) {
    return base::fail(
        "Prompt provided (-p/-P/-e) but pane commands are disabled (--no-pane-cmds). The prompt would be ignored.");
  }
  std::vector<std::string> commands;
  for (const PlannedWindow& window : windows) {
    for (const PlannedPane& pane : window.panes) {
      if (pane.takes_prompt) return {};
      commands.push_back(pane.layout.command.value_or("(shell)"));
    }
  }
  return base::fail(fmt::format("Prompt provided, but no pane is configured to run the agent '{}'.", agent.command),
                    fmt::format("Panes: {}. Give one of them the command '<agent>', or choose an agent with --agent.",
                                base::join(commands, ", ")));
}

}  // namespace

base::Result<std::vector<PlannedWindow>> plan_panes(const PaneRequest& request) {
  TRY(config::validate_targets(*request.config));
  const config::NamedAgent agent = config::resolve_agent(*request.config, request.agent);
  std::vector<config::Window> windows = configured_windows(*request.config);
  if (request.agent) place_agent(windows, agent);
  std::vector<PlannedWindow> planned;
  for (const config::Window& window : windows) {
    PlannedWindow target{.name = window.name, .panes = {}};
    for (const config::Pane& pane : panes_of(window)) target.panes.push_back(TRY(plan_pane(pane, request, agent)));
    planned.push_back(std::move(target));
  }
  TRY(check_prompt(request, planned, agent));
  return planned;
}

std::string agent_profile(const config::Config& config, const std::optional<std::string>& agent) {
  const config::NamedAgent named = config::resolve_agent(config, agent);
  const agent::Profile& profile = agent::profile_of(named.command, named.type.value_or(""));
  return profile.is_default() ? "default" : std::string(profile.name);
}

}  // namespace workflow
