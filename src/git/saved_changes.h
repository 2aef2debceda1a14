#pragma once
// Uncommitted work as a commit, and its way into another worktree (WT 9). The stash stack, which all worktrees share,
// is not touched (WT-W9).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "git/runner.h"

namespace git {

enum class Untracked : std::uint8_t { leave, include };

struct SavedChanges {
  std::string commit;                  // in the form that `git stash apply` takes
  std::string head;                    // the commit that the work is based on
  std::vector<std::string> untracked;  // files it holds that are not tracked
  bool whole = true;                   // everything, not chosen hunks
};

// All of the worktree's uncommitted work; nothing when there is none. The worktree stays as it is. Ignored files and
// nested repositories are left out. Errors: unmerged entries, no commit yet, git's own.
base::Result<std::optional<SavedChanges>> save_changes(const Runner& runner, Untracked untracked);

// The hunks that the user chooses on the terminal; nothing when none was chosen. Neither the worktree nor its index is
// changed. Errors as above; chosen hunks that cannot be taken out without the others.
base::Result<std::optional<SavedChanges>> choose_changes(const Runner& runner, Untracked untracked);

// Brings the work into a clean worktree: the whole with what was staged staged, chosen hunks unstaged. Error: it does
// not fit; the worktree is left with conflicts then.
base::Result<> apply_changes(const Runner& runner, const SavedChanges& changes);

enum class TakenOut : std::uint8_t { yes, changed_meanwhile };

// Takes the work out of the worktree that it was saved in. Nothing is lost: when the worktree no longer holds exactly
// what was saved (all of it, or the chosen hunks), it stays as it is.
base::Result<TakenOut> take_out_changes(const Runner& runner, const SavedChanges& changes);

}  // namespace git
