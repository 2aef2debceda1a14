#pragma once
// `workmux undo`: the branch that the last remove or merge deleted (WT-W11).

#include "base/result.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

// Brings back branch and stored base; the worktree's uncommitted files are gone. Errors: nothing to undo, a branch of
// that name exists.
base::Result<> undo(const Setting& setting, const Voice& voice);

}  // namespace workflow
