#pragma once
// `workmux config check`: every file that takes part, and all that is wrong with it (CLI 3.26, CLI-W35).

#include "base/result.h"
#include "config/load.h"

namespace cli {

// Prints one line for each problem ("FILE:LINE:COLUMN: KEY: REASON"), or "✓ FILE" for a file without any. Returns the
// exit code: 1 with a problem. Errors: a file that cannot be read.
base::Result<int> check_configuration(const config::Sources& sources);

}  // namespace cli
