#include "workflow/add_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "config/naming.h"
#include "git/refs.h"
#include "os/files.h"
#include "workflow/targets.h"

namespace workflow {

namespace {

struct Source {
  git::Start start = git::Start::new_branch;
  std::string branch;
  std::string base;         // as recorded
  std::string start_point;  // commit id, or refs/remotes/...
  std::string base_oid;
};

base::Result<> check_branch_name(const std::string& branch) {
  if (git::is_valid_branch_name(branch)) return {};
  return base::fail(
      fmt::format("'{}' is not a valid branch name", base::sanitise_line(branch)),
      "git refuses blanks, control characters, '..', '~', '^', ':', '?', '*', '[', '\\', a leading '-' or "
      "'/', and names that end in '/', '.' or '.lock'.");
}

// A pull request's branch, or a fork's, which was fetched before.
base::Result<Source> fetched_source(const World& world, const AddRequest& request) {
  const RemoteBranch& remote = *request.remote_branch;
  TRY(check_branch_name(remote.local));
  const std::string ref = "refs/remotes/" + remote.tracking();
  const auto id = TRY(git::resolve_ref(world.repository, ref));
  if (!id && request.dry_run) {
    return base::fail(fmt::format("'{}' is not known here; a dry run does not fetch", remote.tracking()));
  }
  if (!id) return base::fail(fmt::format("Remote branch '{}' was not found.", remote.tracking()));
  if (!TRY(git::local_branch_exists(world.repository, remote.local))) {
    return Source{git::Start::new_tracking_branch, remote.local, remote.tracking(), ref, *id};
  }
  if (remote.pull_request != 0) return Source{git::Start::existing_branch, remote.local, "", "", ""};
  return base::fail(
      fmt::format("Branch '{}' already exists. Remove '--remote' or pick a different branch name.", remote.local),
      fmt::format("'workmux add {}' checks out the local branch.", remote.local));
}

base::Result<std::optional<Source>> remote_source(const World& world, const git::Runner& runner,
                                                  const AddRequest& request, std::vector<std::string>& notes) {
  if (request.remote_branch) return TRY(fetched_source(world, request));
  const auto form = remote_form(world, request.branch);
  if (!form) return std::nullopt;
  if (request.base) {
    return base::fail("Cannot use --base with a remote branch reference. The branch starts where the remote's one is.");
  }
  const auto& [remote, branch] = *form;
  const std::string ref = fmt::format("refs/remotes/{}/{}", remote, branch);
  auto id = TRY(git::resolve_ref(world.repository, ref));
  if (!id && request.dry_run) {
    return base::fail(fmt::format("'{}' is not known here; a dry run does not fetch from '{}'",
                                  base::sanitise_line(request.branch), remote),
                      fmt::format("Fetch it first: git fetch {}", remote));
  }
  if (!id) {
    const git::RunOptions fetch{.access = git::Access::write, .network = git::Network::user};
    TRY_WITH(runner.output({"fetch", "--quiet", "--", remote}, fetch),
             fmt::format("Failed to fetch from remote '{}'", remote));
    id = TRY(git::resolve_ref(world.repository, ref));
  }
  if (!id) {
    notes.push_back(fmt::format("Not found on '{}', creating local branch '{}'", remote, request.branch));
    return std::nullopt;
  }
  if (TRY(git::local_branch_exists(world.repository, branch))) {
    return base::fail(
        fmt::format("Branch '{}' already exists. Remove '--remote' or pick a different branch name.", branch),
        fmt::format("'workmux add {}' checks out the local branch.", branch));
  }
  return Source{git::Start::new_tracking_branch, branch, request.branch, ref, *id};
}

base::Result<std::string> base_name(const World& world, const config::Config& config, const AddRequest& request) {
  if (request.base) return *request.base;
  if (config.base_branch) return *config.base_branch;
  const git::Head head = TRY(git::read_head(world.repository));
  if (!head.branch.empty()) return head.branch;
  return base::fail(
      "Cannot determine current branch (detached HEAD). Use --base to explicitly specify the starting point.");
}

base::Result<Source> local_source(const World& world, const git::Runner& runner, const config::Config& config,
                                  const AddRequest& request, std::vector<std::string>& notes) {
  TRY(check_branch_name(request.branch));
  if (TRY(git::local_branch_exists(world.repository, request.branch))) {
    if (request.base) notes.push_back(fmt::format("Branch '{}' exists; --base is not used.", request.branch));
    return Source{git::Start::existing_branch, request.branch, "", "", ""};
  }
  const std::string base = TRY(base_name(world, config, request));
  const auto commit = TRY(git::resolve_commit(runner, base));
  if (!commit) {
    return base::fail(fmt::format("The base '{}' names no commit", base::sanitise_line(base)),
                      "Name a branch, a tag or a commit with --base; a repository without commits needs a first one.");
  }
  return Source{git::Start::new_branch, request.branch, base, *commit, *commit};
}

base::Result<> check_worktree(const World& world, const std::string& branch) {
  const auto taken = git::worktree_of_branch(world.worktrees, branch);
  if (!taken) return {};
  return base::fail(
      fmt::format("A worktree for branch '{}' already exists. Use 'workmux open {}' to open it.", branch, branch));
}

base::Result<> check_path(const World& world, const std::filesystem::path& path) {
  const std::string text = path.string();
  const bool odd = std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  if (odd || !base::is_utf8(text)) {
    return base::fail(fmt::format("tmux cannot work in '{}': the path holds control characters or is no UTF-8",
                                  base::sanitise_line(text)),
                      "Set worktree_dir to another place, or rename the directory.");
  }
  const auto status = os::status_of(path);
  const bool registered = std::ranges::any_of(world.worktrees, [&](const auto& w) { return w.path == path; });
  if (registered) {
    return base::fail(fmt::format("Worktree directory '{}' already exists and is registered with git.", path.string()));
  }
  if (!status) return {};
  if (status->type == os::FileType::directory && os::list_directory(path).empty()) return {};
  if (os::status_of(path / ".git")) {
    return base::fail(
        fmt::format("Directory '{}' exists and contains a .git resource, but is not registered.", path.string()),
        "Move it away, or choose another name with --name.");
  }
  return base::fail(fmt::format("'{}' exists and is not empty; it stays as it is.", path.string()),
                    "Move it away, or choose another name with --name.");
}

git::Mode to_git(config::Mode mode) {
  return mode == config::Mode::session ? git::Mode::session : git::Mode::window;
}

const char* word(git::Mode mode) {
  return mode == git::Mode::session ? "session" : "window";
}

// A target of that name belongs to somebody else: another repository, or the user (WT 6.7 steps 4 and 6).
base::Result<> settle_target(AddPlan& plan, const World& world, const config::Config& config, const AddRequest& request,
                             const mux::Snapshot& targets) {
  const std::string prefix = target_prefix(config);
  plan.full_name = config::full_target_name(prefix, TRY(config::derive_target_name(request.target_name, plan.handle)));
  if (!target_name_taken(targets, plan.mode, plan.full_name)) return {};
  if (request.name || request.target_name) {
    return base::fail(fmt::format("A tmux {} named '{}' already exists.", word(plan.mode), plan.full_name),
                      "Use --name or --target-name to specify a unique name.");
  }
  std::string project = base::slug(world.repository.project_name);
  if (project.empty()) project = "repo-unnamed";
  if (std::ranges::all_of(project, [](char c) { return c >= '0' && c <= '9'; })) project = "repo-" + project;
  const std::string taken = plan.full_name;
  plan.handle += "-" + project;
  plan.full_name = config::full_target_name(prefix, plan.handle);
  if (target_name_taken(targets, plan.mode, plan.full_name)) {
    return base::fail(fmt::format("A tmux {} named '{}' already exists.", word(plan.mode), plan.full_name),
                      "Use --name or --target-name to specify a unique name.");
  }
  plan.notes.push_back(
      fmt::format("workmux: {} '{}' exists in another repository, using '{}'", word(plan.mode), taken, plan.full_name));
  return {};
}

}  // namespace

std::optional<std::pair<std::string, std::string>> remote_form(const World& world, const std::string& argument) {
  const size_t slash = argument.find('/');
  if (slash == std::string::npos || slash + 1 == argument.size()) return std::nullopt;
  const std::string remote = argument.substr(0, slash);
  const auto remotes = world.local.subsections("remote");
  if (std::ranges::find(remotes, remote) == remotes.end()) return std::nullopt;
  return std::pair{remote, argument.substr(slash + 1)};
}

base::Result<AddPlan> plan_add(const World& world, const git::Runner& runner, const config::Config& config,
                               const AddRequest& request, const mux::Snapshot& targets) {
  AddPlan plan;
  auto source = TRY(remote_source(world, runner, request, plan.notes));
  if (!source) source = TRY(local_source(world, runner, config, request, plan.notes));
  TRY(check_worktree(world, source->branch));
  plan.mode = to_git(request.mode.value_or(config.mode));
  plan.handle = TRY(config::derive_handle(source->branch, request.name, config));
  TRY(settle_target(plan, world, config, request, targets));
  const auto directory =
      TRY(config::worktrees_directory(config, world.repository.main_worktree, world.setting.paths.home));
  plan.fresh = {
      .start = source->start, .path = directory / plan.handle, .branch = source->branch, .base = source->start_point};
  TRY(check_path(world, plan.fresh.path));
  plan.base = source->base;
  plan.base_oid = source->base_oid;
  plan.metadata.mode = plan.mode;
  if (request.target_name) {
    const std::string target = TRY(config::derive_target_name(request.target_name, plan.handle));
    (plan.mode == git::Mode::session ? plan.metadata.target_session : plan.metadata.target_window) = target;
  }
  if (request.parent_session) {
    if (plan.mode == git::Mode::session) return base::fail("--parent-session requires window mode");
    plan.metadata.window_session = base::slug(*request.parent_session);
    if (plan.metadata.window_session.empty()) return base::fail("The name of the parent session is empty");
  }
  return plan;
}

}  // namespace workflow
