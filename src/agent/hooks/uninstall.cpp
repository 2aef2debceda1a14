#include <fmt/format.h>

#include "agent/hooks/copilot_exclude.h"
#include "agent/hooks/groups.h"
#include "agent/hooks/hooks.h"
#include "agent/hooks/kinds.h"
#include "agent/hooks/target_file.h"
#include "os/beneath.h"
#include "os/files.h"

namespace agent::hooks {

namespace {

using Done = base::Result<std::vector<std::string>>;

std::string line(DryRun dry_run, std::string_view what) {
  return fmt::format("{} {}", dry_run == DryRun::yes ? "Would remove" : "Removed", what);
}

Done uninstall_groups(Agent agent, const Places& places, DryRun dry_run) {
  const std::filesystem::path file = groups_file(agent, places);
  auto read = read_json_target(file);
  if (!read && agent == Agent::gemini)
    return std::vector{fmt::format("Skipped {}, which cannot be read as JSON", file.string())};
  const std::optional<JsonTarget> old = TRY(std::move(read));
  if (!old) return std::vector<std::string>{};
  base::Json root = old->value;
  if (!remove_our_hooks(root)) return std::vector<std::string>{};
  if (dry_run == DryRun::no) {
    // It may hold hooks of ours from before.
    TRY(os::remove_file(backup_of(file)));
    const auto status = os::status_of(file);
    const bool is_plain_file = status && status->type == os::FileType::regular;
    if (agent == Agent::codex && is_plain_file && !root.contains("hooks"))
      TRY(os::remove_file(file));
    else
      TRY(write_json_target(file, old, root, Backup::no));
  }
  return std::vector{line(dry_run, fmt::format("hooks from {}", file.string()))};
}

Done remove_extension(const std::filesystem::path& file, DryRun dry_run) {
  if (!os::status_of(file)) return std::vector<std::string>{};
  if (dry_run == DryRun::no) {
    TRY_WITH(os::remove_file(file), fmt::format("Could not remove '{}'", file.string()));
    // It stays when something else is in it.
    (void)os::remove_empty_directory(file.parent_path());
  }
  return std::vector{line(dry_run, file.string())};
}

Done uninstall_opencode(const Places& places, DryRun dry_run) {
  std::vector<std::string> done;
  for (const auto& file : {extension_file(Agent::opencode, places), legacy_opencode_plugin(places)}) {
    for (std::string& text : TRY(remove_extension(file, dry_run))) done.push_back(std::move(text));
  }
  const std::filesystem::path package = directory_of(Agent::opencode, places) / "package.json";
  const auto json = read_json_target(package);
  const auto ours = base::parse_json(opencode_package_text());
  if (json && *json && ours && (*json)->value == *ours) {
    if (dry_run == DryRun::no)
      TRY_WITH(os::remove_file(package), fmt::format("Could not remove '{}'", package.string()));
    done.push_back(line(dry_run, package.string()));
  }
  return done;
}

Done uninstall_copilot(const Places& places, DryRun dry_run) {
  if (!places.repository) return std::vector<std::string>{};
  const os::Beneath root = TRY(os::Beneath::open(*places.repository));
  const auto status = root.status(kCopilotDirectory);
  if (!status || status->type != os::FileType::directory) return std::vector<std::string>{};
  const std::filesystem::path where = *places.repository / kCopilotDirectory;
  if (dry_run == DryRun::no) {
    TRY_WITH(root.remove_tree(kCopilotDirectory), fmt::format("Could not remove '{}'", where.string()));
    for (const char* folder : {".github/hooks", ".github"}) {
      const auto others = root.list(folder);
      if (others && others->empty()) TRY(root.remove_tree(folder));
    }
    if (places.common_directory) TRY(include_copilot_hooks(*places.common_directory));
  }
  return std::vector{line(dry_run, where.string())};
}

}  // namespace

Done uninstall(Agent agent, const Places& places, DryRun dry_run) {
  if (has_groups_file(agent)) return uninstall_groups(agent, places, dry_run);
  switch (agent) {
    case Agent::copilot:
      return uninstall_copilot(places, dry_run);
    case Agent::opencode:
      return uninstall_opencode(places, dry_run);
    default:
      return remove_extension(extension_file(agent, places), dry_run);
  }
}

}  // namespace agent::hooks
