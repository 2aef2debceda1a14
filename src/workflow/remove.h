#pragma once
// `workmux remove` of named worktrees, --all and --gone (WT 13).

#include <string>
#include <vector>

#include "base/result.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

struct RemoveRequest {
  std::vector<std::string> names;  // empty: the worktree we are in
  bool force = false;
  bool keep_branch = false;
  bool skip_hooks = false;
  bool assume_yes = false;
  bool all = false;      // every worktree
  bool gone = false;     // those whose upstream is gone
  bool dry_run = false;  // tell the plan, change nothing
};

// The exit code: 0 when all went or the user said no; 1 for failures and for an end of input at the question.
base::Result<int> remove(const Setting& setting, const RemoveRequest& request, const Voice& voice);

}  // namespace workflow
