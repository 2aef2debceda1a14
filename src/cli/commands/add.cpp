#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "base/unicode.h"
#include "cli/add_names.h"
#include "cli/add_sources.h"
#include "cli/commands/add_options.h"
#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/setting.h"
#include "workflow/add_many.h"

namespace cli {

namespace {

// What all worktrees of the call have in common.
workflow::AddRequest request_of(const Arguments& arguments) {
  workflow::AddRequest request;
  request.base = arguments.value("base");
  request.name = arguments.value("name");
  request.target_name = arguments.value("target-name");
  request.parent_session = arguments.value("parent-session");
  request.layout = arguments.value("layout");
  request.prompt_file_only = arguments.has("prompt-file-only");
  request.skip_hooks = arguments.has("no-hooks");
  request.skip_files = arguments.has("no-file-ops");
  request.skip_pane_commands = arguments.has("no-pane-cmds");
  request.background = arguments.has("background");
  request.open_if_exists = arguments.has("open-if-exists");
  request.sandbox = arguments.has("sandbox");
  request.dry_run = arguments.has("dry-run");
  if (arguments.has("with-changes")) {
    request.move = {.untracked = arguments.has("include-untracked") ? git::Untracked::include : git::Untracked::leave,
                    .choose = arguments.has("patch")};
  }
  if (arguments.has("session") || arguments.value("mode") == "session") request.mode = config::Mode::session;
  if (arguments.value("mode") == "window") request.mode = config::Mode::window;
  if (const auto file = arguments.value("config")) request.config_file = *file;
  return request;
}

void print_moved(const workflow::Added& added) {
  print(
      fmt::format("✓ Moved uncommitted changes to new worktree for branch '{}'\n", base::sanitise_line(added.branch)));
  print(fmt::format("  Worktree: {}\n", base::sanitise_line(added.path.string())));
  if (added.moved == workflow::Moved::all) print("  Original worktree is now clean\n");
  if (added.moved == workflow::Moved::chosen) print("  What was not chosen stays in the original worktree\n");
  if (added.moved == workflow::Moved::copied) print("  The original worktree still has them\n");
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
  if (added.moved != workflow::Moved::nothing) return print_moved(added);
  const char* kind = added.mode == git::Mode::session ? "session" : "window";
  const std::string branch = base::sanitise_line(added.branch);
  print(added.opened_only ? fmt::format("✓ Opened tmux {} for '{}'\n", kind, branch)
                          : fmt::format("✓ Successfully created worktree and tmux {} for '{}'\n", kind, branch));
  if (!added.base.empty()) print(fmt::format("  Base: {}\n", base::sanitise_line(added.base)));
  print(fmt::format("  Worktree: {}\n", base::sanitise_line(added.path.string())));
}

base::Result<int> run_add(Context& context, const Arguments& arguments) {
  const workflow::Setting setting = setting_of(context);
  workflow::AddRequest request = request_of(arguments);
  std::string name = arguments.positional(0).value_or("");
  if (arguments.has("auto-name")) {
    if (!name.empty())
      warn(fmt::format("Warning: --auto-name is given, so '{}' is ignored", base::sanitise_line(name)));
    name = "auto";
  }
  auto wanted = TRY(spec_request(context, arguments, name));
  if (const auto number = arguments.number("pr")) {
    if (workflow::is_multiple(wanted))
      return base::fail("--pr makes one worktree: use zero or one --agent, and no rows.");
    request.pull_request = *number;
  }
  if (request.move && workflow::is_multiple(wanted)) {
    return base::fail(wanted.agents.size() > 1
                          ? "--with-changes cannot be used with multiple --agent flags. Use zero or one --agent."
                          : "--with-changes makes one worktree: the changes can move to one place only.");
  }
  if (workflow::is_multiple(wanted)) {
    const workflow::BaseName start = TRY(workflow::base_name_of(setting, wanted.base_name));
    wanted.base_name = start.name;
    if (!request.base) request.base = start.base;
  }
  auto specs = TRY(workflow::expand(wanted));
  workflow::ManyOptions options{.max_concurrent = {}, .wait = arguments.has("wait")};
  if (const auto most = arguments.number("max-concurrent")) options.max_concurrent = static_cast<size_t>(*most);
  workflow::Voice speaking = voice();
  if (arguments.has("json")) speaking.say = [](std::string_view line) { warn(line); };
  if (arguments.has("auto-name")) TRY(name_by_prompt(setting, request, specs, speaking));
  TRY(workflow::add_many(setting, request, specs, options, speaking, [&](const workflow::Added& added) {
    if (!added.planned_only) print_result(added, arguments.has("json"));
  }));
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
          "the post_create hooks, and opens a window with the configured panes.\n\n"
          "Several -a, -n, --foreach, --matrix, `foreach` at the head of a prompt file, or lines on standard input "
          "make\n"
          "one worktree each. Branch names and prompts are then templates: {{ base_name }}, {{ agent }}, {{ num }},\n"
          "{{ index }} and the variables of the row."};
  command.positionals = {
      {.name = "BRANCH_NAME",
       .help = "Branch to create or check out; REMOTE/BRANCH and OWNER:BRANCH track a remote or a fork",
       .required = true,
       .required_unless = {"pr", "auto-name"}}};
  command.options = add_options();
  command.offers_setup = true;
  command.run = run_add;
  return command;
}

}  // namespace cli
