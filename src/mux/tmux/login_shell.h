#pragma once
// Does a shell live longer than a moment? (MUX-A35)

#include <string>
#include <string_view>
#include <vector>

#include "mux/target_plan.h"

namespace mux::tmux {

// True for programs that are shells by name, or by the lines of an /etc/shells text. `false` and `nologin` never are,
// even when that file lists them.
bool is_known_shell(std::string_view shell, std::string_view shells_file);

enum class Life { lives, ended, unknown };

// Whether a pane's process ends within a second. Only asked about programs that are no known shells, so that nothing
// waits in the usual case; the end of a process is an event. Unknown: one cannot be watched, because it is gone already
// or in another PID namespace.
Life watch_start(const std::vector<CreatedWindow>& windows);

}  // namespace mux::tmux
