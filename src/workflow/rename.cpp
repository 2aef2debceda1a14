#include "workflow/rename.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/state_store.h"
#include "base/unicode.h"
#include "config/naming.h"
#include "git/metadata.h"
#include "git/refs.h"
#include "git/repository_lock.h"
#include "os/files.h"
#include "sandbox/sweep.h"
#include "workflow/removal.h"
#include "workflow/sandboxes.h"
#include "workflow/subject.h"
#include "workflow/targets.h"

namespace workflow {

namespace {

// A window or session of the worktree, and its new name.
struct TargetRename {
  mux::Place place;
  std::string name;  // empty: it keeps its own
};

struct RenamePlan {
  git::Worktree worktree;
  std::filesystem::path from;  // canonical
  std::filesystem::path to;
  std::string old_handle;
  std::string new_handle;
  std::string new_branch;  // empty: the branch stays
  git::WorktreeMetadata metadata;
  Target target;              // as it is now
  std::string new_full_name;  // of it
  std::vector<TargetRename> targets;
  std::vector<mux::WindowId> tagged;  // windows that carry the worktree's path
};

// With a path in it the new name is a branch name, whose prefix must not be lost (WT-W36).
std::string wanted_branch(const RenameRequest& request, const std::string& handle) {
  if (request.branch) return *request.branch;
  return request.new_name.contains('/') ? request.new_name : handle;
}

base::Result<> check_branch(const World& world, const RenamePlan& plan) {
  const std::string& branch = plan.new_branch;
  if (!git::is_valid_branch_name(branch)) {
    return base::fail(fmt::format("'{}' is not a valid branch name", base::sanitise_line(branch)));
  }
  if (TRY(git::local_branch_exists(world.repository, branch))) {
    return base::fail(fmt::format("Branch '{}' already exists", branch));
  }
  return {};
}

base::Result<> check_names(const World& world, const RenamePlan& plan) {
  if (plan.new_handle != plan.old_handle) {
    if (os::status_of(plan.to)) return base::fail(fmt::format("Target path already exists: {}", plan.to.string()));
    for (const git::Worktree& other : world.worktrees) {
      const bool itself = other.path == plan.worktree.path;
      if (!itself && !other.bare && (other.handle() == plan.new_handle || other.branch == plan.new_handle)) {
        return base::fail(fmt::format("Another worktree with handle '{}' already exists", plan.new_handle));
      }
    }
  }
  return plan.new_branch.empty() ? base::Result<>() : check_branch(world, plan);
}

// Custom target names stay; one that is the handle follows it (WT-W36).
void name_target(RenamePlan& plan, const config::Config& config) {
  std::string& stored =
      plan.target.mode == git::Mode::session ? plan.metadata.target_session : plan.metadata.target_window;
  if (stored == plan.old_handle) stored = plan.new_handle;
  plan.new_full_name = config::full_target_name(target_prefix(config), stored.empty() ? plan.new_handle : stored);
}

base::Result<> plan_windows(RenamePlan& plan, const OpenTarget& open, const mux::Snapshot& snapshot) {
  const std::string old_name = mux::window_name(plan.target.full_name);
  const std::string new_name = mux::window_name(plan.new_full_name);
  for (const mux::Window* window : open.windows) {
    plan.tagged.push_back(window->id);
    const auto number = mux::duplicate_number(window->name, old_name);
    if (!number || old_name == new_name) continue;
    plan.targets.push_back({window->id, *number == 1 ? new_name : fmt::format("{}-{}", new_name, *number)});
  }
  if (old_name == new_name) return {};
  for (const mux::Window& window : snapshot.windows) {
    const bool own = std::ranges::find(open.windows, &window) != open.windows.end();
    const bool wanted = std::ranges::any_of(plan.targets, [&](const auto& t) { return t.name == window.name; });
    // A numbered one without a tag would be taken for ours afterwards.
    const bool numbered = window.worktree.empty() && mux::duplicate_number(window.name, new_name);
    if (own || (!wanted && !numbered && window.name != new_name)) continue;
    return base::fail(fmt::format("tmux window '{}' (or a numbered duplicate) already exists",
                                  base::sanitise_line(plan.new_full_name)));
  }
  return {};
}

base::Result<> plan_session(RenamePlan& plan, const OpenTarget& open, const mux::Snapshot& snapshot) {
  for (const mux::Window& window : snapshot.windows) {
    if (window.worktree == plan.worktree.path.string()) plan.tagged.push_back(window.id);
  }
  const std::string new_name = mux::session_name(plan.new_full_name);
  if (new_name == mux::session_name(plan.target.full_name)) return {};
  if (snapshot.session_named(new_name) != nullptr) {
    return base::fail(fmt::format("tmux session '{}' already exists", base::sanitise_line(plan.new_full_name)));
  }
  if (open.session != nullptr) plan.targets.push_back({open.session->id, new_name});
  return {};
}

base::Result<RenamePlan> plan_rename(const World& world, const config::Config& config, const RenameRequest& request,
                                     const mux::Snapshot& snapshot, std::optional<mux::PaneId> current) {
  RenamePlan plan;
  plan.worktree = TRY(named_worktree(world, request.old_name));
  if (plan.worktree.is_main) return base::fail("Cannot rename the main worktree");
  TRY(check_place(world, plan.worktree));
  if (plan.worktree.missing) {
    return base::fail(fmt::format("The directory '{}' is missing", plan.worktree.path.string()),
                      "Bring it back, or forget the worktree with 'workmux remove'.");
  }
  plan.old_handle = plan.worktree.handle();
  plan.new_handle = base::slug(request.new_name);
  if (plan.new_handle.empty()) return base::fail("Handle cannot be empty");
  if (plan.new_handle.size() > config::kLongestHandle) {
    return base::fail(fmt::format("The new name has more than {} characters", config::kLongestHandle));
  }
  if (plan.new_handle == plan.old_handle && !request.rename_branch) {
    return base::fail(fmt::format("Nothing to rename: new name '{}' matches current handle", plan.new_handle));
  }
  if (request.rename_branch) {
    if (plan.worktree.branch.empty()) {
      return base::fail("Cannot rename the branch of a detached HEAD worktree. Check out a branch there first.");
    }
    const std::string branch = wanted_branch(request, plan.new_handle);
    if (branch != plan.worktree.branch) plan.new_branch = branch;
    if (plan.new_branch.empty() && plan.new_handle == plan.old_handle) {
      return base::fail(fmt::format("Nothing to rename: the branch is named '{}' already", branch));
    }
  }
  plan.from = TRY(os::real_path(plan.worktree.path));
  plan.to = plan.from.parent_path() / plan.new_handle;
  TRY(check_names(world, plan));
  if (!sandbox::live_runs(world.setting.paths, world.repository.project_id, plan.old_handle).empty()) {
    return base::fail(fmt::format("A sandbox runs in '{}'", plan.old_handle),
                      fmt::format("Close it first: workmux close {}", plan.old_handle));
  }
  plan.metadata = git::metadata_of(world.local, plan.old_handle);
  plan.target = target_of(world, config, plan.worktree);
  name_target(plan, config);
  if (!snapshot.running) return plan;
  const OpenTarget open = find_open(world, config, snapshot, plan.worktree, current);
  if (plan.target.mode == git::Mode::session)
    TRY(plan_session(plan, open, snapshot));
  else
    TRY(plan_windows(plan, open, snapshot));
  return plan;
}

base::Result<> move_directory(const git::Runner& runner, const std::filesystem::path& from,
                              const std::filesystem::path& to) {
  if (from == to) return {};
  TRY_WITH(runner.output({"worktree", "move", "--", from.string(), to.string()}, {.access = git::Access::write}),
           "Failed to move worktree (is the directory in use?)");
  return {};
}

base::Result<> rename_branch(const git::Runner& runner, const RenamePlan& plan) {
  if (plan.new_branch.empty()) return {};
  const std::vector<std::string> words = {"branch", "-m", "--", plan.worktree.branch, plan.new_branch};
  const auto renamed = runner.output(words, {.access = git::Access::write});
  if (renamed) return {};
  auto error = renamed.error();
  if (const auto back = move_directory(runner, plan.to, plan.from); !back) {
    error.hint = fmt::format("The worktree is at '{}' now; its branch keeps its name.", plan.to.string());
  }
  return std::unexpected(std::move(error).with(fmt::format("Failed to rename branch '{}'", plan.worktree.branch)));
}

base::Result<> rename_settings(const World& world, const RenamePlan& plan) {
  std::vector<git::ConfigEdit> edits;
  if (plan.new_handle != plan.old_handle) {
    edits.push_back(
        git::ConfigEdit::rename_section("workmux.worktree." + plan.old_handle, "workmux.worktree." + plan.new_handle));
    const auto changed = git::metadata_edits(plan.new_handle, plan.metadata);
    edits.insert(edits.end(), changed.begin(), changed.end());
  }
  if (!edits.empty()) TRY(git::edit_config(world.repository.config_path(), edits));
  if (!plan.new_branch.empty()) TRY(git::rename_base(world.repository, plan.worktree.branch, plan.new_branch));
  return {};
}

base::Result<> rename_records(const World& world, const RenamePlan& plan) {
  const auto directory = world.record_directory();
  for (const git::NamedRecord& named : world.records.records) {
    const bool own = named.handle == plan.old_handle;
    git::WorktreeRecord record = named.record;
    if (!plan.new_branch.empty() && record.base == plan.worktree.branch) record.base = plan.new_branch;
    if (own) {
      record.path = plan.to;
      record.branch = plan.new_branch.empty() ? plan.worktree.branch : plan.new_branch;
      record.config_id.clear();
      const bool session = plan.target.mode == git::Mode::session;
      record.mux.target_name = session ? plan.metadata.target_session : plan.metadata.target_window;
    }
    if (record == named.record) continue;
    TRY(git::save_record(directory, own ? plan.new_handle : named.handle, record));
    if (own && plan.new_handle != plan.old_handle) TRY(git::remove_record(directory, plan.old_handle));
  }
  return {};
}

base::Result<size_t> rename_targets(const RenamePlan& plan, mux::Multiplexer& multiplexer) {
  size_t done = 0;
  for (const mux::WindowId window : plan.tagged) TRY(multiplexer.tag_window(window, plan.to));
  for (const TargetRename& target : plan.targets) {
    if (const auto* window = std::get_if<mux::WindowId>(&target.place))
      TRY(multiplexer.rename_window(*window, target.name));
    else if (const auto* session = std::get_if<mux::SessionId>(&target.place))
      TRY(multiplexer.rename_session(*session, target.name));
    ++done;
  }
  return done;
}

// What is told when a step behind the move fails: the move stays.
void tell(const Voice& voice, const char* what, const base::Error& error) {
  voice.warn(fmt::format("workmux: {}: {}", what, base::sanitise_line(error.message)));
}

}  // namespace

base::Result<Renamed> rename(const Setting& setting, const RenameRequest& request, const Voice& voice) {
  World world = TRY(look_around(setting));
  const config::Loaded loaded = TRY(load_config(world));
  const git::Runner runner = TRY(git_runner(world)).without_worktree();
  std::vector<std::string> warnings;
  const auto multiplexer = TRY(open_multiplexer(setting, &loaded.config, warnings));
  for (const std::string& warning : warnings) voice.warn(warning);
  const mux::Snapshot snapshot = TRY(multiplexer->snapshot());
  const os::FileLock lock = TRY(git::lock_repository(
      world.repository, [&] { voice.warn("Waiting for another workmux command in this repository..."); }));
  for (const std::string& note : finish_interrupted(setting, world.repository)) voice.warn(note);
  TRY(look_again(world));
  const RenamePlan plan = TRY(plan_rename(world, loaded.config, request, snapshot, multiplexer->current_pane()));
  TRY(report_import(world, plan.worktree, false, voice));

  TRY(move_directory(runner, plan.from, plan.to));
  TRY(rename_branch(runner, plan));
  Renamed renamed;
  renamed.old_handle = plan.old_handle;
  renamed.new_handle = plan.new_handle;
  renamed.path = plan.to;
  if (!plan.new_branch.empty()) {
    renamed.old_branch = plan.worktree.branch;
    renamed.new_branch = plan.new_branch;
  }
  if (auto done = rename_records(world, plan); !done) tell(voice, "the record was not updated", done.error());
  if (auto done = rename_settings(world, plan); !done) tell(voice, "the settings were not updated", done.error());
  if (auto done = forget_sandbox(setting, world.repository, plan.from, plan.worktree.git_dir); !done) {
    tell(voice, "what the sandbox left was not removed", done.error());
  }
  if (auto done = rename_targets(plan, *multiplexer); !done)
    tell(voice, "the tmux targets were not renamed", done.error());
  else
    renamed.targets = *done;
  const agent::StateStore store(setting.paths.state);
  if (auto moved = store.move_worktree(plan.from, plan.to, plan.target.full_name, plan.new_full_name); !moved)
    tell(voice, "the agents' states were not updated", moved.error());
  else
    renamed.agents = *moved;
  renamed.inside = plan.from != plan.to && os::is_within(setting.directory, plan.from);
  return renamed;
}

}  // namespace workflow
