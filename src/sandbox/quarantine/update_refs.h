#pragma once
// Ref updates in the real repository (SBX E1 2 (c), (d)).

#include <string>
#include <vector>

#include "base/result.h"
#include "git/runner.h"
#include "os/lock.h"
#include "sandbox/quarantine/decide.h"

namespace sandbox::quarantine {

// Moves all refs in one transaction of `git update-ref --stdin`, each only from its `before`. The process survives ours
// and holds the facade's lock meanwhile, so that a kill never leaves a half-done transaction or a lock file of git.
base::Result<> update_refs(const git::Runner& runner, const os::FileLock& lock, const std::vector<Move>& moves);

// Makes the worktree's HEAD name the branch or the commit. One process, as above.
base::Result<> update_head(const git::Runner& runner, const os::FileLock& lock, const HeadMove& head);

// Creates or moves one of our pins, whatever it was. One process.
base::Result<> pin(const git::Runner& runner, const os::FileLock& lock, const std::string& ref, const std::string& id);

// The input of `git update-ref --stdin -z`: deletions first.
std::string transaction_text(const std::vector<Move>& moves);

}  // namespace sandbox::quarantine
