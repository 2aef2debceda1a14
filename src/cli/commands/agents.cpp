// Commands about agents as they are: jumping to them, ending them, starting them again.
#include "cli/commands/agent_commands.h"
#include "cli/output.h"
#include "cli/setting.h"
#include "workflow/jump.h"
#include "workflow/reap.h"
#include "workflow/resurrect.h"

namespace cli {

namespace {

constexpr std::int64_t kMostHours = 1'000'000;

base::Result<int> run_last_done(Context& context, const Arguments&) {
  const std::string message = TRY(workflow::last_done(setting_of(context), voice()));
  if (!message.empty()) print(message + "\n");
  return 0;
}

base::Result<int> run_last_agent(Context& context, const Arguments&) {
  const std::string message = TRY(workflow::last_agent(setting_of(context), voice()));
  if (!message.empty()) print(message + "\n");
  return 0;
}

base::Result<int> run_reap(Context& context, const Arguments& arguments) {
  workflow::ReapRequest request;
  request.hours = arguments.number("hours").value_or(request.hours);
  request.force = arguments.has("force");
  request.include_working = arguments.has("include-working");
  TRY(workflow::reap(setting_of(context), request, voice()));
  return 0;
}

base::Result<int> run_resurrect(Context& context, const Arguments& arguments) {
  const auto mode = arguments.has("dry-run") ? workflow::Resurrect::dry_run : workflow::Resurrect::carry_out;
  TRY(workflow::resurrect(setting_of(context), mode, voice()));
  return 0;
}

}  // namespace

Command last_done_command() {
  Command command{.name = "last-done",
                  .group = "",
                  .summary = "Go to the agent that finished last (for a key binding)",
                  .details = "",
                  .hidden = true};
  command.run = run_last_done;
  return command;
}

Command last_agent_command() {
  Command command{.name = "last-agent",
                  .group = "",
                  .summary = "Go back to the agent that was left last (for a key binding)",
                  .details = "",
                  .hidden = true};
  command.run = run_last_agent;
  return command;
}

Command reap_agents_command() {
  Command command{.name = "reap-agents",
                  .group = "Agent interaction",
                  .summary = "End agents that have been idle for long",
                  .details = "Their panes stay. Without --force it only says which ones."};
  command.options = {
      {.name = "hours",
       .help = "How long without any activity (default: 24)",
       .takes_value = true,
       .range = {{1, kMostHours}}},
      {.name = "force", .letter = 'f', .help = "Do it"},
      {.name = "include-working",
       .help = "Also agents that are working and wrote to their screen within the last hour"},
  };
  command.run = run_reap;
  return command;
}

Command resurrect_command() {
  Command command{.name = "resurrect",
                  .group = "Worktree lifecycle",
                  .summary = "Open the worktrees again that had agents before a crash",
                  .details = "Each agent resumes its newest conversation."};
  command.options = {{.name = "dry-run", .help = "Only say what would be opened"}};
  command.run = run_resurrect;
  return command;
}

}  // namespace cli
