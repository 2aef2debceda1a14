#include <fmt/format.h>

#include <array>

#include "mux/safe_text.h"
#include "mux/tmux/client.h"
#include "mux/tmux/records.h"
#include "mux/tmux/status_format.h"

namespace mux::tmux {
namespace {

// MUX 6.3, SBX E7: the hook holds no text from outside. It looks at two flags of ours, one of the window (its icon may
// go) and one of the pane, and acts only in a window that a client shows.
constexpr std::string_view kFocusHook =
    "if-shell -F '#{&&:#{@workmux_status_clear},#{&&:#{window_active},#{session_attached}}}' "
    "'set-option -uw @workmux_status ; set-option -uw @workmux_status_clear' ; "
    "if-shell -F '#{&&:#{@workmux_pane_status_clear},#{&&:#{window_active},#{session_attached}}}' "
    "'set-option -up @workmux_pane_status ; set-option -up @workmux_pane_status_clear'";

// pane-focus-in needs `focus-events on`; the others tell of windows, panes and sessions that come into view without it.
// Global and with an index of our own: the user's hooks stay in force.
constexpr std::array<std::string_view, 5> kFocusEvents{"pane-focus-in", "session-window-changed", "window-pane-changed",
                                                       "client-session-changed", "client-attached"};
constexpr std::string_view kHookIndex = "[8777]";

void add_flag(Sequence& sequence, PaneId pane, std::string_view scope, std::string_view name, AutoClear auto_clear) {
  if (auto_clear == AutoClear::yes) {
    sequence.add({"set-option", std::string(scope), "-t", pane.text(), std::string(name), "1"});
  } else {
    sequence.add({"set-option", std::string(scope), "-u", "-t", pane.text(), std::string(name)});
  }
}

}  // namespace

base::Result<std::optional<Snapshot>> Tmux::set_status(PaneId pane, const StatusUpdate& update) {
  const Records records = Records::create();
  const std::string icon = safe_icon(update.icon);
  Sequence sequence;
  sequence.add({"set-option", "-w", "-t", pane.text(), "--", "@workmux_status", icon});
  sequence.add({"set-option", "-p", "-t", pane.text(), "--", "@workmux_pane_status", icon});
  add_flag(sequence, pane, "-w", "@workmux_status_clear", update.auto_clear);
  add_flag(sequence, pane, "-p", "@workmux_pane_status_clear", update.auto_clear);
  sequence.add({"display-message", "-p", "-t", pane.text(),
                records.server() + records.session() + records.window() + records.pane()});
  // Each rewriting is one argument that tmux parses itself.
  if (update.format == StatusFormat::window) {
    for (const std::string_view option : {"window-status-format", "window-status-current-format"}) {
      sequence.add({"if-shell", "-F", "1", icon_in_window(option, pane)});
    }
  }
  if (update.format == StatusFormat::session) sequence.add({"if-shell", "-F", "1", icon_in_session(pane)});
  if (update.auto_clear == AutoClear::yes) {
    for (const std::string_view event : kFocusEvents) {
      sequence.add({"set-hook", "-g", std::string(event) + std::string(kHookIndex), std::string(kFocusHook)});
    }
  }
  const Answer answer = TRY(ask(connection_, sequence));
  if (answer.failure == Failure::missing) return std::optional<Snapshot>();
  Snapshot facts = TRY(records.parse(answer.output));
  facts.active_pane.reset();
  // Formats and hooks come last: an icon that stays too long is no reason to fail.
  if (!facts.find(pane)) return failed(answer, fmt::format("Could not show the status of tmux's pane {}", pane.text()));
  return std::optional<Snapshot>(std::move(facts));
}

base::Result<> Tmux::clear_status(PaneId pane) {
  Sequence sequence;
  for (const std::string_view name : {"@workmux_status", "@workmux_status_clear"}) {
    sequence.add({"set-option", "-w", "-u", "-t", pane.text(), std::string(name)});
  }
  for (const std::string_view name : {"@workmux_pane_status", "@workmux_pane_status_clear"}) {
    sequence.add({"set-option", "-p", "-u", "-t", pane.text(), std::string(name)});
  }
  // Only a pane or a server that is gone can fail here.
  TRY(ask(connection_, sequence));
  return {};
}

}  // namespace mux::tmux
