#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/setting.h"
#include "workflow/subject.h"

namespace cli {

namespace {

base::Result<int> run_path(Context& context, const Arguments& arguments) {
  const workflow::World world = TRY(workflow::look_around(setting_of(context)));
  const git::Worktree worktree = TRY(workflow::named_worktree(world, arguments.positional(0).value_or("")));
  print(worktree.path.string() + "\n");
  return 0;
}

}  // namespace

Command path_command() {
  Command command{.name = "path", .group = "Monitoring", .summary = "Print the path of a worktree", .details = ""};
  command.positionals = {{.name = "NAME", .help = "Worktree or branch (default: the current one)"}};
  command.run = run_path;
  return command;
}

}  // namespace cli
