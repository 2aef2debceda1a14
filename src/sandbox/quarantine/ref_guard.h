#pragma once
// Guard: which refs of a guest move on the host without a question (SBX E1 2 (c), E2).

#include <optional>
#include <set>
#include <string>

namespace sandbox::quarantine {

using Names = std::set<std::string, std::less<>>;

struct RefMove {
  std::string name;   // full, well-formed
  std::string guest;  // object id; empty: deleted
  std::string known;  // last value that both sides had; empty: none
  std::string host;   // empty: none
};

struct RefRights {
  Names own;        // full names of branches that are this worktree's own
  Names created;    // full names of branches that this sandbox created
  Names elsewhere;  // full names of branches that other worktrees have checked out or in rebase
  Names accepted;   // full names that the user accepted by name
};

// Why the ref stays as it is on the host, as one clause; nothing when it may move.
std::optional<std::string> refuse_move(const RefMove& move, const RefRights& rights);

}  // namespace sandbox::quarantine
