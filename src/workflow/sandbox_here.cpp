#include "workflow/sandbox_here.h"

#include "base/clock.h"
#include "git/metadata.h"
#include "os/files.h"
#include "workflow/panes.h"
#include "workflow/subject.h"

namespace workflow {

namespace {

base::Result<> record_as_sandboxed(const World& world, const git::Worktree& worktree,
                                   const sandbox::Snapshot& snapshot) {
  if (worktree.is_main) return {};
  const git::WorktreeRecord* known = world.record_of(worktree.handle());
  git::WorktreeRecord record = known != nullptr ? *known : TRY(git::record_for(worktree));
  if (known == nullptr) {
    record.base = snapshot.base;
    record.created_at = snapshot.created_at;
  }
  record.sandbox = true;
  return git::save_record(world.record_directory(), worktree.handle(), record);
}

}  // namespace

base::Result<sandbox::Snapshot> snapshot_here(const Setting& setting) {
  const World world = TRY(look_around(setting));
  const git::Worktree worktree = TRY(named_worktree(world, ""));
  TRY(check_place(world, worktree));
  const config::Loaded loaded = TRY(load_config(world));
  sandbox::Snapshot snapshot;
  snapshot.worktree = TRY(os::real_path(worktree.path));
  snapshot.main_worktree = world.repository.bare ? std::filesystem::path() : world.repository.main_worktree;
  snapshot.common_dir = world.repository.common_dir;
  snapshot.git_dir = worktree.git_dir;
  snapshot.handle = worktree.handle();
  snapshot.project_id = world.repository.project_id;
  snapshot.branch = worktree.branch;
  snapshot.base = git::base_of(world.local, worktree.branch).value_or("");
  snapshot.agent = agent_profile(loaded.config, std::nullopt);
  snapshot.config = loaded.config;
  snapshot.created_at = base::unix_seconds();
  TRY(record_as_sandboxed(world, worktree, snapshot));
  snapshot.id = TRY(sandbox::write_snapshot(setting.paths.state, snapshot));
  return snapshot;
}

}  // namespace workflow
