#include "mux/snapshot.h"

#include <algorithm>

namespace mux {
namespace {

template <typename T, typename I>
const T* with_id(const std::vector<T>& all, I id) {
  const auto found = std::ranges::find(all, id, &T::id);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

const Session* Snapshot::find(SessionId id) const {
  return with_id(sessions, id);
}
const Window* Snapshot::find(WindowId id) const {
  return with_id(windows, id);
}
const Pane* Snapshot::find(PaneId id) const {
  return with_id(panes, id);
}

const Session* Snapshot::session_named(std::string_view name) const {
  const auto found = std::ranges::find(sessions, name, &Session::name);
  return found == sessions.end() ? nullptr : &*found;
}

const Session* Snapshot::session_of(PaneId pane) const {
  const Pane* found = find(pane);
  return found ? find(found->session) : nullptr;
}

const Window* Snapshot::window_of(PaneId pane) const {
  const Pane* found = find(pane);
  return found ? find(found->window) : nullptr;
}

std::vector<const Pane*> Snapshot::panes_of(WindowId window) const {
  std::vector<const Pane*> result;
  for (const Pane& pane : panes) {
    if (pane.window == window) result.push_back(&pane);
  }
  return result;
}

}  // namespace mux
