#include "workflow/cleanup.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "git/refs.h"
#include "git/repository_lock.h"
#include "os/files.h"
#include "os/process.h"
#include "os/random.h"
#include "workflow/hooks.h"
#include "workflow/sandboxes.h"
#include "workflow/targets.h"

namespace workflow {

namespace {

constexpr std::chrono::milliseconds kStopPatience{5000};  // for the stop hooks of agents

// Ids out of a journal: of this server only.
struct Doomed {
  std::vector<mux::WindowId> windows;
  std::vector<mux::SessionId> sessions;
};

Doomed doomed(const Removal& removal, const mux::Snapshot& snapshot) {
  Doomed ids;
  if (!snapshot.running || snapshot.boot_id != removal.boot_id) return ids;
  for (const std::string& text : removal.windows) {
    const auto id = mux::WindowId::parse(text);
    const mux::Window* window = id ? snapshot.find(*id) : nullptr;
    if (window != nullptr) ids.windows.push_back(*id);
  }
  for (const std::string& text : removal.sessions) {
    const auto id = mux::SessionId::parse(text);
    if (id && snapshot.find(*id) != nullptr) ids.sessions.push_back(*id);
  }
  return ids;
}

bool is_doomed(const mux::Pane& pane, const Doomed& ids) {
  return std::ranges::find(ids.windows, pane.window) != ids.windows.end() ||
         std::ranges::find(ids.sessions, pane.session) != ids.sessions.end();
}

// Waits until the root processes of the closed panes have ended: their stop hooks need the directory (WT 14.3).
class PaneProcesses {
 public:
  PaneProcesses(const mux::Snapshot& snapshot, const Doomed& ids) {
    for (const mux::Pane& pane : snapshot.panes) {
      if (!is_doomed(pane, ids) || pane.pid <= 0) continue;
      const auto fd = static_cast<int>(::syscall(SYS_pidfd_open, static_cast<pid_t>(pane.pid), 0));
      if (fd >= 0) ends_.emplace_back(fd);
    }
  }

  void wait() {
    const auto deadline = std::chrono::steady_clock::now() + kStopPatience;
    for (const os::Descriptor& end : ends_) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
      pollfd entry{.fd = end.get(), .events = POLLIN, .revents = 0};
      ::poll(&entry, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
    }
  }

