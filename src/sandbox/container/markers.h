#pragma once
// Which containers run for which worktree, in host state (SBX 6.10): `<state>/containers/<handle>/<container>` holds
// the runtime's name, and `.<container>.json` beside it whose it is.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "os/paths.h"
#include "sandbox/container/runtime.h"
#include "sandbox/run_directory.h"

namespace sandbox::container {

struct Marker {
  std::string handle;
  std::string container;
  ContainerRuntime runtime = ContainerRuntime::docker;
  std::string project_id;   // empty: of an older version, belongs to every project
  ProcessStamp supervisor;  // pid 0: unknown
};

// "wm-<slug of handle>-<pid>"; for `sandbox shell` "wm-shell-<pid>".
std::string container_name(std::string_view stem, pid_t supervisor);

// Written before the container starts.
base::Result<> write_marker(const os::Paths& paths, const Marker& marker);
// Removes both files, and the handle's directory when it is empty. Missing is fine.
void remove_marker(const os::Paths& paths, const Marker& marker);

// Every marker of a handle ("" for all handles). Names that no container can have are skipped.
std::vector<Marker> read_markers(const os::Paths& paths, std::string_view handle);

// True while the supervisor of the marker runs; of an older version's marker the pid is in the container's name.
bool supervisor_runs(const Marker& marker);

}  // namespace sandbox::container
