#include "workflow/list.h"

#include <fmt/format.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/unicode.h"
#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/setting.h"
#include "cli/table_text.h"
#include "os/terminal.h"

namespace cli {

namespace {

// "<1m", "5m", "2h", "3d", "1w", "2mo", "1y" (CLI 3.8).
std::string age(const std::optional<std::int64_t>& created) {
  if (!created) return "-";
  const std::int64_t seconds = std::max<std::int64_t>(0, base::unix_seconds() - *created);
  const std::int64_t days = seconds / 86400;
  if (seconds < 60) return "<1m";
  if (seconds < 3600) return std::to_string(seconds / 60) + "m";
  if (days < 1) return std::to_string(seconds / 3600) + "h";
  if (days < 7) return std::to_string(days) + "d";
  if (days < 30) return std::to_string(days / 7) + "w";
  if (days < 365) return std::to_string(days / 30) + "mo";
  return std::to_string(days / 365) + "y";
}

struct Words {
  std::string working = "working";
  std::string waiting = "waiting";
  std::string done = "done";
};

std::string agents(const workflow::ListedWorktree& listed, const Words& words) {
  const int total = listed.working + listed.waiting + listed.done;
  if (total == 0) return "-";
  std::string text;
  const auto part = [&](int count, const std::string& word) {
    if (count == 0) return;
    if (!text.empty()) text += " ";
    text += total == 1 ? word : std::to_string(count) + word;
  };
  part(listed.working, words.working);
  part(listed.waiting, words.waiting);
  part(listed.done, words.done);
  return text;
}

std::string shown_path(const std::filesystem::path& path, const std::filesystem::path& here) {
  if (path == here) return "(here)";
  return base::sanitise_line(path.lexically_relative(here).string());
}

// "#12 ●": open, draft, merged and closed differ in sign and colour (DSH 6.2). Colour on terminals only (CLI-W25).
std::string pull_request(const std::optional<git::github::PullRequest>& request, bool colour) {
  if (!request) return "-";
  struct Look {
    const char* sign;
    const char* colour;
  };
  Look look{"●", "32"};
  if (request->state == "MERGED") look = {"◆", "35"};
  if (request->state == "CLOSED") look = {"×", "31"};
  if (request->is_draft) look = {"○", "90"};
  if (!colour) return fmt::format("#{} {}", request->number, look.sign);
  return fmt::format("#{} \x1b[{}m{}\x1b[0m", request->number, look.colour, look.sign);
}

base::Json json_of(const git::github::PullRequest& request) {
  return {{"number", request.number},
          {"title", request.title},
          {"state", request.state},
          {"is_draft", request.is_draft},
          {"url", request.url}};
}

std::string as_json(const std::vector<workflow::ListedWorktree>& all) {
  base::Json array = base::Json::array();
  for (const workflow::ListedWorktree& listed : all) {
    base::Json json;
    json["handle"] = listed.handle;
    json["branch"] = listed.branch;
    json["path"] = listed.path.string();
    json["is_main"] = listed.is_main;
    json["mode"] = git::mode_name(listed.mode);
    json["has_uncommitted_changes"] = listed.uncommitted;
    json["is_open"] = listed.open;
    json["created_at"] = listed.created_at ? base::Json(*listed.created_at) : base::Json(nullptr);
    if (!listed.base.empty()) json["base_branch"] = listed.base;
    if (listed.pull_request) json["pr"] = json_of(*listed.pull_request);
    array.push_back(std::move(json));
  }
  return base::dump_json(array) + "\n";
}

base::Result<int> run_list(Context& context, const Arguments& arguments) {
  const bool json = arguments.has("json");
  const auto all = TRY(workflow::list(
      setting_of(context), arguments.positionals, json ? workflow::Detail::json : workflow::Detail::table,
      arguments.has("pr") ? workflow::AskGitHub::yes : workflow::AskGitHub::no, voice()));
  if (json) {
    print(as_json(all));
    return 0;
  }
  if (all.empty()) {
    print("No worktrees found\n");
    return 0;
  }
  Words words;
  const bool terminal = os::is_terminal(STDOUT_FILENO);
  const bool colour = terminal && !context.environment.get_non_empty("NO_COLOR");
  if (terminal) words = {.working = "\U0001F916", .waiting = "\U0001F4AC", .done = "\u2705"};
  std::vector<std::vector<std::string>> rows = {{"BRANCH", "AGE", "AGENT", "MUX", "UNMERGED", "PATH"}};
  for (const workflow::ListedWorktree& listed : all) {
    rows.push_back({base::sanitise_line(listed.branch), age(listed.created_at), agents(listed, words),
                    listed.open ? "✓" : "-", listed.unmerged ? "●" : "-", shown_path(listed.path, context.directory)});
  }
  if (arguments.has("pr")) {
    rows[0].insert(rows[0].begin() + 2, "PR");
    for (size_t i = 0; i < all.size(); ++i) {
      rows[i + 1].insert(rows[i + 1].begin() + 2, pull_request(all[i].pull_request, colour));
    }
  }
  print(table_text(rows, 2, true));
  return 0;
}

}  // namespace

Command list_command() {
  Command command{.name = "list", .group = "Monitoring", .summary = "List worktrees", .details = "", .aliases = {"ls"}};
  command.positionals = {{.name = "FILTER", .help = "Only these worktrees or branches", .repeats = true}};
  command.options = {{.name = "pr", .help = "Show the pull request of each branch (asks GitHub's gh)"},
                     {.name = "json", .help = "Print JSON"}};
  command.offers_setup = true;
  command.run = run_list;
  return command;
}

}  // namespace cli
