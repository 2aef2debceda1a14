#pragma once
// Files that lend rights to whoever uses them: set-user-id and set-group-id programs, and devices (SBX E16).

#include <chrono>
#include <string>
#include <vector>

#include "os/beneath.h"

namespace os {

struct PrivilegedFiles {
  std::vector<std::string> stripped;  // relative paths: lost their bits
  std::vector<std::string> removed;   // devices
  bool complete = true;               // false: too deep, unreadable, or not done within the limit
};

// Looks through a tree that a guest could write, never through a link and never into another file system, and takes
// from what was changed since `since` what it could lend. What the user made before stays as it is.
PrivilegedFiles strip_privileged_files(const Beneath& tree, std::chrono::system_clock::time_point since,
                                       std::chrono::milliseconds limit);

}  // namespace os
