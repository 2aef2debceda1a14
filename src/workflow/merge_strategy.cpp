#include "workflow/merge_strategy.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "git/refs.h"
#include "git/status.h"
#include "os/files.h"
#include "workflow/rollback.h"

namespace workflow {

namespace {

std::string branch_ref(const std::string& branch) {
  return "refs/heads/" + branch;
}

// git's own words as a cause.
base::Error with_output(std::string message, const os::Outcome& outcome, std::string hint = {}) {
  base::Error error{.message = std::move(message), .hint = std::move(hint), .causes = {}};
  const std::string text(base::trim(base::sanitise(outcome.output + outcome.errors)));
  if (!text.empty()) error.causes.push_back(text.substr(0, 4096));
  return error;
}

std::string retry_command(const MergePlan& plan) {
  const char* strategy = plan.strategy == config::MergeStrategy::rebase   ? " --rebase"
                         : plan.strategy == config::MergeStrategy::squash ? " --squash"
                                                                          : "";
  return fmt::format("workmux merge {}{}{}", plan.source.handle(), strategy,
                     plan.into_was_given ? " --into " + plan.target : "");
}

base::Error conflict(const MergePlan& plan, const os::Outcome& outcome) {
  return with_output(
      fmt::format("Merge failed due to conflicts. Target worktree kept clean. The branch is in '{}'.",
                  plan.source.path.string()),
      outcome,
      fmt::format(
          "Bring '{0}' into '{1}' there (git rebase {0}, or git merge {0}), resolve the conflicts, and run: {2}",
          plan.target, plan.branch, retry_command(plan)));
}

bool has_conflicts(const git::Runner& target) {
  const auto unmerged = target.output({"ls-files", "--unmerged"});
  return unmerged && !unmerged->empty();
}

// A failed merge or squash: the target goes back to its commit. Only conflicts are called conflicts (WT-W30).
base::Error failed_merge(const git::Runner& target, const MergePlan& plan, const os::Outcome& outcome) {
  const bool conflicting = has_conflicts(target);
  (void)target.run({"reset", "--merge", "--quiet"}, {.access = git::Access::write});
  if (conflicting) return conflict(plan, outcome);
  return with_output(fmt::format("git could not merge '{}' into '{}'", plan.branch, plan.target), outcome,
                     "The target is unchanged.");
}

base::Result<> merge_into(const git::Runner& target, const MergePlan& plan, const std::string& what) {
  const git::RunOptions options{.hooks = plan.hooks, .access = git::Access::write};
  const os::Outcome outcome = TRY(target.run({"merge", "--no-edit", "--quiet", what}, options));
  if (outcome.ok()) return {};
  return std::unexpected(failed_merge(target, plan, outcome));
}

base::Result<> squash_into(const git::Runner& target, const MergePlan& plan, const Voice& voice) {
  const git::RunOptions options{.hooks = plan.hooks, .access = git::Access::write};
  const os::Outcome outcome = TRY(target.run({"merge", "--squash", "--quiet", branch_ref(plan.branch)}, options));
  if (!outcome.ok()) return std::unexpected(failed_merge(target, plan, outcome));
  const os::Outcome staged = TRY(target.run({"diff", "--cached", "--quiet", "--no-ext-diff"}));
  if (staged.ok()) return {};  // nothing new in it
  std::vector<std::string> arguments = {"commit"};
  git::RunOptions commit = options;
  if (plan.interactive) {
    voice.say("Staged squashed changes. Please provide a commit message in your editor.");
    commit.terminal = git::Terminal::inherit;
  } else {
    arguments.insert(arguments.end(), {"--no-edit", "--quiet"});
  }
  const os::Outcome committed = TRY(target.run(arguments, commit));
  if (committed.ok()) return {};
  (void)target.run({"reset", "--merge", "--quiet"}, {.access = git::Access::write});
  return std::unexpected(
      with_output("Failed to commit squashed changes.", committed, "The target is unchanged; nothing was merged."));
}

base::Result<> apply(const git::Runner& target, const MergePlan& plan, const std::string& tip, const Voice& voice) {
  if (plan.strategy == config::MergeStrategy::squash) return squash_into(target, plan, voice);
  return merge_into(target, plan, tip);
}

// A checkout that only we see, for a target that is checked out nowhere, and for rebasing what a guest can write.
class Scratch {
 public:
  static base::Result<Scratch> create(const git::Runner& runner, const std::filesystem::path& path,
                                      const std::string& commit) {
    TRY(os::make_directories(path.parent_path()));
    const git::RunOptions options{.access = git::Access::write};
    const git::Runner repository = runner.without_worktree();
    TRY_WITH(repository.output({"worktree", "add", "--quiet", "--detach", path.string(), commit}, options),
             "Could not make a temporary checkout");
    for (const git::Worktree& worktree : TRY(git::list_worktrees(runner.repository()))) {
      if (worktree.path == path) return Scratch(repository, worktree);
    }
    return base::fail("Could not find the temporary checkout");
  }
  Scratch(Scratch&&) = default;
  Scratch& operator=(Scratch&&) = delete;
  ~Scratch() {
    if (worktree_.path.empty()) return;
    (void)os::remove_tree(worktree_.path);
    (void)os::remove_tree(worktree_.git_dir);
  }

