#pragma once
// The sandbox's own worktree and those of the agents it spawned, from host records (SBX E12).

#include "os/paths.h"
#include "sandbox/server/authority.h"
#include "sandbox/snapshot.h"

namespace sandbox {

// Reads records and snapshots of the project; starts no process. What cannot be read is no member.
server::Family family_of(const Snapshot& snapshot, const os::Paths& paths);

}  // namespace sandbox
