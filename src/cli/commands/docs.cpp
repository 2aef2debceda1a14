// The manual and the change log, as they were when the program was built (CLI 3.22).
#include <unistd.h>

#include "base/resource.h"
#include "base/text.h"
#include "cli/commands/setup_commands.h"
#include "cli/context.h"
#include "cli/output.h"
#include "os/process.h"
#include "os/terminal.h"

namespace cli {

// docs/manual.md, docs/configuration.md and CHANGELOG.md.
std::span<const base::Resource> documents();

namespace {

// Through $PAGER on a terminal (split at white space), as it is otherwise and when there is no such program.
void show(const Context& context, std::string_view text) {
  if (!os::is_terminal(STDOUT_FILENO)) return print(text);
  os::Command pager{.environment = context.environment, .input = std::string(text)};
  for (const std::string& word : base::split(context.environment.get_non_empty("PAGER").value_or("less -R"), ' ')) {
    if (!word.empty()) pager.arguments.push_back(word);
  }
  pager.stdout_stream = os::Stream::inherit;
  pager.stderr_stream = os::Stream::inherit;
  pager.new_group = false;
  if (pager.arguments.empty() || !os::run(pager)) print(text);
}

base::Result<int> run_docs(Context& context, const Arguments& arguments) {
  const std::string page = arguments.positional(0).value_or("manual");
  show(context, base::resource_text(documents(), "docs/" + page + ".md"));
  return 0;
}

base::Result<int> run_changelog(Context& context, const Arguments&) {
  show(context, base::resource_text(documents(), "CHANGELOG.md"));
  return 0;
}

}  // namespace

Command docs_command() {
  Command command{.name = "docs", .group = "Help and updates", .summary = "Read the manual", .details = ""};
  command.positionals = {
      {.name = "PAGE", .help = "Which page (default: manual)", .values = {"manual", "configuration"}}};
  command.run = run_docs;
  return command;
}

Command changelog_command() {
  Command command{.name = "changelog", .group = "Help and updates", .summary = "Read what changed", .details = ""};
  command.run = run_changelog;
  return command;
}

}  // namespace cli
