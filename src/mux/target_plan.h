#pragma once
// What is to be created in a multiplexer, as data: computed by the workflow, checked, then carried out by
// Multiplexer::create.

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mux/ids.h"
#include "mux/snapshot.h"

namespace mux {

enum class Mode { window, session };

enum class Split { horizontal, vertical };  // side by side, stacked

enum class Focus { no, yes };
enum class Zoom { no, yes };

struct PanePlan {
  std::string command;              // typed and entered; empty: a plain shell
  Split split = Split::horizontal;  // ignored for the first pane of a window
  std::optional<int> size;          // of this pane, cells
  std::optional<int> percentage;    // of this pane, 1-99; wins over `size`
  std::optional<size_t> target;     // pane (by its place in the list) that is split; default: the one before
  Focus focus = Focus::no;          // the last marked one of all panes wins; none: first pane of the first window
  Zoom zoom = Zoom::no;
};

struct WindowPlan {
  std::string name;  // session mode; empty: named by tmux from the running command. In window mode full_name is used
  std::vector<PanePlan> panes;  // empty: one plain shell
};

// Whether the user is taken to what was created (MUX 8.4).
enum class Show { no, yes };

struct TargetPlan {
  Mode mode = Mode::window;
  std::string full_name;             // prefix + target name, of the window or session
  std::filesystem::path worktree;    // written to each window's @workmux_worktree
  std::filesystem::path directory;   // where the panes start, absolute
  std::string shell;                 // Snapshot::default_shell: panes with a command run it as a login shell
  std::string parent_session;        // window mode: name of the session, made when missing; empty: the caller's
  std::optional<SessionId> session;  // window mode without parent: home_session(); nothing: tmux's choice
  std::optional<WindowId> after;     // window mode: new window right behind it (same session); nothing: at the end
  std::vector<WindowPlan> windows;   // exactly one in window mode, one or more in session mode
  std::vector<std::pair<std::string, std::string>> environment;  // of every pane (pane_env, MUX-W18)
  std::optional<Size> size;  // of a new session that no client shows yet: Window::size of the caller's window
  Show show = Show::yes;
};

struct CreatedPane {
  PaneId id;
  std::int64_t pid = 0;
};

struct CreatedWindow {
  WindowId id;
  std::vector<CreatedPane> panes;  // in the order of the plan
};

struct CreatedTarget {
  SessionId session;
  std::vector<CreatedWindow> windows;  // in the order of the plan
  PaneId focus;                        // the pane that got the focus (or would have, with Show::no)
  bool made_session = false;           // window mode: the parent session was missing and was made

  std::vector<WindowId> window_ids() const {
    std::vector<WindowId> ids;
    for (const CreatedWindow& window : windows) ids.push_back(window.id);
    return ids;
  }
};

}  // namespace mux
