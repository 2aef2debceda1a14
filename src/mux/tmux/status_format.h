#pragma once
// The place of the status icon in tmux's status line (MUX 6.2).

#include <string>

#include "mux/ids.h"

namespace mux::tmux {

// Commands in tmux's own language that put the icon into `option` ("window-status-format", ...) of the pane's window:
// the window's own value, else the inherited one, is copied to the window with `#{?@workmux_status,
// #{@workmux_status},}` before its flags or at its end; the rest stays as it is. A value that names @workmux_status is
// left alone. Constants and the pane's number make up the text.
std::string icon_in_window(std::string_view option, PaneId pane);

// As icon_in_window, once for the session of the pane: the icon goes behind the windows' formats in `status-format[0]`,
// so that later changes of those formats are followed (MUX-W13).
std::string icon_in_session(PaneId pane);

}  // namespace mux::tmux
