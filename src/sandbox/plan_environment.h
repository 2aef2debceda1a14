#pragma once
// The guest's environment (SBX 5.1). Nothing of the host's is handed on but what is named here.

#include "os/environment.h"
#include "sandbox/plan.h"

namespace sandbox {

// `readable` are directories of the host that the guest sees at their own paths: entries of PATH in them stay.
os::Environment guest_environment(const Snapshot& snapshot, const PlanInputs& inputs,
                                  const std::vector<std::filesystem::path>& readable);

// The same for a container (SBX 5.1, 6.2): the image has its own programs and users, so nothing of the host's PATH,
// name and shell is in it.
os::Environment container_environment(const Snapshot& snapshot, const PlanInputs& inputs);

}  // namespace sandbox
