#pragma once
// Who the user is for git (SBX 12.1).

#include <optional>
#include <string>

#include "os/environment.h"
#include "os/process.h"
#include "sandbox/snapshot.h"

namespace sandbox {

struct GitIdentity {
  std::string name;   // empty: not set
  std::string email;  // empty: not set
};

// From git's settings files; where these hold conditions, from the host's git, which is asked once, with the worktree
// as its work tree, while the caller does something else. Failures give empty values: a missing identity must not keep
// a sandbox from starting.
class GitIdentityQuestion {
 public:
  GitIdentityQuestion(const Snapshot& snapshot, const os::Environment& environment);
  GitIdentity answer();

 private:
  GitIdentity known_;
  std::optional<os::Child> git_;
};

}  // namespace sandbox
