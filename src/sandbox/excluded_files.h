#pragma once
// Masks of sandbox.container.excluded_files (SBX 6.4.1).

#include <filesystem>
#include <string>
#include <vector>

#include "sandbox/mount.h"

namespace sandbox {

struct Masks {
  std::vector<Mount> mounts;
  std::vector<std::filesystem::path> files;  // host paths under a file mask: must not be replaced while the guest runs
  std::vector<std::string> warnings;
};

// Masks each entry below every root that has it (worktree, then main worktree), and what an entry that is a link leads
// to when that lies in a root. Absolute entries, "..", missing ones and odd files are skipped with a warning.
Masks excluded_file_masks(const std::vector<std::string>& entries, const std::vector<std::filesystem::path>& roots);

}  // namespace sandbox
