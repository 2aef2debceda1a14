#pragma once
// What a guest will see and run, as data: computed from the snapshot before anything is started, so that it can be
// checked, explained and tested without an engine (SBX 5, 6.11).

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/sandbox_config.h"
#include "os/environment.h"
#include "os/paths.h"
#include "sandbox/mount.h"
#include "sandbox/mount_guard.h"
#include "sandbox/snapshot.h"

namespace sandbox {

enum class Terminal { none, pseudo };  // pseudo: standard streams are a pseudo-terminal of the supervisor

struct LaunchPlan {
  std::vector<Mount> mounts;           // checked, in order; the backend's system directories come before them
  os::Environment environment;         // everything the guest's environment holds
  std::vector<std::string> arguments;  // program and arguments inside the guest
  std::filesystem::path directory;     // where it starts
  std::filesystem::path home;          // HOME in the guest: an empty private directory below the mounts
  std::string hostname;
  uid_t uid = 0;
  gid_t gid = 0;
  config::NetworkPolicy network = config::NetworkPolicy::allow;
  bool allow_user_namespaces = false;  // sandbox.bubblewrap.allow_userns
  Terminal terminal = Terminal::none;
  std::vector<std::filesystem::path> masked;  // files under a mask that must not be replaced (SBX 6.4.1)
  std::vector<std::string> warnings;          // for the user, once, before the start
};

// What the supervisor knows beside the snapshot.
struct PlanInputs {
  os::Paths paths;                       // of the host user
  os::Environment environment;           // of the supervisor
  std::filesystem::path directory;       // where the command starts; inside the worktree
  std::string command;                   // evaluated by sh in the guest
  std::vector<Mount> repository_mounts;  // facade or shared git (quarantine::mounts)
  std::vector<Mount> agent_mounts;       // of prepare_agent_files()
  std::filesystem::path guest_program;   // workmux-guest
  std::filesystem::path rpc_directory;   // holds rpc.sock; empty: no RPC
  std::string rpc_token;
  std::string rpc_host;        // with rpc_port, for guests without the socket
  std::uint16_t rpc_port = 0;  // 0: no TCP
  std::string user_name;       // git identity (SBX 12.1); empty: not passed
  std::string user_email;
  Terminal terminal = Terminal::none;
};

// Paths inside every guest.
inline constexpr std::string_view kGuestRunDirectory = "/run/workmux";
inline constexpr std::string_view kGuestProgramDirectory = "/run/workmux/bin";
// The same program as a container's entry point, and the system call filter that it applies.
inline constexpr std::string_view kGuestEntry = "/run/workmux/enter";
inline constexpr std::string_view kGuestFilter = "/run/workmux/filter";
inline constexpr std::string_view kGuestSocketDirectory = "/run/workmux/rpc";
// HOME in a container, and where codex keeps its files there (SBX 6.6).
inline constexpr std::string_view kContainerHome = "/tmp";
inline constexpr std::string_view kContainerCodexHome = "/home/user/.codex";

// "~" and "~/..." expanded.
std::filesystem::path expand_home(std::string_view path, const std::filesystem::path& home);

// Computes the plan; reads the disk, changes nothing. Errors: `directory` outside the worktree, a mount
// that check_mount refuses, an extra_mounts entry that is not absolute or missing (the text begins as CLI 6.12 says).
base::Result<LaunchPlan> make_plan(const Snapshot& snapshot, const PlanInputs& inputs);

}  // namespace sandbox
