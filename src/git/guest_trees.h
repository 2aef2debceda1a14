#pragma once

#include <filesystem>
#include <vector>

namespace git {

// The worktrees recorded as sandboxed, of every repository that has records below `state`: a guest can write there, so
// no program is run from there (SBX E19). Reads files only.
std::vector<std::filesystem::path> guest_trees(const std::filesystem::path& state);

}  // namespace git
