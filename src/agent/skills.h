#pragma once
// Skills: texts that teach an agent how to work with workmux (AGT 4.6). Each is <directory>/<name>/SKILL.md.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/hooks/hooks.h"
#include "base/result.h"

namespace agent::skills {

// merge, rebase, worktree, coordinator, open-pr, workmux.
std::vector<std::string_view> names();
// The text of ours; empty for a name that is none.
std::string_view text_of(std::string_view name);

// Where an agent looks for skills; nothing for one that has none.
std::optional<std::filesystem::path> skills_directory(hooks::Agent agent, const hooks::Places& places);

enum class State : std::uint8_t {
  missing,
  same,       // as the text of ours
  different,  // of another version, or the user's
};

struct Skill {
  std::string_view name;
  std::filesystem::path file = {};
  State state = State::missing;
  std::optional<std::string> text = {};  // what is there
};

// All skills in an agent's directory. Errors: a file that is there cannot be read.
base::Result<std::vector<Skill>> look_at(const std::filesystem::path& directory);

// Writes the text of ours, atomically; what was there is kept once as SKILL.md.workmux-backup. An error when the file
// is not as it was looked at.
base::Result<> install(const Skill& skill);

// Removes the directories of skills whose text is ours. Returns what was done (or would be), and what was left because
// it is different, one line each.
base::Result<std::vector<std::string>> uninstall(const std::filesystem::path& directory, hooks::DryRun dry_run);

}  // namespace agent::skills
