#include "cli/command.h"
#include "cli/commands/agent_commands.h"
#include "cli/commands/commands.h"
#include "cli/commands/setup_commands.h"
#include "cli/commands/upkeep.h"

namespace cli {

namespace {

std::vector<Command> all_commands() {
  std::vector<Command> table = {
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
      init_command(),
      setup_command(),
      config_command(),
      trust_command(),
      untrust_command(),
      sandbox_command(),
      claude_command(),
      docs_command(),
      changelog_command(),
      completions_command(),
      uninstall_command(),
      set_base_command(),
      set_window_status_command(),
      guest_request_command(),
      check_image_command(),
      deferred_command(),
      delete_trash_command(),
  };
  for (Command& helper : completion_helpers()) table.push_back(std::move(helper));
  return table;
}

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> table = all_commands();
  return table;
}

}  // namespace cli
