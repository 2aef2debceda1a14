#pragma once
// Git's index: putting a new one in the place of the worktree's own without ever leaving a
// lock behind.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "git/index.h"
#include "git/runner.h"
#include "os/lock.h"

namespace sandbox::quarantine {

using git::IndexContents;
using git::IndexEntry;
using git::kGitlink;
using git::parse_index;

// The name, beside the index, under which a new one is built.
inline constexpr std::string_view kNewIndex = "workmux-index";

// Removes what a killed import left in `git_dir`: the new index, and `index.lock` when it is our own (the same file as
// the new index). A lock of somebody else stays.
base::Result<> clean_up_new_index(const std::filesystem::path& git_dir);

// Builds the new index from the present one and a commit: entries that the commit does not change keep their stat data.
// One process, which dies with ours and holds the facade's lock until then. The worktree's index is not touched.
base::Result<> build_index(const git::Runner& runner, const os::FileLock& lock, const std::filesystem::path& git_dir,
                           const std::string& commit);

// Puts the new index in place by git's lock protocol, waiting up to 1 s for another holder. Error: still locked; the
// message names the lock file.
base::Result<> install_index(const std::filesystem::path& git_dir);

}  // namespace sandbox::quarantine
