#pragma once
// The engine that keeps a guest apart from the host. bubblewrap is the one that is built in; the interface is what the
// supervisor needs from any of them.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/sandbox_config.h"
#include "os/environment.h"
#include "os/process.h"
#include "sandbox/plan.h"
#include "sandbox/run_directory.h"

namespace sandbox {

// A guest that runs. Destroying it ends every process in it.
class Guest {
 public:
  virtual ~Guest() = default;
  // Readable when the guest has ended.
  virtual int pidfd() const = 0;
  virtual pid_t pid() const = 0;
  // The exit status once the guest has ended: CLI 1.1 (killed by a signal: 1).
  virtual base::Result<int> finish() = 0;
  // Stops or goes on: every process of the guest (SBX 6.4.1).
  virtual base::Result<> pause() = 0;
  virtual base::Result<> resume() = 0;
  // A signal (SIGHUP, SIGTERM, SIGINT) for every process of the guest: it may end in order.
  virtual void ask_to_end(int number) = 0;
  // Ends everything now; returns when it is gone.
  virtual void end() = 0;
};

// Where the guest's standard streams go: the numbers of descriptors that stay open until start() returns.
struct GuestStreams {
  int input = 0;
  int output = 1;
  int error = 2;
};

class Backend {
 public:
  virtual ~Backend() = default;
  virtual std::string name() const = 0;
  // The argument vector as `sandbox explain` prints it; values of the environment are never in it (SBX E18).
  virtual base::Result<std::vector<std::string>> explain(const LaunchPlan& plan) const = 0;
  // Starts the guest. `run` outlives it.
  virtual base::Result<std::unique_ptr<Guest>> start(const LaunchPlan& plan, const RunDirectory& run,
                                                     const GuestStreams& streams) = 0;
  // Notices for the user about what the engine cannot do here (a missing network program); after start().
  virtual std::vector<std::string> notices() const = 0;
};

// The backend for sandbox.backend. Errors: a backend that is not built in, a missing engine; the message says which
// program is missing and what to install or set (SBX 6.11). `search_path` (PATH) is only looked at for that message.
base::Result<std::unique_ptr<Backend>> make_backend(config::SandboxBackend backend, std::string_view search_path);

// bwrap from the trusted places of SBX 10.4, never from PATH.
base::Result<std::filesystem::path> find_bubblewrap();

}  // namespace sandbox
