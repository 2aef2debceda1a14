#define difference real_difference
#include "git/record_difference.cpp"
#undef difference

#include "weak.h"

namespace git {

std::optional<std::string> difference(const WorktreeRecord& record, const Worktree& worktree) {
  if (weak::is_left_out("difference")) return std::nullopt;
  return real_difference(record, worktree);
}

}  // namespace git
