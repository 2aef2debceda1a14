#pragma once
// The sandbox keys of a snapshot's configuration as the launch code uses them (CLI 6.12, SBX 3).

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace sandbox {

enum class NetworkPolicy { allow, deny };
enum class MainWorktree { links, none, writable };                // SBX E4
enum class AgentDirectory { split, readonly, separate, shared };  // SBX E9
enum class GitMode { quarantine, shared };                        // SBX E1

struct ExtraMount {
  std::string host_path;   // as configured; "~" not yet expanded
  std::string guest_path;  // empty: the expanded host path
  bool writable = false;
};

struct Policy {
  std::string backend = "container";
  NetworkPolicy network = NetworkPolicy::allow;
  MainWorktree main_worktree = MainWorktree::links;
  AgentDirectory agent_directory = AgentDirectory::split;
  GitMode git = GitMode::quarantine;
  std::string agent_config_dir;  // empty: the agent's own (SBX 6.6)
  std::vector<std::string> env_passthrough;
  std::map<std::string, std::string> env;
  std::vector<ExtraMount> extra_mounts;
  std::vector<std::string> excluded_files;
  std::vector<std::string> bubblewrap_paths;
  bool allow_userns = false;
  std::vector<std::string> ignored;  // keys that are set and mean nothing to the bubblewrap backend
};

// Reads the `sandbox` map of a configuration snapshot. A value of the wrong type is an error that names the key:
// nothing is guessed where it could widen the sandbox.
base::Result<Policy> policy_of(const base::Json& config);

}  // namespace sandbox
