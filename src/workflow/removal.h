#pragma once
// The end of a worktree as data: what will be moved, deleted and forgotten (WT 14). Written to host state before the
// first step, so that the next command finishes what a kill interrupted.

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "workflow/world.h"

namespace workflow {

struct Removal {
  std::string handle;
  std::string project_id;
  std::filesystem::path common_dir;
  std::filesystem::path main_worktree;
  std::filesystem::path path;  // of the worktree
  dev_t device = 0;            // of that directory; 0: it was missing
  ino_t inode = 0;
  std::filesystem::path trash;        // where the directory is moved to, beside it
  std::filesystem::path admin;        // <common dir>/worktrees/<id>
  std::string branch;                 // to be deleted; empty: kept, or detached
  std::string branch_tip;             // its commit; deleted only while it is that
  std::string boot_id;                // of the multiplexer's server
  std::vector<std::string> windows;   // ids to kill first
  std::vector<std::string> sessions;  // ids to kill first
  std::string select_window;          // id to show before, may be empty
};

// `<state>/removals/<project id>/<handle>.json`.
std::filesystem::path journal_path(const os::Paths& paths, const Removal& removal);

base::Result<> write_journal(const os::Paths& paths, const Removal& removal);
// Errors: unreadable, malformed, or a path in it that does not fit together.
base::Result<Removal> read_journal(const std::filesystem::path& file);

// Every step but the closing of windows, in the order of WT 14.4; each may be done already. Stops at the first failure
// and leaves the journal. Another directory in the worktree's place ends it: nothing is touched, and the journal goes.
base::Result<> carry_out(const Removal& removal, const Setting& setting);

// Deletes everything in a worktrees directory that was moved to the trash, in a process of its own that nobody waits
// for.
void delete_trash_in_background(const Setting& setting, const std::filesystem::path& worktrees_directory);

// What that process does. Missing is fine.
base::Result<> delete_trash(const std::filesystem::path& worktrees_directory);

// Removals of this repository that were interrupted: finished now, their windows closed (but for the one we are in).
// Returns one line for each, for the user. Call it with the repository's lock held.
std::vector<std::string> finish_interrupted(const Setting& setting, const git::Repository& repository);

}  // namespace workflow
