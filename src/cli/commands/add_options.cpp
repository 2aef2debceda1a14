#include "cli/commands/add_options.h"

#include "cli/prompt_source.h"
#include "cli/standard_input.h"

namespace cli {

std::vector<Option> add_options() {
  std::vector<Option> options = {
      {.name = "base", .help = "Start the new branch here (default: the current branch)", .takes_value = true},
      {.name = "pr",
       .help = "Check out this pull request (asks GitHub's gh)",
       .takes_value = true,
       .range = {{1, 4294967295}},
       .conflicts = {"base", "count", "foreach", "matrix", "with-changes", "auto-name"}},
      {.name = "auto-name",
       .letter = 'A',
       .help = "Name the branch after the prompt, by a language model (auto_name in the configuration)"},
      {.name = "name", .help = "Name of the worktree's directory", .takes_value = true},
      {.name = "target-name", .help = "Name of the window or session, without prefix", .takes_value = true},
      {.name = "parent-session", .help = "Put the window into this tmux session", .takes_value = true},
      {.name = "agent",
       .letter = 'a',
       .help = "Agent to run: a name from the configuration, or a command",
       .takes_value = true,
       .repeats = true,
       .conflicts = {"layout", "foreach", "matrix"}},
      {.name = "count",
       .letter = 'n',
       .help = "Make this many numbered worktrees",
       .takes_value = true,
       .range = {{1, 1000}},
       .conflicts = {"foreach", "matrix"}},
      {.name = "foreach",
       .help = "One worktree per row: 'os:mac,win;lang:go,c' makes two",
       .takes_value = true,
       .conflicts = {"agent", "count", "matrix"}},
      {.name = "matrix",
       .help = "As --foreach, every value with every other; values may be quoted",
       .takes_value = true,
       .conflicts = {"agent", "count", "foreach"}},
      {.name = "branch-template", .help = "Branch name of each of several worktrees", .takes_value = true},
      {.name = "max-concurrent",
       .help = "At most this many of the windows open at once",
       .takes_value = true,
       .range = {{1, 1000}}},
      {.name = "wait", .letter = 'W', .help = "Return when all windows of the call are closed"},
      {.name = "layout", .letter = 'l', .help = "Use a named layout", .takes_value = true, .conflicts = {"agent"}},
      {.name = "no-hooks", .letter = 'H', .help = "Do not run post_create hooks"},
      {.name = "no-file-ops", .letter = 'F', .help = "Do not copy or link the configured files"},
      {.name = "no-pane-cmds", .letter = 'C', .help = "Open the panes as plain shells"},
      {.name = "background", .letter = 'b', .help = "Do not switch to the new window"},
      {.name = "open-if-exists", .letter = 'o', .help = "Open the worktree when it exists already"},
      {.name = "with-changes",
       .letter = 'w',
       .help = "Move the uncommitted changes of this worktree to the new one",
       .conflicts = {"count", "foreach", "matrix", "open-if-exists", "stdin"}},
      {.name = "patch", .help = "Choose the changes hunk by hunk", .requires_option = "with-changes"},
      {.name = "include-untracked",
       .letter = 'u',
       .help = "Move files that are not tracked, too",
       .requires_option = "with-changes"},
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
  for (const auto& more : {prompt_options(), input_options()}) options.insert(options.end(), more.begin(), more.end());
  return options;
}

}  // namespace cli
