#pragma once
// What work a worktree holds, and whether a branch is merged (WT 13.3, 17).

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "git/repository.h"
#include "git/runner.h"

namespace git {

// Whether a guest can write the tree: then nested repositories are never entered (SBX E1, E29) and nothing in the index
// is believed.
enum class Tree : std::uint8_t { ours, guest_writable };

struct WorkStatus {
  bool staged = false;      // the index differs from HEAD
  bool unstaged = false;    // tracked files differ from the index
  bool untracked = false;   // files that are neither tracked nor ignored
  bool conflicted = false;  // unmerged entries
  bool rebasing = false;    // rebase-merge or rebase-apply in the git directory
  std::string branch;       // empty: detached
  std::string head;         // object id; empty: no commit yet
  std::string upstream;     // "origin/x"; empty: none
  bool has_upstream = false;
  std::int64_t ahead = 0;  // against the upstream
  std::int64_t behind = 0;

  bool tracked_changes() const { return staged || unstaged || conflicted; }
  bool dirty() const { return tracked_changes() || untracked; }
};

// One `git status`; settings that would hide something are overruled. The runner must have a work tree.
base::Result<WorkStatus> work_status(const Runner& runner, Tree tree = Tree::ours);

// The parser of that, for `--porcelain=v2 --branch -z`. `rebasing` is not set.
base::Result<WorkStatus> parse_status(std::string_view porcelain);

// True when deleting the worktree's directory would lose work: changes that git reports, and changes that
// assume-unchanged or skip-worktree bits hide (SBX E28). One process when the index holds no such bits, otherwise
// three. In a guest-writable tree every file is compared by content. A missing directory holds nothing.
base::Result<bool> has_uncommitted_work(const Runner& runner, Tree tree = Tree::ours);

// Does the index file hold an entry with an assume-unchanged or skip-worktree bit? Yes as well for an index that this
// reader does not understand (split, damaged); no for a missing one.
enum class HiddenBits : std::uint8_t { none, possible };
HiddenBits hidden_index_bits(const std::filesystem::path& index_file);

enum class Merged : std::uint8_t {
  no,
  yes,           // every commit is reachable from the base
  equivalent,    // not reachable, but the base holds the same change: equal trees or patch ids (WT-W51)
  unknown_base,  // the base names nothing: never treat as merged (WT-W4)
};
inline bool is_merged(Merged merged) {
  return merged == Merged::yes || merged == Merged::equivalent;
}

// The id that a base name stands for in comparisons: the base if it resolves, else origin/<base>, else nothing (13.3
// step 2). No process for branches.
base::Result<std::optional<std::string>> comparison_commit(const Runner& runner, std::string_view base);

// Is local branch `branch` merged into `base`? One process when reachable, at most five; one more when the base is no
// branch. A branch is never merged into itself (unknown_base).
// A branch whose commits change nothing all in all is not "equivalent". Error: the branch does not exist; git failed.
base::Result<Merged> merged_state(const Runner& runner, std::string_view branch, std::string_view base);

// Short names of all local branches that are not reachable from the commit (17.5). One process.
base::Result<std::set<std::string, std::less<>>> branches_not_merged(const Runner& runner, std::string_view commit);

// Commits that are on `from` but not on `to` and the other way round. One process.
struct Divergence {
  std::int64_t ahead = 0;
  std::int64_t behind = 0;
};
base::Result<Divergence> divergence(const Runner& runner, std::string_view from, std::string_view to);

}  // namespace git
