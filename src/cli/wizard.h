#pragma once
// Questions that the first commands on a machine ask (CLI 1.6 steps 4 and 5, AGT 4.5).

#include "cli/command.h"
#include "cli/context.h"

namespace cli {

// Asks about the font, and about hooks and skills of agents that are here and were not declined. Only for commands that
// offer it, at a terminal, outside of CI; what fails is logged and stops nothing.
void run_wizards(Context& context, const Command& command, const Arguments& arguments);

}  // namespace cli
