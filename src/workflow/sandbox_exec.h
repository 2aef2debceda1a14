#pragma once
// A command in the container that already runs for this worktree: `sandbox shell --exec` (SBX 13.2, E21).

#include <string>

#include "base/result.h"
#include "os/process.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

enum class ExecTerminal { no, yes };

// What to run instead of this process: the engine's `exec` with the container's first live marker, as the ids of the
// caller and never as the container's first user. Further containers are named on standard error. Errors: another
// backend than containers, no container that runs.
base::Result<os::Command> exec_in_container(const Setting& setting, const std::string& command, ExecTerminal terminal,
                                            const Voice& voice);

}  // namespace workflow
