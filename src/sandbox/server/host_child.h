#pragma once
// Spawn, merge and close as a child process of the host program (SBX 8.3): the request as JSON on a pipe, output
// streamed, the whole process group ended when the client is gone.

#include <chrono>
#include <filesystem>

#include "base/result.h"
#include "os/environment.h"
#include "rpc/host_request.h"
#include "sandbox/server/actions.h"

namespace sandbox::server {

struct HostProgram {
  std::filesystem::path program;                             // our own path, absolute
  std::filesystem::path directory;                           // where the child works: the sandbox's worktree
  os::Environment environment = os::Environment::current();  // cleaned by guest_request_environment before use
  std::chrono::milliseconds patience{2000};                  // between TERM and KILL
};

// `environment` for a child that acts for a guest: no WM_* variable, git hooks off (GIT_CONFIG_PARAMETERS removed,
// GIT_CONFIG_COUNT=1 with core.hooksPath=/dev/null, replacing what was there), no other GIT_* variable.
os::Environment guest_request_environment(os::Environment environment);

// Runs `<program> _guest-request` to its end. Combined stdout and stderr go to `sink` for a merge and a close as they
// come; for a spawn they are collected and end in the error. Errors: "workmux merge exited with code N" (merge),
// "workmux add failed: <output>" (spawn), the child's stderr or "workmux close exited with code N" (close),
// "cancelled".
base::Result<> run_host_request(const HostProgram& program, const rpc::HostRequest& request, const Sink& sink,
                                const CancelToken& cancel);

}  // namespace sandbox::server
