#pragma once
// `workmux wait`: until agents have a status (AGT 8.2). It sleeps until a state file, a process or a directory changes.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/state.h"
#include "base/result.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

struct WaitRequest {
  std::vector<std::string> names;
  agent::Status wanted = agent::Status::done;
  std::optional<std::chrono::seconds> limit;
  bool any = false;                   // the first one is enough
  std::optional<std::int64_t> since;  // only a status that was entered then or later counts, unix seconds
  bool change = false;                // the status of now does not count
};

enum class WaitEnd { reached, timed_out, vanished };

// One line on stderr for each name. Errors: a name that means nothing (AGT 7), a multiplexer that cannot be asked.
base::Result<WaitEnd> wait(const Setting& setting, const WaitRequest& request, const Voice& voice);

}  // namespace workflow
