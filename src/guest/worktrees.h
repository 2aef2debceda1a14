#pragma once
// What the sandbox's git says about worktrees.

#include <string>
#include <string_view>
#include <vector>

namespace guest {

struct Worktree {
  std::string path;
  std::string branch;  // empty: detached or bare
};

// Reads `git worktree list --porcelain -z`.
std::vector<Worktree> parse_worktrees(std::string_view porcelain);

}  // namespace guest
