#pragma once
// Discovery believes the `.git` that it finds, and a guest can put another one into its own tree: a link to a
// repository of its making, a whole repository in its place, or none at all (SBX E1, E3). The records know better.

#include <filesystem>

#include "base/result.h"
#include "git/repository.h"

namespace git {

// Guard, to be called after discover() and before anything is run in the repository. Nothing to say where no sandbox
// was: otherwise, in the innermost recorded worktree with a sandbox around `directory`, the repository must be the one
// that the record belongs to, must not lie in that tree itself, and must list the worktree it was discovered from. So a
// repository nested in such a tree is refused as well. `state`: our state directory. Files only.
base::Result<> check_place(const std::filesystem::path& state, const Repository& repository,
                           const std::filesystem::path& directory);

}  // namespace git
