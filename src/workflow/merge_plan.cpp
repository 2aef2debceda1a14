#include "workflow/merge_plan.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "git/refs.h"
#include "git/status.h"
#include "workflow/subject.h"

namespace workflow {

namespace {

base::Result<std::string> target_branch(const World& world, const config::Config& config, const MergeRequest& request,
                                        const git::Worktree& source) {
  std::string target;
  if (request.into) {
    target = *request.into;
  } else {
    const auto main = git::default_branch(world.repository, config.main_branch.value_or(""));
    target = TRY(merge_base_branch(world, source, main.value_or("")));
    if (target.empty()) return std::unexpected(main.error());
  }
  const bool exists = git::is_valid_branch_name(target) && TRY(git::local_branch_exists(world.repository, target));
  if (exists) return target;
  return base::fail(fmt::format("The target branch '{}' does not exist", base::sanitise_line(target)),
                    "Name a local branch with --into.");
}

base::Result<git::WorkStatus> source_status(const World& world, const git::Runner& runner,
                                            const git::Worktree& source) {
  const auto tree = world.is_guest_writable(source.path) ? git::Tree::guest_writable : git::Tree::ours;
  return git::work_status(runner.at(source), tree);
}

base::Result<> check_source(const git::WorkStatus& status, const MergePlan& plan, const MergeRequest& request) {
  if (status.conflicted) {
    return base::fail(fmt::format("Worktree for '{}' has unresolved conflicts", plan.branch),
                      "Resolve them, or abort what was begun there (git merge --abort, git rebase --abort).");
  }
  if (plan.source.rebasing) {
    return base::fail(fmt::format("A rebase of '{}' is in progress in '{}'", plan.branch, plan.source.path.string()),
                      "Finish it with 'git rebase --continue' or drop it with 'git rebase --abort'.");
  }
  if (plan.keep || request.ignore_uncommitted) return {};
  std::string issues;
  if (status.unstaged) issues = "unstaged changes";
  if (status.untracked) issues += std::string(issues.empty() ? "" : " and ") + "untracked files (will be lost)";
  if (issues.empty()) return {};
  return base::fail(fmt::format("Worktree for '{}' has {}. Please stage or stash them, or use --ignore-uncommitted.",
                                plan.branch, issues));
}

base::Result<> check_target(const World& world, const git::Runner& runner, const MergePlan& plan) {
  if (!plan.checkout) return {};
  const auto tree = world.is_guest_writable(plan.checkout->path) ? git::Tree::guest_writable : git::Tree::ours;
  const git::WorkStatus status = TRY(git::work_status(runner.at(*plan.checkout), tree));
  if (!status.tracked_changes()) return {};
  return base::fail(
      fmt::format("Target worktree ({}) has uncommitted changes. Please commit or stash them before merging.",
                  plan.checkout->path.string()));
}

}  // namespace

base::Result<MergePlan> plan_merge(const World& world, const git::Runner& runner, const config::Config& config,
                                   const MergeRequest& request) {
  MergePlan plan;
  plan.source = TRY(named_worktree(world, request.name));
  plan.branch = plan.source.branch;
  if (plan.branch.empty()) {
    return base::fail(fmt::format("Worktree '{}' has no branch checked out", plan.source.handle()),
                      "Switch it to a branch first: git switch -c NAME.");
  }
  plan.target = TRY(target_branch(world, config, request, plan.source));
  plan.into_was_given = request.into.has_value();
  if (plan.target == plan.branch) {
    return base::fail(fmt::format("Cannot merge branch '{}' into itself.", plan.branch));
  }
  plan.strategy = request.strategy.value_or(config.merge_strategy);
  plan.keep = request.keep.value_or(config.merge_keep);
  plan.guest_writable = world.is_guest_writable(plan.source.path);
  plan.interactive = request.guest_snapshot.empty();
  plan.hooks = request.guest_snapshot.empty() ? git::Hooks::user : git::Hooks::off;
  if (!plan.keep) TRY(doomed_worktree(world, request.name));
  plan.checkout = git::worktree_of_branch(world.worktrees, plan.target);
  const git::WorkStatus status = TRY(source_status(world, runner, plan.source));
  TRY(check_source(status, plan, request));
  plan.commits_staged = status.staged && !request.ignore_uncommitted;
  if (status.staged && request.ignore_uncommitted && !plan.keep) {
    return base::fail(fmt::format("Worktree for '{}' has staged changes that would be lost", plan.branch),
                      "Commit them, leave out --ignore-uncommitted so that they are committed, or use --keep.");
  }
  TRY(check_target(world, runner, plan));
  return plan;
}

}  // namespace workflow
