#pragma once
// `workmux merge` (WT 12).

#include <optional>
#include <string>

#include "base/result.h"
#include "config/config.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

struct MergeRequest {
  std::string name;  // empty: the worktree we are in
  std::optional<std::string> into;
  std::optional<config::MergeStrategy> strategy;
  bool ignore_uncommitted = false;
  std::optional<bool> keep;  // --keep, --cleanup
  bool skip_verify = false;  // pre_merge
  bool skip_hooks = false;   // pre_merge and pre_remove
  bool notification = false;
  // A guest asks: its snapshot is the configuration; no hooks, no editor, clean-up by a process of its own.
  std::string guest_snapshot;
};

// All checks first, then hooks, then the merge, then the clean-up. A conflict leaves the target as it was.
base::Result<> merge(const Setting& setting, const MergeRequest& request, const Voice& voice);

}  // namespace workflow
