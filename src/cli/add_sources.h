#pragma once
// From the command line of `add` to its worktrees: rows, prompt and templates (CLI 3.1 steps 5 to 13, 8).

#include <vector>

#include "base/result.h"
#include "cli/command.h"
#include "cli/context.h"
#include "workflow/add_specs.h"

namespace cli {

// Reads standard input, prompt and editor as the options say. `branch` is the name as given. Errors and warnings: CLI
// 3.1, 8.1, 8.6.
base::Result<workflow::SpecRequest> spec_request(const Context& context, const Arguments& arguments,
                                                 const std::string& branch);

}  // namespace cli
