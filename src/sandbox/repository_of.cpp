#include "sandbox/repository_of.h"

#include "os/files.h"

namespace sandbox {

git::Repository repository_of(const Snapshot& snapshot) {
  git::Repository repository;
  repository.common_dir = snapshot.common_dir;
  repository.bare = snapshot.main_worktree.empty();
  repository.main_worktree = repository.bare ? snapshot.common_dir : snapshot.main_worktree;
  repository.worktree = snapshot.worktree;
  repository.git_dir = snapshot.git_dir;
  repository.project_name = repository.main_worktree.filename().string();
  repository.project_id = snapshot.project_id;
  const bool reftable = os::status_of(snapshot.common_dir / "reftable").has_value();
  repository.ref_format = reftable ? git::RefFormat::other : git::RefFormat::files;
  return repository;
}

}  // namespace sandbox
