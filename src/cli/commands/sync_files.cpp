#include "workflow/sync_files.h"

#include "cli/commands/upkeep.h"
#include "cli/setting.h"

namespace cli {

namespace {

base::Result<int> run_sync_files(Context& context, const Arguments& arguments) {
  workflow::SyncRequest request;
  request.all = arguments.has("all");
  if (arguments.has("force")) request.overwrite = workflow::Overwrite::force;
  TRY(workflow::sync_files(setting_of(context), request, voice()));
  return 0;
}

}  // namespace

Command sync_files_command() {
  Command command{.name = "sync-files",
                  .group = "Worktree lifecycle",
                  .summary = "Copy and link the configured files into worktrees again",
                  .details =
                      "files.copy and files.symlink of the main worktree's configuration are applied to the worktree\n"
                      "we are in. Copies that differ are replaced; the old ones go to .workmux/backup/."};
  command.options = {
      {.name = "all", .help = "All worktrees besides main"},
      {.name = "force", .help = "Replace tracked files and whole directories too, after a backup"},
  };
  command.run = run_sync_files;
  return command;
}

}  // namespace cli
