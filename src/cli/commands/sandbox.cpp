#include <unistd.h>

#include "base/text.h"
#include "cli/commands/commands.h"
#include "cli/setting.h"
#include "os/files.h"
#include "os/process.h"
#include "os/terminal.h"
#include "sandbox/snapshot.h"
#include "sandbox/supervisor.h"
#include "workflow/sandbox_exec.h"
#include "workflow/sandbox_here.h"

namespace cli {

namespace {

base::Result<int> run_supervised(Context& context, const sandbox::RunRequest& request) {
  sandbox::SupervisorContext supervisor{.paths = context.paths,
                                        .environment = context.environment,
                                        .program = context.program,
                                        .guest_program = TRY(sandbox::find_guest_program(context.program)),
                                        .log = &context.log};
  return sandbox::run_supervised(request, supervisor);
}

// `sandbox run`: typed into panes by add and open. With a snapshot it obeys that; without one it makes one for here.
base::Result<int> run_run(Context& context, const Arguments& arguments) {
  const std::filesystem::path directory = TRY(os::real_path(*arguments.positional(0)));
  const std::string command = base::join(arguments.trailing, " ");
  const auto id = arguments.value("snapshot");
  if (!id) {
    workflow::Setting setting = setting_of(context);
    setting.directory = directory;
    const sandbox::Snapshot snapshot = TRY(workflow::snapshot_here(setting));
    return run_supervised(context, {.snapshot = snapshot, .directory = directory, .command = command});
  }
  const sandbox::Snapshot snapshot = TRY(sandbox::read_snapshot(context.paths.state, *id));
  return run_supervised(context, {.snapshot = snapshot, .directory = directory, .command = command});
}

base::Result<int> run_here(Context& context, const std::string& command, sandbox::RunKind kind) {
  const sandbox::Snapshot snapshot = TRY(workflow::snapshot_here(setting_of(context)));
  const std::filesystem::path directory = TRY(os::real_path(context.directory));
  return run_supervised(context, {.snapshot = snapshot, .directory = directory, .command = command, .kind = kind});
}

base::Result<int> run_agent(Context& context, const Arguments& arguments) {
  if (!arguments.trailing.empty())
    return run_here(context, base::join(arguments.trailing, " "), sandbox::RunKind::pane);
  const workflow::World world = TRY(workflow::look_around(setting_of(context)));
  const auto loaded = TRY(workflow::load_config(world));
  return run_here(context, config::resolve_agent(loaded.config).command, sandbox::RunKind::pane);
}

base::Result<int> run_shell(Context& context, const Arguments& arguments) {
  const std::string command = arguments.trailing.empty() ? "bash" : base::join(arguments.trailing, " ");
  if (arguments.has("exec")) {
    const bool terminal = os::is_terminal(STDIN_FILENO) && os::is_terminal(STDOUT_FILENO);
    const auto exec = TRY(workflow::exec_in_container(
        setting_of(context), command, terminal ? workflow::ExecTerminal::yes : workflow::ExecTerminal::no, voice()));
    return std::unexpected(os::replace_process(exec));
  }
  return run_here(context, command, sandbox::RunKind::shell);
}

}  // namespace

Command sandbox_command() {
  Command run{
      .name = "run", .group = "", .summary = "Run a pane's command in its sandbox", .details = "", .hidden = true};
  run.positionals = {{.name = "WORKTREE", .help = "Where the command starts", .required = true}};
  run.options = {{.name = "worktree-root", .help = "Root of the worktree", .takes_value = true},
                 {.name = "snapshot", .help = "Policy that was fixed when the window was made", .takes_value = true}};
  run.trailing = Trailing::required;
  run.run = run_run;
  Command agent{.name = "agent",
                .group = "",
                .summary = "Run the configured agent (or a command) here, in a sandbox",
                .details = "",
                .trailing = Trailing::optional};
  agent.run = run_agent;
  Command shell{.name = "shell",
                .group = "",
                .summary = "Open a shell (or run a command) here, in a sandbox",
                .details = "",
                .trailing = Trailing::optional};
  shell.options = {{.name = "exec", .letter = 'e', .help = "Join the container that runs for this worktree"}};
  shell.run = run_shell;
  std::vector<Command> subcommands = sandbox_image_commands();
  subcommands.insert(subcommands.end(), {agent, shell, run});
  return {.name = "sandbox",
          .group = "Setup and configuration",
          .summary = "Run things in the sandbox",
          .details = "",
          .subcommands = subcommands};
}

}  // namespace cli
