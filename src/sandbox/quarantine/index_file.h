#pragma once
// Git's index: reading its entries, and putting a new one in the place of the worktree's own without ever leaving a
// lock behind.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "git/runner.h"
#include "os/lock.h"

namespace sandbox::quarantine {

struct IndexEntry {
  std::string path;
  std::uint32_t mode = 0;  // 0100644, 0100755, 0120000, 0160000 (gitlink)
  std::string id;
  int stage = 0;

  bool operator==(const IndexEntry&) const = default;
};

inline constexpr std::uint32_t kGitlink = 0160000;

struct IndexContents {
  std::vector<IndexEntry> entries;  // in git's order
  bool split = false;               // a split index: entries are elsewhere, too
  bool sparse = false;              // a sparse index: directories stand for their entries
};

// Reads an index of version 2, 3 or 4. Every length is checked. `id_bytes`: 20 or 32.
base::Result<IndexContents> parse_index(std::string_view bytes, size_t id_bytes);

// The name, beside the index, under which a new one is built.
inline constexpr std::string_view kNewIndex = "workmux-index";

// Removes what a killed import left in `git_dir`: the new index, and `index.lock` when it is our own (the same file as
// the new index). A lock of somebody else stays.
base::Result<> clean_up_new_index(const std::filesystem::path& git_dir);

// Builds the new index from the present one and a commit: entries that the commit does not change keep their stat data.
// One process, which dies with ours and holds the facade's lock until then. The worktree's index is not touched.
base::Result<> build_index(const git::Runner& runner, const os::FileLock& lock, const std::filesystem::path& git_dir,
                           const std::string& commit);

// Puts the new index in place by git's lock protocol, waiting up to 1 s for another holder. Error: still locked; the
// message names the lock file.
base::Result<> install_index(const std::filesystem::path& git_dir);

}  // namespace sandbox::quarantine
