#pragma once
// Where the prompt of add and open comes from: -p, -P, -e (CLI 8.6).

#include <optional>
#include <string>

#include "base/result.h"
#include "cli/command.h"
#include "cli/context.h"

namespace cli {

// The options -p, -P and -e for a command's row.
std::vector<Option> prompt_options();

// The text; nothing when no source was given. Errors: an unreadable file, an empty text, an editor that fails, a text
// larger than 16 MiB.
base::Result<std::optional<std::string>> read_prompt(const Context& context, const Arguments& arguments);

}  // namespace cli
