#include "workflow/sync_files.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "os/files.h"

namespace workflow {

namespace {

// A branch may carry an old configuration: the one of the main worktree's equivalent directory counts.
base::Result<config::Loaded> main_config(const World& world) {
  const config::Loaded here = TRY(load_config(world));
  const auto& main = world.repository.main_worktree;
  if (world.repository.bare) return here;
  Setting setting = world.setting;
  setting.directory = main / here.relative_dir;
  const auto status = os::status_following(setting.directory);
  if (!status || status->type != os::FileType::directory) setting.directory = main;
  return load_config(TRY(look_around(setting)));
}

base::Result<std::vector<git::Worktree>> targets(const World& world, const SyncRequest& request) {
  std::vector<git::Worktree> found;
  if (request.all) {
    for (const git::Worktree& worktree : world.worktrees) {
      if (!worktree.is_main && !worktree.missing) found.push_back(worktree);
    }
    if (found.empty()) return base::fail("No worktrees found (besides main)");
    return found;
  }
  found.push_back(TRY(git::current_worktree(world.repository, world.worktrees)));
  if (found.front().is_main) {
    return base::fail("Current directory is the main worktree. Run this from inside a worktree, or use --all.");
  }
  return found;
}

}  // namespace

base::Result<> sync_files(const Setting& setting, const SyncRequest& request, const Voice& voice) {
  const World world = TRY(look_around(setting));
  const std::vector<git::Worktree> worktrees = TRY(targets(world, request));
  const config::Loaded loaded = TRY(main_config(world));
  for (const config::Warning& warning : loaded.warnings) voice.warn("workmux: " + warning.text);
  const git::Runner runner = TRY(git_runner(world));
  const FilePlan plan = TRY_WITH(plan_files(world, runner, loaded), "Failed to perform file operations");
  for (const git::Worktree& worktree : worktrees) {
    TRY_WITH(apply_files(world, runner, plan, worktree, request.overwrite, voice), "Failed to perform file operations");
    voice.say(fmt::format("✓ Synced files to '{}'", base::sanitise_line(worktree.handle())));
  }
  return {};
}

}  // namespace workflow
