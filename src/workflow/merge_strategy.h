#pragma once
// The three ways of bringing a branch into another (WT 12.2 step 8). A failure leaves the target where it was.

#include <string>

#include "base/result.h"
#include "git/runner.h"
#include "workflow/merge_plan.h"
#include "workflow/voice.h"

namespace workflow {

// Commits what is staged in the source worktree, with the user's editor; without one with a plain message.
base::Result<> commit_staged(const git::Runner& runner, const MergePlan& plan);

// Merges plan.branch into plan.target. `scratch`: an absent directory for a temporary checkout.
base::Result<> carry_out_merge(const git::Runner& runner, const MergePlan& plan, const std::filesystem::path& scratch,
                               const Voice& voice);

}  // namespace workflow
