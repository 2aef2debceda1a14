#include "workflow/open.h"

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

workflow::OpenRequest request_of(const Arguments& arguments, const std::optional<std::string>& prompt) {
  workflow::OpenRequest request;
  request.another = arguments.has("new");
  request.run_hooks = arguments.has("run-hooks");
  request.force_files = arguments.has("force-files");
  request.resume = arguments.has("continue");
  request.prompt = prompt;
  request.prompt_file_only = arguments.has("prompt-file-only");
  request.target_name = arguments.value("target-name");
  request.parent_session = arguments.value("parent-session");
  if (arguments.has("session") || arguments.value("mode") == "session") request.mode = config::Mode::session;
  if (arguments.value("mode") == "window") request.mode = config::Mode::window;
  if (const auto file = arguments.value("config")) request.config_file = *file;
  return request;
}

void print_result(const workflow::Opened& opened, const std::string& name, bool as_json) {
  if (as_json) {
    base::Json json;
    json["handle"] = opened.handle;
    json["branch"] = opened.branch;
    json["path"] = opened.path.string();
    json["target"] = opened.target;
    print(base::dump_json(json) + "\n");
    return;
  }
  const char* kind = opened.mode == git::Mode::session ? "session" : "window";
  print(fmt::format("✓ {} tmux {} for '{}'\n", opened.switched ? "Switched to existing" : "Opened", kind,
                    base::sanitise_line(name.empty() ? opened.handle : name)));
  print(fmt::format("  Worktree: {}\n", base::sanitise_line(opened.path.string())));
}

// "✗ outer: inner: innermost" on stderr, so that the next name can still be opened.
void print_failure(const base::Error& error) {
  std::string text = "✗ " + error.message;
  for (const std::string& cause : error.causes) text += ": " + cause;
  if (!error.hint.empty()) text += "\n  " + error.hint;
  warn(text);
}

base::Result<int> run_open(Context& context, const Arguments& arguments) {
  std::vector<std::string> names = arguments.positionals;
  if (names.size() > 1 && (arguments.has("prompt") || arguments.has("prompt-file") || arguments.has("prompt-editor"))) {
    return base::fail("Prompt arguments (-p, -P, -e) cannot be used when opening multiple worktrees");
  }
  if (names.size() > 1 && (arguments.has("target-name") || arguments.has("parent-session"))) {
    return base::fail("--target-name and --parent-session cannot be used when opening multiple worktrees");
  }
  if (names.empty() && !arguments.has("new")) {
    warn(
        "error: the following required arguments were not provided:\n  <NAMES>...\n\nUsage: workmux open [OPTIONS] "
        "[NAMES]...\n\nFor more information, try '--help'.");
    return 2;
  }
  if (names.empty()) names.emplace_back();
  workflow::OpenRequest request = request_of(arguments, TRY(read_prompt(context, arguments)));
  workflow::Voice speaking = voice();
  if (arguments.has("json")) speaking.say = [](std::string_view line) { warn(line); };
  size_t failed = 0;
  for (const std::string& name : names) {
    request.name = name;
    const auto opened = workflow::open(setting_of(context), request, speaking);
    if (opened) {
      print_result(*opened, name, arguments.has("json"));
    } else {
      ++failed;
      print_failure(opened.error());
    }
  }
  if (failed == 0 || names.size() == 1) return failed == 0 ? 0 : 1;
  return base::fail(failed == names.size() ? fmt::format("Failed to open all {} worktrees", names.size())
                                           : fmt::format("Failed to open {} of {} worktrees", failed, names.size()));
}

}  // namespace

Command open_command() {
  Command command{
      .name = "open", .group = "Worktree lifecycle", .summary = "Open the window of a worktree", .details = ""};
  command.positionals = {{.name = "NAMES", .help = "Worktrees or branches", .repeats = true}};
  command.options = {
      {.name = "run-hooks", .help = "Run the post_create hooks again"},
      {.name = "force-files", .help = "Copy and link the configured files again"},
      {.name = "new", .letter = 'n', .help = "Open another window even if one exists"},
      {.name = "mode",
       .help = "Window or session",
       .takes_value = true,
       .values = {"window", "session"},
       .conflicts = {"session"}},
      {.name = "session", .letter = 's', .help = "Same as --mode session", .conflicts = {"mode"}},
      {.name = "target-name", .help = "Name of the window or session, without prefix", .takes_value = true},
      {.name = "parent-session", .help = "Put the window into this tmux session", .takes_value = true},
      {.name = "continue", .letter = 'c', .help = "Resume the agent's newest conversation"},
      {.name = "config", .help = "Use this file as the project's configuration", .takes_value = true, .path = true},
      {.name = "json", .help = "Print handle, branch, path and target as JSON"},
  };
  const std::vector<Option> prompt = prompt_options();
  command.options.insert(command.options.end(), prompt.begin(), prompt.end());
  command.run = run_open;
  return command;
}

}  // namespace cli
