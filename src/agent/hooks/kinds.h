#pragma once
// How the hooks of each agent are kept; used by install, check and uninstall.

#include <filesystem>
#include <string_view>

#include "agent/hooks/hooks.h"
#include "base/json.h"

namespace agent::hooks {

// Agents whose hooks are groups in a JSON file that also holds other things.
bool has_groups_file(Agent agent);
std::filesystem::path groups_file(Agent agent, const Places& places);
base::Json our_groups(Agent agent);

// Agents whose hooks are a program of ours: its file, and the text of it.
std::filesystem::path extension_file(Agent agent, const Places& places);
std::string_view extension_text(Agent agent);

// Where older versions of OpenCode look for plugins.
std::filesystem::path legacy_opencode_plugin(const Places& places);

// Copilot's file, relative to the root of the repository.
inline constexpr std::string_view kCopilotDirectory = ".github/hooks/workmux-status";
inline constexpr std::string_view kCopilotFile = ".github/hooks/workmux-status/hooks.json";
std::string_view copilot_text();

std::string_view opencode_package_text();

}  // namespace agent::hooks
