#include "workflow/subject.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "git/metadata.h"
#include "git/refs.h"
#include "os/files.h"

namespace workflow {

base::Result<git::Worktree> named_worktree(const World& world, std::string_view name) {
  if (name.empty() || name == ".") return git::current_worktree(world.repository, world.worktrees);
  return git::find_worktree(world.worktrees, name);
}

base::Result<git::Worktree> doomed_worktree(const World& world, std::string_view name) {
  git::Worktree worktree = TRY(named_worktree(world, name));
  if (!name.empty() && name != ".") {
    if (const auto other = git::other_meaning(world.worktrees, name)) {
      return base::fail(fmt::format("'{0}' is the worktree '{1}' and the branch of the worktree '{2}'",
                                    base::sanitise_line(name), worktree.path.string(), other->path.string()),
                        "Name the one you mean by what only it has: its directory name or its branch.");
    }
  }
  if (worktree.is_main) {
    return base::fail(fmt::format("Cannot remove branch '{}' because it is checked out in the main worktree",
                                  base::sanitise_line(worktree.branch)));
  }
  TRY(check_place(world, worktree));
  return worktree;
}

base::Result<> check_place(const World& world, const git::Worktree& worktree) {
  for (const git::NamedRecord& named : world.records.records) {
    const bool same_branch = !worktree.branch.empty() && named.record.branch == worktree.branch;
    if (!same_branch || named.handle == worktree.handle()) continue;
    const auto path = os::real_path(worktree.path).value_or(worktree.path);
    const bool elsewhere = named.record.path != path && os::status_of(named.record.path);
    if (elsewhere) {
      return base::fail(fmt::format("git says that '{}' is checked out in '{}', but its worktree was made at '{}'",
                                    base::sanitise_line(worktree.branch), path.string(), named.record.path.string()),
                        "Somebody changed the repository's worktree files; 'git worktree repair' puts them right.");
    }
  }
  const git::WorktreeRecord* record = world.record_of(worktree.handle());
  if (record == nullptr && worktree.missing) return {};
  // Without a record, git and the disk must at least agree with each other.
  git::WorktreeRecord place = record != nullptr ? *record : TRY(git::record_for(worktree));
  place.branch = worktree.branch;
  return git::check(place, worktree);
}

base::Result<std::string> merge_base_branch(const World& world, const git::Worktree& worktree,
                                            const std::string& main_branch) {
  const auto stored = git::base_of(world.local, worktree.branch);
  if (stored && git::is_valid_branch_name(*stored) && TRY(git::local_branch_exists(world.repository, *stored))) {
    return *stored;
  }
  return main_branch;
}

}  // namespace workflow
