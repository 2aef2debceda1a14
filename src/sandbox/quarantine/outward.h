#pragma once
// The way out: refs that move on the host, HEADs of other worktrees and the worktree's own HEAD and index appear in the
// facade (SBX E1 layer 2, last paragraph).

#include <string>
#include <vector>

#include "base/result.h"
#include "sandbox/quarantine/subject.h"

namespace sandbox::quarantine {

struct Refreshed {
  std::vector<std::string> refs;  // full names, and "HEAD", that were written or deleted in the facade
  int processes = 0;
};

// Copies what changed on the host since the last refresh into the facade. Where the guest moved the same ref, its value
// stays (import() decides about it). Follows git's lock protocol, so a guest may work meanwhile; a ref the guest holds
// a lock on is left for the next call. No process, except one when the worktree's own branch moved on the host and its
// index follows. A missing facade is nothing to do.
base::Result<Refreshed> refresh(const Subject& subject);

}  // namespace sandbox::quarantine
