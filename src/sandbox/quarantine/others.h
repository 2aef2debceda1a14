#pragma once
// Other worktrees as a guest sees them: their HEADs, so that git inside refuses branches that are in use, and a lock,
// so that it does not prune them (SBX E1 2, last paragraph).

#include "base/result.h"
#include "os/beneath.h"
#include "sandbox/quarantine/layout.h"

namespace sandbox::quarantine {

// Brings `HEAD` of the main worktree and `worktrees/*/{HEAD,gitdir,commondir,locked}` of the facade in line with the
// host; entries of worktrees that are gone are removed, those the guest made itself stay. What the guest replaced by
// something else than files and directories is left alone.
base::Result<> copy_other_worktrees(const Subject& subject, const Layout& layout, const os::Beneath& git);

}  // namespace sandbox::quarantine
