#include "workflow/targets.h"

#include <algorithm>

#include "config/naming.h"
#include "git/guest_trees.h"
#include "mux/configured_backend.h"
#include "mux/select_backend.h"

namespace workflow {

namespace {

mux::PanePlan pane_plan(const PlannedPane& pane) {
  mux::PanePlan plan;
  plan.command = pane.command.value_or("");
  plan.split = pane.layout.split == config::Split::vertical ? mux::Split::vertical : mux::Split::horizontal;
  if (pane.layout.size) plan.size = *pane.layout.size;
  if (pane.layout.percentage) plan.percentage = *pane.layout.percentage;
  if (pane.layout.target) plan.target = *pane.layout.target;
  plan.focus = pane.layout.focus ? mux::Focus::yes : mux::Focus::no;
  plan.zoom = pane.layout.zoom ? mux::Zoom::yes : mux::Zoom::no;
  return plan;
}

// Behind which window the new one goes.
std::optional<mux::WindowId> place_after(const TargetRequest& request) {
  if (request.target.mode == git::Mode::session) return std::nullopt;
  const mux::Snapshot& snapshot = *request.snapshot;
  const mux::Session* session = request.target.parent_session.empty()
                                    ? mux::home_session(snapshot, request.current)
                                    : snapshot.session_named(mux::session_name(request.target.parent_session));
  if (session == nullptr) return std::nullopt;
  if (request.duplicate) {
    const std::string& name = request.target.full_name;
    const size_t dash = name.rfind('-');
    if (const auto after = mux::insertion_point_of_group(snapshot, session->id, name.substr(0, dash))) return after;
  }
  return mux::insertion_point(snapshot, session->id, request.prefix);
}

}  // namespace

base::Result<std::unique_ptr<mux::Multiplexer>> open_multiplexer(const Setting& setting, const config::Config* config,
                                                                 std::vector<std::string>& warnings) {
  const mux::Selection selection =
      mux::select_backend(setting.environment, config != nullptr ? mux::configured_backend(*config) : std::nullopt);
  warnings.insert(warnings.end(), selection.warnings.begin(), selection.warnings.end());
  return mux::open_backend(selection, git::guest_trees(setting.paths.state));
}

std::string target_prefix(const config::Config& config) {
  const auto font = config::configured_icon_font(config).value_or(config::IconFont::no);
  return config::window_prefix(config, font);
}

bool target_name_taken(const mux::Snapshot& snapshot, git::Mode mode, std::string_view full_name) {
  if (mode == git::Mode::session) return snapshot.session_named(mux::session_name(full_name)) != nullptr;
  return mux::window_named(snapshot, mux::window_name(full_name)) != nullptr;
}

Target target_of(const World& world, const config::Config& config, const git::Worktree& worktree) {
  const std::string handle = worktree.handle();
  const git::WorktreeMetadata metadata = git::metadata_of(world.local, handle);
  Target target;
  target.mode = metadata.mode.value_or(git::Mode::window);
  const std::string& stored = target.mode == git::Mode::session ? metadata.target_session : metadata.target_window;
  target.full_name = config::full_target_name(target_prefix(config), stored.empty() ? handle : stored);
  target.parent_session = metadata.window_session;
  return target;
}

OpenTarget find_open(const World& world, const config::Config& config, const mux::Snapshot& snapshot,
                     const git::Worktree& worktree, std::optional<mux::PaneId> current) {
  OpenTarget open;
  if (!snapshot.running) return open;
  const Target target = target_of(world, config, worktree);
  const mux::Owner owner{.worktree = worktree.path, .full_name = target.full_name};
  std::vector<std::string> others;
  for (const git::Worktree& other : world.worktrees) {
    if (other.path != worktree.path && !other.bare) others.push_back(target_of(world, config, other).full_name);
  }
  if (target.mode == git::Mode::session) {
    open.session = mux::session_of(snapshot, owner);
    return open;
  }
  open.windows = mux::windows_of(snapshot, owner, others, current);
  return open;
}

mux::TargetPlan target_plan(const TargetRequest& request) {
  mux::TargetPlan plan;
  plan.mode = request.target.mode == git::Mode::session ? mux::Mode::session : mux::Mode::window;
  plan.full_name = request.target.full_name;
  plan.worktree = request.worktree;
  plan.directory = request.directory;
  plan.shell = request.snapshot->default_shell;
  plan.parent_session = request.target.parent_session;
  plan.after = place_after(request);
  // A new session is laid out in the size in which it will be seen.
  const mux::Window* here = request.current ? request.snapshot->window_of(*request.current) : nullptr;
  if (here) plan.size = here->size;
  for (const PlannedWindow& window : request.windows) {
    mux::WindowPlan planned{.name = window.name.value_or(""), .panes = {}};
    std::ranges::transform(window.panes, std::back_inserter(planned.panes), pane_plan);
    plan.windows.push_back(std::move(planned));
  }
  plan.show = request.background ? mux::Show::no : mux::Show::yes;
  return plan;
}

base::Error not_running(const mux::Multiplexer& multiplexer) {
  const std::string name(multiplexer.name());
  return base::Error{
      .message = name + " is not running.", .hint = "Please start a " + name + " session first.", .causes = {}};
}

const char* kind_of(git::Mode mode) {
  return mode == git::Mode::session ? "session" : "window";
}

}  // namespace workflow
