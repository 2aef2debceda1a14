#pragma once
// Branches that other worktrees use: never moved by an import (SBX E1 2 (c)).

#include <filesystem>
#include <vector>

#include "sandbox/quarantine/ref_guard.h"
#include "sandbox/quarantine/subject.h"

namespace sandbox::quarantine {

// Admin directories of the other worktrees, the common dir first unless the repository is bare or the subject is its
// main checkout. Links are not followed.
std::vector<std::filesystem::path> other_admin_directories(const Subject& subject);

// Full names of branches that other worktrees have checked out, in rebase or in bisect. Reads a few small files.
Names branches_elsewhere(const Subject& subject);

}  // namespace sandbox::quarantine
