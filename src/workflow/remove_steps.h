#pragma once
// What the removal of named worktrees and of all of them have in common.

#include <string>
#include <vector>

#include "base/result.h"
#include "git/runner.h"
#include "mux/multiplexer.h"
#include "workflow/cleanup.h"
#include "workflow/remove.h"

namespace workflow {

struct Candidate {
  git::Worktree worktree;
  std::string base;       // that the branch was compared with
  bool dirty = false;     // uncommitted changes
  bool unmerged = false;  // commits that the base does not hold, or a base that nobody knows
};

// Sets `dirty`; a missing directory is clean. One process for each worktree.
base::Result<> mark_dirty(const World& world, const git::Runner& runner, std::vector<Candidate>& candidates);

// Sets `base` and `unmerged` (WT 13.3).
base::Result<> mark_unmerged(const World& world, const git::Runner& runner, const config::Config& config,
                             std::vector<Candidate>& candidates);

// A lock that the user set (WT-W10).
bool is_locked(const git::Worktree& worktree);

enum class Announce { each, none };

// Removes one worktree after another.
class Remover {
 public:
  Remover(const World& world, const config::Loaded& loaded, mux::Multiplexer& multiplexer, const Voice& voice)
      : world_(world), loaded_(loaded), multiplexer_(multiplexer), voice_(voice) {}

  base::Result<> remove(const git::Worktree& worktree, const RemoveRequest& request,
                        Announce announce = Announce::each);

  // Tells what remove() would do, and changes nothing (WT-W54).
  base::Result<> describe(const Candidate& candidate, const RemoveRequest& request);

  // Our own window is among those that go.
  base::Result<bool> is_around_us(const git::Worktree& worktree, const RemoveRequest& request);

 private:
  CleanupRequest cleanup_of(const git::Worktree& worktree, const RemoveRequest& request) const;
  base::Result<Cleanup> plan(const CleanupRequest& cleanup);

  const World& world_;
  const config::Loaded& loaded_;
  mux::Multiplexer& multiplexer_;
  const Voice& voice_;
};

}  // namespace workflow
