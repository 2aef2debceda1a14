#include "workflow/uninstall.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "cli/commands/setup_commands.h"
#include "cli/output.h"
#include "cli/setting.h"

namespace cli {

namespace {

constexpr size_t kNameWidth = 12;

// AGT 4.7.
base::Result<int> run_uninstall(Context& context, const Arguments& arguments) {
  const auto dry_run = arguments.has("dry-run") ? agent::hooks::DryRun::yes : agent::hooks::DryRun::no;
  bool found = false;
  const auto line = [&](std::string_view subject, std::string_view text) {
    found = true;
    print(fmt::format("    ~ {} {}\n", base::pad_to_width(subject, kNameWidth), base::sanitise_line(text)));
  };
  const auto errors = workflow::uninstall(setting_of(context), dry_run, line);
  if (!errors.empty())
    return base::fail(fmt::format("uninstall completed with {} error(s): {}", errors.size(), base::join(errors, "; ")));
  if (!found) print("Nothing to remove.\n");
  return 0;
}

}  // namespace

Command uninstall_command() {
  Command command{.name = "uninstall",
                  .group = "",
                  .summary = "Take hooks, skills, cache and state of workmux off this machine",
                  .details = "The configuration stays, and so does everything in your repositories.",
                  .hidden = true};
  command.options = {{.name = "dry-run", .help = "Only say what would be removed"}};
  command.run = run_uninstall;
  return command;
}

}  // namespace cli
