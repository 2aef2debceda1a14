#pragma once
// What a killed supervisor left is removed by the next run (SBX 6.10, SBX-W1).

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "os/paths.h"

namespace sandbox {

struct SweptRun {
  std::string name;
  std::string snapshot_id;
  std::string project_id;
  std::string handle;
};

// Looks at every marker in `<state>/sandbox/runs/`; where the supervisor named in it is dead, its directory and the
// marker are removed. Runs of living supervisors are left alone. Returns what was swept: its worktrees need an import
// (SBX E1).
std::vector<SweptRun> sweep_runs(const os::Paths& paths);

// The runs of living supervisors for a worktree ("" for any handle or project).
std::vector<SweptRun> live_runs(const os::Paths& paths, std::string_view project_id, std::string_view handle);

// Asks the supervisors of a worktree to end (SIGTERM) and waits up to `patience`, then kills them: for close, merge and
// remove. Returns how many ended.
size_t stop_runs(const os::Paths& paths, std::string_view project_id, std::string_view handle,
                 std::chrono::milliseconds patience);

}  // namespace sandbox
