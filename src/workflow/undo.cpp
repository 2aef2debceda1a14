#include "workflow/undo.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "git/repository_lock.h"
#include "workflow/deleted_branches.h"
#include "workflow/removal.h"

namespace workflow {

base::Result<> undo(const Setting& setting, const Voice& voice) {
  const World world = TRY(look_around(setting));
  const git::Runner runner = TRY(git_runner(world)).without_worktree();
  const os::FileLock lock = TRY(git::lock_repository(
      world.repository, [&] { voice.warn("Waiting for another workmux command in this repository..."); }));
  for (const std::string& note : finish_interrupted(setting, world.repository)) voice.warn(note);
  const auto deleted = deleted_branches(setting.paths, world.repository);
  if (deleted.empty()) {
    return base::fail("There is nothing to undo in this repository",
                      "Branches that 'workmux remove' and 'workmux merge' deleted are kept for 30 days.");
  }
  const DeletedBranch& last = deleted.back();
  TRY(restore_deleted(setting.paths, runner, last));
  const std::string branch = base::sanitise_line(last.branch);
  voice.say(fmt::format("✓ Restored branch '{}' at {}", branch, last.tip.substr(0, 12)));
  voice.say(fmt::format("  Open it with: workmux add {}", branch));
  return {};
}

}  // namespace workflow
