#include <fmt/format.h>

#include "base/unicode.h"
#include "cli/commands/setup_commands.h"
#include "cli/config_check.h"
#include "cli/config_show.h"
#include "cli/editor.h"
#include "cli/output.h"
#include "cli/setting.h"
#include "config/schema.h"
#include "os/files.h"
#include "workflow/sources.h"

namespace cli {

namespace {

std::filesystem::path global_file(Context& context) {
  return config::global_file(workflow::global_sources(setting_of(context)));
}

base::Result<int> run_path(Context& context, const Arguments&) {
  print(global_file(context).string() + "\n");
  return 0;
}

// CLI 3.18.
base::Result<int> run_edit(Context& context, const Arguments&) {
  const std::filesystem::path file = global_file(context);
  const std::string shown = base::sanitise_line(file.string());
  if (!os::status_of(file)) {
    TRY(os::make_directories(file.parent_path()));
    TRY_WITH(os::create_file(file, config::reference_text()), fmt::format("Failed to create {}", shown));
    print(fmt::format("Created {}\n", shown));
  }
  TRY(edit_in_editor(context, file));
  return 0;
}

base::Result<int> run_reference(Context&, const Arguments&) {
  print(config::reference_text());
  return 0;
}

base::Result<int> run_schema(Context&, const Arguments&) {
  print(config::json_schema());
  return 0;
}

base::Result<int> run_documentation(Context&, const Arguments&) {
  print(config::documentation_markdown());
  return 0;
}

base::Result<int> run_check(Context& context, const Arguments&) {
  return check_configuration(workflow::sources_here(setting_of(context)));
}

base::Result<int> run_show(Context& context, const Arguments& arguments) {
  const auto loaded = TRY(workflow::load_config_here(setting_of(context)));
  for (const config::Warning& warning : loaded.warnings) warn("Warning: " + warning.text);
  const auto origin = arguments.has("origin") ? ShowOrigin::yes : ShowOrigin::no;
  print(arguments.has("json") ? shown_as_json(loaded, origin) : shown_as_text(loaded, origin));
  return 0;
}

Command subcommand(const char* name, const char* summary, base::Result<int> (*run)(Context&, const Arguments&)) {
  Command command{.name = name, .group = "", .summary = summary, .details = ""};
  command.run = run;
  return command;
}

}  // namespace

Command config_command() {
  Command check = subcommand("check", "Examine all configuration files; exit 1 when something is wrong", run_check);
  Command show = subcommand("show", "Print the effective value of every key", run_show);
  show.options = {{.name = "origin", .help = "Also print where each value comes from"},
                  {.name = "json", .help = "Print JSON"}};
  Command documentation = subcommand("documentation", "Print the table of all keys as Markdown", run_documentation);
  documentation.hidden = true;
  return {.name = "config",
          .group = "Setup and configuration",
          .summary = "Edit, check and explain the configuration",
          .details = "",
          .subcommands = {
              subcommand("edit", "Open the global file in your editor", run_edit),
              subcommand("path", "Print the path of the global file", run_path),
              subcommand("reference", "Print an example file with every key", run_reference),
              check,
              show,
              subcommand("schema", "Print a JSON Schema of the files, for editors", run_schema),
              documentation,
          }};
}

}  // namespace cli
