#include "cli/skills_dialogue.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "agent/skills.h"
#include "base/text.h"
#include "base/unicode.h"
#include "cli/line_diff.h"
#include "cli/output.h"
#include "cli/question.h"
#include "cli/setup_dialogue.h"
#include "os/terminal.h"

namespace cli {

namespace {

using agent::skills::Skill;
using agent::skills::State;

// "Skills for pi (DIR): 1 installed, 5 up to date": parts of nothing are left out.
std::string summary(const workflow::SkillPlace& place, const std::vector<std::pair<size_t, std::string_view>>& counts) {
  std::vector<std::string> parts;
  for (const auto& [count, what] : counts) {
    if (count > 0) parts.push_back(fmt::format("{} {}", count, what));
  }
  return base::sanitise_line(fmt::format("Skills for {} ({}): {}", display_name_of(place.agent),
                                         place.directory.string(), base::join(parts, ", ")));
}

size_t count_of(const std::vector<Skill>& skills, State state) {
  return static_cast<size_t>(std::ranges::count(skills, state, &Skill::state));
}

// An end of input is a no: nothing that the user wrote is given away without a yes.
bool may_overwrite(const workflow::Setting& setting, const Skill& skill) {
  const bool coloured = os::wants_colour(STDOUT_FILENO, setting.environment);
  print(base::sanitise_line(skill.file.string()) + "\n");
  print(line_diff(skill.text.value_or(""), agent::skills::text_of(skill.name), coloured ? Colour::yes : Colour::no));
  const std::string question = fmt::format("Overwrite {}/SKILL.md with bundled version? [y/N] ", skill.name);
  return ask_yes_no(question, workflow::Answer::no) == workflow::Answer::yes;
}

bool install_place(const workflow::Setting& setting, const workflow::SkillPlace& place, Modified modified) {
  if (!place.skills) {
    print(fmt::format("✗ {}: {}\n", display_name_of(place.agent), in_one_line(place.skills.error())));
    return false;
  }
  bool all_done = true;
  size_t installed = 0;
  size_t updated = 0;
  size_t skipped = 0;
  for (const Skill& skill : *place.skills) {
    if (skill.state == State::same) continue;
    if (skill.state == State::different && (modified == Modified::keep || !may_overwrite(setting, skill))) {
      ++skipped;
      continue;
    }
    if (const auto done = agent::skills::install(skill); !done) {
      all_done = false;
      print(fmt::format("✗ {}: {}\n", display_name_of(place.agent), in_one_line(done.error())));
      continue;
    }
    ++(skill.state == State::missing ? installed : updated);
  }
  const size_t same = count_of(*place.skills, State::same);
  print(summary(place, {{installed, "installed"}, {updated, "updated"}, {same, "up to date"}, {skipped, "skipped"}}) +
        "\n");
  return all_done;
}

}  // namespace

void explain_skills(const std::vector<workflow::SkillPlace>& places) {
  print("Skills teach an agent to merge, rebase, hand out tasks and open pull requests with workmux:\n\n");
  for (const std::string_view name : agent::skills::names()) print(fmt::format("  /{}\n", name));
  print("\n");
  for (const workflow::SkillPlace& place : places)
    print(fmt::format("• {} ({})\n", display_name_of(place.agent), base::sanitise_line(place.directory.string())));
  print("\n");
}

bool install_skills(const workflow::Setting& setting, const std::vector<workflow::SkillPlace>& places,
                    Modified modified) {
  const auto lock = workflow::lock_setup(setting);
  if (!lock) print(fmt::format("✗ {}\n", in_one_line(lock.error())));
  if (!lock) return false;
  bool all_done = true;
  for (const workflow::SkillPlace& place : places) all_done = install_place(setting, place, modified) && all_done;
  return all_done;
}

std::string skills_line(const workflow::SkillPlace& place) {
  if (!place.skills)
    return fmt::format("Skills for {}: error ({})", display_name_of(place.agent), in_one_line(place.skills.error()));
  return summary(place, {{count_of(*place.skills, State::missing), "missing"},
                         {count_of(*place.skills, State::different), "modified"},
                         {count_of(*place.skills, State::same), "up to date"}});
}

}  // namespace cli
