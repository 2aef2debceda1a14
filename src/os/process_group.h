#pragma once
// Ends of process groups. Private to process*.cpp.

#include <sys/types.h>

#include <chrono>

namespace os::detail {

// Milliseconds for poll until `end`, at least 0; -1 (for ever) without one.
int poll_timeout(std::chrono::steady_clock::time_point end);

// Whether any member of the group is alive. The leader that is dead but not yet waited for does not count.
bool group_is_alive(pid_t group);

// Waits until no member of the group is alive or `end` is reached.
void wait_for_group(pid_t group, std::chrono::steady_clock::time_point end);

}  // namespace os::detail
