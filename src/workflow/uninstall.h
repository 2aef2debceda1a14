#pragma once
// Takes away what workmux put on this machine outside of repositories (AGT 4.7).

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/hooks/hooks.h"
#include "workflow/world.h"

namespace workflow {

// Called for each thing that was done (or would be): whom it concerns, and the words.
using UninstallLine = std::function<void(std::string_view subject, std::string_view text)>;

// Hooks and skills of all agents, detected or not; then cache and state; the configuration stays. A second call finds
// nothing. Returns what could not be done, one line each: the rest is done all the same. The state stays as long as a
// sandbox runs, whose supervisor works with it.
std::vector<std::string> uninstall(const Setting& setting, agent::hooks::DryRun dry_run, const UninstallLine& line);

}  // namespace workflow
