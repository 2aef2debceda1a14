#include "agent/skills.h"

#include <fmt/format.h>

#include <array>

#include "agent/hooks/target_file.h"
#include "agent/skill_resources.h"
#include "base/text.h"
#include "os/files.h"

namespace agent::skills {

namespace {

constexpr auto kNames =
    std::to_array<std::string_view>({"merge", "rebase", "worktree", "coordinator", "open-pr", "workmux"});

}  // namespace

std::vector<std::string_view> names() {
  return {kNames.begin(), kNames.end()};
}

std::string_view text_of(std::string_view name) {
  return base::resource_text(resources(), fmt::format("{}/SKILL.md", name));
}

std::optional<std::filesystem::path> skills_directory(hooks::Agent agent, const hooks::Places& places) {
  switch (agent) {
    case hooks::Agent::claude:
    case hooks::Agent::opencode:
    case hooks::Agent::pi:
    case hooks::Agent::omp:
      return hooks::directory_of(agent, places) / "skills";
    default:
      return std::nullopt;
  }
}

base::Result<std::vector<Skill>> look_at(const std::filesystem::path& directory) {
  std::vector<Skill> skills;
  for (const std::string_view name : kNames) {
    Skill skill{.name = name, .file = directory / name / "SKILL.md"};
    skill.text = TRY(hooks::read_target(skill.file));
    if (skill.text) skill.state = *skill.text == text_of(name) ? State::same : State::different;
    skills.push_back(std::move(skill));
  }
  return skills;
}

base::Result<> install(const Skill& skill) {
  return hooks::write_target(skill.file, skill.text, text_of(skill.name), hooks::Backup::yes);
}

base::Result<std::vector<std::string>> uninstall(const std::filesystem::path& directory, hooks::DryRun dry_run) {
  std::vector<std::string> done;
  size_t kept = 0;
  for (const Skill& skill : TRY(look_at(directory))) {
    if (skill.state == State::different) ++kept;
    if (skill.state != State::same) continue;
    if (dry_run == hooks::DryRun::no) {
      TRY_WITH(os::remove_file(skill.file), fmt::format("Could not remove '{}'", skill.file.string()));
      // These stay when something else is in them.
      (void)os::remove_empty_directory(skill.file.parent_path());
      (void)os::remove_empty_directory(directory);
    }
    done.push_back(fmt::format("{} {}", dry_run == hooks::DryRun::yes ? "Would remove" : "Removed",
                               skill.file.parent_path().string()));
  }
  if (kept > 0)
    done.push_back(
        fmt::format("{} in {}: skipped (modified)", base::counted(kept, "skill", "skills"), directory.string()));
  return done;
}

}  // namespace agent::skills
