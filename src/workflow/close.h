#pragma once
// `workmux close`: the window or session goes, everything else stays (WT 11).

#include <string>

#include "base/result.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

// `name`: empty means the worktree of the window we are in, else of the directory we are in.
base::Result<> close(const Setting& setting, const std::string& name, const Voice& voice);

}  // namespace workflow
