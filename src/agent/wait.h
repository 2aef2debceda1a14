#pragma once
// When `wait` is over for a worktree (AGT 8.2), and how times are written by `status` and `wait`. Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/reconcile.h"

namespace agent {

enum class WaitState {
  pending,
  reached,   // an agent has the status
  merged,    // its agent and its directory are gone: counts as reached
  vanished,  // its agent is gone, the directory is not
};

struct WaitView {
  std::vector<const LiveAgent*> agents = {};  // of the worktree
  bool has_suspect = false;                   // one that seems gone but is still given time (Reconciled::suspects)
  bool directory_exists = true;
};

struct WaitProgress {
  Status wanted = Status::done;
  // Only a status that was entered at or after this time counts (unix seconds): so that a `done` of before is none.
  std::optional<std::int64_t> since = {};
  bool agent_was_seen = false;
};

// Takes in what is seen now; `progress` remembers that an agent was there. The state is tested before any time limit of
// the caller (AGT-W18).
WaitState judge_wait(WaitProgress& progress, const WaitView& view);

// "42s", "7m", "3h", "3h 5m": ELAPSED of `status`. Negative spans count as 0.
std::string status_elapsed(std::int64_t seconds);

// "5s", "1m 05s", "2h 07m": of `wait`.
std::string wait_elapsed(std::int64_t seconds);

}  // namespace agent
