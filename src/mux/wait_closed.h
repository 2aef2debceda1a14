#pragma once
// Waiting for windows to close (add --wait, --max-concurrent, WT 8.6).

#include <chrono>
#include <span>
#include <vector>

#include "base/result.h"
#include "mux/multiplexer.h"

namespace mux {

// Returns when at most `still_open` of the targets have a window left, or the server has ended. Wakes up when a pane's
// program ends, and once in `fallback` for programs that outlive their window or cannot be watched.
base::Result<> wait_until_closed(Multiplexer& multiplexer, std::span<const std::vector<WindowId>> targets,
                                 size_t still_open = 0, std::chrono::milliseconds fallback = std::chrono::seconds(2));

}  // namespace mux
