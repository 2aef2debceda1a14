#pragma once
// `workmux resurrect`: opens again what had agents before the multiplexer ended (AGT 9).

#include "base/result.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

enum class Resurrect { carry_out, dry_run };

// Lines go to `voice`. Error: worktrees that could not be opened.
base::Result<> resurrect(const Setting& setting, Resurrect mode, const Voice& voice);

}  // namespace workflow
