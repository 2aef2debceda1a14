#include "workflow/remove.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/unicode.h"
#include "git/refs.h"
#include "git/repository_lock.h"
#include "workflow/remove_steps.h"
#include "workflow/remove_sweep.h"
#include "workflow/sandboxes.h"
#include "workflow/subject.h"
#include "workflow/targets.h"
#include "workflow/trust.h"

namespace workflow {

namespace {

base::Result<> check_branch(const World& world, const git::Worktree& worktree, const config::Config& config,
                            const RemoveRequest& request) {
  if (worktree.branch.empty() || request.keep_branch) return {};
  const auto main = git::default_branch(world.repository, config.main_branch.value_or(""));
  if (main && *main == worktree.branch) return base::fail("Cannot delete the main branch");
  return {};
}

base::Result<> refuse_dirty(const std::vector<Candidate>& candidates, const Voice& voice) {
  if (std::ranges::none_of(candidates, &Candidate::dirty)) return {};
  voice.warn("The following worktrees have uncommitted changes:");
  for (const Candidate& candidate : candidates) {
    if (candidate.dirty) voice.warn("  - " + candidate.worktree.handle());
  }
  return base::fail("Cannot remove worktrees with uncommitted changes. Use --force to override.");
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

// Every name is resolved and checked before anything is removed.
base::Result<std::vector<Candidate>> named_candidates(const World& world, const config::Config& config,
                                                      const RemoveRequest& request) {
  std::vector<Candidate> candidates;
  const std::vector<std::string> names = request.names.empty() ? std::vector<std::string>{""} : request.names;
  for (const std::string& name : names) {
    const git::Worktree worktree = TRY(doomed_worktree(world, name));
    TRY(check_branch(world, worktree, config, request));
    if (is_locked(worktree) && !request.force) {
      return base::fail(
          fmt::format("Worktree '{}' is locked{}", worktree.handle(),
                      worktree.lock_reason.empty() ? "" : ": " + base::sanitise_line(worktree.lock_reason)),
          "Unlock it with 'git worktree unlock', or use --force.");
    }
    candidates.push_back({.worktree = worktree, .base = ""});
  }
  return candidates;
}

base::Result<int> remove_named(const World& world, const git::Runner& runner, const config::Loaded& loaded,
                               Remover& remover, const RemoveRequest& request, const Voice& voice) {
  std::vector<Candidate> candidates = TRY(named_candidates(world, loaded.config, request));
  if (request.dry_run) {
    TRY(mark_dirty(world, runner, candidates));
    TRY(mark_unmerged(world, runner, loaded.config, candidates));
    for (const Candidate& candidate : candidates) TRY(remover.describe(candidate, request));
    return 0;
  }
  for (const Candidate& candidate : candidates) {
    TRY(report_import(world, candidate.worktree, request.force, voice));
    TRY(note_guest_content(world, candidate.worktree));
  }
  if (request.force) return remove_forced(remover, candidates, request, voice);
  TRY(mark_dirty(world, runner, candidates));
  TRY(refuse_dirty(candidates, voice));
  if (!request.keep_branch) TRY(mark_unmerged(world, runner, loaded.config, candidates));
  std::ranges::stable_partition(candidates, [](const Candidate& c) { return !c.unmerged; });
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

}  // namespace

base::Result<int> remove(const Setting& setting, const RemoveRequest& request, const Voice& voice) {
  World world = TRY(look_around(setting));
  const config::Loaded loaded = TRY(load_config(world));
  const git::Runner runner = TRY(git_runner(world));
  std::vector<std::string> warnings;
  const auto multiplexer = TRY(open_multiplexer(setting, &loaded.config, warnings));
  for (const std::string& warning : warnings) voice.warn(warning);
  if (request.gone) TRY(fetch_pruning(runner));
  const os::FileLock lock = TRY(git::lock_repository(
      world.repository, [&] { voice.warn("Waiting for another workmux command in this repository..."); }));
  TRY(look_again(world));
  if (!request.dry_run) {
    for (const std::string& note : finish_interrupted(setting, world.repository)) voice.warn(note);
  }
  TRY(look_again(world));

  Remover remover(world, loaded, *multiplexer, voice);
  if (request.all || request.gone) return sweep(world, runner, loaded, remover, request, voice);
  return remove_named(world, runner, loaded, remover, request, voice);
}

}  // namespace workflow
