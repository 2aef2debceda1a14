#include "config/config.h"

namespace config {

Sandbox strict_sandbox_defaults() {
  Sandbox sandbox;
  sandbox.strict = true;
  sandbox.main_worktree = MainWorktreeAccess::none;
  sandbox.agent_dir = AgentDirAccess::readonly;
  sandbox.plain_panes = PlainPanes::sandbox;
  sandbox.rpc.merge = RpcAnswer::ask;
  sandbox.rpc.max_live = 8;
  sandbox.rpc.max_depth = 3;
  sandbox.rpc.per_hour = 20;
  sandbox.clipboard = ClipboardAccess::ask;
  return sandbox;
}

ProjectTrust project_trust(const Config& config) {
  if (config.project_trust) return *config.project_trust;
  return config.sandbox.strict ? ProjectTrust::prompt : ProjectTrust::automatic;
}

NamedAgent resolve_agent(const Config& config, const std::optional<std::string>& wanted) {
  const std::string& name = wanted ? *wanted : config.agent;
  const auto found = config.agents.find(name);
  return found == config.agents.end() ? NamedAgent{name, std::nullopt} : found->second;
}

}  // namespace config
