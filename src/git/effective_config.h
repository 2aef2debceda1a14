#pragma once
// The settings that git would use for a repository, from the files themselves: no process where they can tell.

#include <filesystem>
#include <optional>
#include <vector>

#include "git/config_file.h"
#include "git/repository.h"
#include "os/environment.h"

namespace git {

// The system's and the user's settings files, which a repository cannot reach, weakest first. They need not exist.
std::vector<std::filesystem::path> protected_settings(const os::Environment& environment);

// What `git config` would read at `repository` when it is asked by our runner, which hands on no settings by variables:
// the files above, the repository's own, and those of the worktree where the repository has them.
// Nothing when only git can tell: conditional includes, a file that cannot be read or parsed, a git whose system-wide
// file may lie elsewhere (`program` is the git that would be asked).
std::optional<ConfigFile> effective_config(const Repository& repository, const os::Environment& environment,
                                           const std::filesystem::path& program);

}  // namespace git
