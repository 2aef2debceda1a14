#pragma once
// The uncommitted work that `add --with-changes` takes along (WT 9).

#include <optional>
#include <string>

#include "base/result.h"
#include "git/saved_changes.h"
#include "workflow/world.h"

namespace workflow {

struct MoveRequest {
  git::Untracked untracked = git::Untracked::leave;
  bool choose = false;  // hunk by hunk, on the terminal
};

// What becomes of the worktree that the work came from.
enum class Moved { nothing, all, chosen, copied };

// Saves the work of the worktree that the command runs in; the worktree stays as it is. Errors: no worktree here, a
// merge or rebase in progress, a branch `branch` that exists, nothing to move.
base::Result<git::SavedChanges> changes_to_move(const World& world, const git::Runner& runner, const MoveRequest& move,
                                                const std::string& branch);

// Where the new branch starts unless the user says otherwise: where the work is based.
base::Result<std::string> base_of_changes(const World& world);

}  // namespace workflow
