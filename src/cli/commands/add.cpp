#include "workflow/add.h"

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "base/unicode.h"
#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/prompt_source.h"
#include "cli/setting.h"

namespace cli {

namespace {

workflow::AddRequest request_of(const Arguments& arguments, const std::optional<std::string>& prompt) {
  workflow::AddRequest request;
  request.branch = *arguments.positional(0);
  request.base = arguments.value("base");
  request.name = arguments.value("name");
  request.target_name = arguments.value("target-name");
  request.parent_session = arguments.value("parent-session");
  request.agent = arguments.value("agent");
  request.layout = arguments.value("layout");
  request.prompt = prompt;
  request.prompt_file_only = arguments.has("prompt-file-only");
  request.skip_hooks = arguments.has("no-hooks");
  request.skip_files = arguments.has("no-file-ops");
  request.skip_pane_commands = arguments.has("no-pane-cmds");
  request.background = arguments.has("background");
  request.open_if_exists = arguments.has("open-if-exists");
  request.sandbox = arguments.has("sandbox");
  request.dry_run = arguments.has("dry-run");
  if (arguments.has("session") || arguments.value("mode") == "session") request.mode = config::Mode::session;
  if (arguments.value("mode") == "window") request.mode = config::Mode::window;
  if (const auto file = arguments.value("config")) request.config_file = *file;
  return request;
}

void print_result(const workflow::Added& added, bool as_json) {
  if (as_json) {
    base::Json json;
    json["handle"] = added.handle;
    json["branch"] = added.branch;
    json["path"] = added.path.string();
    json["target"] = added.target;
    print(base::dump_json(json) + "\n");
    return;
  }
  const char* kind = added.mode == git::Mode::session ? "session" : "window";
  const std::string branch = base::sanitise_line(added.branch);
  print(added.opened_only ? fmt::format("✓ Opened tmux {} for '{}'\n", kind, branch)
                          : fmt::format("✓ Successfully created worktree and tmux {} for '{}'\n", kind, branch));
  if (!added.base.empty()) print(fmt::format("  Base: {}\n", base::sanitise_line(added.base)));
  print(fmt::format("  Worktree: {}\n", base::sanitise_line(added.path.string())));
}

base::Result<int> run_add(Context& context, const Arguments& arguments) {
  const auto prompt = TRY(read_prompt(context, arguments));
  workflow::Voice speaking = voice();
  if (arguments.has("json")) speaking.say = [](std::string_view line) { warn(line); };
  const workflow::Added added = TRY(workflow::add(setting_of(context), request_of(arguments, prompt), speaking));
  if (!added.planned_only) print_result(added, arguments.has("json"));
  return 0;
}

}  // namespace

Command add_command() {
  Command command{
      .name = "add",
      .group = "Worktree lifecycle",
      .summary = "Create a worktree with its own window",
      .details =
          "Creates the branch when it does not exist, checks it out in a worktree beside the repository, runs\n"
          "the post_create hooks, and opens a window with the configured panes."};
  command.positionals = {{.name = "BRANCH_NAME",
                          .help = "Branch to create or check out; REMOTE/BRANCH tracks a remote one",
                          .required = true}};
  command.options = {
      {.name = "base", .help = "Start the new branch here (default: the current branch)", .takes_value = true},
      {.name = "name", .help = "Name of the worktree's directory", .takes_value = true},
      {.name = "target-name", .help = "Name of the window or session, without prefix", .takes_value = true},
      {.name = "parent-session", .help = "Put the window into this tmux session", .takes_value = true},
      {.name = "agent",
       .letter = 'a',
       .help = "Agent to run: a name from the configuration, or a command",
       .takes_value = true},
      {.name = "layout", .letter = 'l', .help = "Use a named layout", .takes_value = true},
      {.name = "no-hooks", .letter = 'H', .help = "Do not run post_create hooks"},
      {.name = "no-file-ops", .letter = 'F', .help = "Do not copy or link the configured files"},
      {.name = "no-pane-cmds", .letter = 'C', .help = "Open the panes as plain shells"},
      {.name = "background", .letter = 'b', .help = "Do not switch to the new window"},
      {.name = "open-if-exists", .letter = 'o', .help = "Open the worktree when it exists already"},
      {.name = "sandbox", .letter = 'S', .help = "Run the agent in a sandbox"},
      {.name = "mode",
       .help = "Window or session",
       .takes_value = true,
       .values = {"window", "session"},
       .conflicts = {"session"}},
      {.name = "session", .letter = 's', .help = "Same as --mode session", .conflicts = {"mode"}},
      {.name = "config", .help = "Use this file as the project's configuration", .takes_value = true, .path = true},
      {.name = "dry-run", .help = "Print what would be made, change nothing"},
      {.name = "json", .help = "Print handle, branch, path and target as JSON"},
  };
  const std::vector<Option> prompt = prompt_options();
  command.options.insert(command.options.end(), prompt.begin(), prompt.end());
  command.run = run_add;
  return command;
}

}  // namespace cli
