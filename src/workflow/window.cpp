#include "workflow/window.h"

#include <fmt/format.h>

#include "agent/command_line.h"
#include "agent/prompt_file.h"
#include "base/clock.h"
#include "base/unicode.h"
#include "os/beneath.h"
#include "os/files.h"
#include "sandbox/snapshot.h"
#include "workflow/launched_agents.h"

namespace workflow {

namespace {

// Stands for the id of a snapshot that is not written yet.
constexpr std::string_view kNoSnapshot = "00000000000000000000000000000000";

std::filesystem::path working_directory(const WindowRequest& request) {
  const auto nested = request.worktree.path / request.loaded->relative_dir;
  const auto status = os::status_of(nested);
  const bool there = status && status->type == os::FileType::directory;
  return there && !request.loaded->relative_dir.empty() ? nested : request.worktree.path;
}

PaneRequest pane_request(const WindowRequest& request, const std::optional<std::filesystem::path>& prompt_file,
                         const std::string& snapshot_id) {
  PaneRequest panes;
  panes.config = &request.loaded->config;
  panes.agent = request.agent;
  panes.commands = request.commands;
  if (!request.prompt_file_only) panes.prompt_file = prompt_file;
  panes.directory = working_directory(request);
  panes.worktree_root = request.worktree.path;
  panes.shell = request.snapshot->default_shell;
  panes.resume = request.resume;
  if (request.record.sandbox) {
    panes.wrapping = Wrapping{.program = request.world->setting.program,
                              .snapshot_id = snapshot_id,
                              .target = request.loaded->config.sandbox.target};
  }
  return panes;
}

std::string prompt_name(const WindowRequest& request) {
  const std::string name = request.record.branch.empty() ? request.worktree.handle() : request.record.branch;
  return request.prompt_is_new && !request.prompt_file_only ? agent::prompt_file_name(name, base::unix_milliseconds())
                                                            : agent::prompt_file_name(name);
}

base::Result<std::optional<std::filesystem::path>> write_prompt_file(const WindowRequest& request) {
  if (!request.prompt) return std::nullopt;
  const os::Beneath worktree = TRY(os::Beneath::open(request.worktree.path));
  const std::string relative =
      TRY_WITH(agent::write_prompt(worktree, prompt_name(request), *request.prompt), "Could not write the prompt file");
  const os::Beneath common = TRY(os::Beneath::open(request.world->repository.common_dir));
  (void)TRY(agent::exclude_prompts(common));
  return request.worktree.path / relative;
}

// Who asked for this sandbox: a guest, or for a window that is opened again, whoever asked for the worktree's earlier
// one.
base::Result<> set_ancestry(sandbox::Snapshot& snapshot, const WindowRequest& request) {
  const std::filesystem::path& state = request.world->setting.paths.state;
  if (!request.parent_snapshot.empty()) {
    const sandbox::Snapshot parent = TRY(sandbox::read_snapshot(state, request.parent_snapshot));
    snapshot.parent = parent.id;
    snapshot.root = parent.root_id();
    snapshot.depth = parent.depth + 1;
  } else if (!request.record.config_id.empty()) {
    const auto earlier = sandbox::read_snapshot(state, request.record.config_id);
    if (!earlier) return {};
    snapshot.parent = earlier->parent;
    snapshot.root = earlier->root;
    snapshot.depth = earlier->depth;
  }
  return {};
}

base::Result<std::string> write_sandbox_snapshot(const WindowRequest& request) {
  const World& world = *request.world;
  sandbox::Snapshot snapshot;
  snapshot.worktree = TRY(os::real_path(request.worktree.path));
  snapshot.main_worktree = world.repository.bare ? std::filesystem::path() : world.repository.main_worktree;
  snapshot.common_dir = world.repository.common_dir;
  snapshot.git_dir = request.worktree.git_dir;
  snapshot.handle = request.worktree.handle();
  snapshot.project_id = world.repository.project_id;
  snapshot.branch = request.record.branch;
  snapshot.base = request.record.base;
  snapshot.base_oid = request.record.base_oid;
  snapshot.agent = agent_profile(request.loaded->config, request.agent);
  snapshot.config = request.loaded->config;
  snapshot.created_at = base::unix_seconds();
  TRY(set_ancestry(snapshot, request));
  return sandbox::write_snapshot(world.setting.paths.state, snapshot);
}

}  // namespace

bool sandboxed(const config::Config& config, const git::WorktreeRecord* record) {
  return config.sandbox.enabled || (record != nullptr && record->sandbox);
}

base::Result<> check_window(const WindowRequest& request) {
  const std::filesystem::path prompt = request.worktree.path / ".workmux" / prompt_name(request);
  const bool injected = request.prompt.has_value() && !request.prompt_file_only;
  const auto panes =
      TRY(plan_panes(pane_request(request, injected ? std::optional(prompt) : std::nullopt, std::string(kNoSnapshot))));
  if (injected && request.prompt->size() > agent::kArgumentPromptLimit) {
    return base::fail(fmt::format("The prompt has {} bytes; an agent's command line holds at most {}",
                                  request.prompt->size(), agent::kArgumentPromptLimit),
                      "Use --prompt-file-only and tell the agent to read the file under .workmux/.");
  }
  return {};
}

base::Result<mux::CreatedTarget> make_window(const WindowRequest& request, mux::Multiplexer& multiplexer) {
  const auto prompt_file = TRY(write_prompt_file(request));
  std::string snapshot_id(kNoSnapshot);
  if (request.record.sandbox) {
    snapshot_id = TRY_WITH(write_sandbox_snapshot(request), "Could not write the sandbox's snapshot");
    git::WorktreeRecord record = request.record;
    record.config_id = snapshot_id;
    TRY(git::save_record(request.world->record_directory(), request.worktree.handle(), record));
  }
  TargetRequest target;
  target.snapshot = request.snapshot;
  target.target = request.target;
  target.worktree = request.worktree.path;
  target.directory = working_directory(request);
  const auto planned = TRY(plan_panes(pane_request(request, prompt_file, snapshot_id)));
  target.windows = planned;
  target.current = multiplexer.current_pane();
  target.prefix = target_prefix(request.loaded->config);
  target.background = request.background;
  target.duplicate = request.duplicate;
  auto created = TRY_WITH(multiplexer.create(target_plan(target)),
                          fmt::format("Could not create the tmux {} '{}'", kind_of(request.target.mode),
                                      base::sanitise_line(request.target.full_name)));
  register_agents(request.world->setting, multiplexer, planned, created,
                  {.directory = target.directory,
                   .handle = request.worktree.handle(),
                   .full_name = request.target.full_name,
                   .mode = request.target.mode,
                   .boot_id = request.snapshot->boot_id});
  return created;
}

}  // namespace workflow
