#pragma once
// The rows of the commands that deal with running agents.

#include "cli/command.h"

namespace cli {

Command send_command();
Command capture_command();
Command wait_command();
Command reap_agents_command();
Command resurrect_command();
Command last_done_command();
Command last_agent_command();

}  // namespace cli
