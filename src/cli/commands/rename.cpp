#include "workflow/rename.h"

#include <fmt/format.h>

#include "base/shell.h"
#include "base/unicode.h"
#include "cli/commands/upkeep.h"
#include "cli/output.h"
#include "cli/setting.h"

namespace cli {

namespace {

void print_result(const workflow::Renamed& renamed) {
  if (renamed.old_handle != renamed.new_handle) {
    print(
        fmt::format("✓ Renamed worktree '{}' -> '{}'\n", base::sanitise_line(renamed.old_handle), renamed.new_handle));
  }
  if (!renamed.new_branch.empty()) {
    print(fmt::format("✓ Renamed branch '{}' -> '{}'\n", base::sanitise_line(renamed.old_branch),
                      base::sanitise_line(renamed.new_branch)));
  }
  if (renamed.targets > 0) {
    print(fmt::format("✓ Renamed {} tmux target{}\n", renamed.targets, renamed.targets == 1 ? "" : "s"));
  }
  if (renamed.agents > 0) {
    print(fmt::format("✓ Updated {} agent state file{}\n", renamed.agents, renamed.agents == 1 ? "" : "s"));
  }
  if (renamed.inside) {
    warn(fmt::format("Your shell still shows the old directory; go on with: cd {}",
                     base::shell_quote(renamed.path.string())));
  }
}

base::Result<int> run_rename(Context& context, const Arguments& arguments) {
  workflow::RenameRequest request;
  const std::string first = *arguments.positional(0);
  const auto second = arguments.positional(1);
  request.old_name = second ? first : "";
  request.new_name = second.value_or(first);
  request.rename_branch = arguments.has("branch");
  if (const auto branch = arguments.value("branch"); branch && !branch->empty()) request.branch = branch;
  print_result(TRY(workflow::rename(setting_of(context), request, voice())));
  return 0;
}

}  // namespace

Command rename_command() {
  Command command{.name = "rename",
                  .group = "Worktree lifecycle",
                  .summary = "Give a worktree, its window and its branch another name",
                  .details = "With one name, the worktree we are in gets it. With two, the first one is renamed."};
  command.positionals = {{.name = "NAME", .help = "New name, or worktree or branch to rename", .required = true},
                         {.name = "NEW", .help = "New name"}};
  command.options = {{.name = "branch",
                      .letter = 'b',
                      .help = "Rename the branch too, to this name or to the new one",
                      .takes_value = true,
                      .value_only_with_equals = true}};
  command.run = run_rename;
  return command;
}

}  // namespace cli
