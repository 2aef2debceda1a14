#pragma once
// One function per command: its row of the table. The row's `run` lives beside it.

#include "cli/command.h"

namespace cli {

Command add_command();
Command remove_command();
Command merge_command();
Command open_command();
Command close_command();
Command list_command();
Command path_command();
Command status_command();
Command sandbox_command();
std::vector<Command> sandbox_image_commands();
Command set_window_status_command();
Command set_base_command();
Command guest_request_command();
Command check_image_command();
Command deferred_command();
Command delete_trash_command();

}  // namespace cli
