#include "workflow/moved_changes.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/unicode.h"
#include "git/refs.h"
#include "os/files.h"

namespace workflow {

namespace {

struct Operation {
  const char* file;
  const char* name;
};

constexpr std::array kOperations = {
    Operation{"MERGE_HEAD", "a merge"},    Operation{"rebase-merge", "a rebase"},
    Operation{"rebase-apply", "a rebase"}, Operation{"CHERRY_PICK_HEAD", "a cherry-pick"},
    Operation{"REVERT_HEAD", "a revert"},
};

// Putting the worktree back to its commit would end the operation.
base::Result<> refuse_in_the_middle(const git::Repository& repository) {
  for (const Operation& operation : kOperations) {
    if (!os::status_of(repository.git_dir / operation.file)) continue;
    return base::fail(
        fmt::format("'{}' is in the middle of {}", base::sanitise_line(repository.worktree.string()), operation.name),
        "Finish or abort it first.");
  }
  return {};
}

}  // namespace

base::Result<git::SavedChanges> changes_to_move(const World& world, const git::Runner& runner, const MoveRequest& move,
                                                const std::string& branch) {
  const git::Repository& repository = world.repository;
  if (repository.worktree.empty()) return base::fail("There is no worktree here whose changes could move");
  if (TRY(git::local_branch_exists(repository, branch))) {
    return base::fail(fmt::format("Branch '{}' already exists.", base::sanitise_line(branch)));
  }
  TRY(refuse_in_the_middle(repository));
  auto changes =
      TRY(move.choose ? git::choose_changes(runner, move.untracked) : git::save_changes(runner, move.untracked));
  if (changes) return *std::move(changes);
  if (move.choose) return base::fail("No change was chosen; nothing was moved");
  return base::fail(fmt::format("No uncommitted changes to move. Use 'workmux add {}' to create a clean worktree.",
                                base::sanitise_line(branch)));
}

base::Result<std::string> base_of_changes(const World& world) {
  const auto head = TRY(git::read_head(world.repository));
  return head.branch.empty() ? head.id : head.branch;
}

}  // namespace workflow
