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
  request.all = arguments.has("all");
  request.gone = arguments.has("gone");
  request.dry_run = arguments.has("dry-run");
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
      {.name = "all",
       .help = "All worktrees but the main one, detached ones and the main branch's",
       .conflicts = {"NAMES"}},
      {.name = "gone",
       .help = "Fetch, then all worktrees whose upstream branch is gone",
       .conflicts = {"NAMES", "all"}},
      {.name = "dry-run", .help = "Print what would be done, change nothing"},
      {.name = "force", .letter = 'f', .help = "No question, and uncommitted changes are dropped"},
      {.name = "keep-branch", .letter = 'k', .help = "Keep the branch"},
      {.name = "yes", .letter = 'y', .help = "Answer the question with yes"},
      {.name = "no-hooks", .help = "Do not run pre_remove hooks"},
  };
  command.run = run_remove;
  return command;
}

}  // namespace cli
