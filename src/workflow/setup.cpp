#include "workflow/setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "agent/hooks/codex_trust.h"
#include "agent/hooks/gemini_trust.h"
#include "os/files.h"
#include "os/process.h"

namespace workflow {

namespace {

using agent::hooks::Agent;

// Codex unpacks itself at its first start.
constexpr std::chrono::seconds kCodexPatience{20};
constexpr std::chrono::seconds kLockPatience{60};

std::string search_path(const Setting& setting) {
  return setting.environment.get("PATH").value_or("");
}

std::optional<std::string> codex_problem(const Setting& setting, const SetupPlaces& from) {
  const std::string what = "Codex will ask at its next start whether the hooks are trusted";
  const auto program = os::find_program("codex", search_path(setting), from.untrusted);
  if (!program) return what + " (there is no codex on PATH to be told)";
  // From the home directory: settings of a repository have no part in it.
  const auto trusted = agent::hooks::trust_codex_hooks(*program, from.places, from.places.home, kCodexPatience);
  if (trusted) return std::nullopt;
  return fmt::format("{} ({})", what,
                     trusted.error().causes.empty() ? trusted.error().message : trusted.error().causes.front());
}

bool has_untold_codex(const SetupPlaces& from, std::span<const HookState> states) {
  const auto is_there = [](const HookState& state) { return state.agent == Agent::codex && state.is_there(); };
  return std::ranges::any_of(states, is_there) && !agent::hooks::codex_was_told(from.places);
}

// Hooks call `workmux` by its bare name: that is also what works in a guest.
std::optional<std::string> path_obstacle(const Setting& setting) {
  const auto found = os::find_program("workmux", search_path(setting));
  if (!found)
    return fmt::format(
        "'workmux' is not on PATH, and hooks call it by that name: add '{}' to PATH where your shell "
        "starts agents",
        setting.program.parent_path().string());
  const auto real = os::real_path(*found);
  if (!real || *real == setting.program) return std::nullopt;
  return fmt::format("hooks will call '{}', which is another workmux than this one ('{}')", found->string(),
                     setting.program.string());
}

// Those of `only`, or the detected ones where it is empty, in their order; with the reason of each.
std::vector<agent::hooks::Detected> chosen(const SetupPlaces& from, std::span<const Agent> only) {
  std::vector<agent::hooks::Detected> agents = agent::hooks::detect(from.places);
  if (only.empty()) return agents;
  std::vector<agent::hooks::Detected> named;
  for (const Agent agent : agent::hooks::all_agents()) {
    if (std::ranges::find(only, agent) == only.end()) continue;
    const auto found = std::ranges::find(agents, agent, &agent::hooks::Detected::agent);
    named.push_back({.agent = agent, .reason = found != agents.end() ? found->reason : "not found"});
  }
  return named;
}

}  // namespace

SetupPlaces setup_places(const Setting& setting) {
  SetupPlaces from{.places = {.home = setting.paths.home, .environment = setting.environment}};
  const auto world = look_around(setting);
  if (!world) return from;
  if (!world->repository.worktree.empty()) from.places.repository = world->repository.worktree;
  from.is_linked_worktree = world->repository.git_dir != world->repository.common_dir;
  from.places.common_directory = world->repository.common_dir;
  from.untrusted = world->guest_writable();
  return from;
}

base::Result<os::FileLock> lock_setup(const Setting& setting) {
  TRY_WITH(os::make_directories(setting.paths.state), "Could not create the state directory");
  return TRY_WITH(os::FileLock::acquire(setting.paths.state / "setup.lock", kLockPatience), "Another setup is at work");
}

std::vector<HookState> look_at_hooks(const SetupPlaces& from, std::span<const Agent> only) {
  std::vector<HookState> states;
  for (agent::hooks::Detected& each : chosen(from, only)) {
    states.push_back({.agent = each.agent,
                      .reason = std::move(each.reason),
                      .configured = agent::hooks::is_configured(each.agent, from.places)});
  }
  return states;
}

base::Result<Installed> set_up_hooks(const Setting& setting, const SetupPlaces& from, Agent agent) {
  Installed installed{.message = TRY(agent::hooks::install(agent, from.places)), .problem = std::nullopt};
  if (agent == Agent::codex) installed.problem = codex_problem(setting, from);
  return installed;
}

std::optional<std::string> make_codex_hooks_live(const Setting& setting, const SetupPlaces& from,
                                                 std::span<const HookState> states) {
  return has_untold_codex(from, states) ? codex_problem(setting, from) : std::nullopt;
}

std::vector<std::string> hook_obstacles(const Setting& setting, const SetupPlaces& from,
                                        std::span<const HookState> states) {
  std::vector<std::string> obstacles;
  if (auto path = path_obstacle(setting); path && !states.empty()) obstacles.push_back(*std::move(path));
  if (has_untold_codex(from, states))
    obstacles.emplace_back(
        "Codex was not told that the hooks are trusted, and asks at its next start: `workmux setup --agent codex` "
        "tells it");
  const auto gemini = std::ranges::find(states, Agent::gemini, &HookState::agent);
  if (gemini == states.end() || !from.places.repository) return obstacles;
  const auto trust = agent::hooks::gemini_trust(from.places, *from.places.repository);
  if (trust != agent::hooks::GeminiTrust::yes)
    obstacles.push_back(fmt::format("Gemini CLI runs no hooks in '{}' as long as it does not trust that folder: {}",
                                    from.places.repository->string(),
                                    trust == agent::hooks::GeminiTrust::no
                                        ? "change that with /permissions in Gemini"
                                        : "it asks when it starts there; to trust the parent folder covers worktrees"));
  return obstacles;
}

bool SkillPlace::has(agent::skills::State state) const {
  return skills && std::ranges::any_of(*skills, [&](const auto& skill) { return skill.state == state; });
}

std::vector<SkillPlace> look_at_skills(const SetupPlaces& from, std::span<const Agent> only) {
  std::vector<SkillPlace> found;
  for (const agent::hooks::Detected& each : chosen(from, only)) {
    const auto directory = agent::skills::skills_directory(each.agent, from.places);
    if (!directory) continue;
    found.push_back({.agent = each.agent, .directory = *directory, .skills = agent::skills::look_at(*directory)});
  }
  return found;
}

}  // namespace workflow
