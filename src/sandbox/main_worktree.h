#pragma once
// What a guest sees of the main worktree (SBX E4).

#include <string>
#include <vector>

#include "sandbox/mount.h"
#include "sandbox/mount_guard.h"
#include "sandbox/snapshot.h"

namespace sandbox {

struct MainWorktreeMounts {
  std::vector<Mount> mounts;  // checked
  std::vector<std::string> warnings;
};

// By sandbox.main_worktree: the whole read-only with sibling worktrees masked (links), the targets of links that
// workmux makes (none), or the whole writable. A main worktree that must not be mounted (a home directory under version
// control) is left out with a warning. Nothing for a main checkout or a bare repository.
MainWorktreeMounts main_worktree_mounts(const Snapshot& snapshot, const MountRules& rules);

}  // namespace sandbox
