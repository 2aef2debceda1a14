#include "sandbox/quarantine/ref_guard.h"

namespace sandbox::quarantine {

std::optional<std::string> refuse_move(const RefMove& move, const RefRights& rights) {
  const bool branch = move.name.starts_with("refs/heads/");
  const bool tag = move.name.starts_with("refs/tags/");
  const bool remote = move.name.starts_with("refs/remotes/");
  if (!branch && !tag && !remote) return "is no branch, tag or remote-tracking ref";
  if (rights.elsewhere.contains(move.name)) return "is checked out in another worktree";
  if (rights.accepted.contains(move.name)) return std::nullopt;
  if (move.guest.empty()) {
    if (branch && rights.created.contains(move.name)) return std::nullopt;
    return "was deleted in the sandbox, which did not create it";
  }
  if (remote) return std::nullopt;
  const bool is_new = move.host.empty() && move.known.empty();
  if (is_new) return std::nullopt;
  if (tag) return "is a tag that the host already has";
  if (rights.own.contains(move.name) || rights.created.contains(move.name)) return std::nullopt;
  return "is a branch of the host, not this worktree's own";
}

}  // namespace sandbox::quarantine
