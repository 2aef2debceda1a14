#pragma once
// A sandbox for the place we stand in: `sandbox agent`, `sandbox shell` (SBX 13.1, 13.2).

#include "base/result.h"
#include "sandbox/snapshot.h"
#include "workflow/world.h"

namespace workflow {

// The policy as the configuration says now, written to host state. A linked worktree is recorded as sandboxed from now
// on, so that what a guest writes there never counts on the host. Errors: not in a repository, a broken configuration.
base::Result<sandbox::Snapshot> snapshot_here(const Setting& setting);

}  // namespace workflow
