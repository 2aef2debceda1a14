#include "workflow/status.h"

#include <fmt/format.h>

#include "base/json.h"
#include "base/unicode.h"
#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/setting.h"
#include "cli/table_text.h"

namespace cli {

namespace {

// "42s", "7m", "3h", "3h 5m" (AGT 8.1).
std::string elapsed(const std::optional<std::int64_t>& seconds) {
  if (!seconds) return "-";
  if (*seconds < 60) return fmt::format("{}s", *seconds);
  if (*seconds < 3600) return fmt::format("{}m", *seconds / 60);
  const std::int64_t minutes = *seconds % 3600 / 60;
  return minutes == 0 ? fmt::format("{}h", *seconds / 3600) : fmt::format("{}h {}m", *seconds / 3600, minutes);
}

std::string as_json(const std::vector<workflow::AgentRow>& rows) {
  base::Json array = base::Json::array();
  for (const workflow::AgentRow& row : rows) {
    base::Json json;
    json["worktree"] = row.worktree;
    json["branch"] = row.branch;
    json["status"] = row.status;
    json["elapsed_secs"] = row.elapsed ? base::Json(*row.elapsed) : base::Json(nullptr);
    json["title"] = row.title ? base::Json(*row.title) : base::Json(nullptr);
    json["pane_id"] = row.pane;
    array.push_back(std::move(json));
  }
  return rows.empty() ? "[]\n" : base::dump_json_pretty(array);
}

base::Result<int> run_status(Context& context, const Arguments& arguments) {
  const auto result = TRY(workflow::status(setting_of(context), arguments.positionals, voice()));
  const int code = result.any_matched ? 0 : 1;
  if (arguments.has("json")) {
    print(as_json(result.rows));
    return code;
  }
  if (result.rows.empty()) {
    if (result.any_matched) print("No active agents\n");
    return code;
  }
  std::vector<std::vector<std::string>> rows = {{"WORKTREE", "STATUS", "ELAPSED", "TITLE"}};
  for (const workflow::AgentRow& row : result.rows) {
    const std::string name = base::sanitise_line(row.worktree);
    const std::string branch = base::sanitise_line(row.branch);
    const bool differs = !branch.empty() && branch != name;
    rows.push_back({differs ? fmt::format("{} ({})", name, branch) : name, row.status, elapsed(row.elapsed),
                    row.title.value_or("-")});
  }
  print(table_text(rows, 2, true));
  return code;
}

}  // namespace

Command status_command() {
  Command command{.name = "status", .group = "Monitoring", .summary = "Show what the agents are doing", .details = ""};
  command.positionals = {{.name = "WORKTREES", .help = "Only these worktrees", .repeats = true}};
  command.options = {{.name = "json", .help = "Print JSON"}};
  command.run = run_status;
  return command;
}

}  // namespace cli
