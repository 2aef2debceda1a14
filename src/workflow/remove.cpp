#include "workflow/remove.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/unicode.h"
#include "git/metadata.h"
#include "git/refs.h"
#include "git/repository_lock.h"
#include "git/status.h"
#include "workflow/cleanup.h"
#include "workflow/sandboxes.h"
#include "workflow/subject.h"
#include "workflow/targets.h"

namespace workflow {

namespace {

struct Candidate {
  git::Worktree worktree;
  std::string base;
  bool unmerged = false;
};

git::Tree tree_of(const World& world, const git::Worktree& worktree) {
  return world.is_guest_writable(worktree.path) ? git::Tree::guest_writable : git::Tree::ours;
}

base::Result<> check_branch(const World& world, const git::Worktree& worktree, const config::Config& config,
                            const RemoveRequest& request) {
  if (worktree.branch.empty() || request.keep_branch) return {};
  const auto main = git::default_branch(world.repository, config.main_branch.value_or(""));
  if (main && *main == worktree.branch) return base::fail("Cannot delete the main branch");
  return {};
}

base::Result<> refuse_dirty(const World& world, const git::Runner& runner, const std::vector<Candidate>& candidates,
                            const Voice& voice) {
  std::vector<std::string> dirty;
  for (const Candidate& candidate : candidates) {
    if (candidate.worktree.missing) continue;
    if (TRY(git::has_uncommitted_work(runner.at(candidate.worktree), tree_of(world, candidate.worktree)))) {
      dirty.push_back(candidate.worktree.handle());
    }
  }
  if (dirty.empty()) return {};
  voice.warn("The following worktrees have uncommitted changes:");
  for (const std::string& handle : dirty) voice.warn("  - " + handle);
  return base::fail("Cannot remove worktrees with uncommitted changes. Use --force to override.");
}

base::Result<> find_unmerged(const World& world, const git::Runner& runner, const config::Config& config,
                             std::vector<Candidate>& candidates) {
  const std::string main = git::default_branch(world.repository, config.main_branch.value_or("")).value_or("main");
  for (Candidate& candidate : candidates) {
    if (candidate.worktree.branch.empty()) continue;
    candidate.base = git::base_of(world.local, candidate.worktree.branch).value_or(main);
    git::Merged merged = TRY(git::merged_state(runner.without_worktree(), candidate.worktree.branch, candidate.base));
    if (merged == git::Merged::unknown_base && candidate.base != main) {
      candidate.base = main;  // the base is gone: the main branch decides, and when that is unknown, the user (WT-W4)
      merged = TRY(git::merged_state(runner.without_worktree(), candidate.worktree.branch, main));
    }
    candidate.unmerged = !git::is_merged(merged);
  }
  std::ranges::stable_partition(candidates, [](const Candidate& c) { return !c.unmerged; });
  return {};
}

Answer confirm(const std::vector<Candidate>& candidates, const Voice& voice) {
  const bool any = std::ranges::any_of(candidates, &Candidate::unmerged);
  if (!any) return Answer::yes;
  voice.say("The following branches have commits not merged into their base:");
  for (const Candidate& candidate : candidates) {
    if (!candidate.unmerged) continue;
    voice.say(fmt::format("  - {} (base: {})", base::sanitise_line(candidate.worktree.branch),
                          base::sanitise_line(candidate.base)));
  }
  voice.say("");
  voice.say("This will delete the worktree, the window, and the local branch.");
  return voice.ask("Are you sure you want to continue? [y/N] ");
}

class Remover {
 public:
  Remover(const World& world, const config::Loaded& loaded, mux::Multiplexer& multiplexer, const Voice& voice)
      : world_(world), loaded_(loaded), multiplexer_(multiplexer), voice_(voice) {}

