#pragma once
// `workmux add`: branch, worktree, metadata, hooks, window (WT 6).

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "mux/ids.h"
#include "workflow/add_plan.h"
#include "workflow/voice.h"

namespace workflow {

struct Added {
  std::string handle;
  std::string branch;
  std::filesystem::path path;
  std::string base;    // empty: an existing branch
  std::string target;  // full name
  git::Mode mode = git::Mode::window;
  bool opened_only = false;            // -o found it
  bool planned_only = false;           // a dry run: nothing was made
  Moved moved = Moved::nothing;        // what became of the work that -w took along
  std::vector<mux::WindowId> windows;  // that were made
};

// Makes one worktree with its window. What was made is taken back after a failure, except that a failed hook or window
// leaves the worktree and says how to go on (WT 22). Errors are wrapped in "Failed to create worktree environment for
// branch '<b>'".
base::Result<Added> add(const Setting& setting, const AddRequest& request, const Voice& voice);

}  // namespace workflow
