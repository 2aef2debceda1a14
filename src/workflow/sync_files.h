#pragma once
// `workmux sync-files`: the configured files again, in worktrees that exist (WT 15.5).

#include "base/result.h"
#include "workflow/file_operations.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

struct SyncRequest {
  bool all = false;  // every linked worktree instead of the one we are in
  Overwrite overwrite = Overwrite::careful;
};

// Needs no multiplexer. The main worktree's configuration decides; in a bare setup the one of where we are. Tells each
// worktree that is done. Errors: in the main worktree without `all`, no linked worktree, the first failure.
base::Result<> sync_files(const Setting& setting, const SyncRequest& request, const Voice& voice);

}  // namespace workflow
