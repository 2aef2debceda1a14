#pragma once
// The agent's own directory in the guest: what is shared with the host and what is a private copy (SBX E9, 6.6).

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/sandbox_config.h"
#include "os/environment.h"
#include "os/paths.h"
#include "sandbox/mount.h"
#include "sandbox/snapshot.h"

namespace sandbox {

// Where an agent keeps its files and which of them mean what. Names are relative to `host`; a trailing "*" matches a
// prefix.
struct AgentLayout {
  std::string agent;
  std::filesystem::path host;                    // on the host; empty: nothing is mounted for this agent
  std::filesystem::path target;                  // in the guest
  std::vector<std::string> settings;             // what steers the agent: a private copy, or read-only
  std::vector<std::string> shared_files;         // credentials
  std::vector<std::string> shared_directories;   // sessions; of this project alone where the layout allows
  std::vector<std::string> private_directories;  // binaries: never shared
  std::filesystem::path config;                  // read-only at `config_target` (opencode); empty: none
  std::filesystem::path config_target;
  bool whole = false;  // holds data only: shared as it is
};

// Pure apart from reading the environment given. `home` is the guest's HOME, too.
AgentLayout agent_layout(const Snapshot& snapshot, const std::filesystem::path& home,
                         const os::Environment& environment);

struct AgentFiles {
  AgentLayout layout;
  config::AgentDirAccess access = config::AgentDirAccess::split;
  std::filesystem::path private_directory;  // <state>/agent-dirs/<agent>/<project id>
  std::filesystem::path manifest;           // beside it; the guest never sees it
  std::filesystem::path project;            // the worktree
  std::filesystem::path state_file;         // claude's; empty for other agents
  std::filesystem::path state_record;       // what the host recorded of it; empty: a file of this project alone
  std::vector<Mount> mounts;
  std::vector<std::string> warnings;
};

// Makes the private directory, refreshes the copies that the guest left unchanged, resets claude's shared state file,
// and returns the mounts. Links are never followed in what a guest can write. Errors: a directory that cannot be made.
base::Result<AgentFiles> prepare_agent_files(const Snapshot& snapshot, const os::Paths& paths,
                                             const os::Environment& environment);

// After the guest's end: takes over a login that was made inside where the host had none, and returns at most one line
// that names the settings which differ from the host's.
std::vector<std::string> finish_agent_files(const AgentFiles& files);

}  // namespace sandbox
