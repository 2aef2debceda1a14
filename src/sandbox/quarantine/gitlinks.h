#pragma once
// Finding the gitlinks that the gitlink guard compares.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "git/runner.h"
#include "sandbox/quarantine/gitlink_guard.h"
#include "sandbox/quarantine/index_file.h"

namespace sandbox::quarantine {

Gitlinks gitlinks_of(const IndexContents& index);

// For each tip the gitlinks that its tree has differently from the tree of `base`, or has and that one has not; tips
// without any are left out. `tips` are commits, or tags of commits; what is neither has no tree and is left out. One
// process on the real repository, whose objects are checked by then, and one more when `peel` asks for it.
enum class Peel : std::uint8_t { no, yes };  // yes: some tips may be tags
base::Result<std::map<std::string, Gitlinks>> gitlinks_against(const git::Runner& runner, const std::string& base,
                                                               const std::vector<std::string>& tips, Peel peel);

// Reads the output of `git diff-tree --stdin -r --raw -z`: gitlinks on the new side for each commit.
std::map<std::string, Gitlinks> parse_diff_tree(std::string_view output);

}  // namespace sandbox::quarantine
