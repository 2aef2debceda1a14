#include "workflow/add.h"

#include <fmt/format.h>

#include <chrono>

#include "base/clock.h"
#include "base/unicode.h"
#include "git/repository_lock.h"
#include "os/files.h"
#include "sandbox/backend.h"
#include "sandbox/snapshot.h"
#include "workflow/add_describe.h"
#include "workflow/file_operations.h"
#include "workflow/hooks.h"
#include "workflow/open.h"
#include "workflow/removal.h"
#include "workflow/rollback.h"
#include "workflow/window.h"

namespace workflow {

namespace {

// The configuration of the call: files, or the snapshot of the guest that asks (SBX E5).
base::Result<config::Loaded> configuration(const World& world, const AddRequest& request) {
  config::Loaded loaded;
  if (request.guest) {
    const auto snapshot = TRY(sandbox::read_snapshot(world.setting.paths.state, request.guest->snapshot_id));
    loaded.config = snapshot.config;
    loaded.config.sandbox.enabled = true;
    loaded.source_dir = world.repository.main_worktree;
  } else {
    loaded = TRY(load_config(world, request.config_file));
    if (request.sandbox) loaded.config.sandbox.enabled = true;
  }
  if (request.layout) {
    const auto layout = loaded.config.layouts.find(*request.layout);
    if (loaded.config.layouts.empty()) {
      return base::fail(fmt::format("Layout '{}' requested but no layouts are defined in config", *request.layout));
    }
    if (layout == loaded.config.layouts.end()) {
      std::string names;
      for (const auto& [name, ignored] : loaded.config.layouts) names += (names.empty() ? "" : ", ") + name;
      return base::fail(fmt::format("Layout '{}' not found. Available layouts: {}", *request.layout, names));
    }
    loaded.config.panes = layout->second.panes;
    loaded.config.windows.reset();
  }
  return loaded;
}

// A missing engine is found out before anything is made.
base::Result<> check_engine(const config::Config& config, const std::string& search_path) {
  if (!config.sandbox.enabled) return {};
  return sandbox::check_backend(config.sandbox, search_path);
}

WindowRequest window_request(const World& world, const config::Loaded& loaded, const mux::Snapshot& targets,
                             const AddRequest& request, const AddPlan& plan) {
  WindowRequest window;
  window.world = &world;
  window.loaded = &loaded;
  window.snapshot = &targets;
  window.worktree.path = plan.fresh.path;
  window.worktree.branch = plan.fresh.branch;
  window.record.path = plan.fresh.path;
  window.record.branch = plan.fresh.branch;
  window.record.base = plan.base;
  window.record.base_oid = plan.base_oid;
  window.record.sandbox = sandboxed(loaded.config, nullptr);
  window.target = {.mode = plan.mode, .full_name = plan.full_name, .parent_session = plan.metadata.window_session};
  window.agent = request.agent;
  window.prompt = request.prompt;
  window.prompt_file_only = request.prompt_file_only || loaded.config.prompt_file_only;
  window.commands = request.skip_pane_commands ? PaneCommands::leave_out : PaneCommands::run;
  window.background = request.background;
  if (request.guest) window.parent_snapshot = request.guest->snapshot_id;
  return window;
}

// A worktree that was made a moment ago; nothing of the user's is in it.
void take_back(const git::Runner& runner, const AddPlan& plan, const std::filesystem::path& worktree) {
  git::RunOptions options;
  options.access = git::Access::write;
  (void)runner.run({"worktree", "remove", "--force", worktree.string()}, options);
  if (plan.fresh.start == git::Start::existing_branch) return;
  (void)runner.run({"branch", "--delete", "--force", plan.fresh.branch}, options);
}

// Worktree, settings and record, with the work that moves in it: all of it or nothing (WT 6.7 step 12, 9).
base::Result<git::Worktree> create(const World& world, const git::Runner& runner, const AddRequest& request,
                                   const AddPlan& plan, const std::optional<git::SavedChanges>& moving,
                                   WindowRequest& window) {
  Rollback rollback;
  const git::Repository& repository = world.repository;
  std::vector<git::ConfigEdit> edits = git::metadata_edits(plan.handle, plan.metadata);
  if (!plan.base.empty()) edits.insert(edits.begin(), git::base_edit(plan.fresh.branch, plan.base));
  TRY(git::edit_config(repository.config_path(), edits));
  rollback.add([&] {
    std::vector<git::ConfigEdit> undo = {git::ConfigEdit::remove_section("workmux.worktree." + plan.handle)};
    if (!plan.base.empty()) undo.push_back(git::base_removal(plan.fresh.branch));
    (void)git::edit_config(repository.config_path(), undo);
  });
  const git::Hooks hooks = request.guest || window.record.sandbox ? git::Hooks::off : git::Hooks::user;
  const git::Worktree worktree = TRY(git::create_worktree(runner, plan.fresh, hooks));
  rollback.add([&runner, &plan, path = worktree.path] { take_back(runner, plan, path); });
  if (moving) {
    TRY_WITH(git::apply_changes(runner.at(worktree), *moving),
             fmt::format("The changes do not fit on '{}'; they stay where they are", base::sanitise_line(plan.base)));
  }
  git::WorktreeRecord record = TRY(git::record_for(worktree));
  record.base = plan.base;
  record.base_oid = plan.base_oid;
  record.mux = {
      .mode = plan.mode,
      .target_name = plan.mode == git::Mode::session ? plan.metadata.target_session : plan.metadata.target_window,
      .parent_session = plan.metadata.window_session};
  record.sandbox = window.record.sandbox;
  record.created_at = base::unix_seconds();
  TRY(git::save_record(world.record_directory(), plan.handle, record));
  rollback.keep();
  window.record = record;
  window.worktree = worktree;
  return worktree;
}

HookContext hook_context(const World& world, const config::Loaded& loaded, const AddPlan& plan) {
  HookContext context;
  context.handle = plan.handle;
  context.branch = plan.fresh.branch;
  context.base_branch = plan.base;
  context.worktree = os::real_path(plan.fresh.path).value_or(plan.fresh.path);
  context.project_root = world.repository.main_worktree;
  const auto nested = context.worktree / loaded.relative_dir;
  context.config_dir = os::status_of(nested) && !loaded.relative_dir.empty() ? nested : context.worktree;
  context.source_dir = loaded.source_dir;
  context.directory = context.config_dir;
  return context;
}

base::Result<> run_post_create(const World& world, const config::Loaded& loaded, const AddRequest& request,
                               const AddPlan& plan, const Voice& voice) {
  if (request.skip_hooks || request.guest || loaded.config.post_create.empty()) return {};
  voice.say("Running setup commands...");
  auto done = run_hooks(HookKind::post_create, loaded.config.post_create, world.setting.environment,
                        hook_context(world, loaded, plan));
  if (!done) {
    done.error().hint = fmt::format("The worktree is kept. Continue with: workmux open {} --run-hooks", plan.handle);
    return done;
  }
  voice.say("✓ Setup complete");
  return {};
}

// Files before hooks: hooks may need them (WT 6.7 step 14).
base::Result<> run_files(const World& world, const git::Runner& runner, const FilePlan& files,
                         const git::Worktree& worktree, const Voice& voice) {
  auto done = apply_files(world, runner, files, worktree, Overwrite::careful, voice);
  if (done) return {};
  auto error = std::move(done).error().with("Failed to perform file operations");
  error.hint =
      fmt::format("The worktree is kept. Continue with: workmux open {} --force-files --run-hooks", worktree.handle());
  return std::unexpected(std::move(error));
}

base::Result<Added> open_existing(const Setting& setting, const AddRequest& request, const std::string& name,
                                  const Voice& voice) {
  OpenRequest open;
  open.name = name;
  open.prompt = request.prompt;
  open.prompt_file_only = request.prompt_file_only;
  open.background = request.background;
  open.agent = request.agent;
  open.mode = request.mode;
  open.sandbox = request.sandbox;
  open.config_file = request.config_file;
  open.commands = request.skip_pane_commands ? PaneCommands::leave_out : PaneCommands::run;
  if (request.guest) open.guest_snapshot = request.guest->snapshot_id;
  const Opened opened = TRY(workflow::open(setting, open, voice));
  return Added{.handle = opened.handle,
               .branch = opened.branch,
               .path = opened.path,
               .base = "",
               .target = opened.target,
               .mode = opened.mode,
               .opened_only = true,
               .windows = opened.windows};
}

// The work has arrived in its new place: the old one lets go of it.
base::Result<Moved> let_go(const git::Runner& runner, const git::SavedChanges& moving, const Voice& voice) {
  const auto taken_out = TRY(git::take_out_changes(runner, moving));
  if (taken_out == git::TakenOut::yes) return moving.whole ? Moved::all : Moved::chosen;
  voice.warn("workmux: The worktree changed while its work was copied; it was left as it is.");
  return Moved::copied;
}

base::Result<Added> add_worktree(const Setting& setting, AddRequest request, const Voice& voice) {
  World world = TRY(look_around(setting));
  const config::Loaded loaded = TRY(configuration(world, request));
  for (const config::Warning& warning : loaded.warnings) voice.warn("workmux: " + warning.text);
  std::vector<std::string> warnings;
  const auto multiplexer = TRY(open_multiplexer(setting, &loaded.config, warnings));
  for (const std::string& warning : warnings) voice.warn(warning);
  const mux::Snapshot targets = TRY(multiplexer->snapshot());
  if (!targets.running) return std::unexpected(not_running(*multiplexer));
  TRY(check_engine(loaded.config, setting.environment.get("PATH").value_or("")));
  const git::Runner runner = TRY(git_runner(world));
  std::optional<git::SavedChanges> moving;
  if (request.move) {
    if (!request.base) request.base = TRY(base_of_changes(world));
    // Before the lock: the user may take their time to choose.
    if (!request.dry_run) moving = TRY(changes_to_move(world, runner, *request.move, request.branch));
  }

  os::FileLock lock = TRY(git::lock_repository(
      world.repository, [&] { voice.warn("Waiting for another workmux command in this repository..."); }));
  TRY(look_again(world));
  if (!request.dry_run) {
    for (const std::string& note : finish_interrupted(setting, world.repository)) voice.warn(note);
  }
  if (!request.dry_run && request.open_if_exists && git::worktree_of_branch(world.worktrees, request.branch)) {
    lock.release();
    return open_existing(setting, request, request.branch, voice);
  }
  const AddPlan plan = TRY(plan_add(world, runner, loaded.config, request, targets));
  for (const std::string& note : plan.notes) voice.warn(note);
  WindowRequest window = window_request(world, loaded, targets, request, plan);
  TRY(check_window(window));
  FilePlan files;
  if (!request.skip_files) files = TRY_WITH(plan_files(world, runner, loaded), "Failed to perform file operations");
  if (request.dry_run) {
    describe_add(plan, files, loaded, request, voice);
    return Added{.handle = plan.handle,
                 .branch = plan.fresh.branch,
                 .path = plan.fresh.path,
                 .base = plan.base,
                 .target = plan.full_name,
                 .mode = plan.mode,
                 .planned_only = true,
                 .windows = {}};
  }
  if (request.remote_branch && plan.fresh.start == git::Start::existing_branch) {
    TRY(follow_pull_request(runner, *request.remote_branch, voice));
  }
  const git::Worktree worktree = TRY(create(world, runner, request, plan, moving, window));
  const Moved moved = moving ? TRY(let_go(runner, *moving, voice)) : Moved::nothing;
  lock.release();

  TRY(run_files(world, runner, files, worktree, voice));
  TRY(run_post_create(world, loaded, request, plan, voice));
  auto created = make_window(window, *multiplexer);
  if (!created) {
    if (created.error().hint.empty()) {
      created.error().hint = fmt::format("The worktree is kept. Try again with: workmux open {}", plan.handle);
    }
    return std::unexpected(std::move(created).error());
  }
  return Added{.handle = plan.handle,
               .branch = plan.fresh.branch,
               .path = worktree.path,
               .base = plan.base,
               .target = plan.full_name,
               .mode = plan.mode,
               .moved = moved,
               .windows = created->window_ids()};
}

// A pull request or a fork's branch is looked up and fetched before anything is locked: the network takes its time.
base::Result<> find_remote_branch(const Setting& setting, AddRequest& request, const Voice& voice) {
  const auto fork = fork_name(request.branch);
  if (!request.pull_request && !fork) return {};
  if (fork && request.base) {
    return base::fail("Cannot use --base with 'owner:branch' syntax. The branch starts where the fork's one is.");
  }
  const World world = TRY(look_around(setting));
  const Access access = request.dry_run ? Access::look : Access::change;
  request.remote_branch =
      TRY(request.pull_request ? pull_request_branch(world, *request.pull_request, request.branch, access, voice)
                               : fork_branch(world, *fork, access, voice));
  request.branch = request.remote_branch->local;
  if (request.dry_run) return {};
  return fetch_branch(world, TRY(git_runner(world)), *request.remote_branch);
}

}  // namespace

base::Result<Added> add(const Setting& setting, const AddRequest& wanted, const Voice& voice) {
  AddRequest request = wanted;
  if (!request.guest) TRY(find_remote_branch(setting, request, voice));
  auto added = add_worktree(setting, request, voice);
  const bool precondition = !added && added.error().message.ends_with(" is not running.");
  if (added || precondition) return added;
  if (added.error().message == "Not in a git repository") return added;
  return std::unexpected(std::move(added).error().with(
      fmt::format("Failed to create worktree environment for branch '{}'", base::sanitise_line(request.branch))));
}

}  // namespace workflow
