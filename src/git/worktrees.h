#pragma once
// The worktrees of a repository, from its admin files (WT 4.3, 5).

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "git/repository.h"

namespace git {

struct Worktree {
  std::filesystem::path path;     // top level as git knows it, absolute; not canonical (WT 20.1)
  std::filesystem::path git_dir;  // <common dir>/worktrees/<id>; the common dir for the main worktree
  std::string branch;       // without refs/heads/; empty: detached. In mid-rebase: the branch being rebased (WT-W52)
  std::string head;         // object id; empty: no commit yet, or unreadable
  std::string lock_reason;  // first line of the lock; empty: none given
  bool detached = false;    // HEAD names a commit; false in mid-rebase when the branch is known
  bool is_main = false;
  bool bare = false;  // the main entry of a bare repository
  bool locked = false;
  bool missing = false;  // the directory is gone
  bool rebasing = false;

  // The base name of the directory: the name used everywhere.
  std::string handle() const { return path.filename().string(); }
};

// All worktrees in git's order: the main one (or the bare directory) first, the others sorted by path. Starts no
// process, except one `git worktree list` when the ref format is unknown. An admin entry that cannot be read is left
// out, as git does. Errors: the common dir is unreadable; more than 10,000 entries.
base::Result<std::vector<Worktree>> list_worktrees(const Repository& repository);

// The same from the text of `git worktree list --porcelain -z`, completed from the admin files where they are readable.
base::Result<std::vector<Worktree>> parse_worktree_list(const Repository& repository, std::string_view porcelain);

// WT 5.1: the first whose handle is `argument`, else the first whose branch is. The bare entry takes no part.
// Error: "Worktree '<arg>' not found. Use 'workmux list' to see available worktrees."
base::Result<Worktree> find_worktree(const std::vector<Worktree>& worktrees, std::string_view argument);

// A name that is one worktree's handle and another one's branch (WT-W17): the second. Destructive commands refuse then.
std::optional<Worktree> other_meaning(const std::vector<Worktree>& worktrees, std::string_view argument);

// The worktree with this top level, compared by canonical paths.
std::optional<Worktree> worktree_at(const std::vector<Worktree>& worktrees, const std::filesystem::path& top_level);

// WT 5.2 by git's top level (CLI-W14, WT-W15): the worktree that the repository was discovered from.
// Error: not inside a worktree (bare directory, git directory).
base::Result<Worktree> current_worktree(const Repository& repository, const std::vector<Worktree>& worktrees);

// The handle of current_worktree().
base::Result<std::string> current_worktree_name(const Repository& repository, const std::vector<Worktree>& worktrees);

// The repository as seen from one of its worktrees.
Repository at_worktree(const Repository& repository, const Worktree& worktree);

// The worktree that has this branch checked out (or in rebase), if any.
std::optional<Worktree> worktree_of_branch(const std::vector<Worktree>& worktrees, std::string_view branch);

}  // namespace git
