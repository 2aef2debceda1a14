#include <fmt/format.h>

#include "base/unicode.h"
#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/setting.h"
#include "git/metadata.h"
#include "git/refs.h"
#include "git/repository_lock.h"
#include "workflow/world.h"

namespace cli {

namespace {

// WT 20.2.
base::Result<int> run_set_base(Context& context, const Arguments& arguments) {
  const std::string reference = *arguments.positional(0);
  const workflow::World world = TRY(workflow::look_around(setting_of(context)));
  const git::Runner runner = TRY(workflow::git_runner(world));
  if (!TRY(git::resolve_commit(runner, reference))) {
    return base::fail(fmt::format("Base reference '{}' does not exist", base::sanitise_line(reference)));
  }
  const git::Head head = TRY(git::read_head(world.repository));
  if (head.branch.empty()) return base::fail("Not on a branch (detached HEAD?)");
  if (head.branch == reference) return base::fail("Cannot set base branch to the current branch");
  const os::FileLock lock = TRY(git::lock_repository(world.repository));
  TRY(git::set_base(world.repository, head.branch, reference));
  print(fmt::format("Set base branch for '{}' to '{}'\n", base::sanitise_line(head.branch),
                    base::sanitise_line(reference)));
  return 0;
}

}  // namespace

Command set_base_command() {
  Command command{.name = "set-base",
                  .group = "",
                  .summary = "Record what the current branch was made from",
                  .details = "",
                  .hidden = true};
  command.positionals = {{.name = "REF", .help = "Branch, tag or commit", .required = true}};
  command.run = run_set_base;
  return command;
}

}  // namespace cli