 private:
  std::vector<os::Descriptor> ends_;
};

base::Result<> close_targets(mux::Multiplexer& multiplexer, const mux::Snapshot& snapshot, const Removal& removal) {
  const Doomed ids = doomed(removal, snapshot);
  PaneProcesses processes(snapshot, ids);
  const auto select = mux::WindowId::parse(removal.select_window);
  if (select && snapshot.boot_id == removal.boot_id && snapshot.find(*select) != nullptr)
    TRY(multiplexer.show(*select));
  for (const mux::SessionId session : ids.sessions) {
    if (!select) TRY(multiplexer.show_previous_session());
    TRY(multiplexer.kill_session(session));
  }
  if (!ids.windows.empty()) TRY(multiplexer.kill_windows(ids.windows));
  processes.wait();
  return {};
}

base::Result<> start_deferred(const Setting& setting, const Removal& removal) {
  os::Command command{
      .arguments = {setting.program.string(), "_deferred", journal_path(setting.paths, removal).string()},
      .environment = setting.environment};
  command.directory = "/";
  command.stdout_stream = os::Stream::null;
  command.stderr_stream = os::Stream::null;
  command.new_session = true;
  os::Child child = TRY_WITH(os::start(command), "Could not start the process that cleans up");
  child.detach();
  return {};
}

}  // namespace

base::Result<Cleanup> plan_cleanup(const World& world, const config::Config& config, const mux::Snapshot& snapshot,
                                   std::optional<mux::PaneId> current, const CleanupRequest& request) {
  Cleanup cleanup;
  Removal& removal = cleanup.removal;
  const git::Worktree& worktree = request.worktree;
  removal.handle = worktree.handle();
  removal.project_id = world.repository.project_id;
  removal.common_dir = world.repository.common_dir;
  removal.main_worktree = world.repository.main_worktree;
  removal.path = worktree.path;
  removal.admin = worktree.git_dir;
  removal.trash = worktree.path.parent_path() / fmt::format(".workmux_trash_{}_{}", removal.handle, os::random_hex(12));
  if (const auto status = os::status_of(worktree.path)) {
    removal.device = status->device;
    removal.inode = status->inode;
  }
  if (request.branch == Branch::remove && !worktree.branch.empty()) {
    const auto tip = TRY(git::resolve_ref(world.repository, "refs/heads/" + worktree.branch));
    if (tip) {
      removal.branch = worktree.branch;
      removal.branch_tip = *tip;
    }
  }
  removal.boot_id = snapshot.boot_id;
  const OpenTarget open = find_open(world, config, snapshot, worktree, current);
  const mux::Window* own = current ? snapshot.window_of(*current) : nullptr;
  for (const mux::Window* window : open.windows) {
    removal.windows.push_back(window->id.text());
    if (own != nullptr && own->id == window->id) cleanup.inside = true;
  }
  if (open.session != nullptr) {
    removal.sessions.push_back(open.session->id.text());
    if (own != nullptr && own->session == open.session->id) cleanup.inside = true;
  }
  const mux::Window* select = request.select.empty() ? nullptr : mux::window_named(snapshot, request.select);
  if (select != nullptr && (cleanup.inside || !open.exists())) removal.select_window = select->id.text();
  return cleanup;
}

base::Result<> run_pre_remove(const World& world, const config::Loaded& loaded, const CleanupRequest& request,
                              const Voice& voice) {
  const std::vector<std::string> commands = loaded.config.pre_remove.value_or(std::vector<std::string>{});
  const auto status = os::status_of(request.worktree.path);
  if (request.hooks == RunHooks::no || commands.empty() || !status) return {};
  voice.say("Running pre-remove commands...");
  HookContext context;
  context.handle = request.worktree.handle();
  context.branch = request.worktree.branch;
  context.worktree = os::real_path(request.worktree.path).value_or(request.worktree.path);
  context.project_root = world.repository.main_worktree;
  context.config_dir = context.worktree / loaded.relative_dir;
  context.source_dir = loaded.source_dir;
  context.directory = context.worktree;
  return run_hooks(HookKind::pre_remove, commands, world.setting.environment, context);
}

base::Result<> clean_up(const Setting& setting, mux::Multiplexer& multiplexer, const Cleanup& cleanup) {
  TRY(write_journal(setting.paths, cleanup.removal));
  if (cleanup.inside) return start_deferred(setting, cleanup.removal);
  stop_sandboxes(setting, cleanup.removal.project_id, cleanup.removal.handle);
  if (!cleanup.removal.windows.empty() || !cleanup.removal.sessions.empty()) {
    TRY(close_targets(multiplexer, TRY(multiplexer.snapshot()), cleanup.removal));
  }
  return carry_out(cleanup.removal, setting);
}

namespace {

// What a kill left open. The window that we are in stays: it is where the user sees what happens.
void close_what_is_left(const Setting& setting, Removal removal) {
  if (removal.windows.empty() && removal.sessions.empty()) return;
  std::vector<std::string> warnings;
  const auto multiplexer = open_multiplexer(setting, nullptr, warnings);
  if (!multiplexer) return;
  const auto snapshot = (*multiplexer)->snapshot();
  if (!snapshot) return;
  const auto current = (*multiplexer)->current_pane();
  if (const mux::Window* own = current ? snapshot->window_of(*current) : nullptr) {
    std::erase(removal.windows, own->id.text());
    std::erase(removal.sessions, own->session.text());
  }
  removal.select_window.clear();
  (void)close_targets(**multiplexer, *snapshot, removal);
}

}  // namespace

std::vector<std::string> finish_interrupted(const Setting& setting, const git::Repository& repository) {
  std::vector<std::string> notes;
  const auto directory = setting.paths.state / "removals" / repository.project_id;
  for (const std::string& name : os::list_directory(directory)) {
    if (!name.ends_with(".json")) continue;  // a kill may have left a part of one
    const auto removal = read_journal(directory / name);
    if (!removal) {
      notes.push_back(removal.error().message);
      continue;
    }
    close_what_is_left(setting, *removal);
    const auto done = carry_out(*removal, setting);
    notes.push_back(
        done ? fmt::format("Finished the removal of '{}' that was interrupted", removal->handle)
             : fmt::format("The removal of '{}' is not complete: {}", removal->handle, done.error().message));
  }
  return notes;
}

base::Result<> deferred_cleanup(const Setting& setting, const std::filesystem::path& journal) {
  const Removal removal = TRY(read_journal(journal));
  const git::Repository repository = TRY(git::discover(removal.common_dir, setting.environment));
  std::vector<std::string> warnings;
  const auto multiplexer = TRY(open_multiplexer(setting, nullptr, warnings));
  TRY(close_targets(*multiplexer, TRY(multiplexer->snapshot()), removal));
  stop_sandboxes(setting, removal.project_id, removal.handle);
  const os::FileLock lock = TRY(git::lock_repository(repository));
  return carry_out(removal, setting);
}

}  // namespace workflow
