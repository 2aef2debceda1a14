#pragma once
// Waiting for windows to close (add --wait, WT 8.6).

#include <chrono>
#include <span>

#include "base/result.h"
#include "mux/multiplexer.h"

namespace mux {

// Returns when none of the windows is left, or the server has ended. Wakes up when a pane's program ends, and once in
// `fallback` for programs that outlive their window or cannot be watched.
base::Result<> wait_until_closed(Multiplexer& multiplexer, std::span<const WindowId> windows,
                                 std::chrono::milliseconds fallback = std::chrono::seconds(2));

}  // namespace mux
