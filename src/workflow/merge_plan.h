#pragma once
// What `merge` is going to do, decided and checked before anything is changed (WT 12.1, 12.2).

#include <optional>
#include <string>

#include "base/result.h"
#include "git/runner.h"
#include "workflow/merge.h"
#include "workflow/world.h"

namespace workflow {

struct MergePlan {
  git::Worktree source;
  std::string branch;  // that is merged
  std::string target;  // branch it goes into
  std::optional<git::Worktree>
      checkout;  // where the target is checked out; none: merged beside every checkout (WT-W24)
  config::MergeStrategy strategy = config::MergeStrategy::merge;
  bool keep = false;
  bool commits_staged = false;  // staged changes of the source are committed first
  bool guest_writable = false;  // a guest can write the source tree: nothing is run in it
  bool interactive = true;      // an editor may be opened
  bool into_was_given = false;
  git::Hooks hooks = git::Hooks::user;
};

// Errors: unknown names, a dirty source or target, a branch merged into itself, a source without a branch.
base::Result<MergePlan> plan_merge(const World& world, const git::Runner& runner, const config::Config& config,
                                   const MergeRequest& request);

}  // namespace workflow
