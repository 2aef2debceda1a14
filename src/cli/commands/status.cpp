#include "workflow/status.h"

#include <fmt/format.h>

#include "agent/wait.h"
#include "base/json.h"
#include "base/text.h"
#include "base/unicode.h"
#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/setting.h"
#include "cli/table_text.h"

namespace cli {

namespace {

std::string elapsed(const std::optional<std::int64_t>& seconds) {
  return seconds ? agent::status_elapsed(*seconds) : "-";
}

std::string git_words(const std::optional<workflow::AgentGit>& git) {
  if (!git) return "-";
  std::vector<std::string> words;
  if (git->staged) words.emplace_back("staged");
  if (git->unstaged) words.emplace_back("unstaged");
  if (git->unmerged) words.emplace_back("unmerged");
  return words.empty() ? "clean" : base::join(words, ",");
}

base::Json git_json(const std::optional<workflow::AgentGit>& git) {
  if (!git) return nullptr;
  base::Json json;
  json["has_staged"] = git->staged;
  json["has_unstaged"] = git->unstaged;
  json["has_unmerged_commits"] = git->unmerged;
  return json;
}

std::string as_json(const std::vector<workflow::AgentRow>& rows, workflow::WithGit with_git) {
  base::Json array = base::Json::array();
  for (const workflow::AgentRow& row : rows) {
    base::Json json;
    json["worktree"] = row.worktree;
    json["branch"] = row.branch;
    json["status"] = row.status;
    json["elapsed_secs"] = row.elapsed ? base::Json(*row.elapsed) : base::Json(nullptr);
    json["title"] = row.title ? base::Json(*row.title) : base::Json(nullptr);
    json["pane_id"] = row.pane;
    if (with_git == workflow::WithGit::yes) json["git"] = git_json(row.git);
    array.push_back(std::move(json));
  }
  return rows.empty() ? "[]\n" : base::dump_json_pretty(array);
}

base::Result<int> run_status(Context& context, const Arguments& arguments) {
  const auto with_git = arguments.has("git") ? workflow::WithGit::yes : workflow::WithGit::no;
  const auto result = TRY(workflow::status(setting_of(context), arguments.positionals, with_git, voice()));
  const int code = result.any_matched ? 0 : 1;
  if (arguments.has("json")) {
    print(as_json(result.rows, with_git));
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
  if (with_git == workflow::WithGit::yes) {
    rows[0].insert(rows[0].end() - 1, "GIT");
    for (size_t i = 0; i < result.rows.size(); ++i)
      rows[i + 1].insert(rows[i + 1].end() - 1, git_words(result.rows[i].git));
  }
  print(table_text(rows, 2, true));
  return code;
}

}  // namespace

Command status_command() {
  Command command{.name = "status", .group = "Monitoring", .summary = "Show what the agents are doing", .details = ""};
  command.positionals = {{.name = "WORKTREES", .help = "Only these worktrees", .repeats = true}};
  command.options = {{.name = "json", .help = "Print JSON"},
                     {.name = "git", .help = "Show what is staged, changed and unmerged"}};
  command.run = run_status;
  return command;
}

}  // namespace cli