  git::Runner runner() const { return repository_.at(worktree_); }
  base::Result<std::string> head() const { return TRY(git::read_head(repository_.repository(), worktree_.git_dir)).id; }

 private:
  Scratch(git::Runner repository, git::Worktree worktree)
      : repository_(std::move(repository)), worktree_(std::move(worktree)) {}
  git::Runner repository_;
  git::Worktree worktree_;
};

base::Result<std::string> tip_of(const git::Runner& runner, const std::string& branch) {
  const auto id = TRY(git::resolve_ref(runner.repository(), branch_ref(branch)));
  if (!id) return base::fail(fmt::format("Branch '{}' does not exist", branch));
  return *id;
}

base::Result<> move_branch(const git::Runner& runner, const std::string& branch, const std::string& to,
                           const std::string& from) {
  const git::RunOptions options{.access = git::Access::write};
  TRY_WITH(
      runner.without_worktree().output({"update-ref", "-m", "workmux merge", branch_ref(branch), to, from}, options),
      fmt::format("Branch '{}' moved while it was merged into; nothing was changed", branch));
  return {};
}

// The tip of the rebased branch. A guest's tree is never rebased in place: its state would be the guest's (SBX E28).
base::Result<std::string> rebase(const git::Runner& runner, const MergePlan& plan, const std::filesystem::path& scratch,
                                 const Voice& voice) {
  voice.say(fmt::format("Rebasing '{}' onto '{}'...", plan.branch, plan.target));
  const git::RunOptions options{.hooks = plan.hooks, .access = git::Access::write};
  if (!plan.guest_writable) {
    const os::Outcome outcome =
        TRY(runner.at(plan.source).run({"rebase", "--quiet", branch_ref(plan.target)}, options));
    if (outcome.ok()) return tip_of(runner, plan.branch);
    return std::unexpected(with_output(
        fmt::format("Rebase failed, likely due to conflicts. It is in progress in '{}'.", plan.source.path.string()),
        outcome,
        fmt::format("Resolve them there and run git rebase --continue (or git rebase --abort), then: {}",
                    retry_command(plan))));
  }
  const Scratch checkout = TRY(Scratch::create(runner, scratch, TRY(tip_of(runner, plan.branch))));
  git::RunOptions quiet = options;
  quiet.hooks = git::Hooks::off;
  const os::Outcome outcome = TRY(checkout.runner().run({"rebase", "--quiet", branch_ref(plan.target)}, quiet));
  if (outcome.ok()) return checkout.head();
  return std::unexpected(with_output(
      "Rebase failed, likely due to conflicts. Nothing was changed.", outcome,
      fmt::format("Rebase inside the sandbox (git rebase {}), then: {}", plan.target, retry_command(plan))));
}

}  // namespace

base::Result<> commit_staged(const git::Runner& runner, const MergePlan& plan) {
  git::RunOptions options{.hooks = plan.guest_writable ? git::Hooks::off : plan.hooks, .access = git::Access::write};
  std::vector<std::string> arguments = {"commit"};
  if (plan.interactive && !plan.guest_writable) {
    options.terminal = git::Terminal::inherit;
  } else {
    arguments.insert(arguments.end(), {"--quiet", "-m", fmt::format("Staged changes of {}", plan.branch)});
  }
  const os::Outcome outcome = TRY(runner.at(plan.source).run(arguments, options));
  if (outcome.ok()) return {};
  return std::unexpected(with_output("Failed to commit staged changes", outcome, "Nothing was merged."));
}

base::Result<> carry_out_merge(const git::Runner& runner, const MergePlan& plan, const std::filesystem::path& scratch,
                               const Voice& voice) {
  std::string tip = branch_ref(plan.branch);
  if (plan.strategy == config::MergeStrategy::rebase) tip = TRY(rebase(runner, plan, scratch, voice));
  if (plan.checkout) return apply(runner.at(*plan.checkout), plan, tip, voice);
  const std::string before = TRY(tip_of(runner, plan.target));
  const Scratch checkout = TRY(Scratch::create(runner, scratch, before));
  TRY(apply(checkout.runner(), plan, tip, voice));
  return move_branch(runner, plan.target, TRY(checkout.head()), before);
}

}  // namespace workflow
