#include "workflow/merge.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "config/naming.h"
#include "git/refs.h"
#include "git/repository_lock.h"
#include "os/files.h"
#include "os/process.h"
#include "os/random.h"
#include "sandbox/quarantine/staged.h"
#include "sandbox/snapshot.h"
#include "workflow/cleanup.h"
#include "workflow/hooks.h"
#include "workflow/merge_strategy.h"
#include "workflow/sandboxes.h"
#include "workflow/subject.h"
#include "workflow/targets.h"
#include "workflow/trust.h"

namespace workflow {

namespace {

base::Result<config::Loaded> configuration(const World& world, const MergeRequest& request) {
  if (request.guest_snapshot.empty()) return load_config(world);
  config::Loaded loaded;
  const auto snapshot = TRY(sandbox::read_snapshot(world.setting.paths.state, request.guest_snapshot));
  loaded.config = snapshot.config;
  loaded.source_dir = world.repository.main_worktree;
  return loaded;
}

// What a guest committed and staged comes home first.
base::Result<> take_guest_work(const World& world, const git::Worktree& source, const Voice& voice) {
  const auto subject = quarantine_of(world, source);
  if (!subject) return {};
  TRY(report_import(world, source, false, voice));
  TRY_WITH(sandbox::quarantine::take_staged(*subject), "Could not take over what the sandbox staged");
  return {};
}

HookContext hook_context(const World& world, const config::Loaded& loaded, const MergePlan& plan) {
  HookContext context;
  context.handle = plan.source.handle();
  context.branch = plan.branch;
  context.target_branch = plan.target;
  context.worktree = os::real_path(plan.source.path).value_or(plan.source.path);
  context.project_root = world.repository.main_worktree;
  context.config_dir = context.worktree / loaded.relative_dir;
  context.source_dir = loaded.source_dir;
  context.directory = context.worktree;
  return context;
}

void notify(const Setting& setting, const MergePlan& plan) {
  os::Command command{
      .arguments = {"notify-send", "workmux", fmt::format("Merged '{}' into '{}'", plan.branch, plan.target)},
      .environment = setting.environment};
  command.stdout_stream = os::Stream::null;
  command.stderr_stream = os::Stream::null;
  command.new_session = true;
  auto child = os::start(command);
  if (child) child->detach();
}

// The window to show afterwards: that of the worktree that was merged into (WT 12.2 step 10).
std::string window_after(const World& world, const config::Config& config, const MergePlan& plan) {
  const bool elsewhere = plan.checkout && !plan.checkout->is_main;
  if (elsewhere) return target_of(world, config, *plan.checkout).full_name;
  return target_prefix(config) +
         git::default_branch(world.repository, config.main_branch.value_or("")).value_or(plan.target);
}

}  // namespace

base::Result<> merge(const Setting& setting, const MergeRequest& request, const Voice& voice) {
  World world = TRY(look_around(setting));
  const config::Loaded loaded = TRY(configuration(world, request));
  const git::Runner runner = TRY(git_runner(world));
  const os::FileLock lock = TRY(git::lock_repository(
      world.repository, [&] { voice.warn("Waiting for another workmux command in this repository..."); }));
  TRY(look_again(world));
  for (const std::string& note : finish_interrupted(setting, world.repository)) voice.warn(note);
  TRY(take_guest_work(world, TRY(named_worktree(world, request.name)), voice));
  TRY(look_again(world));
  TRY(note_guest_content(world, TRY(named_worktree(world, request.name))));
  MergePlan plan = TRY(plan_merge(world, runner, loaded.config, request));
  const bool hooks = !request.skip_hooks && request.guest_snapshot.empty();
  if (hooks && !request.skip_verify && !loaded.config.pre_merge.empty()) {
    voice.say("Running pre-merge commands...");
    TRY(run_hooks(HookKind::pre_merge, loaded.config.pre_merge, setting.environment,
                  hook_context(world, loaded, plan)));
  }
  if (plan.commits_staged) {
    TRY(commit_staged(runner, plan));
    voice.say("✓ Committed staged changes");
  }
  const std::string branch = base::sanitise_line(plan.branch);
  voice.say(fmt::format("Merging '{}' into '{}'...", branch, base::sanitise_line(plan.target)));
  const auto scratch = setting.paths.state / "merges" / os::random_hex(16);
  TRY_WITH(carry_out_merge(runner, plan, scratch, voice), "Failed to merge worktree");
  voice.say(fmt::format("✓ Merged '{}'", branch));
  if (request.notification) notify(setting, plan);
  if (plan.keep) {
    voice.say("Worktree, window, and branch kept");
    return {};
  }

  TRY(look_again(world));
  CleanupRequest cleanup;
  cleanup.worktree = TRY(doomed_worktree(world, plan.source.handle()));
  cleanup.hooks = hooks ? RunHooks::yes : RunHooks::no;
  cleanup.select = window_after(world, loaded.config, plan);
  std::vector<std::string> warnings;
  const auto multiplexer = TRY(open_multiplexer(setting, &loaded.config, warnings));
  const mux::Snapshot snapshot = TRY(multiplexer->snapshot());
  const std::string after_merge =
      fmt::format("'{}' was merged into '{}', but its worktree could not be removed", branch, plan.target);
  TRY_WITH(run_pre_remove(world, loaded, cleanup, voice), after_merge);
  Cleanup ending = TRY(plan_cleanup(world, loaded.config, snapshot, multiplexer->current_pane(), cleanup));
  // A guest's request runs below its own supervisor, which ends with the window.
  if (!request.guest_snapshot.empty()) ending.inside = true;
  const std::string done = fmt::format("✓ Successfully merged and cleaned up '{}'", branch);
  if (ending.inside) voice.say(done);  // afterwards nobody can read it
  TRY_WITH(clean_up(setting, *multiplexer, ending), after_merge);
  if (!ending.inside) voice.say(done);
  return {};
}

}  // namespace workflow
