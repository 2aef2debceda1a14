#pragma once
// Which files of a git directory make git run code or look elsewhere (SBX E1 layer 4).

#include <string>
#include <vector>

#include "os/beneath.h"

namespace sandbox::quarantine {

// Their paths, sorted, at most 20,000: `config`, `config.worktree` files, all below `hooks/` and `info/`,
// `modules/*/{config,hooks}` (nested submodules included) and `worktrees/*/{gitdir,commondir}`. Links are listed, not
// followed.
std::vector<std::string> tamper_paths(const os::Beneath& git);

}  // namespace sandbox::quarantine
