#pragma once
// Branches that remove and merge deleted, kept for 30 days so that `undo` brings them back (WT-W11): a ref
// `refs/workmux/trash/<branch>` keeps the commits, a file in host state the rest.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "git/runner.h"
#include "os/paths.h"

namespace workflow {

inline constexpr std::int64_t kKeepDeletedSeconds = 30LL * 86400;

struct DeletedBranch {
  std::string branch = {};
  std::string tip = {};   // object id
  std::string base = {};  // empty: none was stored
  std::string handle = {};
  std::int64_t deleted_at = 0;  // milliseconds since 1970
};

// Deletes the branch while it still is at `tip`, in one transaction with its trash ref, and notes it. An older trash
// ref whose name stands in the way ("a" and "a/b") is dropped. Errors: git's; the branch is unchanged then.
base::Result<> delete_into_trash(const os::Paths& paths, const git::Runner& runner, const DeletedBranch& deleted);

// Oldest first; files that are no such note are left out.
std::vector<DeletedBranch> deleted_branches(const os::Paths& paths, const git::Repository& repository);

// Forgets those that are older than `kKeepDeletedSeconds`, with their trash refs. No process when there are none.
base::Result<> prune_deleted(const os::Paths& paths, const git::Runner& runner, std::int64_t now_seconds);

// Brings the branch back and forgets the note. Errors: a branch of that name exists; the commits are gone.
base::Result<> restore_deleted(const os::Paths& paths, const git::Runner& runner, const DeletedBranch& deleted);

}  // namespace workflow
