#pragma once
// The hooks by which agents report their status: finding agents, installing, checking, removing (AGT 4).

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "os/environment.h"

namespace agent::hooks {

// The order of AGT 4.1.
enum class Agent { claude, codex, copilot, gemini, pi, omp, opencode };

std::span<const Agent> all_agents();
// The name in setup.json: "claude", "codex", ...
std::string_view name_of(Agent agent);
std::optional<Agent> agent_of(std::string_view name);
// "Claude Code", "Codex", "Copilot CLI", "Gemini CLI", "pi", "Oh My Pi", "OpenCode".
std::string_view display_name_of(Agent agent);

// Where agents keep their files.
struct Places {
  std::filesystem::path home = {};
  os::Environment environment = {};
  std::optional<std::filesystem::path> repository = {};        // root of the current repository, for Copilot
  std::optional<std::filesystem::path> common_directory = {};  // its shared git directory, to exclude files of ours
};

// The agent's own directory by AGT 4.1, whether it exists or not.
std::filesystem::path directory_of(Agent agent, const Places& places);

struct Detected {
  Agent agent;
  std::string reason = {};  // "found ~/.codex/"
};
// Agents whose directory exists, in the order of all_agents().
std::vector<Detected> detect(const Places& places);

enum class Configured { no, yes, outdated };  // outdated: ours, of another version (AGT-W15)

// Errors: the agent's file cannot be read or is not what it should be; the others are not concerned.
base::Result<Configured> is_configured(Agent agent, const Places& places);

// Installs or updates; a second call changes nothing. Files are written atomically, links stay links, modes stay, and
// what was there is kept once as <file>.workmux-backup. Returns the success line of AGT 4.3.
base::Result<std::string> install(Agent agent, const Places& places);

enum class DryRun { no, yes };

// Removes what install put there and nothing else (AGT 4.7). Returns what was done (or would be), one line each; empty
// when there was nothing.
base::Result<std::vector<std::string>> uninstall(Agent agent, const Places& places, DryRun dry_run);

}  // namespace agent::hooks
