#include "workflow/close.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "workflow/sandboxes.h"
#include "workflow/subject.h"
#include "workflow/targets.h"

namespace workflow {

namespace {

constexpr std::chrono::milliseconds kDelay{100};  // the caller may still be told that all went well

// Without a name: the worktree that the window of our pane is tagged with (WT-W14), else the one we are in.
base::Result<git::Worktree> closed_worktree(const World& world, const std::string& name, const mux::Snapshot& snapshot,
                                            std::optional<mux::PaneId> current) {
  if (!name.empty()) return named_worktree(world, name);
  const mux::Window* window = current ? snapshot.window_of(*current) : nullptr;
  if (window != nullptr && !window->worktree.empty()) {
    if (const auto tagged = git::worktree_at(world.worktrees, window->worktree)) return *tagged;
  }
  return named_worktree(world, "");
}

}  // namespace

base::Result<> close(const Setting& setting, const std::string& name, const Voice& voice) {
  const World world = TRY(look_around(setting));
  const config::Loaded loaded = TRY(load_config(world));
  std::vector<std::string> warnings;
  const auto multiplexer = TRY(open_multiplexer(setting, &loaded.config, warnings));
  for (const std::string& warning : warnings) voice.warn(warning);
  const mux::Snapshot snapshot = TRY(multiplexer->snapshot());
  const auto current = multiplexer->current_pane();
  const git::Worktree worktree = TRY(closed_worktree(world, name, snapshot, current));
  const Target target = target_of(world, loaded.config, worktree);
  const OpenTarget open = find_open(world, loaded.config, snapshot, worktree, current);
  const mux::Window* own = current ? snapshot.window_of(*current) : nullptr;
  const mux::Window* window = nullptr;
  for (const mux::Window* candidate : open.windows) {
    const bool is_own = own != nullptr && candidate->id == own->id;
    if (window == nullptr || is_own) window = candidate;
  }
  if (!open.exists()) {
    return base::fail(fmt::format("No active {0} found for '{1}'. The worktree exists but has no open {0}.",
                                  kind_of(target.mode), base::sanitise_line(target.full_name)));
  }
  const bool inside =
      own != nullptr && (open.session != nullptr ? own->session == open.session->id : window->id == own->id);
  if (inside) {
    return open.session != nullptr ? multiplexer->kill_later(open.session->id, kDelay)
                                   : multiplexer->kill_later(window->id, kDelay);
  }
  if (open.windows.size() <= 1) stop_sandboxes(setting, world.repository.project_id, worktree.handle());
  if (open.session != nullptr)
    TRY(multiplexer->kill_session(open.session->id));
  else
    TRY(multiplexer->kill_windows(std::vector{window->id}));
  const std::string shown = open.session != nullptr ? open.session->name : window->name;
  voice.say(fmt::format("✓ Closed {} '{}' (worktree kept)", kind_of(target.mode), base::sanitise_line(shown)));
  return {};
}

}  // namespace workflow
