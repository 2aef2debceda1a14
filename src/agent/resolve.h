#pragma once
// What a name given to send, capture, run, status and wait means (AGT 7). Pure, with one reader of .git files beside
// it.

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/reconcile.h"
#include "base/result.h"

namespace agent {

struct NamedWorktree {
  std::filesystem::path root = {};  // canonical
  std::string branch = {};          // empty: detached
};

struct AgentRoot {
  std::filesystem::path root = {};  // nearest ancestor with a .git entry, else the directory itself
  std::string project = {};         // name of the project it belongs to
};

// The root that a directory belongs to; reads .git files, starts nothing.
AgentRoot agent_root_of(const std::filesystem::path& workdir);

struct ResolveInput {
  std::string_view name = {};
  std::vector<NamedWorktree> worktrees = {};  // of the current repository; empty outside one
  const std::vector<LiveAgent>* agents = nullptr;
  std::function<AgentRoot(const std::filesystem::path&)> root_of = agent_root_of;
};

struct ResolvedAgents {
  std::filesystem::path root = {};            // of the worktree
  std::vector<const LiveAgent*> agents = {};  // may be empty for a worktree of the current repository
};

// Accepts `project:handle` (project = name of the project, or of the directory that holds the worktree: AGT-W20), a
// handle, a branch, and a pane id. Errors: "No agent found matching '<x>'", "Ambiguous agent name '<h>'. Found in
// multiple projects: ..."
base::Result<ResolvedAgents> resolve_agents(const ResolveInput& input);

// As resolve_agents, then the newest agent; an error "No agent running in worktree '<name>'" when there is none.
base::Result<const LiveAgent*> resolve_agent(const ResolveInput& input);

}  // namespace agent
