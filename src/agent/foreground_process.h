#pragma once
// What a pane's shell is running, from /proc.

#include <cstdint>
#include <optional>

namespace agent {

// The process that leads the foreground of the terminal that `pid` runs in. Nothing when that is `pid` itself, when it
// has no terminal, or when it cannot be told.
std::optional<std::int64_t> foreground_process(std::int64_t pid);

}  // namespace agent
