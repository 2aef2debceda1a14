#pragma once
// `workmux rename`: another name for a worktree, its window and, when asked, its branch (WT 20.4).

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

struct RenameRequest {
  std::string old_name;  // handle or branch; empty: the worktree we are in
  std::string new_name;
  bool rename_branch = false;
  std::optional<std::string> branch;  // the new branch; nothing: named like the worktree
};

struct Renamed {
  std::string old_handle;
  std::string new_handle;
  std::filesystem::path path;  // where it is now
  std::string old_branch;      // empty: the branch was not renamed
  std::string new_branch;
  size_t targets = 0;   // windows or sessions
  size_t agents = 0;    // state files
  bool inside = false;  // the caller stands in the directory that moved
};

// Everything is checked before the first change; what fails behind the move and the branch is told as a warning, and
// the rest still done. The multiplexer need not run. Errors: WT 20.4 steps 2 and 3, a running sandbox.
base::Result<Renamed> rename(const Setting& setting, const RenameRequest& request, const Voice& voice);

}  // namespace workflow
