#include "agent/hooks/kinds.h"

#include <fmt/format.h>

#include "agent/hooks/resources.h"

namespace agent::hooks {

bool has_groups_file(Agent agent) {
  return agent == Agent::claude || agent == Agent::codex || agent == Agent::gemini;
}

std::filesystem::path groups_file(Agent agent, const Places& places) {
  return directory_of(agent, places) / (agent == Agent::codex ? "hooks.json" : "settings.json");
}

base::Json our_groups(Agent agent) {
  const auto json = base::parse_json(base::resource_text(resources(), fmt::format("{}.json", name_of(agent))));
  return json ? *json : base::Json::object();
}

std::filesystem::path extension_file(Agent agent, const Places& places) {
  return directory_of(agent, places) / (agent == Agent::opencode ? "plugins" : "extensions") / "workmux-status.ts";
}

std::string_view extension_text(Agent agent) {
  return base::resource_text(resources(),
                             agent == Agent::opencode ? "opencode/workmux-status.ts" : "pi/workmux-status.ts");
}

std::filesystem::path legacy_opencode_plugin(const Places& places) {
  return directory_of(Agent::opencode, places) / "plugin" / "workmux-status.ts";
}

std::string_view copilot_text() {
  return base::resource_text(resources(), "copilot.json");
}

std::string_view opencode_package_text() {
  return base::resource_text(resources(), "opencode/package.json");
}

}  // namespace agent::hooks
