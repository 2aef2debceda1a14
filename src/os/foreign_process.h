#pragma once
// Processes that are not our children: panes of a terminal multiplexer, agents.

#include <sys/types.h>

#include <chrono>
#include <optional>

namespace os {

// Waits until the process ends, at most `limit` (0: only looks). True: it ended; false: it runs on; nothing: there is
// no such process, or this system cannot tell. An event, no polling.
std::optional<bool> wait_for_end(pid_t process, std::chrono::milliseconds limit);

}  // namespace os
