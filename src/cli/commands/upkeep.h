#pragma once
// As commands.h, for the commands that look after worktrees which exist already.

#include "cli/command.h"

namespace cli {

Command rename_command();
Command sync_files_command();
Command undo_command();

}  // namespace cli
