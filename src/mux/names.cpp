#include "mux/names.h"

#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"

namespace mux {
namespace {

bool belongs(const Window& window, const Owner& owner, const std::vector<std::string>& other_names) {
  if (!window.worktree.empty()) return window.worktree == owner.worktree.native();
  if (std::ranges::find(other_names, window.name) != other_names.end()) return false;
  return duplicate_number(window.name, window_name(owner.full_name)).has_value();
}

// The last window of a session that `counts` accepts.
template <typename Predicate>
std::optional<WindowId> last_window(const Snapshot& snapshot, SessionId session, Predicate counts) {
  std::optional<WindowId> last;
  for (const Window& window : snapshot.windows) {
    if (window.session == session && counts(window)) last = window.id;
  }
  return last;
}

}  // namespace

std::string session_name(std::string_view name) {
  return base::replace_all(base::replace_all(window_name(name), ":", "_"), ".", "_");
}

std::string window_name(std::string_view name) {
  return base::replace_all(base::replace_all(base::sanitise_line(name), "\\", "_"), "$", "_");
}

std::optional<int> duplicate_number(std::string_view name, std::string_view full_name) {
  if (name == full_name) return 1;
  if (!name.starts_with(full_name)) return std::nullopt;
  const std::string_view rest = name.substr(full_name.size());
  if (rest.size() < 2 || rest.size() > 7 || rest[0] != '-' || rest[1] == '0') return std::nullopt;
  if (!std::ranges::all_of(rest.substr(1), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  return static_cast<int>(*base::parse_integer(rest.substr(1)));
}

std::vector<const Window*> windows_of(const Snapshot& snapshot, const Owner& owner,
                                      const std::vector<std::string>& other_names, std::optional<PaneId> current) {
  std::vector<const Window*> result;
  for (const Window& window : snapshot.windows) {
    if (belongs(window, owner, other_names)) result.push_back(&window);
  }
  const Session* home = current ? snapshot.session_of(*current) : nullptr;
  if (home) std::ranges::stable_partition(result, [&](const Window* window) { return window->session == home->id; });
  return result;
}

const Session* session_of(const Snapshot& snapshot, const Owner& owner) {
  const Session* session = snapshot.session_named(session_name(owner.full_name));
  if (!session) return nullptr;
  bool foreign = false;
  for (const Window& window : snapshot.windows) {
    if (window.session != session->id || window.worktree.empty()) continue;
    if (window.worktree == owner.worktree.native()) return session;
    foreign = true;
  }
  return foreign ? nullptr : session;
}

const Window* window_named(const Snapshot& snapshot, std::string_view full_name, std::optional<SessionId> session) {
  const std::string wanted = window_name(full_name);
  const auto found = std::ranges::find_if(snapshot.windows, [&](const Window& window) {
    return window.name == wanted && (!session || window.session == *session);
  });
  return found == snapshot.windows.end() ? nullptr : &*found;
}

std::string next_duplicate(const Snapshot& snapshot, std::string_view full_name) {
  const std::string base_name = window_name(full_name);
  if (!window_named(snapshot, base_name)) return base_name;
  int highest = 1;
  for (const Window& window : snapshot.windows) {
    highest = std::max(highest, duplicate_number(window.name, base_name).value_or(1));
  }
  return base_name + "-" + std::to_string(highest + 1);
}

std::optional<WindowId> insertion_point(const Snapshot& snapshot, SessionId session, std::string_view prefix) {
  return last_window(snapshot, session, [&](const Window& window) {
    return !window.worktree.empty() || (!prefix.empty() && window.name.starts_with(prefix));
  });
}

std::optional<WindowId> insertion_point_of_group(const Snapshot& snapshot, SessionId session,
                                                 std::string_view full_name) {
  return last_window(snapshot, session,
                     [&](const Window& window) { return duplicate_number(window.name, full_name).has_value(); });
}

const Session* home_session(const Snapshot& snapshot, std::optional<PaneId> current) {
  if (current) {
    if (const Session* session = snapshot.session_of(*current)) return session;
  }
  if (snapshot.active_pane) {
    if (const Session* session = snapshot.session_of(*snapshot.active_pane)) return session;
  }
  return snapshot.sessions.empty() ? nullptr : &snapshot.sessions.front();
}

}  // namespace mux
