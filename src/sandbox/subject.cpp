#include "sandbox/subject.h"

#include "base/digest.h"

namespace sandbox {

quarantine::Subject subject_of(const Snapshot& snapshot, const os::Paths& paths, const os::Environment& environment) {
  quarantine::Subject subject;
  subject.worktree = snapshot.worktree;
  subject.common_dir = snapshot.common_dir;
  subject.git_dir = snapshot.git_dir;
  subject.handle = snapshot.handle;
  subject.project_id = snapshot.project_id;
  // All sandboxes of a worktree share one facade, and so its pins.
  subject.sandbox_id = base::sha256_hex(snapshot.worktree.string()).substr(0, 16);
  subject.branch = snapshot.branch;
  subject.facade = paths.state / "sandbox" / "git" / snapshot.project_id / snapshot.handle;
  subject.environment = environment;
  return subject;
}

}  // namespace sandbox
