#pragma once
// Names of windows and sessions, and which windows belong to a worktree (MUX 1, 4.1, 7.6). Pure functions over a
// Snapshot.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mux/snapshot.h"

namespace mux {

// Names in a form that tmux keeps as it is (MUX-W12): without controls, '_' for '\' and '$' (tmux would write "\$").
// For a session '_' for ':' and '.', too; a window keeps those, because windows are reached by id. Compare and store
// these names.
std::string session_name(std::string_view name);
std::string window_name(std::string_view name);

// "wm-a-3" of "wm-a" is 3; the name itself is 1; nothing for other names ("wm-a-x", "wm-a-", "wm-a-03").
std::optional<int> duplicate_number(std::string_view name, std::string_view full_name);

// What belongs to a worktree.
struct Owner {
  std::filesystem::path worktree;  // absolute
  std::string full_name;           // for windows that have no tag
};

// Every window of the worktree on the whole server (MUX-W15): those with its tag, whatever their name (MUX-W4), and
// those without any tag and with exactly its name or its name with a duplicate number, unless `other_names` (full names
// of other worktrees) has that name. A window with another worktree's tag never belongs (MUX-W3). Windows of the
// session of `current` come first.
std::vector<const Window*> windows_of(const Snapshot& snapshot, const Owner& owner,
                                      const std::vector<std::string>& other_names = {},
                                      std::optional<PaneId> current = std::nullopt);

// The session of a worktree in session mode: the one of exactly this name that holds a window with its tag or only
// windows without tags.
const Session* session_of(const Snapshot& snapshot, const Owner& owner);

// The first window or session that has exactly this name (collision checks, MUX 7.6). Windows: in `session` when given,
// else on the whole server.
const Window* window_named(const Snapshot& snapshot, std::string_view full_name,
                           std::optional<SessionId> session = std::nullopt);

// Name for one more window of a group: `full_name` when no window has that name, else full_name-<M+1>, M = highest
// number in use; gaps stay (MUX-A7, WT 10.3).
std::string next_duplicate(const Snapshot& snapshot, std::string_view full_name);

// Where a new window goes (MUX 4.1): behind the last window of `session` whose name begins with `prefix` or that has a
// tag. An empty prefix counts only tags.
std::optional<WindowId> insertion_point(const Snapshot& snapshot, SessionId session, std::string_view prefix);

// As insertion_point, behind the last window of the group of `full_name` (open --new, MUX-A6).
std::optional<WindowId> insertion_point_of_group(const Snapshot& snapshot, SessionId session,
                                                 std::string_view full_name);

// The session in which a window without parent session is created: that of `current`, else that of the active pane,
// else the first; nothing when there is none.
const Session* home_session(const Snapshot& snapshot, std::optional<PaneId> current);

}  // namespace mux
