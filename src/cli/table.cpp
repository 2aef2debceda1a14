#include "cli/command.h"
#include "cli/commands/agent_commands.h"
#include "cli/commands/commands.h"
#include "cli/commands/upkeep.h"

namespace cli {

const std::vector<Command>& commands() {
  static const std::vector<Command> table = {
      add_command(),
      remove_command(),
      rename_command(),
      merge_command(),
      open_command(),
      close_command(),
      list_command(),
      path_command(),
      sync_files_command(),
      undo_command(),
      status_command(),
      send_command(),
      capture_command(),
      wait_command(),
      reap_agents_command(),
      resurrect_command(),
      last_done_command(),
      last_agent_command(),
      sandbox_command(),
      set_base_command(),
      set_window_status_command(),
      guest_request_command(),
      deferred_command(),
      delete_trash_command(),
  };
  return table;
}

}  // namespace cli
