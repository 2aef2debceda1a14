#include "workflow/close.h"

#include "cli/commands/commands.h"
#include "cli/setting.h"

namespace cli {

namespace {

base::Result<int> run_close(Context& context, const Arguments& arguments) {
  TRY(workflow::close(setting_of(context), arguments.positional(0).value_or(""), voice()));
  return 0;
}

}  // namespace

Command close_command() {
  Command command{.name = "close",
                  .group = "Worktree lifecycle",
                  .summary = "Close a worktree's window, keep everything else",
                  .details = ""};
  command.positionals = {{.name = "NAME", .help = "Worktree or branch (default: the current one)"}};
  command.run = run_close;
  return command;
}

}  // namespace cli
