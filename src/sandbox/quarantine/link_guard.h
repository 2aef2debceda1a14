#pragma once
// Guard: the `.git` of the worktree must name the git directory of the host's record, never choose one (SBX E3).

#include "base/result.h"
#include "sandbox/quarantine/subject.h"

namespace sandbox::quarantine {

// Fine when `<worktree>/.git` is the recorded git directory itself or a link file that names it. Errors: anything else.
base::Result<> check_git_link(const Subject& subject);

}  // namespace sandbox::quarantine
