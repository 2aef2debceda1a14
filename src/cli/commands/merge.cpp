#include "workflow/merge.h"

#include "cli/commands/commands.h"
#include "cli/setting.h"

namespace cli {

namespace {

base::Result<int> run_merge(Context& context, const Arguments& arguments) {
  workflow::MergeRequest request;
  request.name = arguments.positional(0).value_or("");
  request.into = arguments.value("into");
  if (arguments.has("rebase")) request.strategy = config::MergeStrategy::rebase;
  if (arguments.has("squash")) request.strategy = config::MergeStrategy::squash;
  request.ignore_uncommitted = arguments.has("ignore-uncommitted");
  if (arguments.has("keep")) request.keep = true;
  if (arguments.has("cleanup")) request.keep = false;
  request.skip_verify = arguments.has("no-verify");
  request.skip_hooks = arguments.has("no-hooks");
  request.notification = arguments.has("notification");
  TRY(workflow::merge(setting_of(context), request, voice()));
  return 0;
}

}  // namespace

Command merge_command() {
  Command command{
      .name = "merge",
      .group = "Worktree lifecycle",
      .summary = "Merge a branch and remove its worktree",
      .details =
          "Merges the worktree's branch into the branch it was made from, then removes worktree, window and\n"
          "branch. Staged changes are committed first. A conflict leaves the target as it was."};
  command.positionals = {{.name = "NAME", .help = "Worktree or branch (default: the current one)"}};
  command.options = {
      {.name = "into", .help = "Branch to merge into", .takes_value = true},
      {.name = "ignore-uncommitted", .help = "Do not mind uncommitted changes in the worktree"},
      {.name = "rebase", .help = "Rebase onto the target first", .conflicts = {"squash"}},
      {.name = "squash", .help = "Merge as one commit", .conflicts = {"rebase"}},
      {.name = "keep", .letter = 'k', .help = "Keep worktree, window and branch", .conflicts = {"cleanup"}},
      {.name = "cleanup", .help = "Remove them even if merge_keep is set", .conflicts = {"keep"}},
      {.name = "no-verify", .letter = 'n', .help = "Do not run pre_merge hooks"},
      {.name = "no-hooks", .help = "Run neither pre_merge nor pre_remove hooks"},
      {.name = "notification", .help = "Show a desktop notification afterwards"},
  };
  command.run = run_merge;
  return command;
}

}  // namespace cli
