#pragma once
// As commands.h, for the commands that set up and explain: configuration, completion, documentation.

#include <vector>

#include "cli/command.h"

namespace cli {

Command init_command();
Command setup_command();
Command uninstall_command();
Command config_command();
Command trust_command();
Command untrust_command();
Command claude_command();
Command docs_command();
Command changelog_command();
Command completions_command();
std::vector<Command> completion_helpers();

}  // namespace cli
