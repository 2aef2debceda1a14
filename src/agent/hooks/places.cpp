// Which agents there are and where they keep their files (AGT 4.1).

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "agent/hooks/hooks.h"
#include "os/files.h"

namespace agent::hooks {

namespace {

struct Row {
  Agent agent;
  std::string_view name;
  std::string_view display_name;
  std::string_view reason;
};

constexpr auto kAgents = std::to_array<Agent>(
    {Agent::claude, Agent::codex, Agent::copilot, Agent::gemini, Agent::pi, Agent::omp, Agent::opencode});

constexpr auto kRows = std::to_array<Row>({
    {Agent::claude, "claude", "Claude Code", "found Claude config directory"},
    {Agent::codex, "codex", "Codex", "found ~/.codex/"},
    {Agent::copilot, "copilot", "Copilot CLI", "found ~/.copilot/"},
    {Agent::gemini, "gemini", "Gemini CLI", "found ~/.gemini/"},
    {Agent::pi, "pi", "pi", "found ~/.pi/agent/"},
    {Agent::omp, "omp", "Oh My Pi", "found ~/.omp/agent/"},
    {Agent::opencode, "opencode", "OpenCode", "found ~/.config/opencode/"},
});

const Row& row_of(Agent agent) {
  return *std::ranges::find(kRows, agent, &Row::agent);
}

// The variable of the environment when it is set, else a directory under home.
std::filesystem::path from_variable(const Places& places, std::string_view variable, std::string_view under_home) {
  if (const auto value = places.environment.get_non_empty(variable)) return *value;
  return places.home / under_home;
}

std::filesystem::path omp_own_directory(const Places& places) {
  const std::string configured = places.environment.get_non_empty("PI_CONFIG_DIR").value_or(".omp");
  return places.home / configured / "agent";  // an absolute value replaces home
}

std::filesystem::path opencode_directory(const Places& places) {
  if (const auto value = places.environment.get_non_empty("OPENCODE_CONFIG")) return *value;
  const auto config = places.environment.get_non_empty("XDG_CONFIG_HOME");
  return (config && config->starts_with('/') ? std::filesystem::path(*config) : places.home / ".config") / "opencode";
}

bool exists_as_directory(const std::filesystem::path& path) {
  const auto status = os::status_following(path);
  return status && status->type == os::FileType::directory;
}

std::string reason_for(Agent agent, const Places& places) {
  const bool is_pi = agent == Agent::pi || agent == Agent::omp;
  if (is_pi && places.environment.get_non_empty("PI_CODING_AGENT_DIR")) return "found $PI_CODING_AGENT_DIR";
  if (agent == Agent::opencode && places.environment.get_non_empty("OPENCODE_CONFIG")) return "found $OPENCODE_CONFIG";
  return std::string(row_of(agent).reason);
}

bool is_there(Agent agent, const Places& places) {
  if (!exists_as_directory(directory_of(agent, places))) return false;
  if (agent == Agent::copilot) return places.repository.has_value();
  // pi and Oh My Pi obey the same variable; only the latter has a directory of its own besides (AGT-W13).
  if (agent == Agent::omp) return exists_as_directory(omp_own_directory(places).parent_path());
  return true;
}

}  // namespace

std::span<const Agent> all_agents() {
  return kAgents;
}

std::string_view name_of(Agent agent) {
  return row_of(agent).name;
}

std::string_view display_name_of(Agent agent) {
  return row_of(agent).display_name;
}

std::optional<Agent> agent_of(std::string_view name) {
  const auto row = std::ranges::find(kRows, name, &Row::name);
  return row == kRows.end() ? std::nullopt : std::optional(row->agent);
}

std::filesystem::path directory_of(Agent agent, const Places& places) {
  switch (agent) {
    case Agent::claude:
      return from_variable(places, "CLAUDE_CONFIG_DIR", ".claude");
    case Agent::codex:
      // CODEX_HOME is what Codex itself reads.
      if (const auto home = places.environment.get_non_empty("CODEX_HOME");
          home && !places.environment.get_non_empty("CODEX_CONFIG_DIR"))
        return *home;
      return from_variable(places, "CODEX_CONFIG_DIR", ".codex");
    case Agent::copilot:
      return from_variable(places, "COPILOT_CONFIG_DIR", ".copilot");
    case Agent::gemini:
      return from_variable(places, "GEMINI_CONFIG_DIR", ".gemini");
    case Agent::pi:
      return from_variable(places, "PI_CODING_AGENT_DIR", ".pi/agent");
    case Agent::omp: {
      const auto value = places.environment.get_non_empty("PI_CODING_AGENT_DIR");
      return value ? std::filesystem::path(*value) : omp_own_directory(places);
    }
    case Agent::opencode:
      return opencode_directory(places);
  }
  return {};
}

std::vector<Detected> detect(const Places& places) {
  std::vector<Detected> found;
  for (const Agent agent : kAgents) {
    if (is_there(agent, places)) found.push_back({.agent = agent, .reason = reason_for(agent, places)});
  }
  return found;
}

}  // namespace agent::hooks
