#include "workflow/capture.h"

#include "base/json.h"
#include "base/text.h"
#include "cli/commands/agent_commands.h"
#include "cli/output.h"
#include "cli/setting.h"

namespace cli {

namespace {

constexpr std::int64_t kDefaultLines = 200;
constexpr std::int64_t kMostLines = 65535;

base::Result<int> run_capture(Context& context, const Arguments& arguments) {
  workflow::CaptureRequest request;
  request.name = *arguments.positional(0);
  request.pane = arguments.value("pane");
  request.lines = static_cast<int>(arguments.number("lines").value_or(kDefaultLines));
  request.colours = arguments.has("ansi") ? workflow::Colours::keep : workflow::Colours::strip;
  const auto captured = TRY(workflow::capture(setting_of(context), request, voice()));
  if (arguments.has("json")) {
    base::Json json;
    json["worktree"] = captured.worktree;
    json["pane_id"] = captured.pane;
    json["lines"] = captured.lines;
    print(base::dump_json_pretty(json));
    return 0;
  }
  for (const std::string& line : captured.lines) print(line + "\n");
  if (request.colours == workflow::Colours::keep && !captured.lines.empty()) print("\x1b[0m");
  return 0;
}

}  // namespace

Command capture_command() {
  Command command{.name = "capture",
                  .group = "Agent interaction",
                  .summary = "Print what an agent's pane shows",
                  .details = "The last lines of its screen and of what scrolled away, as plain text."};
  command.positionals = {{.name = "NAME", .help = "Worktree, branch, project:worktree or pane id", .required = true}};
  command.options = {
      {.name = "lines",
       .letter = 'n',
       .help = "How many lines at most (default: 200)",
       .takes_value = true,
       .range = {{0, kMostLines}}},
      {.name = "ansi", .help = "Keep colours"},
      {.name = "json", .help = "Print worktree, pane id and lines as JSON"},
      {.name = "pane", .help = "Which agent, when the worktree has several", .takes_value = true},
  };
  command.run = run_capture;
  return command;
}

}  // namespace cli
