#pragma once
// Whether a worktree holds uncommitted changes, from its index and the file system alone. It answers for what is
// plainly clean or plainly not; everything else is left to `git status`, which knows it all.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "git/repository.h"
#include "git/runner.h"
#include "git/worktrees.h"

namespace git {

enum class Look : std::uint8_t { clean, dirty, unclear };

// What holds for a whole repository. Nothing when its settings make every look unclear.
struct LookRules {
  bool raw_contents = true;  // no attributes or settings change contents on their way into git
};
std::optional<LookRules> look_rules(const Repository& repository, const os::Environment& environment,
                                    const std::filesystem::path& git_program);

// The trees of commits, by commit. One process for all of them; a commit that is missing has none.
base::Result<std::map<std::string, std::string>> trees_of_commits(const Runner& runner,
                                                                  const std::vector<std::string>& commits);

// Looks at one worktree whose HEAD has the tree `head_tree`. Not for a tree that a guest can write: there the index is
// not to be believed.
Look look_at(const Worktree& worktree, const std::string& head_tree, const LookRules& rules);

}  // namespace git
