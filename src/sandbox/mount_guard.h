#pragma once
// The check that every mount source passes before a guest gets it (SBX E3, E6).

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "sandbox/mount.h"

namespace sandbox {

// What the check compares with. Read once per run: the paths are canonical.
struct MountRules {
  std::filesystem::path home;                 // the user's home directory
  std::vector<std::filesystem::path> denied;  // directories that may not be reached (SBX 10.4)
  std::vector<std::filesystem::path> exempt;  // sources that we made or chose ourselves and that lie under a denied one
};

// The rules for this user: the deny directories of SBX 10.4 under `home`, our own config and state directories.
MountRules mount_rules(const std::filesystem::path& home, const std::filesystem::path& config,
                       const std::filesystem::path& state);

// The mount with its source made canonical. Refused: a relative path, "..", "," or a control character in source or
// target; a missing source; "/", the home directory or an ancestor of it; a directory that is, holds or lies below a
// denied one (unless exempt); a writable mount onto "/", and targets that are the system's own ("/proc", "/dev",
// "/sys", "/usr", ...). `what` names the mount in the message ("sandbox.extra_mounts").
base::Result<Mount> check_mount(const Mount& mount, const MountRules& rules, std::string_view what);

}  // namespace sandbox
