#pragma once
// What a multiplexer showed at one moment. Everything that needs to know about sessions, windows or panes reads it
// here, so that one command asks the multiplexer once.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mux/ids.h"

namespace mux {

struct Size {
  int columns = 0;
  int lines = 0;
  friend bool operator==(const Size&, const Size&) = default;
};

struct Session {
  SessionId id;
  std::string name;
  bool attached = false;  // a client shows it
};

struct Window {
  WindowId id;
  SessionId session;    // the first one, for a window that several sessions show
  int index = 0;        // in that session
  bool active = false;  // current window of that session
  Size size;
  std::string name;
  std::string worktree;  // @workmux_worktree (MUX 4.5); empty: not tagged
  std::string status;    // @workmux_status
};

struct Pane {
  PaneId id;
  WindowId window;
  SessionId session;
  std::int64_t pid = 0;   // the pane's root process
  bool active = false;    // current pane of its window
  bool dead = false;      // its process ended, and the user's options keep the pane
  std::string command;    // name of the foreground process
  std::string directory;  // of the foreground process
  std::string title;
  std::string status;  // @workmux_pane_status
  std::string role;    // @workmux_role (SBR 3)
};

struct Snapshot {
  bool running = false;               // false: no server, and everything below is empty
  std::string boot_id;                // start time of the server, unix seconds
  std::string default_shell;          // never empty while running
  std::string path;                   // PATH of the server's environment: where a pane's shell looks for programs
  std::string version;                // "3.3a"
  std::optional<PaneId> active_pane;  // what the user of the calling client looks at (key bindings run without a pane)
  std::vector<Session> sessions;
  std::vector<Window> windows;  // in the order of sessions and of window indexes; a window appears once
  std::vector<Pane> panes;

  const Session* find(SessionId id) const;
  const Window* find(WindowId id) const;
  const Pane* find(PaneId id) const;
  // Exact name.
  const Session* session_named(std::string_view name) const;
  // Session, window of a pane; null when the pane is unknown.
  const Session* session_of(PaneId pane) const;
  const Window* window_of(PaneId pane) const;
  std::vector<const Pane*> panes_of(WindowId window) const;
};

}  // namespace mux
