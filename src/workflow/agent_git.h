#pragma once
// What git says about the worktrees of agents (`status --git`, AGT 8.1).

#include <filesystem>
#include <optional>
#include <vector>

#include "workflow/agent_view.h"

namespace workflow {

struct AgentGit {
  bool staged = false;
  bool unstaged = false;  // changed, in conflict or untracked
  bool unmerged = false;  // commits that its base does not have
};

// For each root the state of the worktree there; nothing where it cannot be told. One git per worktree, in parallel,
// and one per base.
std::vector<std::optional<AgentGit>> agent_git(const Setting& setting, const AgentView& view,
                                               const std::vector<std::filesystem::path>& roots);

}  // namespace workflow
