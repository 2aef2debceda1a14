#include "workflow/remove_sweep.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "git/metadata.h"
#include "git/refs.h"
#include "git/status.h"
#include "git/upstream.h"
#include "workflow/sandboxes.h"
#include "workflow/subject.h"

namespace workflow {

namespace {

constexpr int kListedCommits = 10;

base::Result<std::vector<Candidate>> find(const World& world, const config::Config& config,
                                          const RemoveRequest& request) {
  std::vector<Candidate> found;
  const auto main = git::default_branch(world.repository, config.main_branch.value_or(""));
  for (const git::Worktree& worktree : world.worktrees) {
    if (worktree.is_main || worktree.bare || worktree.branch.empty()) continue;
    if (main && worktree.branch == *main) continue;
    if (request.gone && !TRY(git::upstream_is_gone(world.repository, world.local, worktree.branch))) continue;
    found.push_back({.worktree = worktree, .base = ""});
  }
  return found;
}

// What is left out, and why.
struct Skipped {
  std::vector<std::string> dirty;
  std::vector<std::string> unmerged;
  std::vector<std::string> locked;
  bool any() const { return !dirty.empty() || !unmerged.empty() || !locked.empty(); }
};

Skipped take_out(std::vector<Candidate>& candidates, const RemoveRequest& request) {
  Skipped skipped;
  if (request.force) return skipped;
  std::erase_if(candidates, [&](const Candidate& candidate) {
    const std::string name = base::sanitise_line(candidate.worktree.branch);
    if (candidate.dirty) {
      skipped.dirty.push_back(name);
    } else if (is_locked(candidate.worktree)) {
      skipped.locked.push_back(name);
    } else if (candidate.unmerged && !request.gone && !request.keep_branch) {
      skipped.unmerged.push_back(name);
    } else {
      return false;
    }
    return true;
  });
  return skipped;
}

void tell(const std::vector<std::string>& names, const char* why, const Voice& voice) {
  if (names.empty()) return;
  voice.say(fmt::format("Skipping {} worktree(s) {}:", names.size(), why));
  for (const std::string& name : names) voice.say("  - " + name);
}

void tell(const Skipped& skipped, const Voice& voice) {
  tell(skipped.dirty, "with uncommitted changes", voice);
  tell(skipped.unmerged, "with unmerged commits", voice);
  tell(skipped.locked, "that are locked", voice);
}

// Commits that neither a remote nor the base holds: they are all that would be lost (WT-W7).
base::Result<std::vector<std::string>> only_here(const git::Runner& runner, const Candidate& candidate) {
  if (!candidate.unmerged) return std::vector<std::string>();
  std::vector<std::string> words = {"log",
                                    "--no-color",
                                    "--format=%h %s",
                                    fmt::format("-{}", kListedCommits + 1),
                                    "refs/heads/" + candidate.worktree.branch,
                                    "--not",
                                    "--remotes"};
  if (const auto known = TRY(git::comparison_commit(runner, candidate.base))) words.push_back(*known);
  words.emplace_back("--");
  std::vector<std::string> commits = base::lines(TRY(runner.output(words)));
  if (commits.size() > kListedCommits) commits.back() = "...";
  return commits;
}

base::Result<> announce(const git::Runner& runner, const std::vector<Candidate>& candidates,
                        const RemoveRequest& request, const Voice& voice) {
  voice.say(request.gone ? "The following worktrees have gone upstreams and will be removed:"
                         : "The following worktrees will be removed:");
  for (const Candidate& candidate : candidates) {
    voice.say("  - " + base::sanitise_line(candidate.worktree.branch));
    if (request.keep_branch) continue;
    for (const std::string& commit : TRY(only_here(runner, candidate))) {
      voice.say("      only here: " + base::sanitise_line(commit));
    }
  }
  return {};
}

base::Result<> remove_one(const World& world, const Candidate& candidate, Remover& remover,
                          const RemoveRequest& request, const Voice& voice) {
  TRY(check_place(world, candidate.worktree));
  TRY(report_import(world, candidate.worktree, request.force, voice));
  return remover.remove(candidate.worktree, request, Announce::none);
}

}  // namespace

base::Result<> fetch_pruning(const git::Runner& runner) {
  const git::RunOptions options{.access = git::Access::write, .network = git::Network::user};
  TRY_WITH(runner.output({"fetch", "--prune", "--quiet"}, options), "Failed to fetch from the remote");
  return {};
}

base::Result<int> sweep(const World& world, const git::Runner& runner, const config::Loaded& loaded, Remover& remover,
                        const RemoveRequest& request, const Voice& voice) {
  std::vector<Candidate> candidates = TRY(find(world, loaded.config, request));
  if (candidates.empty()) {
    voice.say(request.gone ? "No worktrees with gone upstreams found." : "No worktrees to remove.");
    return 0;
  }
  if (!request.force) TRY(mark_dirty(world, runner, candidates));
  if (!request.keep_branch) TRY(mark_unmerged(world, runner, loaded.config, candidates));
  const Skipped skipped = take_out(candidates, request);
  if (candidates.empty()) {
    voice.say(request.gone ? "No worktrees to remove." : "No removable worktrees found.");
    tell(skipped, voice);
    voice.say("Use --force to remove these anyway.");
    return 0;
  }
  if (request.dry_run) {
    for (const Candidate& candidate : candidates) TRY(remover.describe(candidate, request));
    tell(skipped, voice);
    return 0;
  }
  TRY(announce(runner.without_worktree(), candidates, request, voice));
  tell(skipped, voice);
  if (!request.force && !request.assume_yes) {
    const Answer answer = voice.ask(fmt::format("Are you sure you want to remove {}{} worktree(s)? [y/N] ",
                                                request.gone ? "" : "ALL ", candidates.size()));
    if (answer != Answer::yes) {
      voice.say("Aborted.");
      if (answer == Answer::no) return 0;
      voice.warn("Nobody answered. Use --force to remove without a question.");
      return 1;
    }
  }
  // The one whose window we are in comes last: it takes us along.
  std::vector<Candidate> last;
  std::vector<std::string> failures;
  size_t removed = 0;
  const auto remove = [&](const Candidate& candidate) {
    const auto done = remove_one(world, candidate, remover, request, voice);
    if (done) ++removed;
    if (!done) failures.push_back(fmt::format("{}: {}", candidate.worktree.handle(), done.error().message));
  };
  for (const Candidate& candidate : candidates) {
    const auto around = remover.is_around_us(candidate.worktree, request);
    if (around && *around)
      last.push_back(candidate);
    else
      remove(candidate);
  }
  if (!last.empty() && failures.empty()) {
    voice.say(fmt::format("✓ Successfully removed {} worktree(s)", removed + last.size()));
  }
  for (const Candidate& candidate : last) remove(candidate);
  if (removed > 0 && last.empty()) voice.say(fmt::format("✓ Successfully removed {} worktree(s)", removed));
  if (failures.empty()) return 0;
  voice.warn(fmt::format("Failed to remove {} worktree(s):", failures.size()));
  for (const std::string& failure : failures) voice.warn("  - " + base::sanitise_line(failure));
  return base::fail("Some worktrees could not be removed");
}

}  // namespace workflow
