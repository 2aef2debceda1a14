#include <fmt/format.h>

#include "base/clock.h"
#include "git/metadata.h"
#include "git/refs.h"
#include "git/repository_lock.h"
#include "os/files.h"
#include "os/process.h"
#include "sandbox/snapshot.h"
#include "workflow/deleted_branches.h"
#include "workflow/removal.h"
#include "workflow/sandboxes.h"

namespace workflow {

namespace {

constexpr std::string_view kTrashPrefix = ".workmux_trash_";

// A journal that a kill left may outlive what it is about: a worktree that was made anew keeps everything.
bool is_another_in_its_place(const Removal& removal) {
  const auto now = os::status_of(removal.path);
  return now && (now->device != removal.device || now->inode != removal.inode);
}

base::Result<> move_to_trash(const Removal& removal) {
  if (!os::status_of(removal.path)) return {};
  TRY_WITH(os::rename_without_replacing(removal.path, removal.trash),
           fmt::format("Could not move '{}' away. Please close any terminals or editors using this directory",
                       removal.path.string()));
  return {};
}

// Only this worktree's own entry: others whose directory is missing right now keep theirs (WT-W6).
base::Result<> forget_admin(const Removal& removal) {
  const auto link = os::read_file_if_exists(removal.admin / "gitdir", 16U << 10);
  if (!link || !*link) return os::remove_tree(removal.admin);
  const std::filesystem::path named = std::filesystem::path((*link)->substr(0, (*link)->find('\n'))).parent_path();
  const bool ours = named == removal.path || named.filename() == removal.path.filename();
  return ours ? os::remove_tree(removal.admin) : base::Result<>{};
}

// The branch goes, its tip stays reachable for `undo` (WT-W11).
base::Result<> delete_branch(const Removal& removal, const git::Runner& runner, const Setting& setting) {
  if (removal.branch.empty()) return {};
  const auto tip = TRY(git::resolve_ref(runner.repository(), "refs/heads/" + removal.branch));
  if (!tip) return {};
  if (*tip != removal.branch_tip) {
    return base::fail(
        fmt::format("Branch '{}' moved meanwhile; it was kept", removal.branch),
        fmt::format("Delete it yourself with 'git branch -D {}' when nothing in it is needed.", removal.branch));
  }
  DeletedBranch deleted{.branch = removal.branch, .tip = *tip};
  deleted.base = git::base_of(TRY(git::read_local_config(runner.repository())), removal.branch).value_or("");
  deleted.handle = removal.handle;
  deleted.deleted_at = base::unix_milliseconds();
  (void)prune_deleted(setting.paths, runner, base::unix_seconds());
  TRY_WITH(delete_into_trash(setting.paths, runner, deleted),
           fmt::format("Failed to delete local branch '{}'", removal.branch));
  return {};
}

base::Result<> forget_settings(const Removal& removal, const git::Repository& repository) {
  std::vector<git::ConfigEdit> edits = {git::ConfigEdit::remove_section("workmux.worktree." + removal.handle)};
  if (!removal.branch.empty()) edits.push_back(git::ConfigEdit::remove_section("branch." + removal.branch));
  return git::edit_config(repository.config_path(), edits);
}

}  // namespace

base::Result<> carry_out(const Removal& removal, const Setting& setting) {
  if (is_another_in_its_place(removal)) {
    TRY(os::remove_file(journal_path(setting.paths, removal)));
    return base::fail(fmt::format("'{}' is another directory by now, and was left alone", removal.path.string()),
                      "Remove it again if it is to go.");
  }
  const git::Repository repository = TRY(git::discover(removal.common_dir, setting.environment));
  const git::Runner runner =
      TRY(git::Runner::create(repository, setting.environment, {removal.path})).without_worktree();
  TRY(move_to_trash(removal));
  TRY(forget_admin(removal));
  TRY(delete_branch(removal, runner, setting));
  TRY(forget_settings(removal, repository));
  TRY(forget_sandbox(setting, repository, removal.path, removal.admin));
  TRY(git::remove_record(git::record_directory(setting.paths.state, repository), removal.handle));
  TRY(os::remove_file(journal_path(setting.paths, removal)));
  delete_trash_in_background(setting, removal.trash.parent_path());
  return {};
}

void delete_trash_in_background(const Setting& setting, const std::filesystem::path& worktrees_directory) {
  os::Command command{.arguments = {setting.program.string(), "_delete-trash", worktrees_directory.string()},
                      .environment = setting.environment};
  command.directory = "/";
  command.stdout_stream = os::Stream::null;
  command.stderr_stream = os::Stream::null;
  command.new_session = true;
  auto child = os::start(command);
  if (child) child->detach();
}

base::Result<> delete_trash(const std::filesystem::path& worktrees_directory) {
  for (const std::string& name : os::list_directory(worktrees_directory)) {
    if (name.starts_with(kTrashPrefix)) TRY(os::remove_tree(worktrees_directory / name));
  }
  return {};
}

}  // namespace workflow
