#include "mux/fake/fake.h"

#include <fmt/format.h>

#include <algorithm>

#include "mux/names.h"

namespace mux::fake {
namespace {

std::string text_of(const Place& place) {
  return std::visit([](const auto& id) { return id.text(); }, place);
}

base::Result<> missing(std::string_view kind, const std::string& id) {
  return base::fail(fmt::format("can't find {}: {}", kind, id));
}

template <typename T, typename I>
T* mutable_find(std::vector<T>& all, I id) {
  const auto found = std::ranges::find(all, id, &T::id);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

Fake::Fake() {
  state.running = true;
  state.boot_id = "1700000000";
  state.default_shell = "/bin/bash";
  state.path = "/usr/bin:/bin";
  state.version = "3.3a";
  state.sessions.push_back({SessionId(0), "main", true});
  const WindowId window = new_window(SessionId(0), "zsh", "", 1);
  mutable_find(state.windows, window)->active = true;
  pane = state.panes_of(window).front()->id;
  state.active_pane = pane;
}

base::Result<> Fake::act(std::string line) {
  log.push_back(std::move(line));
  if (failures.empty()) return {};
  base::Error error = std::move(failures.front());
  failures.pop_front();
  return std::unexpected(std::move(error));
}

WindowId Fake::new_window(SessionId session, std::string_view window_name, std::string_view worktree, size_t panes) {
  Window window;
  window.id = WindowId(next_++);
  window.session = session;
  window.size = {200, 50};
  window.name = window_name;
  window.worktree = worktree;
  for (const Window& other : state.windows) {
    if (other.session == session) window.index = std::max(window.index, other.index + 1);
  }
  state.windows.push_back(window);
  for (size_t i = 0; i < panes; ++i) {
    Pane new_pane;
    new_pane.id = PaneId(next_++);
    new_pane.window = window.id;
    new_pane.session = session;
    new_pane.pid = 100000 + new_pane.id.number();
    new_pane.active = i == 0;
    new_pane.command = "bash";
    state.panes.push_back(new_pane);
  }
  return window.id;
}

void Fake::drop_window(WindowId window) {
  const Window* found = state.find(window);
  if (!found) return;
  const SessionId session = found->session;
  std::erase_if(state.panes, [&](const Pane& candidate) { return candidate.window == window; });
  std::erase_if(state.windows, [&](const Window& candidate) { return candidate.id == window; });
  const bool empty = std::ranges::none_of(state.windows, [&](const Window& other) { return other.session == session; });
  if (empty) std::erase_if(state.sessions, [&](const Session& candidate) { return candidate.id == session; });
  state.running = !state.sessions.empty();
}

WindowId Fake::add_window(std::string_view session, std::string_view name, std::string_view worktree) {
  const Session* found = state.session_named(session);
  return new_window(found ? found->id : add_session(session), name, worktree, 1);
}

SessionId Fake::add_session(std::string_view name) {
  const SessionId id(next_++);
  state.sessions.push_back({id, std::string(name), false});
  state.running = true;
  return id;
}

base::Result<Snapshot> Fake::snapshot() {
  return state;
}

base::Result<CreatedTarget> Fake::create(const TargetPlan& plan) {
  TRY(act(fmt::format("create {}", plan.full_name)));
  created.push_back(plan);
  CreatedTarget result;
  const std::string session_wanted =
      plan.mode == Mode::session ? session_name(plan.full_name) : session_name(plan.parent_session);
  if (plan.mode == Mode::session || !session_wanted.empty()) {
    const Session* found = state.session_named(session_wanted);
    if (found && plan.mode == Mode::session) return base::fail("duplicate session: " + session_wanted);
    result.made_session = !found && plan.mode == Mode::window;
    result.session = found ? found->id : add_session(session_wanted);
  } else {
    const Session* home = plan.session ? state.find(*plan.session) : home_session(state, pane);
    result.session = home ? home->id : add_session("0");
  }
  std::vector<WindowPlan> windows = plan.windows;
  if (windows.empty()) windows.emplace_back();
  for (const WindowPlan& window : windows) {
    const std::string name = plan.mode == Mode::window ? plan.full_name : window.name.empty() ? "bash" : window.name;
    CreatedWindow made{
        new_window(result.session, name, plan.worktree.native(), std::max<size_t>(1, window.panes.size())), {}};
    for (const Pane* made_pane : state.panes_of(made.id)) made.panes.push_back({made_pane->id, made_pane->pid});
    for (size_t i = 0; i < window.panes.size(); ++i) {
      if (!window.panes[i].command.empty()) typed.emplace_back(made.panes[i].id, window.panes[i].command);
      if (window.panes[i].focus == Focus::yes) result.focus = made.panes[i].id;
    }
    result.windows.push_back(std::move(made));
  }
  if (result.focus == PaneId()) result.focus = result.windows.front().panes.front().id;
  if (plan.after) {
    // The new window goes right behind `after`.
    const auto last = state.windows.end() - 1;
    const auto after = std::ranges::find(state.windows, *plan.after, &Window::id);
    if (after != state.windows.end()) std::rotate(after + 1, last, state.windows.end());
  }
  return result;
}

base::Result<> Fake::show(Place place) {
  return act("show " + text_of(place));
}
base::Result<> Fake::show_previous_session() {
  return act("show-previous-session");
}

base::Result<> Fake::kill_windows(std::span<const WindowId> windows) {
  for (const WindowId window : windows) {
    TRY(act("kill-window " + window.text()));
    drop_window(window);
  }
  return {};
}

base::Result<> Fake::kill_session(SessionId session) {
  TRY(act("kill-session " + session.text()));
  std::vector<WindowId> windows;
  for (const Window& window : state.windows) {
    if (window.session == session) windows.push_back(window.id);
  }
  for (const WindowId window : windows) drop_window(window);
  return {};
}

base::Result<> Fake::kill_pane(PaneId pane_id) {
  TRY(act("kill-pane " + pane_id.text()));
  const Pane* found = state.find(pane_id);
  if (!found) return {};
  const WindowId window = found->window;
  std::erase_if(state.panes, [&](const Pane& candidate) { return candidate.id == pane_id; });
  if (state.panes_of(window).empty()) drop_window(window);
  return {};
}

base::Result<> Fake::kill_later(Place place, std::chrono::milliseconds delay) {
  return act(fmt::format("kill-later {} {}", text_of(place), delay.count()));
}

base::Result<> Fake::rename_window(WindowId window, std::string_view new_name) {
  TRY(act(fmt::format("rename-window {} {}", window.text(), new_name)));
  Window* found = mutable_find(state.windows, window);
  if (!found) return missing("window", window.text());
  found->name = window_name(new_name);
  return {};
}

base::Result<> Fake::rename_session(SessionId session, std::string_view new_name) {
  TRY(act(fmt::format("rename-session {} {}", session.text(), new_name)));
  Session* found = mutable_find(state.sessions, session);
  if (!found) return missing("session", session.text());
  found->name = session_name(new_name);
  return {};
}

base::Result<> Fake::set_title(PaneId pane_id, std::string_view title) {
  TRY(act(fmt::format("set-title {} {}", pane_id.text(), title)));
  const Window* window = state.window_of(pane_id);
  if (!window) return missing("pane", pane_id.text());
  mutable_find(state.windows, window->id)->name = title;
  return {};
}

base::Result<> Fake::tag_window(WindowId window, const std::filesystem::path& worktree) {
  TRY(act(fmt::format("tag-window {} {}", window.text(), worktree.native())));
  Window* found = mutable_find(state.windows, window);
  if (!found) return missing("window", window.text());
  found->worktree = worktree.native();
  return {};
}

base::Result<> Fake::type_text(PaneId pane_id, std::string_view text, Submit submit) {
  TRY(act(fmt::format("type {} {}{}", pane_id.text(), text, submit == Submit::yes ? "<Enter>" : "")));
  typed.emplace_back(pane_id, text);
  return {};
}

base::Result<> Fake::send_key(PaneId pane_id, std::string_view key) {
  return act(fmt::format("key {} {}", pane_id.text(), key));
}

base::Result<> Fake::paste(PaneId pane_id, std::string_view text, Submit submit) {
  TRY(act(fmt::format("paste {} {}{}", pane_id.text(), text, submit == Submit::yes ? "<Enter>" : "")));
  typed.emplace_back(pane_id, text);
  return {};
}

base::Result<std::string> Fake::capture(PaneId pane_id, int lines) {
  TRY(act(fmt::format("capture {} {}", pane_id.text(), lines)));
  return screen;
}

base::Result<std::optional<Snapshot>> Fake::set_status(PaneId pane_id, const StatusUpdate& update) {
  TRY(act(fmt::format("set-status {} {}", pane_id.text(), update.icon)));
  Pane* found = mutable_find(state.panes, pane_id);
  if (!found) return std::optional<Snapshot>();
  Window& window = *mutable_find(state.windows, found->window);
  found->status = window.status = update.icon;
  Snapshot facts = state;
  facts.sessions = {*state.find(found->session)};
  facts.windows = {window};
  facts.panes = {*found};
  facts.active_pane.reset();
  return std::optional<Snapshot>(std::move(facts));
}

base::Result<> Fake::clear_status(PaneId pane_id) {
  TRY(act("clear-status " + pane_id.text()));
  Pane* found = mutable_find(state.panes, pane_id);
  if (!found) return {};
  found->status.clear();
  mutable_find(state.windows, found->window)->status.clear();
  return {};
}

}  // namespace mux::fake
