#pragma once
// Where things are inside the facade's directory, and how we read and run git for a subject.

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "git/runner.h"
#include "os/lock.h"
#include "sandbox/quarantine/subject.h"

namespace sandbox::quarantine {

struct Layout {
  std::filesystem::path root;
  std::filesystem::path git;    // the only part that a guest can write: its common dir
  std::filesystem::path info;   // bound read-only over objects/info
  std::filesystem::path empty;  // bound read-only over what the real repository lacks
  std::filesystem::path host;   // our notes; no guest sees them
  std::filesystem::path lock;   // held by whoever changes anything here
  std::string own;              // the worktree's admin directory relative to the common dir; empty for a main checkout

  // "HEAD" of the own admin directory, relative to the common dir.
  std::string own_file(std::string_view name) const;
};

Layout layout_of(const Subject& subject);

// The descriptor under which a child of ours holds the facade's lock: until it ends, no other import begins, even when
// we are killed.
inline constexpr int kLockInChild = 9;

// The lock of the facade, waiting up to a minute. The root must exist.
base::Result<os::FileLock> lock_facade(const Layout& layout);

// Hardened git on the real repository, seen from the subject's worktree. Its program is never found in a tree that the
// guest can write.
base::Result<git::Runner> runner_of(const Subject& subject);

}  // namespace sandbox::quarantine
