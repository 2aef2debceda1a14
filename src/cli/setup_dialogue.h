#pragma once
// What `setup` and the first-run wizard show and do about hooks and skills (AGT 4.4 to 4.6).

#include <string>
#include <vector>

#include "base/result.h"
#include "workflow/setup.h"

namespace cli {

// "• Codex (found ~/.codex/): configured"
std::string state_line(const workflow::HookState& state);

// What status tracking is, with a picture of a status bar.
void explain_hooks();

// Installs for every state that is open, with a line for each; false when one failed.
bool install_open(const workflow::Setting& setting, const workflow::SetupPlaces& from,
                  const std::vector<workflow::HookState>& states);

// An error in one line: the message and its causes.
std::string in_one_line(const base::Error& error);

}  // namespace cli
