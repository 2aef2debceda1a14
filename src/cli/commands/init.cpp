#include <fmt/format.h>

#include "base/unicode.h"
#include "cli/commands/setup_commands.h"
#include "cli/output.h"
#include "cli/setting.h"
#include "config/schema.h"
#include "os/files.h"
#include "workflow/sources.h"

namespace cli {

namespace {

constexpr const char* kProjectFile = ".workmux.yaml";
constexpr mode_t kReadableByAll = 0644;

base::Error exists_already(const std::filesystem::path& file) {
  return {.message = fmt::format("{} already exists. Remove it first if you want to regenerate it.",
                                 base::sanitise_line(file.string())),
          .hint = {},
          .causes = {}};
}

// The name stays relative: the directory may lie in a tree that a sandbox writes, and this one is ours.
base::Result<> init_project(const std::filesystem::path& global) {
  for (const char* name : {kProjectFile, ".workmux.yml"}) {
    if (os::status_of(name)) return std::unexpected(exists_already(name));
  }
  TRY_WITH(os::create_file(kProjectFile, config::reference_text(), kReadableByAll),
           fmt::format("Failed to create {}", kProjectFile));
  print(
      fmt::format("✓ Created {}\n\nThis file provides project-specific overrides.\n"
                  "For global settings, edit {}\n",
                  kProjectFile, base::sanitise_line(global.string())));
  return {};
}

base::Result<> init_global(const std::filesystem::path& global) {
  if (os::status_of(global)) return std::unexpected(exists_already(global));
  const std::string shown = base::sanitise_line(global.string());
  TRY(os::make_directories(global.parent_path()));
  TRY_WITH(os::create_file(global, config::reference_text()), fmt::format("Failed to create {}", shown));
  print(fmt::format("✓ Created {}\n", shown));
  return {};
}

// CLI 3.19.
base::Result<int> run_init(Context& context, const Arguments& arguments) {
  const std::filesystem::path global = config::global_file(workflow::global_sources(setting_of(context)));
  TRY(arguments.has("global") ? init_global(global) : init_project(global));
  return 0;
}

}  // namespace

Command init_command() {
  Command command{.name = "init",
                  .group = "Setup and configuration",
                  .summary = "Write an example configuration",
                  .details =
                      "Writes .workmux.yaml into the working directory, with every key in a comment: it changes\n"
                      "nothing until you take a '#' away."};
  command.options = {{.name = "global", .help = "Write the global file instead"}};
  command.offers_setup = true;
  command.run = run_init;
  return command;
}

}  // namespace cli
