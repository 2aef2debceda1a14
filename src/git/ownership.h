#pragma once
// Settings of a repository run programs, so a repository that somebody else made is not used (git's own
// `safe.directory` rule). We need a check of our own because git makes none when it is told the git directory.

#include <filesystem>

#include "base/result.h"
#include "os/environment.h"

namespace git {

// Guard. Fine when the user (under sudo: also the user behind it) or nobody but root, when we are root, owns
// `git_dir` and `worktree` (empty: none), or when the user's or system's `safe.directory` names the worktree, the git
// directory, a parent followed by "/*", or "*". An error names the directory, its owner and the setting.
base::Result<> check_ownership(const std::filesystem::path& git_dir, const std::filesystem::path& worktree,
                               const os::Environment& environment);

}  // namespace git
