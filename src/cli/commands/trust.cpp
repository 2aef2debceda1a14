#include "workflow/trust.h"

#include <fmt/format.h>

#include <ctime>

#include "base/text.h"
#include "base/unicode.h"
#include "cli/commands/setup_commands.h"
#include "cli/output.h"
#include "cli/setting.h"
#include "cli/table_text.h"

namespace cli {

namespace {

constexpr size_t kShortHash = 12;

std::string day(std::int64_t seconds) {
  const std::time_t time = seconds;
  std::tm utc{};
  if (::gmtime_r(&time, &utc) == nullptr) return "-";
  return fmt::format("{:04}-{:02}-{:02}", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday);
}

base::Result<int> show(const workflow::World& world) {
  const workflow::TrustStore store(world.setting.paths.state);
  std::vector<std::vector<std::string>> rows = {{"CONTENT", "HOW", "SINCE", "FILE"}};
  for (const workflow::TrustEntry& entry : TRY(store.entries(world.repository.project_id))) {
    rows.push_back({entry.hash.substr(0, kShortHash), std::string(workflow::trust_word(entry.kind)), day(entry.at),
                    base::sanitise_line(entry.file)});
  }
  print(rows.size() == 1 ? "No project configuration is known here\n" : table_text(rows, 2, false));
  return 0;
}

// What an approved file may do now.
void print_powers(const config::ProjectFile& file) {
  if (!file.host_executing.empty()) {
    print(fmt::format("  Acts on the host: {}\n", base::sanitise_line(base::join(file.host_executing, ", "))));
  }
  if (!file.loosening.empty()) {
    print(fmt::format("  Loosens the sandbox: {}\n", base::sanitise_line(base::join(file.loosening, ", "))));
  }
}

// CLI 5.5.
base::Result<int> run_trust(Context& context, const Arguments& arguments) {
  const workflow::World world = TRY(workflow::look_around(setting_of(context)));
  if (arguments.has("show")) return show(world);
  const auto approved = TRY(workflow::approve_project_files(world));
  if (approved.empty()) print("There is no project configuration here\n");
  const auto now = TRY(workflow::load_config(world));
  for (const config::ProjectFile& file : approved) {
    print(
        fmt::format("✓ Approved {} ({})\n", base::sanitise_line(file.path.string()), file.hash.substr(0, kShortHash)));
    const bool is_used = now.project && now.project->hash == file.hash;
    print_powers(is_used ? *now.project : file);
  }
  return 0;
}

base::Result<int> run_untrust(Context& context, const Arguments&) {
  const workflow::World world = TRY(workflow::look_around(setting_of(context)));
  const workflow::TrustStore store(world.setting.paths.state);
  const size_t count = TRY(store.forget(world.repository.project_id));
  print(fmt::format("✓ Forgot {}\n", base::counted(count, "approval", "approvals")));
  return 0;
}

}  // namespace

Command trust_command() {
  Command command{.name = "trust",
                  .group = "Setup and configuration",
                  .summary = "Approve the project's configuration file",
                  .details =
                      "A .workmux.yaml that came out of a sandbox, or that would loosen the sandbox, does not count\n"
                      "until you approve its content. Read it first."};
  command.options = {{.name = "show", .help = "List what is known in this repository"}};
  command.run = run_trust;
  return command;
}

Command untrust_command() {
  Command command{.name = "untrust",
                  .group = "Setup and configuration",
                  .summary = "Take back all approvals in this repository",
                  .details = ""};
  command.run = run_untrust;
  return command;
}

}  // namespace cli
