#pragma once
// The worktree that a command is about.

#include <string>
#include <string_view>

#include "base/result.h"
#include "workflow/world.h"

namespace workflow {

// A handle, a branch, or nothing for the worktree we are in (WT 5.1, 5.2). "." means that too.
base::Result<git::Worktree> named_worktree(const World& world, std::string_view name);

// As named_worktree, for commands that destroy: refused are the main worktree, a name that is one worktree's directory
// and another's branch (WT-W17), and a worktree whose record, git and disk disagree (SBX E2).
base::Result<git::Worktree> doomed_worktree(const World& world, std::string_view name);

// The record of a worktree, git and the disk agree about the place (SBX E2). The branch may differ: switching it inside
// the worktree is normal. A worktree without a record is fine.
base::Result<> check_place(const World& world, const git::Worktree& worktree);

// The base that a branch is compared with and merged into: stored, else the main branch (WT 12.1, 13.3). Only existing
// local branches count as a merge target.
base::Result<std::string> merge_base_branch(const World& world, const git::Worktree& worktree,
                                            const std::string& main_branch);

}  // namespace workflow
