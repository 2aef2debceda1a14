#pragma once
// The engine that keeps a guest apart from the host. bubblewrap is the one that is built in; the interface is what the
// supervisor needs from any of them.

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/sandbox_config.h"
#include "os/environment.h"
#include "os/paths.h"
#include "os/process.h"
#include "sandbox/plan.h"
#include "sandbox/run_directory.h"
#include "sandbox/server/server.h"

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

// Where a guest reaches the RPC server by TCP, and by which name it sees the host.
struct TcpPlace {
  server::Listen listen;
  std::string host;
};

class Backend {
 public:
  virtual ~Backend() = default;
  virtual std::string name() const = 0;
  // What `sandbox shell` prints about it ("image=I runtime=R", SBX 13.2); empty: nothing.
  virtual std::string description() const { return {}; }
  // What must be there before anything is made for the run: an image (SBX 6.5). `say` gets lines for the user. Returns
  // the arguments with which our own program is to be started in the background for the next run's sake; often none.
  virtual base::Result<std::vector<std::string>> prepare(const std::function<void(std::string_view)>& say) {
    (void)say;
    return std::vector<std::string>();
  }
  // After prepare(): a TCP address besides the Unix socket, for guests that know no other way (SBX 8.6).
  virtual std::optional<TcpPlace> tcp_place() const { return std::nullopt; }
  // The argument vector as `sandbox explain` prints it; values of the environment are never in it (SBX E18).
  virtual base::Result<std::vector<std::string>> explain(const LaunchPlan& plan) const = 0;
  // Starts the guest. `run` outlives it.
  virtual base::Result<std::unique_ptr<Guest>> start(const LaunchPlan& plan, const RunDirectory& run,
                                                     const GuestStreams& streams) = 0;
  // Notices for the user about what the engine cannot do here (a missing network program); after start().
  virtual std::vector<std::string> notices() const = 0;
};

enum class RunKind { pane, shell };  // shell: `sandbox shell`

// For which worktree, policy and user a backend is made.
struct BackendContext {
  config::Sandbox sandbox;
  os::Paths paths;
  os::Environment environment;  // of the supervisor
  std::string handle;
  std::string project_id;
  std::string agent;                             // profile name
  std::vector<std::filesystem::path> untrusted;  // trees that the guest can write: no engine is taken from there
  RunKind kind = RunKind::pane;
};

// The backend for sandbox.backend. Errors: a backend that is not built in, a missing engine; the message says which
// program is missing and what to install or set (SBX 6.11).
base::Result<std::unique_ptr<Backend>> make_backend(const BackendContext& context);

// Whether make_backend() would find its engine; `search_path` is PATH. Starts nothing.
base::Result<> check_backend(const config::Sandbox& sandbox, std::string_view search_path);

// bwrap from the trusted places of SBX 10.4, never from PATH.
base::Result<std::filesystem::path> find_bubblewrap();

}  // namespace sandbox
