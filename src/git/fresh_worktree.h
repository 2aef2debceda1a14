#pragma once
// Creating a worktree with one git process (WT 6.7 step 12).

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "git/runner.h"
#include "git/worktrees.h"

namespace git {

enum class Start : std::uint8_t {
  new_branch,           // from `base`, no upstream
  new_tracking_branch,  // from a remote-tracking branch, which becomes the upstream
  existing_branch,      // checked out as it is
};

struct FreshWorktree {
  Start start = Start::new_branch;
  std::filesystem::path path = {};  // absolute, must not exist (an empty directory is fine)
  std::string branch = {};          // without refs/heads/
  std::string base = {};  // commit id or full ref name; for new_tracking_branch refs/remotes/...; unused otherwise
};

// The arguments behind `git`, for the plan and the tests.
std::vector<std::string> fresh_worktree_arguments(const FreshWorktree& fresh);

// Creates it and checks, by reading files, that HEAD of the new worktree is the branch. `runner` may stand for any
// worktree of the repository. Errors: an invalid branch name or relative path (nothing was started), git's own message.
// After an error of git no directory and no branch that it made is left.
base::Result<Worktree> create_worktree(const Runner& runner, const FreshWorktree& fresh, Hooks hooks);

}  // namespace git
