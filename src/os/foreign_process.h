#pragma once
// Processes that are not our children: panes of a terminal multiplexer, agents.

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <span>

#include "os/descriptor.h"

namespace os {

// Waits until the process ends, at most `limit` (0: only looks). True: it ended; false: it runs on; nothing: there is
// no such process, or this system cannot tell. An event, no polling.
std::optional<bool> wait_for_end(pid_t process, std::chrono::milliseconds limit);

// As wait_for_end, for the first of several. Nothing: none of them exists.
std::optional<bool> wait_for_any_end(std::span<const pid_t> processes, std::chrono::milliseconds limit);

// A descriptor that is readable when the process has ended (pidfd); invalid when there is no such process, or when this
// system cannot tell.
Descriptor watch_process(pid_t process);

}  // namespace os
