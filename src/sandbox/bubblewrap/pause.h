#pragma once
// Stopping every process of a guest at once (SBX 6.4.1).

#include <sys/types.h>

#include "base/result.h"

namespace sandbox::bubblewrap {

// Sends `number` (SIGSTOP, SIGCONT) to every process in the PID namespace of `first`. Processes that are started
// meanwhile are found by looking again until a look finds no new one.
base::Result<> signal_namespace(pid_t first, int number);

}  // namespace sandbox::bubblewrap
