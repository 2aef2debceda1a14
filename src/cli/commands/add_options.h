#pragma once

#include <vector>

#include "cli/command.h"

namespace cli {

// The options of `add` (CLI 3.1, 3.26).
std::vector<Option> add_options();

}  // namespace cli
