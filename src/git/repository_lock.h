#pragma once
// The one lock per repository (WT 21): everything that changes branches, worktrees or settings holds it.

#include <functional>

#include "base/result.h"
#include "git/repository.h"
#include "os/lock.h"

namespace git {

// Takes `<common dir>/.workmux.lock`, the file that older versions lock too, and waits as long as it takes. `on_wait`
// is called once after 2 s, so that the user learns why nothing happens. The lock goes with its holder.
base::Result<os::FileLock> lock_repository(const Repository& repository, const std::function<void()>& on_wait = {});

}  // namespace git
