#include "workflow/undo.h"

#include "cli/commands/upkeep.h"
#include "cli/setting.h"

namespace cli {

namespace {

base::Result<int> run_undo(Context& context, const Arguments&) {
  TRY(workflow::undo(setting_of(context), voice()));
  return 0;
}

}  // namespace

Command undo_command() {
  Command command{.name = "undo",
                  .group = "Worktree lifecycle",
                  .summary = "Bring back the branch that the last remove or merge deleted",
                  .details = "Commits come back, uncommitted files do not. Deleted branches are kept for 30 days."};
  command.run = run_undo;
  return command;
}

}  // namespace cli
