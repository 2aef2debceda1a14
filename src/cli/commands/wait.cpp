#include "workflow/wait.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "cli/commands/agent_commands.h"
#include "cli/setting.h"

namespace cli {

namespace {

constexpr std::int64_t kLongestWait = 100LL * 365 * 86400;

int exit_code(workflow::WaitEnd end) {
  switch (end) {
    case workflow::WaitEnd::reached:
      return 0;
    case workflow::WaitEnd::timed_out:
      return 1;
    case workflow::WaitEnd::vanished:
      return 3;
  }
  return 1;
}

base::Result<int> run_wait(Context& context, const Arguments& arguments) {
  workflow::WaitRequest request;
  request.names = arguments.positionals;
  const std::string status = arguments.value("status").value_or("done");
  const auto wanted = agent::parse_status(status);
  if (!wanted)
    return base::fail(fmt::format("Invalid status '{}'. Must be: working, waiting, done", base::sanitise_line(status)));
  request.wanted = *wanted;
  if (const auto limit = arguments.number("timeout")) request.limit = std::chrono::seconds(*limit);
  request.any = arguments.has("any");
  request.since = arguments.number("since");
  request.change = arguments.has("change");
  return exit_code(TRY(workflow::wait(setting_of(context), request, voice())));
}

}  // namespace

Command wait_command() {
  Command command{.name = "wait",
                  .group = "Agent interaction",
                  .summary = "Wait until agents have a status",
                  .details =
                      "Exit codes: 0 reached (or merged meanwhile), 1 time limit or error, 3 an agent ended while "
                      "its worktree is still there."};
  command.positionals = {{.name = "WORKTREES",
                          .help = "Worktrees, branches, project:worktree or pane ids",
                          .required = true,
                          .repeats = true}};
  command.options = {
      {.name = "status", .help = "working, waiting or done (default: done)", .takes_value = true},
      {.name = "timeout", .help = "Give up after this many seconds", .takes_value = true, .range = {{0, kLongestWait}}},
      {.name = "any", .help = "The first one is enough"},
      {.name = "since",
       .help = "Ignore a status that is older than this time (seconds since 1970)",
       .takes_value = true,
       .range = {{0, INT64_MAX}}},
      {.name = "change", .help = "Ignore the status of now: wait until it is entered again"},
  };
  command.run = run_wait;
  return command;
}

}  // namespace cli
