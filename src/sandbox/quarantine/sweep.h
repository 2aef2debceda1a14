#pragma once
// The state in which a guest left its facade.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "os/beneath.h"

namespace sandbox::quarantine {

// Removes lock files below a facade's git directory, objects aside. Only while no guest runs.
base::Result<> sweep_locks(const os::Beneath& git);

// Why git would not work in this directory, or what no git made ("refs/heads is a symbolic link"); nothing when all is
// well. `own`: the worktree's
// admin directory, relative.
std::optional<std::string> find_damage(const os::Beneath& git, std::string_view own);

}  // namespace sandbox::quarantine
