#include "workflow/remove.h"

#include "cli/commands/commands.h"
#include "cli/setting.h"

namespace cli {

namespace {

base::Result<int> run_remove(Context& context, const Arguments& arguments) {
  workflow::RemoveRequest request;
  request.names = arguments.positionals;
  request.force = arguments.has("force");
  request.keep_branch = arguments.has("keep-branch");
  request.skip_hooks = arguments.has("no-hooks");
  request.assume_yes = arguments.has("yes");
  return workflow::remove(setting_of(context), request, voice());
}

}  // namespace

Command remove_command() {
  Command command{.name = "remove",
                  .group = "Worktree lifecycle",
                  .summary = "Remove worktrees with their windows and branches",
                  .details = "",
                  .aliases = {"rm"}};
  command.positionals = {
      {.name = "NAMES", .help = "Worktrees or branches (default: the current one)", .repeats = true}};
  command.options = {
      {.name = "force", .letter = 'f', .help = "No question, and uncommitted changes are dropped"},
      {.name = "keep-branch", .letter = 'k', .help = "Keep the branch"},
      {.name = "yes", .letter = 'y', .help = "Answer the question with yes"},
      {.name = "no-hooks", .help = "Do not run pre_remove hooks"},
  };
  command.run = run_remove;
  return command;
}

}  // namespace cli