  base::Result<> remove(const git::Worktree& worktree, const RemoveRequest& request) {
    CleanupRequest cleanup;
    cleanup.worktree = worktree;
    cleanup.branch = request.keep_branch ? Branch::keep : Branch::remove;
    cleanup.hooks = request.skip_hooks ? RunHooks::no : RunHooks::yes;
    const auto main = git::default_branch(world_.repository, loaded_.config.main_branch.value_or(""));
    if (main) cleanup.select = target_prefix(loaded_.config) + *main;
    const mux::Snapshot snapshot = TRY(multiplexer_.snapshot());
    const Cleanup plan = TRY(plan_cleanup(world_, loaded_.config, snapshot, multiplexer_.current_pane(), cleanup));
    TRY(run_pre_remove(world_, loaded_, cleanup, voice_));
    const std::string handle = base::sanitise_line(worktree.handle());
    const std::string branch = base::sanitise_line(worktree.branch);
    const std::string done = worktree.branch.empty() ? fmt::format("✓ Removed worktree '{}'", handle)
                             : request.keep_branch
                                 ? fmt::format("✓ Removed worktree '{}' (branch '{}' kept)", handle, branch)
                                 : fmt::format("✓ Removed worktree '{}' and branch '{}'", handle, branch);
    if (plan.inside) voice_.say(done);  // afterwards nobody can read it
    TRY(clean_up(world_.setting, multiplexer_, plan));
    if (!plan.inside) voice_.say(done);
    if (!plan.removal.branch.empty()) {
      voice_.warn(fmt::format("  The branch was at {}; bring it back with: git branch {} {}",
                              plan.removal.branch_tip.substr(0, 12), branch, plan.removal.branch_tip.substr(0, 12)));
    }
    return {};
  }

 private:
  const World& world_;
  const config::Loaded& loaded_;
  mux::Multiplexer& multiplexer_;
  const Voice& voice_;
};

base::Result<int> remove_forced(Remover& remover, const std::vector<Candidate>& candidates,
                                const RemoveRequest& request, const Voice& voice) {
  if (candidates.size() == 1) {
    TRY_WITH(remover.remove(candidates.front().worktree, request), "Failed to remove worktree");
    return 0;
  }
  std::vector<std::string> failures;
  for (const Candidate& candidate : candidates) {
    const auto removed = remover.remove(candidate.worktree, request);
    if (!removed) failures.push_back(fmt::format("{}: {}", candidate.worktree.handle(), removed.error().message));
  }
  if (failures.empty()) return 0;
  voice.warn(fmt::format("Failed to remove {} worktree(s):", failures.size()));
  for (const std::string& failure : failures) voice.warn("  - " + failure);
  return base::fail("Some worktrees could not be removed");
}

}  // namespace

base::Result<int> remove(const Setting& setting, const RemoveRequest& request, const Voice& voice) {
  World world = TRY(look_around(setting));
  const config::Loaded loaded = TRY(load_config(world));
  const git::Runner runner = TRY(git_runner(world));
  std::vector<std::string> warnings;
  const auto multiplexer = TRY(open_multiplexer(setting, &loaded.config, warnings));
  for (const std::string& warning : warnings) voice.warn(warning);
  const os::FileLock lock = TRY(git::lock_repository(
      world.repository, [&] { voice.warn("Waiting for another workmux command in this repository..."); }));
  TRY(look_again(world));
  for (const std::string& note : finish_interrupted(setting, world.repository)) voice.warn(note);
  TRY(look_again(world));

  std::vector<Candidate> candidates;
  const std::vector<std::string> names = request.names.empty() ? std::vector<std::string>{""} : request.names;
  for (const std::string& name : names) {
    const git::Worktree worktree = TRY(doomed_worktree(world, name));
    TRY(check_branch(world, worktree, loaded.config, request));
    if (worktree.locked && !request.force && worktree.lock_reason != "initializing") {
      return base::fail(
          fmt::format("Worktree '{}' is locked{}", worktree.handle(),
                      worktree.lock_reason.empty() ? "" : ": " + base::sanitise_line(worktree.lock_reason)),
          "Unlock it with 'git worktree unlock', or use --force.");
    }
    candidates.push_back({.worktree = worktree, .base = "", .unmerged = false});
  }
  Remover remover(world, loaded, *multiplexer, voice);
  for (const Candidate& candidate : candidates) TRY(report_import(world, candidate.worktree, request.force, voice));
  if (request.force) return remove_forced(remover, candidates, request, voice);
  TRY(refuse_dirty(world, runner, candidates, voice));
  if (!request.keep_branch) TRY(find_unmerged(world, runner, loaded.config, candidates));
  const Answer answer = request.keep_branch || request.assume_yes ? Answer::yes : confirm(candidates, voice);
  if (answer != Answer::yes) {
    voice.say("Aborted.");
    if (answer == Answer::no) return 0;
    voice.warn("Nobody answered. Use --force to remove without a question.");
    return 1;
  }
  for (const Candidate& candidate : candidates) {
    TRY_WITH(remover.remove(candidate.worktree, request), "Failed to remove worktree");
  }
  return 0;
}

}  // namespace workflow
