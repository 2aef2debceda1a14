#pragma once
// `workmux reap-agents`: ends agents that nobody used for long (AGT 8.8). Their panes stay.

#include <cstdint>

#include "base/result.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

struct ReapRequest {
  std::int64_t hours = 24;
  bool force = false;            // else it is only told what would be done
  bool include_working = false;  // also those that work and wrote to their screen within the last hour
};

// Lines go to `voice`. Error: agents that did not end.
base::Result<> reap(const Setting& setting, const ReapRequest& request, const Voice& voice);

}  // namespace workflow
