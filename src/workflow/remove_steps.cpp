#include "workflow/remove_steps.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "git/metadata.h"
#include "git/refs.h"
#include "git/status.h"
#include "workflow/targets.h"

namespace workflow {

base::Result<> mark_dirty(const World& world, const git::Runner& runner, std::vector<Candidate>& candidates) {
  for (Candidate& candidate : candidates) {
    const git::Worktree& worktree = candidate.worktree;
    if (worktree.missing) continue;
    const auto tree = world.is_guest_writable(worktree.path) ? git::Tree::guest_writable : git::Tree::ours;
    candidate.dirty = TRY(git::has_uncommitted_work(runner.at(worktree), tree));
  }
  return {};
}

base::Result<> mark_unmerged(const World& world, const git::Runner& runner, const config::Config& config,
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
  return {};
}

bool is_locked(const git::Worktree& worktree) {
  return worktree.locked && worktree.lock_reason != "initializing";
}

CleanupRequest Remover::cleanup_of(const git::Worktree& worktree, const RemoveRequest& request) const {
  CleanupRequest cleanup;
  cleanup.worktree = worktree;
  cleanup.branch = request.keep_branch ? Branch::keep : Branch::remove;
  cleanup.hooks = request.skip_hooks ? RunHooks::no : RunHooks::yes;
  const auto main = git::default_branch(world_.repository, loaded_.config.main_branch.value_or(""));
  if (main) cleanup.select = target_prefix(loaded_.config) + *main;
  return cleanup;
}

base::Result<Cleanup> Remover::plan(const CleanupRequest& cleanup) {
  const mux::Snapshot snapshot = TRY(multiplexer_.snapshot());
  return plan_cleanup(world_, loaded_.config, snapshot, multiplexer_.current_pane(), cleanup);
}

base::Result<> Remover::remove(const git::Worktree& worktree, const RemoveRequest& request, Announce announce) {
  const CleanupRequest cleanup = cleanup_of(worktree, request);
  const Cleanup planned = TRY(plan(cleanup));
  TRY(run_pre_remove(world_, loaded_, cleanup, voice_));
  const std::string handle = base::sanitise_line(worktree.handle());
  const std::string branch = base::sanitise_line(worktree.branch);
  const std::string done = worktree.branch.empty() ? fmt::format("✓ Removed worktree '{}'", handle)
                           : request.keep_branch
                               ? fmt::format("✓ Removed worktree '{}' (branch '{}' kept)", handle, branch)
                               : fmt::format("✓ Removed worktree '{}' and branch '{}'", handle, branch);
  const bool tells = announce == Announce::each;
  if (planned.inside && tells) voice_.say(done);  // afterwards nobody can read it
  TRY(clean_up(world_.setting, multiplexer_, planned));
  if (!planned.inside && tells) voice_.say(done);
  if (!planned.removal.branch.empty()) {
    const std::string tip = planned.removal.branch_tip.substr(0, 12);
    voice_.warn(fmt::format("  The branch was at {}; bring it back with: git branch {} {}", tip, branch, tip));
  }
  return {};
}

base::Result<> Remover::describe(const Candidate& candidate, const RemoveRequest& request) {
  const git::Worktree& worktree = candidate.worktree;
  const Cleanup planned = TRY(plan(cleanup_of(worktree, request)));
  const Removal& removal = planned.removal;
  const std::string branch = base::sanitise_line(worktree.branch);
  voice_.say(fmt::format("Would remove worktree '{}' ({})", base::sanitise_line(removal.handle),
                         base::sanitise_line(removal.path.string())));
  if (!removal.branch.empty()) {
    voice_.say(fmt::format("  delete branch '{}', now at {}", branch, removal.branch_tip.substr(0, 12)));
  } else if (!branch.empty()) {
    voice_.say(fmt::format("  keep branch '{}'", branch));
  }
  if (!removal.windows.empty()) voice_.say(fmt::format("  close {} window(s)", removal.windows.size()));
  if (!removal.sessions.empty()) voice_.say(fmt::format("  close {} session(s)", removal.sessions.size()));
  const auto& hooks = loaded_.config.pre_remove;
  if (hooks && !request.skip_hooks && !worktree.missing) {
    for (const std::string& hook : *hooks) voice_.say("  run " + base::sanitise_line(hook));
  }
  if (request.force) return {};
  if (candidate.dirty) voice_.say("  but it has uncommitted changes: only with --force");
  if (candidate.unmerged && !request.keep_branch) {
    voice_.say(
        fmt::format("  after a question: it has commits not merged into '{}'", base::sanitise_line(candidate.base)));
  }
  return {};
}

base::Result<bool> Remover::is_around_us(const git::Worktree& worktree, const RemoveRequest& request) {
  return TRY(plan(cleanup_of(worktree, request))).inside;
}

}  // namespace workflow
