#include "workflow/open.h"

#include <fmt/format.h>

#include "base/clock.h"
#include "base/unicode.h"
#include "config/naming.h"
#include "git/repository_lock.h"
#include "os/files.h"
#include "sandbox/snapshot.h"
#include "workflow/file_operations.h"
#include "workflow/hooks.h"
#include "workflow/removal.h"
#include "workflow/subject.h"
#include "workflow/window.h"

namespace workflow {

namespace {

base::Result<config::Loaded> configuration(const World& world, const OpenRequest& request) {
  config::Loaded loaded;
  if (!request.guest_snapshot.empty()) {
    const auto snapshot = TRY(sandbox::read_snapshot(world.setting.paths.state, request.guest_snapshot));
    loaded.config = snapshot.config;
    loaded.config.sandbox.enabled = true;
    loaded.source_dir = world.repository.main_worktree;
    return loaded;
  }
  loaded = TRY(load_config(world, request.config_file));
  if (request.sandbox) loaded.config.sandbox.enabled = true;
  return loaded;
}

// The record of a worktree, made now for one that never had any (plain git, another version).
base::Result<git::WorktreeRecord> adopt(const World& world, const git::Worktree& worktree,
                                        const config::Config& config) {
  const git::WorktreeRecord* known = world.record_of(worktree.handle());
  git::WorktreeRecord record;
  if (known != nullptr) {
    TRY(check_place(world, worktree));
    record = *known;
    record.branch = worktree.branch;
  } else {
    record = TRY(git::record_for(worktree));
    record.base = git::base_of(world.local, worktree.branch).value_or("");
    record.created_at = base::unix_seconds();
  }
  record.sandbox = sandboxed(config, known) && !worktree.is_main;
  return record;
}

// Names and mode that the call asks for, over what is stored.
base::Result<git::WorktreeMetadata> wanted_metadata(const git::WorktreeMetadata& stored, const config::Config& config,
                                                    const OpenRequest& request) {
  git::WorktreeMetadata wanted = stored;
  const config::Mode configured = config.mode;
  const git::Mode fallback = configured == config::Mode::session ? git::Mode::session : git::Mode::window;
  wanted.mode = stored.mode.value_or(fallback);
  if (request.mode) wanted.mode = *request.mode == config::Mode::session ? git::Mode::session : git::Mode::window;
  if (request.target_name) {
    const std::string name = TRY(config::derive_target_name(request.target_name, ""));
    (*wanted.mode == git::Mode::session ? wanted.target_session : wanted.target_window) = name;
  }
  if (request.parent_session) {
    if (*wanted.mode == git::Mode::session) return base::fail("--parent-session requires window mode");
    wanted.window_session = base::slug(*request.parent_session);
  }
  return wanted;
}

base::Result<> close_other_mode(const World& world, const config::Config& config, const mux::Snapshot& snapshot,
                                const git::Worktree& worktree, mux::Multiplexer& multiplexer) {
  const OpenTarget open = find_open(world, config, snapshot, worktree, multiplexer.current_pane());
  if (open.session != nullptr) TRY(multiplexer.kill_session(open.session->id));
  std::vector<mux::WindowId> ids;
  for (const mux::Window* window : open.windows) ids.push_back(window->id);
  if (!ids.empty()) TRY(multiplexer.kill_windows(ids));
  return {};
}

base::Result<> run_post_create(const World& world, const config::Loaded& loaded, const git::Worktree& worktree,
                               const git::WorktreeRecord& record, const Voice& voice) {
  if (loaded.config.post_create.empty()) return {};
  voice.say("Running setup commands...");
  HookContext context;
  context.handle = worktree.handle();
  context.branch = worktree.branch;
  context.base_branch = record.base;
  context.worktree = os::real_path(worktree.path).value_or(worktree.path);
  context.project_root = world.repository.main_worktree;
  context.config_dir = context.worktree / loaded.relative_dir;
  context.source_dir = loaded.source_dir;
  context.directory = context.worktree;
  TRY(run_hooks(HookKind::post_create, loaded.config.post_create, world.setting.environment, context));
  voice.say("✓ Setup complete");
  return {};
}

}  // namespace

base::Result<Opened> open(const Setting& setting, const OpenRequest& request, const Voice& voice) {
  World world = TRY(look_around(setting));
  const config::Loaded loaded = TRY(configuration(world, request));
  for (const config::Warning& warning : loaded.warnings) voice.warn("workmux: " + warning.text);
  std::vector<std::string> warnings;
  const auto multiplexer = TRY(open_multiplexer(setting, &loaded.config, warnings));
  for (const std::string& warning : warnings) voice.warn(warning);
  const mux::Snapshot snapshot = TRY(multiplexer->snapshot());
  if (!snapshot.running) return std::unexpected(not_running(*multiplexer));

  const os::FileLock lock = TRY(git::lock_repository(
      world.repository, [&] { voice.warn("Waiting for another workmux command in this repository..."); }));
  TRY(look_again(world));
  for (const std::string& note : finish_interrupted(setting, world.repository)) voice.warn(note);
  const git::Worktree worktree = TRY(named_worktree(world, request.name));
  const std::string handle = worktree.handle();
  const git::WorktreeMetadata stored = git::metadata_of(world.local, handle);
  const git::WorktreeMetadata wanted = TRY(wanted_metadata(stored, loaded.config, request));

  Opened opened{.handle = handle,
                .branch = worktree.branch,
                .path = worktree.path,
                .target = "",
                .mode = *wanted.mode,
                .windows = {}};
  const bool converts = stored.mode.value_or(git::Mode::window) != *wanted.mode;
  if (converts) TRY(close_other_mode(world, loaded.config, snapshot, worktree, *multiplexer));
  if (wanted != stored) {
    TRY(git::store_metadata(world.repository, handle, wanted));
    world.local = TRY(git::read_local_config(world.repository));
  }
  Target target = target_of(world, loaded.config, worktree);
  opened.target = target.full_name;
  const OpenTarget existing =
      converts ? OpenTarget{} : find_open(world, loaded.config, snapshot, worktree, multiplexer->current_pane());
  if (existing.exists() && request.another && target.mode == git::Mode::session) {
    return base::fail("--new is not supported in session mode. Each worktree can only have one session.");
  }
  if (existing.exists() && !request.another) {
    if (request.prompt) voice.warn("workmux: the target is open already; the prompt was not delivered");
    if (!request.background) {
      if (existing.session != nullptr)
        TRY(multiplexer->show(existing.session->id));
      else
        TRY(multiplexer->show(existing.windows.front()->id));
    }
    opened.switched = true;
    return opened;
  }
  if (existing.exists())
    target.full_name = mux::next_duplicate(snapshot, target.full_name);
  else if (target_name_taken(snapshot, target.mode, target.full_name)) {
    return base::fail(fmt::format("A tmux {} named '{}' already exists. Use a different target name.",
                                  kind_of(target.mode), base::sanitise_line(target.full_name)));
  }
  opened.target = target.full_name;

  WindowRequest window;
  window.world = &world;
  window.loaded = &loaded;
  window.snapshot = &snapshot;
  window.worktree = worktree;
  window.record = TRY(adopt(world, worktree, loaded.config));
  window.target = target;
  window.agent = request.agent;
  window.prompt = request.prompt;
  window.prompt_file_only = request.prompt_file_only || loaded.config.prompt_file_only;
  window.prompt_is_new = true;
  window.commands = request.commands;
  window.resume = request.resume ? agent::Resume::yes : agent::Resume::no;
  window.background = request.background;
  window.duplicate = existing.exists();
  window.parent_snapshot = request.guest_snapshot;
  TRY(check_window(window));
  if (!worktree.is_main) TRY(git::save_record(world.record_directory(), handle, window.record));
  if (request.force_files) {
    const git::Runner runner = TRY(git_runner(world));
    const FilePlan files = TRY_WITH(plan_files(world, runner, loaded), "Failed to perform file operations");
    TRY_WITH(apply_files(world, runner, files, worktree, Overwrite::careful, voice),
             "Failed to perform file operations");
  }
  if (request.run_hooks) {
    TRY(run_post_create(world, loaded, worktree, window.record, voice));
    opened.ran_hooks = true;
  }
  opened.windows = TRY(make_window(window, *multiplexer)).window_ids();
  return opened;
}

}  // namespace workflow
