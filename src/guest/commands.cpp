#include "guest/command.h"

namespace guest {

namespace {

std::vector<Option> add_options() {
  const std::optional<std::string> refused = "";
  return {
      {"prompt", 'p', Value::required, "Prompt for the agent", {"prompt-file", "prompt-editor"}},
      {"prompt-file", 'P', Value::required, "Prompt from a file", {"prompt", "prompt-editor"}},
      {"prompt-editor", 'e', Value::none, "Write the prompt in an editor", {"prompt", "prompt-file"}},
      {"auto-name", 'A', Value::none, "The host derives the branch name from the prompt", {"pr"}},
      {"background", 'b', Value::none, "Do not switch to the new window"},
      {"no-hooks", 'H', Value::none, "Skip set-up hooks (they never run for a sandbox)"},
      {"no-file-ops", 'F', Value::none, "Do not copy or link files into the new worktree"},
      {"no-pane-cmds", 'C', Value::none, "Open panes without running their commands"},
      {"open-if-exists", 'o', Value::none, "Open the worktree when this sandbox made it before", {"with-changes"}},
      {"sandbox", 'S', Value::none, "Run the agent in a sandbox (always so from inside one)"},
      {"pr", 0, Value::required, {}, {"base", "auto-name"}, false, refused},
      {"base", 0, Value::required, {}, {"pr"}, false, refused},
      {"name", 0, Value::required, {}, {}, false, refused},
      {"target-name", 0, Value::required, {}, {}, false, refused},
      {"parent-session", 0, Value::required, {}, {}, false, refused},
      {"prompt-file-only", 0, Value::none, {}, {}, false, refused},
      {"with-changes", 'w', Value::none, {}, {"count", "foreach", "open-if-exists"}, false, refused},
      {"patch", 0, Value::none, {}, {}, false, refused},
      {"include-untracked", 'u', Value::none, {}, {}, false, refused},
      {"agent",
       'a',
       Value::required,
       {},
       {"layout", "foreach"},
       true,
       "The configuration on the host decides which agent runs."},
      {"count",
       'n',
       Value::required,
       {},
       {"foreach", "with-changes"},
       false,
       "Call 'workmux add' once for each worktree."},
      {"foreach",
       0,
       Value::required,
       {},
       {"agent", "count", "with-changes"},
       false,
       "Call 'workmux add' once for each worktree."},
      {"branch-template", 0, Value::required, {}, {}, false, refused},
      {"max-concurrent", 0, Value::required, {}, {}, false, refused},
      {"layout", 'l', Value::required, {}, {"agent"}, false, refused},
      {"fork", 0, Value::only_with_equals, {}, {}, false, refused},
      {"wait", 'W', Value::none, {}, {}, false, refused},
      {"mode", 0, Value::required, {}, {"session"}, false, refused},
      {"session", 's', Value::none, {}, {"mode"}, false, refused},
      {"config", 0, Value::required, {}, {}, false, refused},
  };
}

std::vector<Option> merge_options() {
  return {
      {"into", 0, Value::required, "Branch to merge into instead of the recorded base"},
      {"ignore-uncommitted", 0, Value::none, "Merge although there are uncommitted changes"},
      {"rebase", 0, Value::none, "Rebase before merging", {"squash"}},
      {"squash", 0, Value::none, "Merge as one commit", {"rebase"}},
      {"keep", 'k', Value::none, "Keep worktree, window and branch", {"cleanup"}},
      {"cleanup", 0, Value::none, "Remove worktree, window and branch", {"keep"}},
      {"no-verify", 'n', Value::none, "Skip pre-merge hooks (they never run for a sandbox)"},
      {"no-hooks", 0, Value::none, "Skip all hooks (they never run for a sandbox)"},
      {"notification", 0, Value::none, "Show a desktop notification on the host"},
  };
}

// What only the host knows: windows, agents, pull requests.
std::vector<Option> list_options() {
  return {{"json", 0, Value::none, {}, {}, false, ""}, {"pr", 0, Value::none, {}, {}, false, ""}};
}

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> table = {
      {.name = "add",
       .summary = "Start another agent in a worktree of its own",
       .options = add_options(),
       .positionals = {{.name = "BRANCH_NAME", .required = true, .unless = {"pr", "auto-name"}}},
       .run = run_add},
      {.name = "merge",
       .summary = "Merge this sandbox's branch into its base",
       .options = merge_options(),
       .positionals = {{.name = "NAME"}},
       .run = run_merge},
      {.name = "close",
       .summary = "Close the window of this worktree",
       .positionals = {{.name = "NAME"}},
       .run = run_close},
      {.name = "list", .summary = "List the worktrees that git knows here", .options = list_options(), .run = run_list},
      {.name = "path",
       .summary = "Print the path of a worktree",
       .positionals = {{.name = "NAME", .required = true}},
       .run = run_path},
      {.name = "set-window-status",
       .summary = "Show what the agent does",
       .positionals = {{.name = "STATUS", .values = {"working", "waiting", "done", "clear"}, .required = true}},
       .hidden = true,
       .run = run_set_window_status},
      {.name = "host-exec",
       .summary = "Run a command on the host",
       .hidden = true,
       .takes_all = true,
       .run = run_host_exec},
      {.name = "clipboard-read",
       .summary = "Write the host's clipboard image to standard output",
       .positionals = {{.name = "MIME", .required = true}},
       .hidden = true,
       .run = run_clipboard_read},
      {.name = "_init", .summary = "First process of a sandbox", .hidden = true, .takes_all = true, .run = run_init},
      {.name = "_enter",
       .summary = "First process of a container",
       .hidden = true,
       .takes_all = true,
       .run = run_enter},
      {.name = "_init-child",
       .summary = "Takes the terminal and becomes the command",
       .hidden = true,
       .takes_all = true,
       .run = run_init_child},
  };
  return table;
}

const std::vector<std::string>& host_commands() {
  static const std::vector<std::string> names = {
      "open",     "remove",    "rm",          "rename",     "resurrect", "send",      "capture",     "status",
      "wait",     "run",       "reap-agents", "sync-files", "dashboard", "sidebar",   "config",      "init",
      "setup",    "uninstall", "update",      "claude",     "docs",      "changelog", "completions", "sandbox",
      "set-base", "last-done", "last-agent",  "trust",      "doctor"};
  return names;
}

}  // namespace guest
