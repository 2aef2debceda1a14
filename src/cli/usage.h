#pragma once
// How a command line is described: usage lines, names of options in messages, --help.

#include <string>
#include <vector>

#include "cli/command.h"

namespace cli {

using CommandPath = std::vector<const Command*>;

// "Usage: workmux add [OPTIONS] [BRANCH_NAME]"
std::string usage_line(const CommandPath& path);

// "--agent <AGENT>" or "--force": how an option is called in messages.
std::string display_name(const Option& option);
// "<BRANCH_NAME>", "[NAMES]...": how a positional is called in messages.
std::string display_name(const Positional& positional);

// The whole help of the program (empty path) or of one command; ends in a newline. Hidden parts are left out.
std::string help_text(const std::vector<Command>& table, const CommandPath& path);

}  // namespace cli
