#pragma once
// What the guest staged, for host commands that commit it (SBX E1 2 (d), E28): entries are listed by hardened git from
// a copy of the guest's index and fed to the host's index. Flags that hide changes and extensions never cross.

#include <cstdint>

#include "base/result.h"
#include "sandbox/quarantine/subject.h"

namespace sandbox::quarantine {

struct Staged {
  std::uint64_t changed = 0;  // entries that now differ from what the host's index said
  int processes = 0;
};

// Makes the host's index hold what the guest's index holds. Call import() first. When both already agree, no process
// beyond the listing. Errors: conflicts in the guest's index, staged gitlinks that the host does not have (SBX E29),
// forged or missing objects, HEAD of host and facade differ; the host's index is unchanged then.
base::Result<Staged> take_staged(const Subject& subject);

}  // namespace sandbox::quarantine
