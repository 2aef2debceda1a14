#include <fmt/format.h>

#include "agent/hooks/copilot_exclude.h"
#include "agent/hooks/groups.h"
#include "agent/hooks/hooks.h"
#include "agent/hooks/kinds.h"
#include "agent/hooks/target_file.h"
#include "agent/hooks/toml_feature.h"
#include "os/beneath.h"
#include "os/files.h"

namespace agent::hooks {

namespace {

constexpr size_t kRepositoryFileLimit = 1U << 20;

// Claude's plugin does the same as the hooks; one that the user switched off is still a decision (AGT 4.1).
bool has_plugin(const base::Json& root) {
  const auto plugins = root.find("enabledPlugins");
  if (plugins == root.end() || !plugins->is_object()) return false;
  for (const auto& [name, value] : plugins->items()) {
    if (name.starts_with("workmux-status@")) return true;
  }
  return false;
}

base::Result<bool> codex_switch_is_off(const Places& places) {
  const auto text = TRY(read_target(directory_of(Agent::codex, places) / "config.toml"));
  const auto edited = enable_codex_hooks(text.value_or(""));
  return !edited || edited->has_value();
}

base::Result<Configured> check_groups(Agent agent, const Places& places) {
  const auto target = TRY(read_json_target(groups_file(agent, places)));
  if (!target || !target->value.is_object()) return Configured::no;
  const base::Json& root = target->value;
  if (agent == Agent::claude && has_plugin(root)) return Configured::yes;
  if (!has_our_hooks(root)) return Configured::no;
  if (!has_groups(root, our_groups(agent))) return Configured::outdated;
  if (agent == Agent::codex && TRY(codex_switch_is_off(places))) return Configured::outdated;
  return Configured::yes;
}

base::Result<Configured> check_extension(Agent agent, const Places& places) {
  const auto text = TRY(read_target(extension_file(agent, places)));
  if (text) return *text == extension_text(agent) ? Configured::yes : Configured::outdated;
  const bool is_legacy = agent == Agent::opencode && os::status_following(legacy_opencode_plugin(places));
  return is_legacy ? Configured::outdated : Configured::no;
}

// Any hook file of the repository may be ours, whatever its folder is called.
base::Result<Configured> check_copilot(const Places& places) {
  if (!places.repository) return Configured::no;
  const os::Beneath root = TRY(os::Beneath::open(*places.repository));
  const auto folders = root.list(".github/hooks");
  if (!folders) return Configured::no;
  for (const std::string& folder : *folders) {
    const std::string file = fmt::format(".github/hooks/{}/hooks.json", folder);
    const auto text = root.read_if_exists(file, kRepositoryFileLimit);
    if (!text || !*text || !(*text)->contains(kOurCommand)) continue;
    return file == kCopilotFile && **text != copilot_text() ? Configured::outdated : Configured::yes;
  }
  return Configured::no;
}

base::Result<std::string> install_groups(Agent agent, const Places& places) {
  const std::filesystem::path file = groups_file(agent, places);
  const std::optional<JsonTarget> old = TRY(read_json_target(file));
  base::Json root = old ? old->value : base::Json::object();
  const bool changed =
      TRY_WITH(merge_groups(root, our_groups(agent)), fmt::format("Could not add hooks to '{}'", file.string()));
  std::string message = fmt::format("Installed hooks to {}", file.string());
  if (agent == Agent::codex) {
    // First what can be refused, so that a failure leaves both files as they were.
    const std::filesystem::path config = directory_of(agent, places) / "config.toml";
    const auto text = TRY(read_target(config));
    const auto edited =
        TRY_WITH(enable_codex_hooks(text.value_or("")), fmt::format("Could not enable hooks in '{}'", config.string()));
    if (edited) {
      TRY(write_target(config, text, *edited, Backup::yes));
      message += ", enabled hooks in ~/.codex/config.toml";
    }
  }
  if (changed) TRY(write_json_target(file, old, root, Backup::yes));
  return message;
}

// A file of that name which is not ours is kept beside.
base::Result<> write_extension(Agent agent, const std::filesystem::path& file) {
  const auto old = TRY(read_target(file));
  const bool is_foreign = old && !old->contains(kOurCommand) && !old->contains("set-window-status");
  return write_target(file, old, extension_text(agent), is_foreign ? Backup::yes : Backup::no);
}

base::Result<std::string> install_pi(Agent agent, const Places& places) {
  const std::filesystem::path file = extension_file(agent, places);
  TRY(write_extension(agent, file));
  return fmt::format("Installed extension to {}. Restart {} for it to take effect.", file.string(), name_of(agent));
}

base::Result<std::string> install_opencode(const Places& places) {
  const std::filesystem::path file = extension_file(Agent::opencode, places);
  const std::filesystem::path package = directory_of(Agent::opencode, places) / "package.json";
  const auto old = TRY(read_json_target(package));
  if (!old) {
    TRY(write_target(package, std::nullopt, opencode_package_text(), Backup::no));
  } else {
    // Only the one dependency, and not another version of it (AGT-W12).
    base::Json merged = old->value;
    if (!merged.is_object() || (merged.contains("dependencies") && !merged["dependencies"].is_object()))
      return base::fail(fmt::format("'{}' is no package file", package.string()), "Repair or remove it.");
    const auto ours = base::parse_json(opencode_package_text());
    for (const auto& [name, version] : (*ours)["dependencies"].items()) {
      if (!merged["dependencies"].contains(name)) merged["dependencies"][name] = version;
    }
    if (merged != old->value) TRY(write_json_target(package, old, merged, Backup::yes));
  }
  TRY(write_extension(Agent::opencode, file));
  // Both would run, and report everything twice.
  TRY(os::remove_file(legacy_opencode_plugin(places)));
  return fmt::format("Installed OpenCode plugin files to {} and {}. Restart OpenCode for it to take effect.",
                     file.string(), package.string());
}

base::Result<std::string> install_copilot(const Places& places) {
  if (!places.repository)
    return base::fail("Copilot's hooks belong to a repository, and this is none", "Run it inside a git repository.");
  const os::Beneath root = TRY(os::Beneath::open(*places.repository));
  TRY(root.make_directories(kCopilotDirectory, 0755));
  const std::filesystem::path file = *places.repository / kCopilotFile;
  TRY_WITH(root.replace(kCopilotFile, copilot_text(), 0644), fmt::format("Could not write '{}'", file.string()));
  if (places.common_directory) TRY(exclude_copilot_hooks(*places.common_directory));
  return fmt::format("Installed hooks to {}", file.string());
}

}  // namespace

base::Result<Configured> is_configured(Agent agent, const Places& places) {
  if (has_groups_file(agent)) return check_groups(agent, places);
  return agent == Agent::copilot ? check_copilot(places) : check_extension(agent, places);
}

base::Result<std::string> install(Agent agent, const Places& places) {
  if (has_groups_file(agent)) return install_groups(agent, places);
  switch (agent) {
    case Agent::copilot:
      return install_copilot(places);
    case Agent::opencode:
      return install_opencode(places);
    default:
      return install_pi(agent, places);
  }
}

}  // namespace agent::hooks
