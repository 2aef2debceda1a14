#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "cli/commands/setup_commands.h"
#include "cli/context.h"
#include "cli/output.h"
#include "workflow/claude_prune.h"

namespace cli {

namespace {

// CLI 3.21.
base::Result<int> run_prune(Context& context, const Arguments&) {
  using Found = workflow::PruneResult::Found;
  const std::filesystem::path file = context.paths.home / ".claude.json";
  const std::string shown = base::sanitise_line(file.string());
  const workflow::PruneResult result = TRY(workflow::prune_claude_projects(file));
  if (result.found == Found::nothing) print(fmt::format("No Claude configuration found at {}\n", shown));
  if (result.found == Found::no_section) print(fmt::format("No projects section found in {}\n", shown));
  if (result.found != Found::projects) return 0;
  if (result.removed.empty()) {
    print(fmt::format("No stale entries found in {} ({} total entries)\n", shown, result.total));
    return 0;
  }
  for (const std::string& path : result.removed) print(fmt::format("  - Removing: {}\n", base::sanitise_line(path)));
  print(fmt::format("✓ Created backup at {}\n", base::sanitise_line(result.backup.string())));
  print(fmt::format("✓ Removed {} from {}\n", base::counted(result.removed.size(), "stale entry", "stale entries"),
                    shown));
  return 0;
}

}  // namespace

Command claude_command() {
  Command prune{.name = "prune",
                .group = "",
                .summary = "Remove projects that are gone from ~/.claude.json",
                .details = "The file is copied to ~/.claude.json.bak first."};
  prune.run = run_prune;
  return {.name = "claude",
          .group = "Setup and configuration",
          .summary = "Look after Claude's settings",
          .details = "",
          .subcommands = {prune}};
}

}  // namespace cli
