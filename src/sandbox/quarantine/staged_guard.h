#pragma once
// Guard: entries of a guest's index on their way into the host's (SBX E1 2 (d), E28, E29).

#include <optional>
#include <string>
#include <vector>

#include "sandbox/quarantine/gitlink_guard.h"
#include "sandbox/quarantine/index_file.h"

namespace sandbox::quarantine {

// Why the entries are refused as a whole; nothing when every one is a file, an executable, a link or a gitlink that the
// host's index has as well, without conflicts and below the worktree.
std::optional<std::string> refuse_staged(const std::vector<IndexEntry>& entries, const Gitlinks& host_gitlinks);

}  // namespace sandbox::quarantine
