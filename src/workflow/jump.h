#pragma once
// Key bindings that take the user to an agent (AGT 8.6, 8.7).

#include <string>

#include "base/result.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

// The next agent that is done or waits, the newest first; called again from there, the one after it. Files only and one
// question to the multiplexer. Returns what to tell the user; empty after a jump.
base::Result<std::string> last_done(const Setting& setting, const Voice& voice);

// Back to the agent that was left by the last jump. Returns what to tell the user; empty after a jump.
base::Result<std::string> last_agent(const Setting& setting, const Voice& voice);

}  // namespace workflow
