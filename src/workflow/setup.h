#pragma once
// Hooks and skills of agents on this machine: what is set up, what can be, and what would keep it from working
// (AGT 4.4, 4.6).

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "agent/hooks/hooks.h"
#include "agent/skills.h"
#include "base/result.h"
#include "os/lock.h"
#include "workflow/world.h"

namespace workflow {

// Where agents keep their files, seen from where we are.
struct SetupPlaces {
  agent::hooks::Places places = {};
  bool is_linked_worktree = false;
  std::vector<std::filesystem::path> untrusted = {};  // trees that a guest can write: no program there is started
};
SetupPlaces setup_places(const Setting& setting);

// One setup at a time: of two that edit the same file at once, one would undo the other.
base::Result<os::FileLock> lock_setup(const Setting& setting);

struct HookState {
  agent::hooks::Agent agent;
  std::string reason = {};  // "found ~/.codex/", "not found"
  base::Result<agent::hooks::Configured> configured = agent::hooks::Configured::no;

  // Not there, of another version, or not to be told: what an installation deals with.
  bool is_open() const { return !configured || *configured != agent::hooks::Configured::yes; }
  // There in some version: AGT 4.1 calls that configured.
  bool is_there() const { return configured && *configured != agent::hooks::Configured::no; }
};

// The agents that are detected, in their order; or those of `only`, detected or not.
std::vector<HookState> look_at_hooks(const SetupPlaces& from, std::span<const agent::hooks::Agent> only);

struct Installed {
  std::string message = {};            // the success line of AGT 4.3
  std::optional<std::string> problem;  // what the user has to do still
};
// Installs an agent's hooks and makes them live: Codex is told that its user trusts them (AGT 4.8).
base::Result<Installed> set_up_hooks(const Setting& setting, const SetupPlaces& from, agent::hooks::Agent agent);

// Tells a Codex whose hooks are there already, and which has not been told yet. What the user has to do still, if it
// could not be told.
std::optional<std::string> make_codex_hooks_live(const Setting& setting, const SetupPlaces& from,
                                                 std::span<const HookState> states);

// Why hooks that are installed would not run: no `workmux` on PATH, or another one (AGT-W16); a Codex or a folder of
// Gemini's without trust (AGT 4.8). One line each.
std::vector<std::string> hook_obstacles(const Setting& setting, const SetupPlaces& from,
                                        std::span<const HookState> states);

// An agent's directory of skills (AGT 4.6).
struct SkillPlace {
  agent::hooks::Agent agent;
  std::filesystem::path directory = {};
  base::Result<std::vector<agent::skills::Skill>> skills = {};

  bool has(agent::skills::State state) const;  // false when the directory cannot be read
};

// Of the agents that are detected, or of `only`, those that have skills.
std::vector<SkillPlace> look_at_skills(const SetupPlaces& from, std::span<const agent::hooks::Agent> only);

}  // namespace workflow
