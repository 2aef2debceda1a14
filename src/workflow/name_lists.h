#pragma once
// Names that can be completed on a command line (CLI 4). Files only, no process; what cannot be read has no names.

#include <string>
#include <vector>

#include "workflow/world.h"

namespace workflow {

// Directory names of all worktrees except the main one.
std::vector<std::string> worktree_handles(const Setting& setting);

// Those, the main worktree's directory name, and "handle" and "parent:handle" of every tracked agent; sorted, unique.
std::vector<std::string> agent_targets(const Setting& setting);

// Local and remote-tracking branches that no worktree has checked out, without HEAD.
std::vector<std::string> free_branches(const Setting& setting);

// Local branches; with `remote` the remote-tracking ones behind them.
enum class RemoteBranches { no, yes };
std::vector<std::string> all_branches(const Setting& setting, RemoteBranches remote);

// Branches of worktrees, without the default branch and detached ones.
std::vector<std::string> worktree_branches(const Setting& setting);

// Names in `layouts`.
std::vector<std::string> layout_names(const Setting& setting);

// Names in `agents`, then the built-in ones.
std::vector<std::string> agent_names(const Setting& setting);

}  // namespace workflow
