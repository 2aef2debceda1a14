#pragma once
// `workmux sandbox run`, `agent` and `shell`: one supervisor per guest (SBX 5).

#include <filesystem>
#include <string>

#include "base/result.h"
#include "os/environment.h"
#include "os/log.h"
#include "os/paths.h"
#include "sandbox/backend.h"
#include "sandbox/snapshot.h"

namespace sandbox {

struct RunRequest {
  Snapshot snapshot;                // read_snapshot(), or made for this run and written (agent, shell)
  std::filesystem::path directory;  // where the command starts, canonical, inside the worktree
  std::string command;              // evaluated by a shell in the guest
  RunKind kind = RunKind::pane;
};

struct SupervisorContext {
  os::Paths paths;
  os::Environment environment;
  std::filesystem::path program;        // this workmux, for the host children of spawn, merge and close
  std::filesystem::path guest_program;  // workmux-guest
  os::Log* log = nullptr;
};

// `workmux-guest` of this installation: `../libexec/workmux/workmux-guest` from the program. An error names both
// places.
base::Result<std::filesystem::path> find_guest_program(const std::filesystem::path& program);

// Runs the command in a sandbox, in the foreground, and returns its exit status (CLI 1.1). The terminal, when standard
// input and output are one, is relayed; pipes are handed on. Errors: nested use, an unknown backend or missing engine,
// a refused mount, a facade that cannot be made. SIGHUP, SIGTERM and SIGINT end the guest, import what it committed and
// clean up.
base::Result<int> run_supervised(const RunRequest& request, const SupervisorContext& context);

}  // namespace sandbox
