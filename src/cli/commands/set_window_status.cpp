#include <unistd.h>

#include "cli/commands/commands.h"
#include "cli/setting.h"
#include "workflow/set_status.h"

namespace cli {

namespace {

base::Result<int> run_set_window_status(Context& context, const Arguments& arguments) {
  if (context.environment.has("WORKMUX_DISABLE_SET_WINDOW_STATUS")) return 0;
  workflow::StatusRequest request;
  request.event = *agent::parse_status_event(*arguments.positional(0));
  request.pane = arguments.value("pane");
  request.title = arguments.value("title");
  request.kind = arguments.value("agent").value_or("");
  request.payload = agent::parse_hook_payload(agent::read_hook_input(STDIN_FILENO));
  workflow::set_window_status(setting_of(context), request);
  return 0;
}

}  // namespace

Command set_window_status_command() {
  Command command{.name = "set-window-status",
                  .group = "",
                  .summary = "Report what an agent is doing (for hooks)",
                  .details = "",
                  .hidden = true};
  command.positionals = {{.name = "STATUS",
                          .help = "What the agent is doing",
                          .required = true,
                          .values = {"working", "waiting", "done", "clear"}}};
  command.options = {
      {.name = "pane", .help = "Pane id (default: the one it runs in)", .takes_value = true},
      {.name = "title", .help = "Title of the agent's work", .takes_value = true},
      {.name = "agent", .help = "Kind of agent", .takes_value = true},
  };
  command.run = run_set_window_status;
  return command;
}

}  // namespace cli
