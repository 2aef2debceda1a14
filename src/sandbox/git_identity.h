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

// Asks the host's git once, with the worktree as its work tree, so that conditional includes count, while the caller
// does something else. Failures give empty values: a missing identity must not keep a sandbox from starting.
class GitIdentityQuestion {
 public:
  GitIdentityQuestion(const Snapshot& snapshot, const os::Environment& environment);
  GitIdentity answer();

 private:
  std::optional<os::Child> git_;
};

}  // namespace sandbox
