#pragma once
// The worktree of a snapshot as the git quarantine knows it. Everybody who prepares or imports a facade uses this, so
// that all mean the same one.

#include "os/environment.h"
#include "os/paths.h"
#include "sandbox/quarantine/subject.h"
#include "sandbox/snapshot.h"

namespace sandbox {

// Pure. `environment` is the user's.
quarantine::Subject subject_of(const Snapshot& snapshot, const os::Paths& paths, const os::Environment& environment);

}  // namespace sandbox
