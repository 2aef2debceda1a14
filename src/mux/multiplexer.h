#pragma once
// The terminal multiplexer as the rest of the program sees it: ask everything at once (snapshot), create a whole layout
// at once (create), and a few small acts by stable id. Names are for people, ids are for targets.

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "mux/ids.h"
#include "mux/snapshot.h"
#include "mux/target_plan.h"

namespace mux {

enum class Submit { no, yes };  // press Enter behind the text

// What may be done to the window list of the user to show the icon (config `status_format`, MUX 6.2, MUX-W13).
enum class StatusFormat {
  untouched,
  window,   // the window's formats are copied and extended
  session,  // the session's status line shows the icon behind each window's format
};

// Whether the icon goes away when the user looks at the pane (MUX 6.3).
enum class AutoClear { no, yes };

struct StatusUpdate {
  std::string icon;  // passed safe_icon() or agent::icon_for
  AutoClear auto_clear = AutoClear::no;
  StatusFormat format = StatusFormat::window;
};

using Place = std::variant<WindowId, PaneId, SessionId>;

class Multiplexer {
 public:
  virtual ~Multiplexer() = default;

  // "tmux": for messages ("tmux is not running.").
  virtual std::string_view name() const = 0;

  // Identity of the server, part of state file names (MUX 2.1, contract): tmux: the socket's path, or "default".
  virtual std::string instance() const = 0;

  // The pane that the caller runs in, from the environment; nothing outside.
  virtual std::optional<PaneId> current_pane() const = 0;

  // Everything, asked anew on each call (tmux: one process). No server: `running` is false, no error.
  virtual base::Result<Snapshot> snapshot() = 0;

  // Creates windows and panes and types their commands (MUX 7, 8). All or nothing: after an error nothing of it is
  // left. Errors: a name or path that tmux cannot hold, no room for a split, a shell that ends at once (the message
  // names it). The target must not exist yet: check the snapshot first. Without a client to take there, Show::yes is no
  // error.
  virtual base::Result<CreatedTarget> create(const TargetPlan& plan) = 0;

  // Makes `place` current in its session and takes the user's client there. Without a client: only the former
  // (MUX-W14).
  virtual base::Result<> show(Place place) = 0;
  // The client's previous session (MUX 9.2); without one nothing happens.
  virtual base::Result<> show_previous_session() = 0;

  // Missing windows and sessions are fine: they are gone. Several windows cost one process.
  virtual base::Result<> kill_windows(std::span<const WindowId> windows) = 0;
  virtual base::Result<> kill_session(SessionId session) = 0;
  virtual base::Result<> kill_pane(PaneId pane) = 0;
  // The server does it after `delay`, when the caller may already be gone: for closing the caller's own window.
  virtual base::Result<> kill_later(Place place, std::chrono::milliseconds delay) = 0;

  // The new name is taken literally; it stays (automatic renaming is switched off).
  virtual base::Result<> rename_window(WindowId window, std::string_view name) = 0;
  virtual base::Result<> rename_session(SessionId session, std::string_view name) = 0;
  // Window title on behalf of a pane (RPC SetTitle): cleaned, at most 128 cells (SBX E7).
  virtual base::Result<> set_title(PaneId pane, std::string_view title) = 0;
  // Writes @workmux_worktree: for windows made before, or by hand.
  virtual base::Result<> tag_window(WindowId window, const std::filesystem::path& worktree) = 0;

  // Keystrokes, exactly this text. A pane that the user scrolled back leaves that mode first: it would take them.
  virtual base::Result<> type_text(PaneId pane, std::string_view text, Submit submit) = 0;
  // A key by tmux's name: "Enter", "Escape", "C-c", "Up", one character.
  virtual base::Result<> send_key(PaneId pane, std::string_view key) = 0;
  // As one paste (bracketed when the program asked for it). Control characters except tab and newline are left out, so
  // that the text can not end the bracket.
  virtual base::Result<> paste(PaneId pane, std::string_view text, Submit submit) = 0;
  // The visible screen and up to `lines` lines above it, with SGR escapes, as the multiplexer gives them.
  virtual base::Result<std::string> capture(PaneId pane, int lines) = 0;

  // Shows the icon (MUX 6). One process, which also answers the facts of the pane: a snapshot with the server's fields,
  // this pane, its window and its session. Nothing when the pane is gone.
  virtual base::Result<std::optional<Snapshot>> set_status(PaneId pane, const StatusUpdate& update) = 0;
  // Takes the icon away. A pane that is gone is fine.
  virtual base::Result<> clear_status(PaneId pane) = 0;
};

}  // namespace mux
