#pragma once
// Rows of `add` from standard input (CLI 8.5).

#include <optional>
#include <string>

#include "base/result.h"
#include "cli/command.h"

namespace cli {

// --stdin and --no-stdin for a command's row.
std::vector<Option> input_options();

// All of standard input: with --stdin in any case; without a flag only when it is no terminal and has data or its end
// right now, so that an open pipe with nothing in it blocks nobody (WT-W43). Error: more than 10 MiB.
base::Result<std::optional<std::string>> read_rows(const Arguments& arguments);

}  // namespace cli
