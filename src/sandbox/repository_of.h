#pragma once
// A snapshot's repository for the git layer: from the host's record, never by discovery from the worktree (SBX E1, E3).

#include "git/repository.h"
#include "sandbox/snapshot.h"

namespace sandbox {

// Pure but for a look at the ref format (a file of the real git directory).
git::Repository repository_of(const Snapshot& snapshot);

}  // namespace sandbox
