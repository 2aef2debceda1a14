#pragma once
// `add --auto-name`: every worktree's branch is named after its prompt (CLI 8.7).

#include <vector>

#include "base/result.h"
#include "cli/command.h"
#include "workflow/add_plan.h"
#include "workflow/add_specs.h"
#include "workflow/voice.h"

namespace cli {

// Replaces the branch of each spec. A name that an earlier one has gets a number. `request.background` follows the
// configuration. Errors: CLI 8.7; a spec without a prompt.
base::Result<> name_by_prompt(const workflow::Setting& setting, workflow::AddRequest& request,
                              std::vector<workflow::Spec>& specs, const workflow::Voice& voice);

}  // namespace cli
