#pragma once
// What `setup` and the first-run wizard show and do about skills (AGT 4.6).

#include <cstdint>
#include <string>
#include <vector>

#include "os/environment.h"
#include "workflow/setup.h"

namespace cli {

// Which skills there are, and where they would go.
void explain_skills(const std::vector<workflow::SkillPlace>& places);

enum class Modified : std::uint8_t {
  keep,  // a text that differs stays
  ask,   // the difference is shown, with a question
};

// Installs what is missing, with a summary for each agent; false when something failed.
bool install_skills(const workflow::Setting& setting, const std::vector<workflow::SkillPlace>& places,
                    Modified modified);

// "Skills for Claude Code (/home/u/.claude/skills): 2 missing, 4 up to date"
std::string skills_line(const workflow::SkillPlace& place);

}  // namespace cli
